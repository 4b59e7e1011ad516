-- Who calls with this token? Counts the request against the token's hour in the same call, so that a limit holds over
-- all nodes without another round trip. No row: unknown, revoked, expired, or of a family that was revoked.
-- `p_token_hash` finds an API token; without it `p_token_id` and `p_family` are what a signed access token says.
CREATE OR REPLACE FUNCTION api_caller(p_token_hash bytea, p_token_id uuid, p_family uuid, p_now timestamptz)
RETURNS TABLE (api_token_id uuid, scopes text[], per_hour integer, requests integer, hour_began_at timestamptz,
  expires_at timestamptz, session_id uuid, user_id uuid, email text, display_name text, locale text, calendar text,
  digits text, money_unit text, theme text, time_zone text, tenant_id uuid, tenant_name text, tenant_kind text,
  tenant_role text, given_roles text[], modules_off text[], platform_roles text[], unread bigint, moment text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE v api_tokens; v_use api_token_uses;
BEGIN
  IF p_token_hash IS NOT NULL THEN
    SELECT t.* INTO v FROM api_tokens t WHERE t.token_hash = p_token_hash;
  ELSE
    SELECT t.* INTO v FROM api_tokens t WHERE t.id = p_token_id AND EXISTS (
      SELECT 1 FROM api_refresh_tokens r WHERE r.family = p_family AND r.token_id = t.id AND r.revoked_at IS NULL);
  END IF;
  IF v.id IS NULL OR v.revoked_at IS NOT NULL OR v.expires_at <= p_now THEN RETURN; END IF;
  -- A count that a crash loses costs nobody anything: no request waits for the disk on its account.
  PERFORM set_config('synchronous_commit', 'off', true);
  INSERT INTO api_token_uses AS u (token_id, hour_began_at, requests) VALUES (v.id, p_now, 1)
  ON CONFLICT (token_id) DO UPDATE SET
    requests = CASE WHEN u.hour_began_at <= p_now - interval '1 hour' THEN 1 ELSE u.requests + 1 END,
    hour_began_at = CASE WHEN u.hour_began_at <= p_now - interval '1 hour' THEN p_now ELSE u.hour_began_at END
  RETURNING u.* INTO v_use;
  UPDATE api_tokens t SET last_used_at = p_now
   WHERE t.id = v.id AND (t.last_used_at IS NULL OR t.last_used_at < p_now - interval '5 minutes');
  RETURN QUERY
  SELECT v.id, v.scopes, v.per_hour, v_use.requests, v_use.hour_began_at, v.expires_at,
         v.id, u.id, u.email, p.display_name, u.locale, u.calendar, u.digits, u.money_unit, u.theme, u.time_zone,
         t.id, t.name, t.kind, m.role,
         ARRAY(SELECT concat_ws(' ', g.role, g.over_kind, g.over_id) FROM member_roles g
                WHERE g.tenant_id = m.tenant_id AND g.user_id = u.id ORDER BY g.id),
         ARRAY(SELECT o.module FROM tenant_modules_off o WHERE o.tenant_id = m.tenant_id ORDER BY o.module),
         ARRAY[]::text[], 0::bigint, ''::text
    FROM users u
    JOIN people p ON p.user_id = u.id
    JOIN memberships m ON m.user_id = u.id AND m.tenant_id = v.tenant_id
    JOIN tenants t ON t.id = m.tenant_id
   WHERE u.id = v.user_id;
END $$;

-- Whose refresh token is this? The rest is done in the tenant's own scope.
CREATE OR REPLACE FUNCTION api_refresh_owner(p_token_hash bytea)
RETURNS TABLE (tenant_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t.tenant_id, t.user_id FROM api_refresh_tokens r JOIN api_tokens t ON t.id = r.token_id
   WHERE r.token_hash = p_token_hash
$$;

REVOKE ALL ON FUNCTION api_caller(bytea, uuid, uuid, timestamptz), api_refresh_owner(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api_caller(bytea, uuid, uuid, timestamptz), api_refresh_owner(bytea) TO sarai_public;
