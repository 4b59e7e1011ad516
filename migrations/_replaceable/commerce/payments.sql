-- The payer comes back: whoever holds the token learns how the payment stands. With `p_said`, the query that he came with, the
-- return is noted under the id `p_event`; it decides nothing. `ask` says that the gateway is to be asked now: at the first return, and then at most
-- every ten seconds.
CREATE OR REPLACE FUNCTION commerce_payment_returned(p_hash bytea, p_said text, p_event uuid, p_now timestamptz)
RETURNS TABLE (id uuid, invoice_id uuid, gateway text, currency text, amount bigint, state text, receipt text, card text,
  ended_at timestamptz, ask boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  -- Events of one payment by returns: a page that is opened again and again fills no table.
  c_most CONSTANT integer := 20;
  v commerce_payments;
  v_ask boolean := false;
BEGIN
  IF p_said IS NULL THEN
    SELECT p.* INTO v FROM commerce_payments p WHERE p.return_hash = p_hash;
  ELSE
    SELECT p.* INTO v FROM commerce_payments p WHERE p.return_hash = p_hash FOR UPDATE;
  END IF;
  IF v.id IS NULL THEN RETURN; END IF;
  IF p_said IS NOT NULL THEN
    v_ask := v.state IN ('sent', 'failed', 'expired') AND v.reference IS NOT NULL
      AND (v.returned_at IS NULL OR coalesce(v.asked_at, v.returned_at) <= p_now - interval '10 seconds');
    IF v.returned_at IS NULL THEN
      UPDATE commerce_payments p SET returned_at = p_now WHERE p.id = v.id;
    END IF;
    IF (SELECT count(*) FROM commerce_payment_events e WHERE e.payment_id = v.id AND e.kind = 'returned') < c_most THEN
      INSERT INTO commerce_payment_events (id, tenant_id, payment_id, at, kind, raw)
      VALUES (p_event, v.tenant_id, v.id, p_now, 'returned', left(p_said, 500));
    END IF;
  END IF;
  RETURN QUERY SELECT v.id, v.invoice_id, v.gateway, v.currency, v.amount, v.state, v.receipt, v.card, v.ended_at, v_ask;
END $$;
REVOKE ALL ON FUNCTION commerce_payment_returned(bytea, text, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION commerce_payment_returned(bytea, text, uuid, timestamptz) TO sarai_public;
