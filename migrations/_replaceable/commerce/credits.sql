-- Never more is taken back of a line than was paid for it, of its price and of its tax, whoever is at it at once; and only with
-- an entry of the ledger that is about its invoice. A credit stays as it was made, but for the document that is made of it.
CREATE OR REPLACE FUNCTION commerce_guard_credit() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_line commerce_invoice_lines; v_net numeric; v_vat numeric;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.document_id IS NOT NULL OR (to_jsonb(NEW) - ARRAY['document_id', 'made_by']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['document_id', 'made_by']) THEN
      RAISE EXCEPTION 'a credit stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM FROM commerce_invoices WHERE id = NEW.invoice_id AND tenant_id = NEW.tenant_id AND state = 'paid' FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a credit is of a paid invoice' USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT * INTO v_line FROM commerce_invoice_lines WHERE invoice_id = NEW.invoice_id AND n = NEW.n;
  SELECT coalesce(sum(net), 0), coalesce(sum(vat), 0) INTO v_net, v_vat
    FROM commerce_credits WHERE invoice_id = NEW.invoice_id AND n = NEW.n;
  IF v_net + NEW.net > v_line.net OR v_vat + NEW.vat > v_line.vat THEN
    RAISE EXCEPTION 'more than is left of the line' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT ledger_is_about(NEW.entry_id, 'commerce.invoice', NEW.invoice_id) THEN
    RAISE EXCEPTION 'no entry of the ledger made this credit' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER commerce_guard_credit BEFORE INSERT OR UPDATE ON commerce_credits
  FOR EACH ROW EXECUTE FUNCTION commerce_guard_credit();
REVOKE ALL ON FUNCTION commerce_guard_credit() FROM PUBLIC;
