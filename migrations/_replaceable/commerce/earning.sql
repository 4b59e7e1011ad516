-- What a paid invoice has been paid for ahead is kept line by line, from the same moment as the entry that says so.
CREATE OR REPLACE FUNCTION commerce_defer() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO commerce_deferrals (invoice_id, n, product_id, subscription_id, period_no, amount, paid_at, next_at)
  SELECT l.invoice_id, l.n, l.product_id, l.subscription_id, l.period_no, l.net, NEW.paid_at, NEW.paid_at
    FROM commerce_invoice_lines l WHERE l.invoice_id = NEW.id AND l.deferred AND l.net > 0;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER commerce_defer AFTER UPDATE ON commerce_invoices
  FOR EACH ROW WHEN (NEW.state = 'paid' AND OLD.state <> 'paid') EXECUTE FUNCTION commerce_defer();
REVOKE ALL ON FUNCTION commerce_defer() FROM PUBLIC;
