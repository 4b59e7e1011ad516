-- What every module leans on: audit, mail, settings, texts, schedules, files, live events, form receipts.

-- Append-only. Rows are written unchained in the caller's transaction; a sealer numbers and chains what has committed.
CREATE TABLE audit_events (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  tenant_id uuid,
  user_id uuid,
  on_behalf_of uuid,
  action text NOT NULL CHECK (length(action) <= 120),
  subject_kind text NOT NULL CHECK (length(subject_kind) <= 80),
  subject_id uuid,
  before jsonb,
  after jsonb,
  request_id uuid,
  address text,
  seq bigint UNIQUE,
  hash bytea
);
CREATE INDEX audit_events_unsealed ON audit_events (id) WHERE seq IS NULL;
CREATE INDEX audit_events_subject ON audit_events (subject_kind, subject_id, id DESC);
CREATE INDEX audit_events_user ON audit_events (user_id, id DESC);
CREATE INDEX audit_events_tenant ON audit_events (tenant_id, id DESC);
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON audit_events TO sarai_owner USING (true) WITH CHECK (true);
CREATE POLICY platform ON audit_events TO sarai_platform USING (true) WITH CHECK (true);
CREATE POLICY tenant ON audit_events TO sarai_tenant
  USING (tenant_id = (SELECT app_tenant_id()))
  WITH CHECK (seq IS NULL AND hash IS NULL
    AND (tenant_id IS NULL OR tenant_id = (SELECT app_tenant_id()))
    AND (user_id IS NULL OR user_id = (SELECT app_user_id())));
GRANT SELECT, INSERT ON audit_events TO sarai_tenant, sarai_platform;
GRANT UPDATE (seq, hash) ON audit_events TO sarai_platform;

CREATE TABLE settings (
  key text PRIMARY KEY CHECK (length(key) <= 120),
  value jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by uuid REFERENCES users ON DELETE SET NULL
);
SELECT enable_staff('settings');

CREATE TABLE text_overrides (
  key text NOT NULL CHECK (length(key) <= 160),
  locale text NOT NULL CHECK (locale IN ('fa', 'en')),
  body text NOT NULL CHECK (length(body) <= 20000),
  updated_at timestamptz NOT NULL,
  updated_by uuid REFERENCES users ON DELETE SET NULL,
  PRIMARY KEY (key, locale)
);
SELECT enable_staff('text_overrides');

-- One mail to one recipient. Its id is in the Message-ID, so that a second sending can be told from a second mail.
CREATE TABLE mail_deliveries (
  id uuid PRIMARY KEY,
  tenant_id uuid,
  user_id uuid REFERENCES users ON DELETE SET NULL,
  mail text NOT NULL CHECK (length(mail) <= 120),
  locale text NOT NULL CHECK (locale IN ('fa', 'en')),
  recipient text NOT NULL CHECK (length(recipient) <= 254),
  recipient_name text NOT NULL DEFAULT '',
  variables jsonb NOT NULL,
  reply_to text,
  in_reply_to text,
  thread text[] NOT NULL DEFAULT '{}',
  subject text,
  body_text text,
  body_html text,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'kept')),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX mail_deliveries_state ON mail_deliveries (state, id DESC);
CREATE INDEX mail_deliveries_recent ON mail_deliveries (id DESC);
CREATE INDEX mail_deliveries_tenant ON mail_deliveries (tenant_id, id DESC);
SELECT enable_staff('mail_deliveries');

-- What runs by the clock, in Tehran's time; people may switch a row off or move it.
CREATE TABLE schedules (
  key text PRIMARY KEY CHECK (length(key) <= 120),
  every_minutes integer CHECK (every_minutes BETWEEN 1 AND 1440),
  daily_at time,
  enabled boolean NOT NULL DEFAULT true,
  last_run_at timestamptz,
  next_run_at timestamptz NOT NULL,
  CHECK ((every_minutes IS NULL) <> (daily_at IS NULL))
);
SELECT enable_staff('schedules');

-- What is in the storage; bytes live outside the database under the id.
CREATE TABLE stored_files (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  content_type text NOT NULL CHECK (length(content_type) <= 100),
  size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
  sha256 bytea NOT NULL CHECK (length(sha256) = 32),
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES users ON DELETE SET NULL
);
SELECT enable_tenancy('stored_files');

-- Pokes for open pages; kept for some minutes so that a page that was away can catch up.
CREATE TABLE live_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL CHECK (length(topic) <= 120),
  at timestamptz NOT NULL
);
CREATE INDEX live_events_topic ON live_events (topic, id);
SELECT enable_staff('live_events');

-- A form sent twice does its work once: the key in the form leads to where the first sending led.
CREATE TABLE form_receipts (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  location text NOT NULL CHECK (length(location) <= 400),
  created_at timestamptz NOT NULL
);
CREATE INDEX form_receipts_age ON form_receipts (created_at);
SELECT enable_account('form_receipts');

CREATE TABLE notifications (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  text_key text NOT NULL CHECK (length(text_key) <= 120),
  variables jsonb NOT NULL DEFAULT '{}',
  href text NOT NULL CHECK (length(href) <= 400),
  created_at timestamptz NOT NULL,
  read_at timestamptz
);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL;
CREATE INDEX notifications_list ON notifications (user_id, id DESC);
SELECT enable_account('notifications');
