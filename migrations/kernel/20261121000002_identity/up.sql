-- People, accounts, sessions. A user signs in; a tenant owns things; a membership joins them.

CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  email_confirmed_at timestamptz,
  password_hash text NOT NULL,
  password_changed_at timestamptz NOT NULL,
  locale text NOT NULL DEFAULT 'fa' CHECK (locale IN ('fa', 'en')),
  calendar text CHECK (calendar IN ('jalali', 'gregorian')),
  digits text CHECK (digits IN ('persian', 'latin')),
  money_unit text CHECK (money_unit IN ('toman', 'rial')),
  theme text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
  time_zone text NOT NULL DEFAULT 'Asia/Tehran' CHECK (length(time_zone) <= 64),
  created_at timestamptz NOT NULL,
  UNIQUE (email)
);
SELECT enable_staff('users');
CREATE POLICY account ON users TO sarai_tenant USING (id = (SELECT app_user_id())) WITH CHECK (id = (SELECT app_user_id()));
GRANT SELECT, UPDATE ON users TO sarai_tenant;

-- Names that others may see. Screens join this, never `users`.
CREATE TABLE people (
  user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 80)
);
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE people FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON people TO sarai_owner USING (true) WITH CHECK (true);
CREATE POLICY platform ON people TO sarai_platform USING (true) WITH CHECK (true);
CREATE POLICY readable ON people FOR SELECT TO sarai_tenant USING (true);
CREATE POLICY own ON people FOR UPDATE TO sarai_tenant USING (user_id = (SELECT app_user_id()));
GRANT SELECT, INSERT, UPDATE, DELETE ON people TO sarai_platform;
GRANT SELECT, UPDATE ON people TO sarai_tenant;

CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'company', 'shop')),
  created_at timestamptz NOT NULL
);
SELECT enable_staff('tenants');
CREATE POLICY tenant ON tenants TO sarai_tenant USING (id = (SELECT app_tenant_id())) WITH CHECK (id = (SELECT app_tenant_id()));
GRANT SELECT, UPDATE ON tenants TO sarai_tenant;

CREATE TABLE memberships (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'employee')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX memberships_user ON memberships (user_id);
SELECT enable_tenancy('memberships');
CREATE POLICY account ON memberships FOR SELECT TO sarai_tenant USING (user_id = (SELECT app_user_id()));
-- The tenants a person belongs to are visible to that person, for the switch.
CREATE POLICY member ON tenants FOR SELECT TO sarai_tenant
  USING (EXISTS (SELECT 1 FROM memberships m WHERE m.tenant_id = tenants.id AND m.user_id = (SELECT app_user_id())));

CREATE TABLE platform_roles (
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('admin', 'support', 'finance')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, role)
);
SELECT enable_staff('platform_roles');

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  tenant_id uuid REFERENCES tenants ON DELETE SET NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  address text,
  user_agent text CHECK (length(user_agent) <= 400)
);
CREATE INDEX sessions_user ON sessions (user_id, last_seen_at DESC);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_tenant ON sessions (tenant_id);
SELECT enable_account('sessions');

-- One-time tokens sent by mail: to confirm an address, to set a new password, to join a tenant.
CREATE TABLE identity_tokens (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  purpose text NOT NULL CHECK (purpose IN ('confirm', 'reset')),
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX identity_tokens_user ON identity_tokens (user_id);
SELECT enable_staff('identity_tokens');

-- Invitations to a tenant by e-mail address.
CREATE TABLE invitations (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  role text NOT NULL CHECK (role IN ('manager', 'employee')),
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  created_by uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  UNIQUE (tenant_id, email)
);
SELECT enable_tenancy('invitations');

-- Failures are counted, per account and per address; a success clears the account's.
CREATE TABLE failure_counts (
  kind text NOT NULL,
  subject text NOT NULL CHECK (length(subject) <= 320),
  failures integer NOT NULL,
  first_at timestamptz NOT NULL,
  blocked_until timestamptz,
  PRIMARY KEY (kind, subject)
);
SELECT enable_staff('failure_counts');
