DELETE FROM commerce_payment_events WHERE kind IN ('handed_in', 'accepted', 'turned_down');
ALTER TABLE commerce_payment_events DROP CONSTRAINT commerce_payment_events_kind_check;
ALTER TABLE commerce_payment_events ADD CONSTRAINT commerce_payment_events_kind_check CHECK (kind IN ('begun', 'sent', 'returned',
  'asked', 'verify', 'look_up', 'silent', 'settled', 'late', 'failed', 'expired', 'reversal', 'reverse', 'reversed', 'kept'));
DROP TABLE commerce_transfer_proofs;
