-- Bank transfers by hand: the payer pays to our account at his own bank and hands in a proof, at which staff look.
CREATE TABLE commerce_transfer_proofs (
  payment_id uuid PRIMARY KEY REFERENCES commerce_payments ON DELETE CASCADE,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  -- The bank's number, without what people write between its digits.
  tracking text NOT NULL CHECK (length(tracking) BETWEEN 4 AND 40),
  -- What he says he paid; what came stands in the payment.
  amount bigint NOT NULL CHECK (amount > 0),
  paid_on date NOT NULL,
  file_id uuid NOT NULL REFERENCES stored_files,
  handed_in_at timestamptz NOT NULL,
  handed_in_by uuid REFERENCES users ON DELETE SET NULL
);
CREATE INDEX commerce_transfer_proofs_tenant ON commerce_transfer_proofs (tenant_id);
CREATE INDEX commerce_transfer_proofs_tracking ON commerce_transfer_proofs (tracking);
SELECT enable_tenancy('commerce_transfer_proofs');
REVOKE UPDATE, DELETE ON commerce_transfer_proofs FROM sarai_tenant;

ALTER TABLE commerce_payment_events DROP CONSTRAINT commerce_payment_events_kind_check;
ALTER TABLE commerce_payment_events ADD CONSTRAINT commerce_payment_events_kind_check CHECK (kind IN ('begun', 'sent', 'returned',
  'asked', 'verify', 'look_up', 'silent', 'settled', 'late', 'failed', 'expired', 'reversal', 'reverse', 'reversed', 'kept',
  'handed_in', 'accepted', 'turned_down'));
