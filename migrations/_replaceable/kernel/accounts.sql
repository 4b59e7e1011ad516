-- Accounts, for those who have not signed in yet: each function takes exactly what it needs and answers exactly what
-- is needed, since sarai_public reaches no table. Time and ids come from the program; no rule reads now().

-- One more try of `p_subject`. Answers the seconds it has to wait, or 0 when the try may go on; then it is counted
-- already, so that a hundred tries at once are a hundred tries. `p_waits[n]` is the pause after the n-th failure.
-- A quiet minute forgets a count that never paused; after a pause it takes a quiet hour.
CREATE OR REPLACE FUNCTION identity_attempt(p_kind text, p_subject text, p_now timestamptz, p_waits integer[])
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v failure_counts; v_wait integer;
BEGIN
  INSERT INTO failure_counts AS f (kind, subject, failures, first_at) VALUES (p_kind, p_subject, 0, p_now)
  ON CONFLICT (kind, subject) DO UPDATE SET failures = f.failures RETURNING * INTO v;
  IF v.blocked_until > p_now THEN
    RETURN ceil(extract(epoch FROM v.blocked_until - p_now));
  END IF;
  IF (v.blocked_until IS NULL AND v.first_at < p_now - interval '1 minute')
     OR v.blocked_until < p_now - interval '1 hour' THEN
    v.failures := 0;
    v.first_at := p_now;
    v.blocked_until := NULL;
  END IF;
  v.failures := v.failures + 1;
  v_wait := p_waits[least(v.failures, cardinality(p_waits))];
  UPDATE failure_counts f SET failures = v.failures, first_at = v.first_at,
    blocked_until = CASE WHEN v_wait > 0 THEN p_now + make_interval(secs => v_wait) ELSE v.blocked_until END
   WHERE f.kind = p_kind AND f.subject = p_subject;
  RETURN 0;
END $$;

