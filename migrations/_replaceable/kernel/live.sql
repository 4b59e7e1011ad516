-- Pokes: kept for pages that were away, and told to every node when the transaction commits.
CREATE OR REPLACE FUNCTION live_announce(p_topics text[], p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH poked AS (INSERT INTO live_events (topic, at) SELECT unnest(p_topics), p_at RETURNING id, topic)
  SELECT pg_notify('sarai_live', id || ' ' || topic) FROM poked
$$;
REVOKE ALL ON FUNCTION live_announce(text[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live_announce(text[], timestamptz) TO sarai_tenant, sarai_platform, sarai_public;
