DROP FUNCTION IF EXISTS mail_queue(uuid, uuid, uuid, text, text, text, text, jsonb, text, text, text[], timestamptz, uuid[]);
ALTER TABLE mail_deliveries DROP COLUMN attachments;
