-- Whether the hours of a Jalali month that were taken of a tenant come to these sums.
CREATE OR REPLACE FUNCTION commerce_hours_are(p_tenant uuid, p_month integer, p_net bigint, p_vat bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (coalesce(sum(c.net), 0), coalesce(sum(c.vat), 0)) = (p_net, p_vat)
    FROM commerce_charges c WHERE c.tenant_id = p_tenant AND c.month = p_month
$$;

-- A paid invoice says which entry of the ledger paid it, and that entry is about it; or it documents a month of hours, and
-- says what they say. Afterwards it stays as it is, but for
-- the document that is made of it; a voided one stays void.
CREATE OR REPLACE FUNCTION commerce_guard_invoice() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'open' AND
     (to_jsonb(NEW) - 'document_id') IS DISTINCT FROM (to_jsonb(OLD) - 'document_id') THEN
    RAISE EXCEPTION 'an invoice that is % stays as it is', OLD.state USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id THEN
    RAISE EXCEPTION 'an invoice has one document' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.paid_entry IS NOT NULL AND NEW.paid_entry IS DISTINCT FROM OLD.paid_entry AND NOT ledger_is_about(NEW.paid_entry, 'commerce.invoice', NEW.id) THEN
    RAISE EXCEPTION 'no entry of the ledger paid this invoice' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.usage_month IS DISTINCT FROM OLD.usage_month AND NOT commerce_hours_are(NEW.tenant_id, NEW.usage_month, NEW.net, NEW.vat) THEN
    RAISE EXCEPTION 'the hours of % say something else', NEW.usage_month USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER commerce_guard_invoice BEFORE UPDATE ON commerce_invoices
  FOR EACH ROW EXECUTE FUNCTION commerce_guard_invoice();

-- Lines belong to an open invoice; what was sold is not rewritten.
CREATE OR REPLACE FUNCTION commerce_guard_invoice_line() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM commerce_invoices WHERE id = NEW.invoice_id AND tenant_id = NEW.tenant_id AND state = 'open') THEN
    RAISE EXCEPTION 'lines belong to an open invoice' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER commerce_guard_invoice_line AFTER INSERT OR UPDATE ON commerce_invoice_lines
  FOR EACH ROW EXECUTE FUNCTION commerce_guard_invoice_line();

REVOKE ALL ON FUNCTION commerce_hours_are(uuid, integer, bigint, bigint), commerce_guard_invoice(), commerce_guard_invoice_line() FROM PUBLIC;
