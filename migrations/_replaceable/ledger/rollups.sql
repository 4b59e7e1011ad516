-- Sums by day, and balances read from them. An entry is summed once: it leaves the queue in the transaction that adds it.

CREATE OR REPLACE FUNCTION ledger_lock_rollups(p_book uuid) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT pg_advisory_xact_lock(hashtextextended('ledger rollups ' || p_book, 0)) $$;

-- Adds entries of a book that wait, at most `p_most`, to the sums of their days; how many.
CREATE OR REPLACE FUNCTION ledger_roll_up(p_book uuid, p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_count integer;
BEGIN
  IF NOT ledger_keeps(NULL) THEN
    RAISE EXCEPTION 'sums are the platform''s work' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM ledger_lock_rollups(p_book);
  WITH taken AS (
    DELETE FROM ledger_unrolled q WHERE q.book_id = p_book AND q.entry_id IN (
      SELECT w.entry_id FROM ledger_unrolled w WHERE w.book_id = p_book ORDER BY w.entry_id LIMIT p_most)
    RETURNING q.entry_id
  ), summed AS (
    INSERT INTO ledger_rollups AS r (book_id, book_tenant_id, code, unit, part, day, kind, debit, credit)
    SELECT p_book, min(a.book_tenant_id::text)::uuid, a.code, a.unit, CASE WHEN a.kept THEN '' ELSE a.part END,
           (l.at AT TIME ZONE 'Asia/Tehran')::date, min(a.kind),
           coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0), coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)
      FROM taken t JOIN ledger_lines l ON l.entry_id = t.entry_id JOIN ledger_accounts a ON a.id = l.account_id
     GROUP BY 3, 4, 5, 6
    ON CONFLICT (book_id, code, unit, part, day)
      DO UPDATE SET debit = r.debit + EXCLUDED.debit, credit = r.credit + EXCLUDED.credit
  )
  SELECT count(*) INTO v_count FROM taken;
  RETURN v_count;
END $$;

-- The sums of one day as its lines say, without those that wait; what ledger_rollups must hold.
CREATE OR REPLACE FUNCTION ledger_sums_of_day(p_book uuid, p_day date)
RETURNS TABLE (code text, unit text, part text, kind text, debit bigint, credit bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT a.code, a.unit, CASE WHEN a.kept THEN '' ELSE a.part END, min(a.kind),
         coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0)::bigint, coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)::bigint
    FROM ledger_entries e JOIN ledger_lines l ON l.entry_id = e.id JOIN ledger_accounts a ON a.id = l.account_id
   WHERE e.book_id = p_book AND e.at >= p_day::timestamp AT TIME ZONE 'Asia/Tehran'
     AND e.at < (p_day + 1)::timestamp AT TIME ZONE 'Asia/Tehran'
     AND NOT EXISTS (SELECT 1 FROM ledger_unrolled q WHERE q.book_id = p_book AND q.entry_id = e.id)
   GROUP BY 1, 2, 3
$$;

