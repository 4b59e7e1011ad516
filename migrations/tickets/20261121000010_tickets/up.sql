-- The support desk. A ticket belongs to a tenant; departments and tags belong to the platform.

CREATE TABLE tickets_departments (
  id uuid PRIMARY KEY,
  name_fa text NOT NULL CHECK (length(name_fa) BETWEEN 1 AND 60),
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 60),
  position integer NOT NULL DEFAULT 0,
  archived_at timestamptz,
  archived_by uuid REFERENCES users ON DELETE SET NULL
);
SELECT enable_staff('tickets_departments');
SELECT enable_public('tickets_departments', 'true');

CREATE TABLE tickets_tickets (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  department_id uuid NOT NULL REFERENCES tickets_departments,
  priority smallint NOT NULL DEFAULT 2 CHECK (priority BETWEEN 1 AND 4),
  -- open: the customer waits; waiting: we wait for the customer
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'waiting', 'on_hold', 'closed')),
  requester_id uuid NOT NULL REFERENCES users,
  assignee_id uuid REFERENCES users ON DELETE SET NULL,
  about_kind text CHECK (length(about_kind) <= 80),
  about_id uuid,
  message_count integer NOT NULL DEFAULT 0,
  opened_at timestamptz NOT NULL,
  last_activity_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by uuid REFERENCES users ON DELETE SET NULL,
  CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((about_kind IS NULL) = (about_id IS NULL))
);
CREATE INDEX tickets_tickets_tenant ON tickets_tickets (tenant_id, last_activity_at DESC, id DESC);
CREATE INDEX tickets_tickets_activity ON tickets_tickets (last_activity_at DESC, id DESC);
CREATE INDEX tickets_tickets_status ON tickets_tickets (status, last_activity_at DESC, id DESC);
CREATE INDEX tickets_tickets_queue ON tickets_tickets (department_id, status, last_activity_at DESC, id DESC);
CREATE INDEX tickets_tickets_assignee ON tickets_tickets (assignee_id, status, last_activity_at DESC, id DESC)
  WHERE assignee_id IS NOT NULL;
CREATE INDEX tickets_tickets_unassigned ON tickets_tickets (status, last_activity_at DESC, id DESC)
  WHERE assignee_id IS NULL;
SELECT enable_tenancy('tickets_tickets');

-- What the search looks through, apart from the ticket: each answer moves the ticket, and would write this index anew.
CREATE TABLE tickets_search (
  ticket_id uuid PRIMARY KEY REFERENCES tickets_tickets ON DELETE CASCADE,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  words text NOT NULL
);
CREATE INDEX tickets_search_words ON tickets_search USING gin (words gin_trgm_ops);
SELECT enable_tenancy('tickets_search');

CREATE TABLE tickets_messages (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  ticket_id uuid NOT NULL REFERENCES tickets_tickets ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('customer', 'agent', 'note', 'event')),
  author_id uuid REFERENCES users ON DELETE SET NULL,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 100000),
  via text NOT NULL DEFAULT 'web' CHECK (via IN ('web', 'mail')),
  -- Message-ID of an incoming mail: unique over the platform, so that a mail handed in twice is filed once
  mail_message_id text UNIQUE CHECK (length(mail_message_id) <= 998),
  created_at timestamptz NOT NULL
);
CREATE INDEX tickets_messages_ticket ON tickets_messages (ticket_id, created_at, id);
SELECT enable_tenancy('tickets_messages');
-- What staff say to each other no customer's role can read or write.
CREATE POLICY no_notes ON tickets_messages AS RESTRICTIVE TO sarai_tenant
  USING (kind <> 'note') WITH CHECK (kind IN ('customer', 'event'));

CREATE TABLE tickets_attachments (
  file_id uuid PRIMARY KEY REFERENCES stored_files ON DELETE CASCADE,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  message_id uuid NOT NULL REFERENCES tickets_messages ON DELETE CASCADE,
  internal boolean NOT NULL DEFAULT false
);
CREATE INDEX tickets_attachments_message ON tickets_attachments (message_id);
SELECT enable_tenancy('tickets_attachments');
CREATE POLICY no_notes ON tickets_attachments AS RESTRICTIVE TO sarai_tenant
  USING (NOT internal) WITH CHECK (NOT internal);

CREATE TABLE tickets_tags (
  ticket_id uuid NOT NULL REFERENCES tickets_tickets ON DELETE CASCADE,
  tag text NOT NULL CHECK (length(tag) BETWEEN 1 AND 40),
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES users ON DELETE SET NULL,
  PRIMARY KEY (ticket_id, tag)
);
CREATE INDEX tickets_tags_tag ON tickets_tags (tag);
SELECT enable_staff('tickets_tags');
