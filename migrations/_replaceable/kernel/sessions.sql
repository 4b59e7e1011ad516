-- The few things that somebody who has not signed in may do with accounts. Each takes exactly what it needs and
-- answers exactly what is needed; sarai_public can reach no table of this chapter.

-- Who holds this session token, and what are they? Notes the visit at most every five minutes. Given roles come as
-- `role`, or as `role kind id` when they are limited to one thing. `moment` is what the page that follows has seen.
CREATE OR REPLACE FUNCTION session_of_token(p_token_hash bytea, p_now timestamptz)
RETURNS TABLE (session_id uuid, user_id uuid, email text, display_name text, locale text, calendar text, digits text,
  money_unit text, theme text, time_zone text, tenant_id uuid, tenant_name text, tenant_kind text, tenant_role text,
  given_roles text[], modules_off text[], platform_roles text[], unread bigint, moment text,
  single_keys_off boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE sessions s SET last_seen_at = p_now
   WHERE s.token_hash = p_token_hash AND s.expires_at > p_now AND s.last_seen_at < p_now - interval '5 minutes';
  RETURN QUERY
  SELECT s.id, u.id, u.email, p.display_name, u.locale, u.calendar, u.digits, u.money_unit, u.theme, u.time_zone,
         t.id, t.name, t.kind, m.role,
         ARRAY(SELECT concat_ws(' ', g.role, g.over_kind, g.over_id) FROM member_roles g
                WHERE g.tenant_id = m.tenant_id AND g.user_id = u.id ORDER BY g.id),
         ARRAY(SELECT o.module FROM tenant_modules_off o WHERE o.tenant_id = m.tenant_id ORDER BY o.module),
         ARRAY(SELECT r.role FROM platform_roles r WHERE r.user_id = u.id ORDER BY r.role),
         (SELECT count(*) FROM (SELECT 1 FROM notifications n WHERE n.user_id = u.id AND n.read_at IS NULL LIMIT 100) x),
         pg_current_snapshot()::text,
         u.single_keys_off
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    JOIN people p ON p.user_id = u.id
    LEFT JOIN memberships m ON m.tenant_id = s.tenant_id AND m.user_id = u.id
    LEFT JOIN tenants t ON t.id = m.tenant_id
   WHERE s.token_hash = p_token_hash AND s.expires_at > p_now;
END $$;

-- The same as a program before the switch of single keys asks for it, while nodes are replaced one by one.
CREATE OR REPLACE FUNCTION session_standing(p_token_hash bytea, p_now timestamptz)
RETURNS TABLE (session_id uuid, user_id uuid, email text, display_name text, locale text, calendar text, digits text,
  money_unit text, theme text, time_zone text, tenant_id uuid, tenant_name text, tenant_kind text, tenant_role text,
  given_roles text[], modules_off text[], platform_roles text[], unread bigint, moment text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.session_id, s.user_id, s.email, s.display_name, s.locale, s.calendar, s.digits, s.money_unit, s.theme,
         s.time_zone, s.tenant_id, s.tenant_name, s.tenant_kind, s.tenant_role, s.given_roles, s.modules_off,
         s.platform_roles, s.unread, s.moment
    FROM session_of_token(p_token_hash, p_now) s
$$;

-- The same as a program before given roles asks for it, while nodes are replaced one by one.
CREATE OR REPLACE FUNCTION session_by_token(p_token_hash bytea, p_now timestamptz)
RETURNS TABLE (session_id uuid, user_id uuid, email text, display_name text, locale text, calendar text, digits text,
  money_unit text, theme text, time_zone text, tenant_id uuid, tenant_name text, tenant_kind text, tenant_role text,
  platform_roles text[], unread bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE sessions s SET last_seen_at = p_now
   WHERE s.token_hash = p_token_hash AND s.expires_at > p_now AND s.last_seen_at < p_now - interval '5 minutes';
  RETURN QUERY
  SELECT s.id, u.id, u.email, p.display_name, u.locale, u.calendar, u.digits, u.money_unit, u.theme, u.time_zone,
         t.id, t.name, t.kind, m.role,
         ARRAY(SELECT r.role FROM platform_roles r WHERE r.user_id = u.id ORDER BY r.role),
         (SELECT count(*) FROM (SELECT 1 FROM notifications n WHERE n.user_id = u.id AND n.read_at IS NULL LIMIT 100) x)
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    JOIN people p ON p.user_id = u.id
    LEFT JOIN memberships m ON m.tenant_id = s.tenant_id AND m.user_id = u.id
    LEFT JOIN tenants t ON t.id = m.tenant_id
   WHERE s.token_hash = p_token_hash AND s.expires_at > p_now;
END $$;

-- Events after `p_after` for these topics; overlaps by ten seconds, since ids may commit out of order.
CREATE OR REPLACE FUNCTION live_events_after(p_topics text[], p_after bigint)
RETURNS TABLE (id bigint, topic text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT max(e.id), e.topic FROM live_events e
   WHERE e.topic = ANY (p_topics)
     AND (e.id > p_after OR e.at > (SELECT l.at - interval '10 seconds' FROM live_events l WHERE l.id = p_after))
   GROUP BY e.topic ORDER BY 1
$$;

-- Events for these topics that a page which read at `p_moment` has not seen.
CREATE OR REPLACE FUNCTION live_events_since(p_topics text[], p_moment text)
RETURNS TABLE (id bigint, topic text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT max(e.id), e.topic FROM live_events e
   WHERE e.topic = ANY (p_topics) AND NOT pg_visible_in_snapshot(e.xid, p_moment::pg_snapshot)
   GROUP BY e.topic ORDER BY 1
$$;

-- The newest event's id.
CREATE OR REPLACE FUNCTION live_events_head() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT coalesce(max(id), 0) FROM live_events $$;

-- Settings and rewordings are read by every node at boot and after a change.
CREATE OR REPLACE FUNCTION settings_all() RETURNS TABLE (key text, value jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT s.key, s.value FROM settings s $$;

CREATE OR REPLACE FUNCTION text_overrides_all() RETURNS TABLE (key text, locale text, body text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT o.key, o.locale, o.body FROM text_overrides o $$;

REVOKE ALL ON FUNCTION session_of_token(bytea, timestamptz), session_standing(bytea, timestamptz), session_by_token(bytea, timestamptz), live_events_after(text[], bigint), live_events_since(text[], text), live_events_head(),
  settings_all(), text_overrides_all() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_of_token(bytea, timestamptz), session_standing(bytea, timestamptz), session_by_token(bytea, timestamptz), live_events_after(text[], bigint), live_events_since(text[], text), live_events_head(),
  settings_all(), text_overrides_all() TO sarai_public;