-- Sums one day of a book anew.
CREATE OR REPLACE FUNCTION ledger_rebuild_day(p_book uuid, p_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_tenant uuid;
BEGIN
  IF NOT ledger_keeps(NULL) THEN
    RAISE EXCEPTION 'sums are the platform''s work' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM ledger_lock_rollups(p_book);
  SELECT tenant_id INTO v_tenant FROM ledger_books WHERE id = p_book;
  DELETE FROM ledger_rollups WHERE book_id = p_book AND day = p_day;
  INSERT INTO ledger_rollups (book_id, book_tenant_id, code, unit, part, day, kind, debit, credit)
  SELECT p_book, v_tenant, s.code, s.unit, s.part, p_day, s.kind, s.debit, s.credit FROM ledger_sums_of_day(p_book, p_day) s;
END $$;

-- The balance of an account in its own direction after every line up to this place, which is none's id for "before this
-- time"; NULL for an account that is not open or not the caller's to see. One that is kept is counted back from what it is
-- now, another one is its days and the lines of the last.
CREATE OR REPLACE FUNCTION ledger_balance_at(p_account uuid, p_at timestamptz, p_entry uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a ledger_accounts; v_sum bigint; v_day date; v_start timestamptz;
BEGIN
  SELECT * INTO a FROM ledger_accounts WHERE id = p_account;
  IF NOT FOUND OR NOT ledger_may_hold(a.holder_tenant_id, a.book_tenant_id) THEN RETURN NULL; END IF;
  IF a.kept THEN
    SELECT b.balance - a.side * coalesce((SELECT sum(l.amount) FROM ledger_lines l
             WHERE l.account_id = p_account AND (l.at, l.entry_id) > (p_at, p_entry)), 0)
      INTO v_sum FROM ledger_balances b WHERE b.account_id = p_account;
    RETURN v_sum;
  END IF;
  v_day := (p_at AT TIME ZONE 'Asia/Tehran')::date;
  v_start := v_day::timestamp AT TIME ZONE 'Asia/Tehran';
  SELECT coalesce((SELECT sum(r.debit - r.credit) FROM ledger_rollups r
            WHERE r.book_id = a.book_id AND r.code = a.code AND r.unit = a.unit AND r.part = a.part AND r.day < v_day), 0)
       + coalesce((SELECT sum(w.amount) FROM ledger_unrolled q CROSS JOIN LATERAL (
              SELECT l.amount FROM ledger_lines l
               WHERE l.entry_id = q.entry_id AND l.account_id = p_account AND l.at < v_start OFFSET 0) w
            WHERE q.book_id = a.book_id), 0)
       + coalesce((SELECT sum(l.amount) FROM ledger_lines l
            WHERE l.account_id = p_account AND l.at >= v_start AND (l.at, l.entry_id) <= (p_at, p_entry)), 0)
    INTO v_sum;
  RETURN a.side * v_sum;
END $$;

-- What an account has now: its balance, what is held of it, and its floor. No row: not open, or not the caller's to see.
CREATE OR REPLACE FUNCTION ledger_standing(p_account uuid) RETURNS TABLE (balance bigint, held bigint, floor bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE a ledger_accounts;
BEGIN
  SELECT * INTO a FROM ledger_accounts WHERE id = p_account;
  IF NOT FOUND OR NOT ledger_may_hold(a.holder_tenant_id, a.book_tenant_id) THEN RETURN; END IF;
  IF a.kept THEN
    RETURN QUERY SELECT b.balance, b.held, a.floor FROM ledger_balances b WHERE b.account_id = p_account;
  ELSE
    RETURN QUERY SELECT (a.side * (coalesce((SELECT sum(r.debit - r.credit) FROM ledger_rollups r
        WHERE r.book_id = a.book_id AND r.code = a.code AND r.unit = a.unit AND r.part = a.part), 0)
      + coalesce((SELECT sum(w.amount) FROM ledger_unrolled q CROSS JOIN LATERAL (
          SELECT l.amount FROM ledger_lines l WHERE l.entry_id = q.entry_id AND l.account_id = p_account OFFSET 0) w
        WHERE q.book_id = a.book_id), 0)))::bigint, 0::bigint, NULL::bigint;
  END IF;
END $$;

REVOKE ALL ON FUNCTION ledger_lock_rollups(uuid), ledger_roll_up(uuid, integer), ledger_sums_of_day(uuid, date),
  ledger_rebuild_day(uuid, date), ledger_balance_at(uuid, timestamptz, uuid), ledger_standing(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_balance_at(uuid, timestamptz, uuid), ledger_standing(uuid) TO sarai_tenant, sarai_platform;
GRANT EXECUTE ON FUNCTION ledger_roll_up(uuid, integer), ledger_sums_of_day(uuid, date), ledger_rebuild_day(uuid, date)
  TO sarai_platform;
