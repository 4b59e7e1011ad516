-- Posting: the only entrance of entries and lines. What is refused comes back as an outcome and leaves nothing behind:
-- the caller's transaction goes on.

-- What makes two entries the same one, whenever they are posted.
CREATE OR REPLACE FUNCTION ledger_digest(p_kind text, p_subject_kind text, p_subject_id uuid, p_reverses uuid,
  p_accounts uuid[], p_amounts bigint[]) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to(format(E'%s\n%s\n%s\n%s\n%s\n%s', p_kind, p_subject_kind, p_subject_id, p_reverses, p_accounts,
    p_amounts), 'UTF8'))
$$;

-- Why an entry was not written: one of its key is there (the same, or another), or the one it reverses is reversed already,
-- or else `p_reason`.
CREATE OR REPLACE FUNCTION ledger_refusal(p_book uuid, p_key text, p_digest bytea, p_reverses uuid, p_reason text,
  p_account uuid, OUT outcome text, OUT entry uuid, OUT account uuid)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_digest bytea;
BEGIN
  SELECT e.id, e.digest INTO entry, v_digest FROM ledger_entries e WHERE e.book_id = p_book AND e.key = p_key;
  IF FOUND THEN
    outcome := CASE WHEN v_digest = p_digest THEN 'again' ELSE 'differs' END;
    RETURN;
  END IF;
  SELECT e.id INTO entry FROM ledger_entries e WHERE e.reverses = p_reverses;
  IF FOUND THEN
    outcome := 'reversed';
    RETURN;
  END IF;
  outcome := p_reason;
  account := p_account;
END $$;

-- Posts an entry: debit above zero, credit below. Outcomes: done; again (this key, the same entry); differs (this key,
-- another entry); reversed (by another entry); closed (its month); unopened and short (an account).
-- The happy way reads and writes nothing twice: that the key is taken shows when the entry is inserted, and what was added
-- to balances by then, whose rows are locked, is taken off again. Cheaper than a subtransaction for each entry.
-- Without sequential scans: a session that plans while the tables are young would keep reading all of them as they grow.
CREATE OR REPLACE FUNCTION ledger_post(p_id uuid, p_book uuid, p_at timestamptz, p_kind text, p_key text, p_subject_kind text,
  p_subject_id uuid, p_reverses uuid, p_by uuid, p_accounts uuid[], p_amounts bigint[],
  OUT outcome text, OUT entry uuid, OUT account uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  v_digest bytea := ledger_digest(p_kind, p_subject_kind, p_subject_id, p_reverses, p_accounts, p_amounts);
  v_tenant uuid := app_tenant_id();
  v_is_platform boolean := session_user IN ('sarai_platform', 'sarai_owner');
  v_may boolean := true; v_book_tenant uuid; v_holders uuid[] := '{}';
  v_places smallint[]; v_units text[]; v_line_holders uuid[];
  -- Balances that change, each once.
  v_kept uuid[]; v_deltas bigint[]; v_floors bigint[]; v_count integer := 0;
  l record;
BEGIN
  IF cardinality(p_accounts) IS DISTINCT FROM cardinality(p_amounts) OR cardinality(p_accounts) NOT BETWEEN 2 AND 1000 THEN
    RAISE EXCEPTION 'an entry has two lines to a thousand' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  -- In a snapshot from before a closing the closing would not be seen.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'entries are posted in READ COMMITTED' USING ERRCODE = 'invalid_transaction_state';
  END IF;

  -- By account: balances are locked in this order by everybody.
  FOR l IN SELECT u.account, u.amount, u.place, a.id, a.book_id, a.book_tenant_id, a.unit, a.side, a.holder_tenant_id, a.floor, a.kept,
                  a.tenant_may_pay
             FROM unnest(p_accounts, p_amounts) WITH ORDINALITY AS u (account, amount, place)
             LEFT JOIN ledger_accounts a ON a.id = u.account ORDER BY u.account LOOP
    IF l.id IS NULL THEN
      outcome := 'unopened';
      account := l.account;
      RETURN;
    END IF;
    IF l.book_id <> p_book THEN
      RAISE EXCEPTION 'an account of another book' USING ERRCODE = 'check_violation';
    END IF;
    v_book_tenant := l.book_tenant_id;
    v_may := v_may AND CASE WHEN l.amount > 0 THEN coalesce(l.holder_tenant_id = v_tenant, false) AND l.floor IS NOT NULL AND l.side < 0
                            ELSE l.tenant_may_pay END;
    v_places := v_places || l.place::smallint;
    v_units := v_units || l.unit;
    v_line_holders := v_line_holders || l.holder_tenant_id;
    IF l.holder_tenant_id IS NOT NULL AND l.holder_tenant_id <> ALL (v_holders) THEN
      v_holders := v_holders || l.holder_tenant_id;
    END IF;
    IF l.kept AND v_kept[v_count] = l.id THEN
      v_deltas[v_count] := v_deltas[v_count] + l.side * l.amount;
    ELSIF l.kept THEN
      v_count := v_count + 1;
      v_kept[v_count] := l.id;
      v_deltas[v_count] := l.side * l.amount;
      v_floors[v_count] := l.floor;
    END IF;
  END LOOP;
  IF NOT v_is_platform THEN
    IF p_by IS DISTINCT FROM app_user_id() AND p_by IS NOT NULL THEN
      RAISE EXCEPTION 'an entry in another''s name' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_book_tenant IS DISTINCT FROM v_tenant AND NOT v_may OR v_tenant IS NULL THEN
      RAISE EXCEPTION 'in another''s book a tenant spends what it holds, on what a tenant may pay'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF p_reverses IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM ledger_lines o WHERE o.entry_id = p_reverses
       HAVING array_agg(o.account_id ORDER BY o.n) = p_accounts AND array_agg(-o.amount ORDER BY o.n) = p_amounts) THEN
    RAISE EXCEPTION 'not the reverse of %', p_reverses USING ERRCODE = 'check_violation';
  END IF;

  -- Who closes the month takes this lock for each of its days (ledger_close_period); who posts beside us shares it.
  PERFORM pg_advisory_xact_lock_shared(uuid_hash(p_book), ledger_day(p_at));
  IF EXISTS (SELECT 1 FROM ledger_periods p WHERE p.book_id = p_book AND p.ends_at > p_at) THEN
    SELECT r.* INTO outcome, entry, account FROM ledger_refusal(p_book, p_key, v_digest, p_reverses, 'closed', NULL) r;
    RETURN;
  END IF;

  FOR i IN 1 .. v_count LOOP
    UPDATE ledger_balances b SET balance = b.balance + v_deltas[i]
     WHERE b.account_id = v_kept[i]
       AND (v_deltas[i] > 0 OR v_floors[i] IS NULL OR b.balance - b.held + v_deltas[i] >= v_floors[i]);
    IF NOT FOUND THEN
      PERFORM ledger_take_back(v_kept[:i - 1], v_deltas[:i - 1]);
      SELECT r.* INTO outcome, entry, account FROM ledger_refusal(p_book, p_key, v_digest, p_reverses, 'short', v_kept[i]) r;
      RETURN;
    END IF;
  END LOOP;

  WITH written AS (
    INSERT INTO ledger_entries (id, book_id, book_tenant_id, at, kind, key, digest, subject_kind, subject_id, reverses, by_user,
      holders)
    VALUES (p_id, p_book, v_book_tenant, p_at, p_kind, p_key, v_digest, p_subject_kind, p_subject_id, p_reverses, p_by, v_holders)
    ON CONFLICT DO NOTHING RETURNING id
  )
  INSERT INTO ledger_unrolled (book_id, entry_id, book_tenant_id) SELECT p_book, w.id, v_book_tenant FROM written w;
  IF NOT FOUND THEN
    PERFORM ledger_take_back(v_kept, v_deltas);
    SELECT r.* INTO outcome, entry, account FROM ledger_refusal(p_book, p_key, v_digest, p_reverses, NULL, NULL) r;
    IF outcome IS NULL THEN
      RAISE EXCEPTION 'the id % is taken', p_id USING ERRCODE = 'unique_violation';
    END IF;
    RETURN;
  END IF;
  INSERT INTO ledger_lines (entry_id, n, account_id, unit, amount, holder_tenant_id, book_tenant_id, at)
  SELECT p_id, u.place, p_accounts[u.place], u.unit, p_amounts[u.place], u.holder, v_book_tenant, p_at
    FROM unnest(v_places, v_units, v_line_holders) AS u (place, unit, holder);
  outcome := 'done';
  entry := p_id;