-- The try was good: the account starts anew.
CREATE OR REPLACE FUNCTION identity_attempt_clear(p_kind text, p_subject text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DELETE FROM failure_counts WHERE kind = p_kind AND subject = p_subject $$;

-- The try was good: it does not count, but the failures of others behind the same address stay.
CREATE OR REPLACE FUNCTION identity_attempt_undo(p_kind text, p_subject text, p_now timestamptz, p_limit integer)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE failure_counts SET failures = greatest(failures - 1, 0),
    blocked_until = CASE WHEN failures - 1 < p_limit THEN NULL ELSE least(blocked_until, p_now) END
   WHERE kind = p_kind AND subject = p_subject
$$;

-- Keeps a sign-up until its address is confirmed. Answers with the account that has this address already, if there is
-- one; the row is written either way, so that nothing done with it later can tell.
CREATE OR REPLACE FUNCTION identity_sign_up(p_id uuid, p_token_hash bytea, p_email text, p_name text,
  p_password_hash text, p_locale text, p_browser bytea, p_now timestamptz, p_expires timestamptz)
RETURNS TABLE (account_id uuid, account_name text, account_locale text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO sign_ups (id, token_hash, email, display_name, password_hash, locale, browser_hash, created_at, expires_at)
  VALUES (p_id, p_token_hash, p_email, p_name, p_password_hash, p_locale, p_browser, p_now, p_expires);
  SELECT u.id, p.display_name, u.locale FROM users u JOIN people p ON p.user_id = u.id
   WHERE u.email = p_email AND u.email_confirmed_at IS NOT NULL
$$;

-- The same sign-up under another link: this browser's, else the newest, else that of an account which was never
-- confirmed. Nothing happens and nothing is said when there is nothing to confirm.
CREATE OR REPLACE FUNCTION identity_sign_up_again(p_id uuid, p_token_hash bytea, p_email text, p_browser bytea,
  p_now timestamptz, p_expires timestamptz)
RETURNS TABLE (account_name text, account_locale text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO sign_ups (id, token_hash, email, display_name, password_hash, locale, browser_hash, created_at, expires_at)
  SELECT p_id, p_token_hash, p_email, w.display_name, w.password_hash, w.locale, w.browser_hash, p_now, p_expires
    FROM (SELECT s.display_name, s.password_hash, s.locale, s.browser_hash, s.created_at, false AS is_account
            FROM sign_ups s WHERE s.email = p_email
          UNION ALL
          SELECT p.display_name, u.password_hash, u.locale, NULL, u.created_at, true
            FROM users u JOIN people p ON p.user_id = u.id WHERE u.email = p_email) w
   WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.email = p_email AND u.email_confirmed_at IS NOT NULL)
   ORDER BY w.is_account, coalesce(w.browser_hash = p_browser, false) DESC, w.created_at DESC LIMIT 1
  RETURNING display_name, locale
$$;

-- What waits behind a link, and the browser that need not choose a password.
CREATE OR REPLACE FUNCTION identity_sign_up_waiting(p_token_hash bytea, p_now timestamptz)
RETURNS TABLE (email text, display_name text, browser_hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.email, s.display_name, s.browser_hash FROM sign_ups s
   WHERE s.token_hash = p_token_hash AND s.expires_at > p_now
     AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = s.email AND u.email_confirmed_at IS NOT NULL)
$$;

-- The password of this browser's own sign-up, so that whoever signs in too early is told what is missing.
CREATE OR REPLACE FUNCTION identity_sign_up_password(p_email text, p_browser bytea) RETURNS TABLE (password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.password_hash FROM sign_ups s WHERE s.email = p_email AND s.browser_hash = p_browser
   ORDER BY s.created_at DESC LIMIT 1
$$;

-- What sign-in compares with.
CREATE OR REPLACE FUNCTION identity_account(p_email text)
RETURNS TABLE (id uuid, password_hash text, confirmed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT u.id, u.password_hash, u.email_confirmed_at IS NOT NULL FROM users u WHERE u.email = p_email $$;

-- A session in the tenant where the person worked last, else in their oldest one. Ends the one that it replaces.
CREATE OR REPLACE FUNCTION identity_open_session(p_session uuid, p_user uuid, p_token_hash bytea, p_now timestamptz,
  p_expires timestamptz, p_address text, p_user_agent text, p_replaces uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO sessions (id, user_id, token_hash, tenant_id, created_at, last_seen_at, expires_at, address, user_agent)
  SELECT p_session, p_user, p_token_hash,
    (SELECT m.tenant_id FROM memberships m
      WHERE m.user_id = p_user
      ORDER BY (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = p_user AND s.tenant_id = m.tenant_id)
        DESC NULLS LAST, m.created_at, m.tenant_id LIMIT 1),
    p_now, p_now, p_expires, p_address, p_user_agent;
  DELETE FROM sessions WHERE id = p_replaces
$$;

-- Ends the session of this browser.
CREATE OR REPLACE FUNCTION identity_close_session(p_session uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DELETE FROM sessions WHERE id = p_session AND user_id = app_user_id() $$;

-- Keeps the hash of a one-time token for the account with this address, and says whom to write to. Nothing happens
-- and nothing is said when there is no such account.
CREATE OR REPLACE FUNCTION identity_issue_token(p_email text, p_purpose text, p_token_hash bytea, p_now timestamptz,
  p_expires timestamptz)
RETURNS TABLE (account_id uuid, account_name text, account_locale text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH account AS (
    SELECT u.id, p.display_name, u.locale FROM users u JOIN people p ON p.user_id = u.id
     WHERE u.email = p_email AND (p_purpose <> 'confirm' OR u.email_confirmed_at IS NULL)
  ), issued AS (
    INSERT INTO identity_tokens (token_hash, purpose, user_id, created_at, expires_at)
    SELECT p_token_hash, p_purpose, a.id, p_now, p_expires FROM account a RETURNING user_id
  )
  SELECT a.id, a.display_name, a.locale FROM account a JOIN issued i ON i.user_id = a.id
$$;

-- Whether a token can still be used.
CREATE OR REPLACE FUNCTION identity_token_valid(p_token_hash bytea, p_purpose text, p_now timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM identity_tokens t WHERE t.token_hash = p_token_hash AND t.purpose = p_purpose
    AND t.used_at IS NULL AND t.expires_at > p_now)
$$;

-- Makes the account of a sign-up, with a tenant of its own. The sign-up's password counts only in the browser that
-- chose it; anybody else brings one. An account of this address that was never confirmed becomes theirs: sessions,
-- tokens, name and password of whoever made it are gone. Every other sign-up for this address is gone, too.
CREATE OR REPLACE FUNCTION identity_confirm(p_token_hash bytea, p_browser bytea, p_name text, p_password_hash text,
  p_user uuid, p_tenant uuid, p_now timestamptz) RETURNS TABLE (account_id uuid, account_password text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v sign_ups; v_user uuid; v_name text; v_hash text;
BEGIN
  DELETE FROM sign_ups s WHERE s.token_hash = p_token_hash AND s.expires_at > p_now
     AND (p_password_hash IS NOT NULL OR s.browser_hash = p_browser) RETURNING s.* INTO v;
  IF NOT FOUND THEN RETURN; END IF;
  v_name := coalesce(p_name, v.display_name);
  v_hash := coalesce(p_password_hash, v.password_hash);
  INSERT INTO users AS u (id, email, email_confirmed_at, password_hash, password_changed_at, locale, created_at)
  VALUES (p_user, v.email, p_now, v_hash, p_now, v.locale, p_now)
  ON CONFLICT (email) DO UPDATE SET email_confirmed_at = p_now, password_hash = EXCLUDED.password_hash,
    password_changed_at = p_now, locale = EXCLUDED.locale WHERE u.email_confirmed_at IS NULL
  RETURNING u.id INTO v_user;
  DELETE FROM sign_ups s WHERE s.email = v.email;
  IF v_user IS NULL THEN RETURN; END IF;
  DELETE FROM sessions s WHERE s.user_id = v_user;
  DELETE FROM identity_tokens t WHERE t.user_id = v_user AND t.used_at IS NULL;
  INSERT INTO people (user_id, display_name) VALUES (v_user, v_name)
  ON CONFLICT (user_id) DO UPDATE SET display_name = EXCLUDED.display_name;
  IF EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = v_user) THEN
    UPDATE tenants t SET name = v_name WHERE t.kind = 'person'
       AND EXISTS (SELECT 1 FROM memberships m WHERE m.tenant_id = t.id AND m.user_id = v_user AND m.role = 'owner');
  ELSE
    INSERT INTO tenants (id, name, kind, created_at) VALUES (p_tenant, v_name, 'person', p_now);
    INSERT INTO memberships (tenant_id, user_id, role, created_at) VALUES (p_tenant, v_user, 'owner', p_now);
  END IF;
  RETURN QUERY SELECT v_user, v_hash;
END $$;

-- Uses a token up and sets a new password; every session ends. Who read the mail owns the address, so it is confirmed.
CREATE OR REPLACE FUNCTION identity_reset_password(p_token_hash bytea, p_password_hash text, p_now timestamptz)
RETURNS TABLE (account_id uuid, account_email text, account_name text, account_locale text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_user uuid;
BEGIN
  UPDATE identity_tokens t SET used_at = p_now
   WHERE t.token_hash = p_token_hash AND t.purpose = 'reset' AND t.used_at IS NULL AND t.expires_at > p_now
  RETURNING t.user_id INTO v_user;
  IF v_user IS NULL THEN RETURN; END IF;
  UPDATE users u SET password_hash = p_password_hash, password_changed_at = p_now,
    email_confirmed_at = coalesce(u.email_confirmed_at, p_now) WHERE u.id = v_user;
  DELETE FROM sessions s WHERE s.user_id = v_user;
  DELETE FROM identity_tokens t WHERE t.user_id = v_user AND t.used_at IS NULL;
  RETURN QUERY SELECT u.id, u.email, p.display_name, u.locale
    FROM users u JOIN people p ON p.user_id = u.id WHERE u.id = v_user;
END $$;

-- The address that a reset token was sent to, so that the new password can be compared with it.
CREATE OR REPLACE FUNCTION identity_reset_address(p_token_hash bytea, p_now timestamptz) RETURNS TABLE (email text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT u.email FROM identity_tokens t JOIN users u ON u.id = t.user_id
   WHERE t.token_hash = p_token_hash AND t.purpose = 'reset' AND t.used_at IS NULL AND t.expires_at > p_now
$$;

-- The theme of whoever has signed in; the switch stands on public pages, too.
CREATE OR REPLACE FUNCTION identity_set_theme(p_theme text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ UPDATE users SET theme = p_theme WHERE id = app_user_id() AND theme <> p_theme $$;

-- A new tenant of the signed-in person, who owns it.
CREATE OR REPLACE FUNCTION identity_create_tenant(p_tenant uuid, p_name text, p_kind text, p_now timestamptz)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO tenants (id, name, kind, created_at) VALUES (p_tenant, p_name, p_kind, p_now);
  INSERT INTO memberships (tenant_id, user_id, role, created_at) VALUES (p_tenant, app_user_id(), 'owner', p_now)
$$;

-- Whether the person with this address is a member of the current tenant: nobody needs to be invited twice.
CREATE OR REPLACE FUNCTION identity_is_member(p_email text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.tenant_id = app_tenant_id() AND u.email = p_email)
$$;

-- What an invitation says to whoever holds its token.
CREATE OR REPLACE FUNCTION identity_invitation(p_token_hash bytea, p_now timestamptz)
RETURNS TABLE (tenant_name text, email text, role text, inviter text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t.name, i.email, i.role, p.display_name
    FROM invitations i JOIN tenants t ON t.id = i.tenant_id JOIN people p ON p.user_id = i.created_by
   WHERE i.token_hash = p_token_hash AND i.accepted_at IS NULL AND i.expires_at > p_now
$$;

-- The signed-in person joins, when the invitation went to their confirmed address.
CREATE OR REPLACE FUNCTION identity_accept_invitation(p_token_hash bytea, p_now timestamptz)
RETURNS TABLE (invitation_id uuid, joined_tenant_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v invitations;
BEGIN
  SELECT i.* INTO v FROM invitations i
    JOIN users u ON u.id = app_user_id() AND u.email = i.email AND u.email_confirmed_at IS NOT NULL
   WHERE i.token_hash = p_token_hash AND i.accepted_at IS NULL AND i.expires_at > p_now FOR UPDATE OF i;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO memberships (tenant_id, user_id, role, created_at)
  VALUES (v.tenant_id, app_user_id(), v.role, p_now) ON CONFLICT (tenant_id, user_id) DO NOTHING;
  UPDATE invitations i SET accepted_at = p_now WHERE i.id = v.id;
  RETURN QUERY SELECT v.id, v.tenant_id;
END $$;

-- Who leaves a tenant goes on in another one of theirs instead of standing in front of closed pages.
CREATE OR REPLACE FUNCTION identity_after_leaving() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE sessions s SET tenant_id = (SELECT m.tenant_id FROM memberships m
      WHERE m.user_id = OLD.user_id AND m.tenant_id <> OLD.tenant_id ORDER BY m.created_at, m.tenant_id LIMIT 1)
   WHERE s.user_id = OLD.user_id AND s.tenant_id = OLD.tenant_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER memberships_after_leaving AFTER DELETE ON memberships
  FOR EACH ROW EXECUTE FUNCTION identity_after_leaving();

REVOKE ALL ON FUNCTION identity_attempt(text, text, timestamptz, integer[]), identity_attempt_clear(text, text),
  identity_attempt_undo(text, text, timestamptz, integer),
  identity_sign_up(uuid, bytea, text, text, text, text, bytea, timestamptz, timestamptz),
  identity_sign_up_again(uuid, bytea, text, bytea, timestamptz, timestamptz),
  identity_sign_up_waiting(bytea, timestamptz), identity_sign_up_password(text, bytea), identity_account(text),
  identity_open_session(uuid, uuid, bytea, timestamptz, timestamptz, text, text, uuid), identity_close_session(uuid),
  identity_issue_token(text, text, bytea, timestamptz, timestamptz), identity_token_valid(bytea, text, timestamptz),
  identity_confirm(bytea, bytea, text, text, uuid, uuid, timestamptz), identity_reset_password(bytea, text, timestamptz),
  identity_reset_address(bytea, timestamptz), identity_set_theme(text),
  identity_create_tenant(uuid, text, text, timestamptz), identity_is_member(text),
  identity_invitation(bytea, timestamptz), identity_accept_invitation(bytea, timestamptz),
  identity_after_leaving() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity_attempt(text, text, timestamptz, integer[]), identity_attempt_clear(text, text),
  identity_attempt_undo(text, text, timestamptz, integer),
  identity_sign_up(uuid, bytea, text, text, text, text, bytea, timestamptz, timestamptz),
  identity_sign_up_again(uuid, bytea, text, bytea, timestamptz, timestamptz),
  identity_sign_up_waiting(bytea, timestamptz), identity_sign_up_password(text, bytea), identity_account(text),
  identity_open_session(uuid, uuid, bytea, timestamptz, timestamptz, text, text, uuid), identity_close_session(uuid),
  identity_issue_token(text, text, bytea, timestamptz, timestamptz), identity_token_valid(bytea, text, timestamptz),
  identity_confirm(bytea, bytea, text, text, uuid, uuid, timestamptz), identity_reset_password(bytea, text, timestamptz),
  identity_reset_address(bytea, timestamptz), identity_set_theme(text), identity_invitation(bytea, timestamptz)
  TO sarai_public;
GRANT EXECUTE ON FUNCTION identity_create_tenant(uuid, text, text, timestamptz), identity_is_member(text),
  identity_accept_invitation(bytea, timestamptz), identity_attempt(text, text, timestamptz, integer[]),
  identity_attempt_clear(text, text), identity_attempt_undo(text, text, timestamptz, integer) TO sarai_tenant;
GRANT EXECUTE ON FUNCTION identity_open_session(uuid, uuid, bytea, timestamptz, timestamptz, text, text, uuid)
  TO sarai_platform;
