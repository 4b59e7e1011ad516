-- Payments through gateways. A tenant begins one of its own; what a gateway says of it is written by jobs alone.

CREATE TABLE commerce_payments (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  invoice_id uuid REFERENCES commerce_invoices ON DELETE SET NULL,
  gateway text NOT NULL CHECK (length(gateway) BETWEEN 1 AND 40),
  currency text NOT NULL CHECK (currency IN ('IRR', 'USD', 'EUR')),
  amount bigint NOT NULL CHECK (amount > 0),
  -- begun: nobody has been sent anywhere; sent: the payer may be paying; settled: the ledger has it, perhaps after it had
  -- failed or expired; reversed: the gateway gave it back
  state text NOT NULL CHECK (state IN ('begun', 'sent', 'settled', 'failed', 'expired', 'reversed')),
  reference text CHECK (length(reference) BETWEEN 1 AND 200),
  -- Where the payer pays, so that he can go there again.
  page text CHECK (length(page) BETWEEN 1 AND 500),
  -- SHA-256 of the token in the address to which the payer comes back.
  return_hash bytea NOT NULL UNIQUE CHECK (length(return_hash) = 32),
  receipt text CHECK (length(receipt) <= 100),
  card text CHECK (length(card) <= 40),
  fee bigint CHECK (fee >= 0),
  failure text CHECK (length(failure) <= 200),
  entry_id uuid,
  begun_at timestamptz NOT NULL,
  begun_by uuid REFERENCES users ON DELETE SET NULL,
  sent_at timestamptz,
  returned_at timestamptz,
  asked_at timestamptz,
  ended_at timestamptz,
  -- Taking it back: the money is held in the wallet until the gateway has agreed.
  reversal_at timestamptz,
  reversal_by uuid REFERENCES users ON DELETE SET NULL,
  reversal_hold uuid,
  CHECK ((reversal_at IS NULL) = (reversal_hold IS NULL)),
  CHECK ((state IN ('settled', 'reversed')) <= (entry_id IS NOT NULL)),
  CHECK ((state = 'begun') <= (reference IS NULL)),
  CHECK ((state IN ('begun', 'sent')) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX commerce_payments_reference ON commerce_payments (gateway, reference) WHERE reference IS NOT NULL;
-- A gateway's receipt is for one payment: the answer to another's question settles nothing.
CREATE UNIQUE INDEX commerce_payments_receipt ON commerce_payments (gateway, receipt) WHERE receipt IS NOT NULL;
CREATE INDEX commerce_payments_tenant ON commerce_payments (tenant_id, begun_at DESC, id DESC);
CREATE INDEX commerce_payments_all ON commerce_payments (begun_at DESC, id DESC);
CREATE INDEX commerce_payments_by_state ON commerce_payments (state, begun_at DESC, id DESC);
CREATE INDEX commerce_payments_by_reference ON commerce_payments (reference) WHERE reference IS NOT NULL;
CREATE INDEX commerce_payments_by_receipt ON commerce_payments (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX commerce_payments_by_amount ON commerce_payments (amount, begun_at DESC, id DESC);
CREATE INDEX commerce_payments_invoice ON commerce_payments (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX commerce_payments_open ON commerce_payments (gateway, asked_at NULLS FIRST, begun_at) WHERE state IN ('begun', 'sent');
SELECT enable_tenancy('commerce_payments');
REVOKE DELETE ON commerce_payments FROM sarai_tenant;
-- A tenant's role begins, is sent, and sees that it could not begin; it never says that something was paid.
CREATE POLICY no_verdicts ON commerce_payments AS RESTRICTIVE FOR INSERT TO sarai_tenant WITH CHECK (state = 'begun');
CREATE POLICY no_verdicts_later ON commerce_payments AS RESTRICTIVE FOR UPDATE TO sarai_tenant
  USING (state = 'begun') WITH CHECK (state IN ('begun', 'sent', 'failed'));

-- What happened to a payment, and what the gateway said, in its own words; kept before it is believed.
CREATE TABLE commerce_payment_events (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  payment_id uuid NOT NULL REFERENCES commerce_payments ON DELETE CASCADE,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('begun', 'sent', 'returned', 'asked', 'verify', 'look_up', 'silent', 'settled', 'late', 'failed',
    'expired', 'reversal', 'reverse', 'reversed', 'kept')),
  -- Who pressed a button; nobody when the program did it by itself.
  by_user uuid REFERENCES users ON DELETE SET NULL,
  raw text CHECK (length(raw) <= 20000)
);
CREATE INDEX commerce_payment_events_of ON commerce_payment_events (payment_id, at, id);
CREATE INDEX commerce_payment_events_tenant ON commerce_payment_events (tenant_id);
SELECT enable_tenancy('commerce_payment_events');
REVOKE UPDATE, DELETE ON commerce_payment_events FROM sarai_tenant;
