-- What was taken back of a paid line, in whole or in part; the money is in the wallet from the same moment. A tenant reads its
-- own, the platform alone writes.
CREATE TABLE commerce_credits (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  invoice_id uuid NOT NULL,
  n smallint NOT NULL,
  net bigint NOT NULL CHECK (net >= 0),
  vat bigint NOT NULL CHECK (vat >= 0),
  total bigint NOT NULL CHECK (total = net + vat AND total > 0),
  -- who wanted it: staff, or the clock because what was paid did not come
  cause text NOT NULL CHECK (length(cause) BETWEEN 1 AND 40),
  -- as it stands on the credit note
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  made_at timestamptz NOT NULL,
  made_by uuid REFERENCES users ON DELETE SET NULL,
  entry_id uuid NOT NULL,
  document_id uuid,
  FOREIGN KEY (invoice_id, n) REFERENCES commerce_invoice_lines ON DELETE CASCADE
);
CREATE INDEX commerce_credits_tenant ON commerce_credits (tenant_id, made_at DESC, id DESC);
CREATE INDEX commerce_credits_of ON commerce_credits (invoice_id, n, made_at, id);
SELECT enable_tenancy('commerce_credits');
REVOKE INSERT, UPDATE, DELETE ON commerce_credits FROM sarai_tenant;
REVOKE DELETE ON commerce_credits FROM sarai_platform;

-- Services that were paid and are not there, for the clock.
CREATE INDEX commerce_subscriptions_unprovided ON commerce_subscriptions (began_at)
  WHERE wanted IN ('running', 'suspended') AND thing_id IS NULL;
