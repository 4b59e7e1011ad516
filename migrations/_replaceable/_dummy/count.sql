-- Counts the notes of every tenant as of p_at and returns how many tenants have some.
CREATE OR REPLACE FUNCTION _dummy_count(p_at timestamptz) RETURNS bigint LANGUAGE sql AS $$
  WITH counted AS (
    INSERT INTO _dummy_counts (tenant_id, notes, counted_at)
    SELECT tenant_id, count(*), p_at FROM _dummy_notes GROUP BY tenant_id
    ON CONFLICT (tenant_id) DO UPDATE SET notes = EXCLUDED.notes, counted_at = EXCLUDED.counted_at
    RETURNING 1
  )
  SELECT count(*) FROM counted
$$;
REVOKE ALL ON FUNCTION _dummy_count(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION _dummy_count(timestamptz) TO sarai_platform;
