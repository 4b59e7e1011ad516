-- The nightly comparison: what is derived against the lines it derives from. Each function looks at one part and answers in
-- sentences for the log; the platform's job walks the parts.

-- One day of a book: each entry sums to zero in each unit and is whole, and the day's sums are those of its lines. Tells how
-- many entries were looked at.
DROP FUNCTION IF EXISTS ledger_faults_of_day(uuid, date);
CREATE OR REPLACE FUNCTION ledger_compare_day(p_book uuid, p_day date, OUT entries bigint, OUT faults text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH looked AS (
    SELECT id FROM ledger_entries
     WHERE ledger_keeps(NULL) AND book_id = p_book AND at >= p_day::timestamp AT TIME ZONE 'Asia/Tehran'
       AND at < (p_day + 1)::timestamp AT TIME ZONE 'Asia/Tehran'
  ), wrong (fault) AS (
  SELECT format('entry %s: its lines in %s sum to %s', l.entry_id, l.unit, sum(l.amount))
    FROM looked JOIN ledger_lines l ON l.entry_id = looked.id
   GROUP BY l.entry_id, l.unit HAVING sum(l.amount) <> 0
  UNION ALL
  SELECT format('day %s: sums of %s %s %s are %s/%s, its lines say %s/%s', p_day, coalesce(r.code, s.code),
           coalesce(r.unit, s.unit), coalesce(r.part, s.part), r.debit, r.credit, s.debit, s.credit)
    FROM (SELECT * FROM ledger_rollups WHERE book_id = p_book AND day = p_day AND ledger_keeps(NULL)) r
    FULL JOIN (SELECT * FROM ledger_sums_of_day(p_book, p_day) WHERE ledger_keeps(NULL)) s
      ON (s.code, s.unit, s.part) = (r.code, r.unit, r.part)
   WHERE (r.debit, r.credit, r.kind) IS DISTINCT FROM (s.debit, s.credit, s.kind)
  )
  SELECT (SELECT count(*) FROM looked), ARRAY(SELECT fault FROM wrong)
$$;

-- Accounts that are kept, in the order of their ids after `p_after`: the balance is that of the lines and not below the
-- floor, what is held is that of the holds. The last id looked at is NULL when there is none.
CREATE OR REPLACE FUNCTION ledger_faults_of_balances(p_after uuid, p_most integer, OUT last uuid, OUT accounts integer,
  OUT faults text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH looked AS (
    SELECT b.account_id, b.balance, b.held, a.floor,
           a.side * coalesce((SELECT sum(l.amount) FROM ledger_lines l WHERE l.account_id = b.account_id), 0) AS of_lines,
           coalesce((SELECT sum(h.amount - h.captured) FROM ledger_holds h
              WHERE h.account_id = b.account_id AND h.state = 'open'), 0) AS of_holds
      FROM (SELECT * FROM ledger_balances WHERE ledger_keeps(NULL) AND (p_after IS NULL OR account_id > p_after)
             ORDER BY account_id LIMIT p_most) b
      JOIN ledger_accounts a ON a.id = b.account_id
  )
  SELECT (array_agg(account_id ORDER BY account_id DESC))[1], count(*)::integer,
         coalesce(array_agg(format('account %s: balance %s held %s floor %s, its lines say %s, its holds %s', account_id, balance,
           held, floor, of_lines, of_holds)) FILTER (WHERE balance <> of_lines OR held <> of_holds OR balance - held < floor), '{}')
    FROM looked
$$;

CREATE OR REPLACE FUNCTION ledger_note_verification(p_id uuid, p_at timestamptz, p_entries bigint, p_accounts bigint,
  p_faults text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT ledger_keeps(NULL) THEN
    RAISE EXCEPTION 'the comparison is the platform''s work' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO ledger_verifications (id, at, entries, accounts, faults) VALUES (p_id, p_at, p_entries, p_accounts, p_faults)
  ON CONFLICT DO NOTHING;
END $$;

REVOKE ALL ON FUNCTION ledger_compare_day(uuid, date), ledger_faults_of_balances(uuid, integer),
  ledger_note_verification(uuid, timestamptz, bigint, bigint, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_compare_day(uuid, date), ledger_faults_of_balances(uuid, integer),
  ledger_note_verification(uuid, timestamptz, bigint, bigint, text[]) TO sarai_platform;
