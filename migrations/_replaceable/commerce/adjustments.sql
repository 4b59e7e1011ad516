-- An adjustment keeps what was asked, is decided once, and is posted by an entry of the ledger that is about it.
CREATE OR REPLACE FUNCTION commerce_guard_adjustment() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.entry_id IS NOT NULL AND NOT ledger_is_about(NEW.entry_id, 'commerce.adjustment', NEW.id) THEN
    RAISE EXCEPTION 'no entry of the ledger is about this adjustment' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF (to_jsonb(NEW) - ARRAY['asked_by', 'state', 'decided_at', 'decided_by', 'answer', 'entry_id'])
       IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['asked_by', 'state', 'decided_at', 'decided_by', 'answer', 'entry_id'])
     OR OLD.state <> 'asked' AND (to_jsonb(NEW) - ARRAY['asked_by', 'decided_by'])
       IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['asked_by', 'decided_by']) THEN
    RAISE EXCEPTION 'an adjustment that is % stays as it is', OLD.state USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER commerce_guard_adjustment BEFORE INSERT OR UPDATE ON commerce_adjustments
  FOR EACH ROW EXECUTE FUNCTION commerce_guard_adjustment();
REVOKE ALL ON FUNCTION commerce_guard_adjustment() FROM PUBLIC;
