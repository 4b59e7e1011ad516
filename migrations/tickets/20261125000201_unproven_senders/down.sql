ALTER TABLE tickets_tickets DROP COLUMN unproven_sender;
UPDATE tickets_messages SET via = 'mail' WHERE via = 'unproven_mail';
ALTER TABLE tickets_messages DROP CONSTRAINT tickets_messages_via_check;
ALTER TABLE tickets_messages ADD CONSTRAINT tickets_messages_via_check CHECK (via IN ('web', 'mail'));
