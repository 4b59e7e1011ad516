-- Facts told to outside programs: who listens, and each telling with its answer. And the ids of signed calls that came in.

-- Endpoints of tenants; those of the platform itself have no tenant, and only the platform's role sees them.
CREATE TABLE webhook_endpoints (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES tenants ON DELETE CASCADE,
  url text NOT NULL CHECK (length(url) BETWEEN 1 AND 500),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 200),
  search_text text NOT NULL CHECK (length(search_text) <= 800),
  facts text[] NOT NULL CHECK (cardinality(facts) BETWEEN 1 AND 200),
  -- sealed; the one before signs too until previous_until
  secret text NOT NULL,
  secret_made_at timestamptz NOT NULL,
  previous_secret text,
  previous_until timestamptz,
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES users ON DELETE SET NULL,
  -- nobody in switched_off_by: the program did, after days of nothing but failures
  switched_off_at timestamptz,
  switched_off_by uuid REFERENCES users ON DELETE SET NULL,
  -- since the last answer that was fine
  failing_since timestamptz,
  failures integer NOT NULL DEFAULT 0,
  alarmed_at timestamptz
);
CREATE INDEX webhook_endpoints_tenant ON webhook_endpoints (tenant_id, id DESC);
SELECT enable_tenancy('webhook_endpoints');

-- One fact for one endpoint, whatever the number of tries. `payload` is what is signed and sent, to the byte.
CREATE TABLE webhook_deliveries (
  id uuid PRIMARY KEY,
  endpoint_id uuid NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
  tenant_id uuid REFERENCES tenants ON DELETE CASCADE,
  event_id uuid NOT NULL,
  fact text NOT NULL CHECK (length(fact) <= 120),
  payload text NOT NULL CHECK (length(payload) <= 300000),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  -- counted anew in each round; a replay begins a round
  round integer NOT NULL DEFAULT 1,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  next_try_at timestamptz,
  last_try_at timestamptz,
  last_problem text CHECK (length(last_problem) <= 40),
  last_detail text CHECK (length(last_detail) <= 300),
  last_status integer,
  request_headers jsonb,
  response_headers jsonb,
  response_body text CHECK (length(response_body) <= 2048),
  duration_ms integer,
  delivered_at timestamptz,
  UNIQUE (endpoint_id, event_id)
);
CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint_id, id DESC);
CREATE INDEX webhook_deliveries_tenant ON webhook_deliveries (tenant_id, id DESC);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (next_try_at) WHERE state = 'waiting';
SELECT enable_tenancy('webhook_deliveries');

-- Signed calls that were taken, so that a second one of the same id does nothing.
CREATE TABLE webhook_receipts (
  gateway text NOT NULL CHECK (length(gateway) BETWEEN 1 AND 120),
  call_id text NOT NULL CHECK (length(call_id) BETWEEN 1 AND 200),
  received_at timestamptz NOT NULL,
  PRIMARY KEY (gateway, call_id)
);
CREATE INDEX webhook_receipts_age ON webhook_receipts (received_at);
SELECT enable_staff('webhook_receipts');
