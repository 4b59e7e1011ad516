-- Whether anybody outside listens to a fact; asked in the transaction that tells it, whatever its scope.
CREATE OR REPLACE FUNCTION webhook_wanted(p_fact text, p_tenant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM webhook_endpoints
    WHERE switched_off_at IS NULL AND p_fact = ANY (facts) AND (tenant_id IS NULL OR tenant_id = p_tenant))
$$;
REVOKE ALL ON FUNCTION webhook_wanted(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_wanted(text, uuid) TO sarai_tenant, sarai_platform, sarai_public;

-- How many deliveries wait, and how many endpoints fail: for health.
CREATE OR REPLACE FUNCTION webhook_backlog() RETURNS TABLE (waiting bigint, failing bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (SELECT count(*) FROM webhook_deliveries WHERE state = 'waiting'),
         (SELECT count(*) FROM webhook_endpoints WHERE alarmed_at IS NOT NULL AND switched_off_at IS NULL)
$$;
REVOKE ALL ON FUNCTION webhook_backlog() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_backlog() TO sarai_public;

-- Keeps the id of a signed call; false when it was kept before. A call that is being worked on elsewhere is waited for.
CREATE OR REPLACE FUNCTION webhook_receipt_keep(p_gateway text, p_call_id text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO webhook_receipts (gateway, call_id, received_at) VALUES (p_gateway, p_call_id, p_at) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION webhook_receipt_keep(text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_receipt_keep(text, text, timestamptz) TO sarai_tenant, sarai_platform;