END $$;

-- Undoes what this transaction has just added to balances; it holds their rows.
CREATE OR REPLACE FUNCTION ledger_take_back(p_accounts uuid[], p_deltas bigint[]) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE ledger_balances b SET balance = b.balance - u.delta
    FROM unnest(p_accounts, p_deltas) AS u (account, delta) WHERE b.account_id = u.account
$$;

-- The day in Iran's standard time, counted from 1970: what a closing locks, so a rough one is enough.
CREATE OR REPLACE FUNCTION ledger_day(p_at timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT floor((date_part('epoch', p_at) + 12600) / 86400)::integer $$;

-- The entry that undoes another one, line by line, of its kind and subject. Once: the second comes back as `reversed`.
CREATE OR REPLACE FUNCTION ledger_reverse(p_id uuid, p_entry uuid, p_at timestamptz, p_key text, p_by uuid,
  OUT outcome text, OUT entry uuid, OUT account uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v ledger_entries; v_accounts uuid[]; v_amounts bigint[];
BEGIN
  SELECT * INTO v FROM ledger_entries WHERE id = p_entry;
  IF NOT FOUND OR NOT ledger_keeps(v.book_tenant_id) THEN
    outcome := 'unknown';
    RETURN;
  END IF;
  SELECT array_agg(l.account_id ORDER BY l.n), array_agg(-l.amount ORDER BY l.n) INTO v_accounts, v_amounts
    FROM ledger_lines l WHERE l.entry_id = p_entry;
  SELECT r.* INTO outcome, entry, account FROM ledger_post(p_id, v.book_id, p_at, v.kind, p_key, v.subject_kind, v.subject_id,
    p_entry, p_by, v_accounts, v_amounts) r;
END $$;

REVOKE ALL ON FUNCTION ledger_digest(text, text, uuid, uuid, uuid[], bigint[]),
  ledger_refusal(uuid, text, bytea, uuid, text, uuid), ledger_take_back(uuid[], bigint[]), ledger_day(timestamptz),
  ledger_post(uuid, uuid, timestamptz, text, text, text, uuid, uuid, uuid, uuid[], bigint[]),
  ledger_reverse(uuid, uuid, timestamptz, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_post(uuid, uuid, timestamptz, text, text, text, uuid, uuid, uuid, uuid[], bigint[]),
  ledger_reverse(uuid, uuid, timestamptz, text, uuid) TO sarai_tenant, sarai_platform;

-- Whether an entry is there and about this thing, for a module's own triggers.
CREATE OR REPLACE FUNCTION ledger_is_about(p_entry uuid, p_kind text, p_subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM ledger_entries e WHERE e.id = p_entry AND e.subject_kind = p_kind AND e.subject_id = p_subject)
$$;
REVOKE ALL ON FUNCTION ledger_is_about(uuid, text, uuid) FROM PUBLIC;
