-- The trail's only entrance. A tenant's role cannot write in another's name; the public role writes without a tenant.
CREATE OR REPLACE FUNCTION audit_append(p_id uuid, p_at timestamptz, p_tenant uuid, p_user uuid, p_action text,
  p_kind text, p_subject uuid, p_before jsonb, p_after jsonb, p_request uuid, p_address text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user <> 'sarai_platform' THEN
    IF p_tenant IS DISTINCT FROM app_tenant_id() AND p_tenant IS NOT NULL
       OR p_user IS DISTINCT FROM app_user_id() AND session_user <> 'sarai_public' THEN
      RAISE EXCEPTION 'an audit event in another''s name' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  INSERT INTO audit_events (id, at, tenant_id, user_id, action, subject_kind, subject_id, before, after, request_id, address)
  VALUES (p_id, p_at, p_tenant, p_user, p_action, p_kind, p_subject, p_before, p_after, p_request, p_address);
END $$;

-- The text that is chained: every column in a fixed order. Times in UTC with microseconds.
CREATE OR REPLACE FUNCTION audit_canonical(e audit_events) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT jsonb_build_array(e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.tenant_id, e.user_id,
    e.on_behalf_of, e.action, e.subject_kind, e.subject_id, e.before, e.after, e.request_id, e.address)::text
$$;

REVOKE ALL ON FUNCTION audit_append(uuid, timestamptz, uuid, uuid, text, text, uuid, jsonb, jsonb, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(uuid, timestamptz, uuid, uuid, text, text, uuid, jsonb, jsonb, uuid, text)
  TO sarai_tenant, sarai_platform, sarai_public;
