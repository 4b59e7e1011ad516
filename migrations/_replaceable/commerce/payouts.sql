-- A withdrawal goes to a verified account of its own tenant, keeps what was asked, and goes forward one step at a time; that
-- it was sent, paid or failed is told together with the entry of the ledger that is about it.
CREATE OR REPLACE FUNCTION commerce_guard_withdrawal() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM commerce_bank_accounts a WHERE a.id = NEW.account_id AND a.tenant_id = NEW.tenant_id
                      AND a.sheba = NEW.sheba AND a.owner = NEW.owner AND a.verified_at IS NOT NULL AND a.removed_at IS NULL) THEN
      RAISE EXCEPTION 'money goes to a verified account of its owner' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END IF;
  -- Steps, and a person who was removed.
  IF (to_jsonb(NEW) - ARRAY['state', 'asked_by', 'checked_at', 'checked_by', 'approved_at', 'approved_by', 'batch_id', 'sent_entry',
        'tracking', 'reason', 'end_entry', 'ended_at', 'ended_by'])
     IS DISTINCT FROM
     (to_jsonb(OLD) - ARRAY['state', 'asked_by', 'checked_at', 'checked_by', 'approved_at', 'approved_by', 'batch_id', 'sent_entry',
        'tracking', 'reason', 'end_entry', 'ended_at', 'ended_by']) THEN
    RAISE EXCEPTION 'a withdrawal keeps what was asked' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.state <> OLD.state AND NOT (CASE OLD.state
       WHEN 'asked' THEN NEW.state IN ('checked', 'approved', 'refused', 'cancelled')
       WHEN 'checked' THEN NEW.state IN ('approved', 'refused', 'cancelled')
       WHEN 'approved' THEN NEW.state IN ('sent', 'refused')
       WHEN 'sent' THEN NEW.state IN ('paid', 'failed')
       ELSE false END) THEN
    RAISE EXCEPTION 'a withdrawal that is % does not become %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.sent_entry IS DISTINCT FROM OLD.sent_entry
     AND NOT coalesce(OLD.sent_entry IS NULL AND ledger_is_about(NEW.sent_entry, 'commerce.withdrawal', NEW.id), false) THEN
    RAISE EXCEPTION 'no entry of the ledger sent this withdrawal' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.end_entry IS DISTINCT FROM OLD.end_entry
     AND NOT coalesce(OLD.end_entry IS NULL AND ledger_is_about(NEW.end_entry, 'commerce.withdrawal', NEW.id), false) THEN
    RAISE EXCEPTION 'no entry of the ledger ended this withdrawal' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER commerce_guard_withdrawal AFTER INSERT OR UPDATE ON commerce_withdrawals
  FOR EACH ROW EXECUTE FUNCTION commerce_guard_withdrawal();

-- A file that went to the bank stays as it was.
CREATE OR REPLACE FUNCTION commerce_guard_batch() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'made_by') IS DISTINCT FROM (to_jsonb(OLD) - 'made_by') THEN
    RAISE EXCEPTION 'a file for the bank stays as it was' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER commerce_guard_batch BEFORE UPDATE OR DELETE ON commerce_payout_batches
  FOR EACH ROW EXECUTE FUNCTION commerce_guard_batch();

-- Which account it is, and whose, does not change.
CREATE OR REPLACE FUNCTION commerce_guard_bank_account() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.tenant_id, NEW.sheba, NEW.owner, NEW.added_at) IS DISTINCT FROM (OLD.tenant_id, OLD.sheba, OLD.owner, OLD.added_at)
     OR OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at THEN
    RAISE EXCEPTION 'a bank account stays what it is' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER commerce_guard_bank_account BEFORE UPDATE ON commerce_bank_accounts
  FOR EACH ROW EXECUTE FUNCTION commerce_guard_bank_account();

REVOKE ALL ON FUNCTION commerce_guard_withdrawal(), commerce_guard_batch(), commerce_guard_bank_account() FROM PUBLIC;
