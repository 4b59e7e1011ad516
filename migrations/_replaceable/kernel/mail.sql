-- Queues one mail. Callers before sign-in have no tenant and reach the table only through here.
CREATE OR REPLACE FUNCTION mail_queue(p_id uuid, p_tenant uuid, p_user uuid, p_mail text, p_locale text, p_recipient text,
  p_name text, p_variables jsonb, p_reply_to text, p_in_reply_to text, p_thread text[], p_at timestamptz,
  p_attachments uuid[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user <> 'sarai_platform' AND p_tenant IS DISTINCT FROM app_tenant_id() THEN
    RAISE EXCEPTION 'a mail in another''s name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF session_user <> 'sarai_platform' AND EXISTS (SELECT 1 FROM unnest(p_attachments) AS a (id) WHERE NOT EXISTS (
       SELECT 1 FROM stored_files f WHERE f.id = a.id AND f.tenant_id = p_tenant)) THEN
    RAISE EXCEPTION 'a mail with another''s file' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO mail_deliveries (id, tenant_id, user_id, mail, locale, recipient, recipient_name, variables, reply_to,
    in_reply_to, thread, created_at, attachments)
  VALUES (p_id, p_tenant, p_user, p_mail, p_locale, p_recipient, p_name, p_variables, p_reply_to, p_in_reply_to, p_thread, p_at,
    p_attachments)
  ON CONFLICT (id) DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION mail_queue(uuid, uuid, uuid, text, text, text, text, jsonb, text, text, text[], timestamptz, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mail_queue(uuid, uuid, uuid, text, text, text, text, jsonb, text, text, text[], timestamptz, uuid[])
  TO sarai_tenant, sarai_platform, sarai_public;
