-- A poke: kept for pages that were away, and told to every node when the transaction commits.
CREATE OR REPLACE FUNCTION live_announce(p_topic text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_id bigint;
BEGIN
  INSERT INTO live_events (topic, at) VALUES (p_topic, p_at) RETURNING id INTO v_id;
  PERFORM pg_notify('sarai_live', v_id || ' ' || p_topic);
END $$;
REVOKE ALL ON FUNCTION live_announce(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live_announce(text, timestamptz) TO sarai_tenant, sarai_platform, sarai_public;
