-- Programs that act for people: tokens, what they used of their hour, refresh tokens, and answers already given.

-- A token acts as one person in one tenant. It ends with the membership, and does not come back with it.
CREATE TABLE api_tokens (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  scopes text[] NOT NULL CHECK (cardinality(scopes) BETWEEN 1 AND 200),
  -- requests an hour; NULL: as the setting says
  per_hour integer CHECK (per_hour BETWEEN 1 AND 1000000),
  created_at timestamptz NOT NULL,
  -- nobody when the command line made it
  created_by uuid REFERENCES users ON DELETE SET NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid REFERENCES users ON DELETE SET NULL,
  FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE
);
CREATE INDEX api_tokens_list ON api_tokens (tenant_id, user_id, id DESC);
CREATE INDEX api_tokens_expiry ON api_tokens (expires_at);
SELECT enable_tenancy('api_tokens');

-- One row a token, changed at every request: apart from the token, so that neither bloats the other.
CREATE TABLE api_token_uses (
  token_id uuid PRIMARY KEY REFERENCES api_tokens ON DELETE CASCADE,
  hour_began_at timestamptz NOT NULL,
  requests integer NOT NULL
) WITH (fillfactor = 50);
SELECT enable_staff('api_token_uses');

-- Each is used once and followed by the next of its family. A second use means that somebody else has it.
CREATE TABLE api_refresh_tokens (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  token_id uuid NOT NULL REFERENCES api_tokens ON DELETE CASCADE,
  family uuid NOT NULL,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_refresh_tokens_tenant ON api_refresh_tokens (tenant_id);
CREATE INDEX api_refresh_tokens_token ON api_refresh_tokens (token_id);
CREATE INDEX api_refresh_tokens_family ON api_refresh_tokens (family) WHERE revoked_at IS NULL;
CREATE INDEX api_refresh_tokens_expiry ON api_refresh_tokens (expires_at);
SELECT enable_tenancy('api_refresh_tokens');

-- The answer to a request that was sent under a key, kept for a day in the transaction of the work itself.
CREATE TABLE idempotency_keys (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  token_id uuid NOT NULL REFERENCES api_tokens ON DELETE CASCADE,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  -- of method, path and body
  digest bytea NOT NULL CHECK (length(digest) = 32),
  status integer NOT NULL DEFAULT 0,
  body text NOT NULL DEFAULT '',
  location text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, token_id, key)
);
CREATE INDEX idempotency_keys_token ON idempotency_keys (token_id);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
SELECT enable_tenancy('idempotency_keys');
