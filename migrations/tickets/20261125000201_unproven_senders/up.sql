-- Mail whose sender nothing proves opens a ticket of its own, and both say so.
ALTER TABLE tickets_messages DROP CONSTRAINT tickets_messages_via_check;
ALTER TABLE tickets_messages ADD CONSTRAINT tickets_messages_via_check CHECK (via IN ('web', 'mail', 'unproven_mail'));
-- Of the first message, beside the ticket: the queue shows it for fifty tickets at once.
ALTER TABLE tickets_tickets ADD COLUMN unproven_sender boolean NOT NULL DEFAULT false;
