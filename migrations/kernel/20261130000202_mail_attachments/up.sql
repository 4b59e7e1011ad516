-- Stored files that go out with a mail. The function gets one parameter more (_replaceable/kernel/mail.sql).
ALTER TABLE mail_deliveries ADD COLUMN attachments uuid[] NOT NULL DEFAULT '{}';
DROP FUNCTION IF EXISTS mail_queue(uuid, uuid, uuid, text, text, text, text, jsonb, text, text, text[], timestamptz);
