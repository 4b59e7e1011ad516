-- Whose turn it is at the desk: since when somebody waits, and for each step of urgency 500 years (4,383,000 hours) earlier,
-- so that one column sorts by urgency and then by waiting time. A closed ticket has no turn; its value says nothing.
ALTER TABLE tickets_tickets ADD COLUMN turn_at timestamptz;
UPDATE tickets_tickets SET turn_at = last_activity_at - priority * interval '4383000 hours';
ALTER TABLE tickets_tickets ALTER COLUMN turn_at SET NOT NULL;
CREATE INDEX tickets_tickets_turn ON tickets_tickets (turn_at, id) WHERE closed_at IS NULL;
CREATE INDEX tickets_tickets_turn_of ON tickets_tickets (assignee_id, turn_at, id)
  WHERE closed_at IS NULL AND assignee_id IS NOT NULL;

-- Up to which activity of a ticket a person has read it.
CREATE TABLE tickets_reads (
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  ticket_id uuid NOT NULL REFERENCES tickets_tickets ON DELETE CASCADE,
  read_to timestamptz NOT NULL,
  PRIMARY KEY (user_id, ticket_id)
);
CREATE INDEX tickets_reads_ticket ON tickets_reads (ticket_id);
SELECT enable_account('tickets_reads');

-- What a person has typed and not sent yet. It is that person's alone: colleagues and members of the same tenant do not see it;
-- a job, which is nobody, removes what was forgotten.
CREATE TABLE tickets_drafts (
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  ticket_id uuid NOT NULL REFERENCES tickets_tickets ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('customer', 'agent', 'note')),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  kept_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, ticket_id, kind)
);
CREATE INDEX tickets_drafts_ticket ON tickets_drafts (ticket_id);
CREATE INDEX tickets_drafts_kept ON tickets_drafts (kept_at);
SELECT enable_account('tickets_drafts');
CREATE POLICY only_customers ON tickets_drafts AS RESTRICTIVE TO sarai_tenant
  USING (kind = 'customer') WITH CHECK (kind = 'customer');
CREATE POLICY only_own ON tickets_drafts AS RESTRICTIVE TO sarai_platform
  USING (coalesce(user_id = (SELECT NULLIF(current_setting('app.user_id', true), '')::uuid), true))
  WITH CHECK (user_id = (SELECT NULLIF(current_setting('app.user_id', true), '')::uuid));
