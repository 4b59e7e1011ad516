-- Withdrawals: money that leaves a wallet for a bank account of its customer. A tenant adds accounts, asks, and takes back
-- what nobody has decided; everything else is the platform's. What moved money names the entry of the ledger that moved it.

-- A Sheba passes ISO 13616: the number with `IR` as 1827 behind it leaves 1 when divided by 97.
CREATE TABLE commerce_bank_accounts (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  sheba text NOT NULL CHECK (sheba ~ '^IR[0-9]{24}$' AND mod((substr(sheba, 5) || '1827' || substr(sheba, 3, 2))::numeric, 97) = 1),
  owner text NOT NULL CHECK (length(owner) BETWEEN 1 AND 100),
  added_at timestamptz NOT NULL,
  added_by uuid REFERENCES users ON DELETE SET NULL,
  verified_at timestamptz,
  verified_by uuid REFERENCES users ON DELETE SET NULL,
  -- How staff know that it is his; not for the customer.
  note text CHECK (length(note) BETWEEN 1 AND 500),
  refused_at timestamptz,
  refused_by uuid REFERENCES users ON DELETE SET NULL,
  -- Why not; the customer reads it.
  refusal text CHECK (length(refusal) BETWEEN 1 AND 500),
  removed_at timestamptz,
  CHECK ((verified_at IS NULL) = (note IS NULL)),
  CHECK ((refused_at IS NULL) = (refusal IS NULL)),
  CHECK (num_nonnulls(verified_at, refused_at) <= 1)
);
CREATE UNIQUE INDEX commerce_bank_accounts_once ON commerce_bank_accounts (tenant_id, sheba) WHERE removed_at IS NULL;
CREATE INDEX commerce_bank_accounts_tenant ON commerce_bank_accounts (tenant_id, added_at DESC, id DESC);
CREATE INDEX commerce_bank_accounts_waiting ON commerce_bank_accounts (id)
  WHERE verified_at IS NULL AND refused_at IS NULL AND removed_at IS NULL;
CREATE INDEX commerce_bank_accounts_by_sheba ON commerce_bank_accounts (sheba);
SELECT enable_tenancy('commerce_bank_accounts');
REVOKE UPDATE, DELETE ON commerce_bank_accounts FROM sarai_tenant;
GRANT UPDATE (removed_at) ON commerce_bank_accounts TO sarai_tenant;
CREATE POLICY no_verdicts ON commerce_bank_accounts AS RESTRICTIVE FOR INSERT TO sarai_tenant
  WITH CHECK (verified_at IS NULL AND refused_at IS NULL);

-- One file for the bank, as it was made: the bytes that finance downloads again are these.
CREATE TABLE commerce_payout_batches (
  id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  made_at timestamptz NOT NULL,
  made_by uuid REFERENCES users ON DELETE SET NULL,
  transfers integer NOT NULL CHECK (transfers > 0),
  total bigint NOT NULL CHECK (total > 0),
  file bytea NOT NULL,
  sha256 bytea NOT NULL CHECK (sha256 = sha256(file))
);
CREATE INDEX commerce_payout_batches_all ON commerce_payout_batches (made_at DESC, id DESC);
SELECT enable_staff('commerce_payout_batches');

CREATE TABLE commerce_withdrawals (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  account_id uuid NOT NULL REFERENCES commerce_bank_accounts,
  -- As the account was when he asked.
  sheba text NOT NULL,
  owner text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  -- asked: held in the wallet; checked: one has approved and a second must; approved: waits for the next file; sent: in a
  -- file, out of the wallet; paid, failed: what the bank made of it
  state text NOT NULL CHECK (state IN ('asked', 'checked', 'approved', 'sent', 'paid', 'failed', 'refused', 'cancelled')),
  asked_at timestamptz NOT NULL,
  asked_by uuid REFERENCES users ON DELETE SET NULL,
  hold_id uuid NOT NULL UNIQUE,
  checked_at timestamptz,
  checked_by uuid REFERENCES users ON DELETE SET NULL,
  approved_at timestamptz,
  approved_by uuid REFERENCES users ON DELETE SET NULL,
  batch_id uuid REFERENCES commerce_payout_batches,
  sent_entry uuid,
  tracking text CHECK (length(tracking) BETWEEN 1 AND 60),
  -- Why it was refused, or why the bank did not pay it.
  reason text CHECK (length(reason) BETWEEN 1 AND 500),
  -- What the end of it posted: the payment, or what gave the money back.
  end_entry uuid,
  ended_at timestamptz,
  ended_by uuid REFERENCES users ON DELETE SET NULL,
  CHECK ((state IN ('paid', 'failed', 'refused', 'cancelled')) = (ended_at IS NOT NULL)),
  CHECK ((state IN ('sent', 'paid', 'failed')) = (batch_id IS NOT NULL)),
  CHECK ((batch_id IS NULL) = (sent_entry IS NULL)),
  CHECK ((state IN ('paid', 'failed')) = (end_entry IS NOT NULL)),
  CHECK ((state = 'paid') = (tracking IS NOT NULL)),
  CHECK ((state IN ('failed', 'refused')) = (reason IS NOT NULL)),
  CHECK (approved_by <> checked_by),
  CHECK (approved_by <> asked_by),
  CHECK (checked_by <> asked_by)
);
CREATE INDEX commerce_withdrawals_tenant ON commerce_withdrawals (tenant_id, asked_at DESC, id DESC);
CREATE INDEX commerce_withdrawals_by_state ON commerce_withdrawals (state, id DESC);
CREATE INDEX commerce_withdrawals_batch ON commerce_withdrawals (batch_id, id) WHERE batch_id IS NOT NULL;
CREATE INDEX commerce_withdrawals_by_sheba ON commerce_withdrawals (sheba);
CREATE INDEX commerce_withdrawals_by_amount ON commerce_withdrawals (amount);
CREATE INDEX commerce_withdrawals_by_tracking ON commerce_withdrawals (tracking) WHERE tracking IS NOT NULL;
CREATE INDEX commerce_withdrawals_account ON commerce_withdrawals (account_id);
SELECT enable_tenancy('commerce_withdrawals');
REVOKE UPDATE, DELETE ON commerce_withdrawals FROM sarai_tenant;
GRANT UPDATE (state, ended_at, ended_by) ON commerce_withdrawals TO sarai_tenant;
CREATE POLICY no_verdicts ON commerce_withdrawals AS RESTRICTIVE FOR INSERT TO sarai_tenant WITH CHECK (state = 'asked');
CREATE POLICY no_verdicts_later ON commerce_withdrawals AS RESTRICTIVE FOR UPDATE TO sarai_tenant
  USING (state IN ('asked', 'checked')) WITH CHECK (state IN ('asked', 'checked', 'cancelled'));

-- What a tenant paid in lately stays in the wallet for a while.
CREATE INDEX commerce_payments_lately ON commerce_payments (tenant_id, ended_at) WHERE state = 'settled';
