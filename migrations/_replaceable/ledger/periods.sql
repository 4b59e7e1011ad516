-- Closes a month for good. Outcomes: done; again (it is closed); early (it is not over); open (an earlier one is not closed).
-- Months are closed in order without a gap, so what is closed is everything before the end of the last one.
CREATE OR REPLACE FUNCTION ledger_close_period(p_book uuid, p_period integer, p_starts_at timestamptz, p_ends_at timestamptz,
  p_by uuid, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_book ledger_books; v_closed_until timestamptz;
BEGIN
  SELECT * INTO v_book FROM ledger_books WHERE id = p_book;
  IF NOT FOUND OR NOT ledger_keeps(v_book.tenant_id) THEN
    RAISE EXCEPTION 'a period of another''s book' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT ledger_keeps(NULL) AND p_by IS NOT NULL AND p_by IS DISTINCT FROM app_user_id() THEN
    RAISE EXCEPTION 'a closing in another''s name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF p_ends_at > p_now THEN RETURN 'early'; END IF;
  IF p_ends_at - p_starts_at NOT BETWEEN interval '28 days' AND interval '32 days' THEN
    RAISE EXCEPTION 'a period is a month' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  -- Whoever posts into these days shares their locks until it ends: afterwards its entry is there, or it sees the closing.
  PERFORM pg_advisory_xact_lock(uuid_hash(p_book), d)
     FROM generate_series(ledger_day(p_starts_at), ledger_day(p_ends_at)) d;
  IF EXISTS (SELECT 1 FROM ledger_periods WHERE book_id = p_book AND period = p_period) THEN RETURN 'again'; END IF;
  SELECT max(ends_at) INTO v_closed_until FROM ledger_periods WHERE book_id = p_book;
  IF v_closed_until IS DISTINCT FROM p_starts_at
     AND (v_closed_until IS NOT NULL OR EXISTS (SELECT 1 FROM ledger_entries WHERE book_id = p_book AND at < p_starts_at)) THEN
    RETURN 'open';
  END IF;
  INSERT INTO ledger_periods (book_id, book_tenant_id, period, starts_at, ends_at, closed_at, closed_by)
  VALUES (p_book, v_book.tenant_id, p_period, p_starts_at, p_ends_at, p_now, p_by);
  RETURN 'done';
END $$;

REVOKE ALL ON FUNCTION ledger_close_period(uuid, integer, timestamptz, timestamptz, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_close_period(uuid, integer, timestamptz, timestamptz, uuid, timestamptz)
  TO sarai_tenant, sarai_platform;
