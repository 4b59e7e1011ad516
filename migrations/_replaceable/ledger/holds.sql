-- Holds: a part of a balance with a floor that is promised to somebody and cannot be spent meanwhile. Order of locks: the
-- hold, then balances by account. Outcomes as those of ledger_post.

-- Whether the caller may hold what is on this account: its holder, or who keeps the book.
CREATE OR REPLACE FUNCTION ledger_may_hold(p_holder uuid, p_book_tenant uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT ledger_keeps(p_book_tenant) OR coalesce(p_holder = app_tenant_id(), false) $$;

-- Whether the caller may end this hold: who keeps the book any, the holder its own.
CREATE OR REPLACE FUNCTION ledger_may_end(p_hold ledger_holds) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ledger_keeps(p_hold.book_tenant_id)
      OR coalesce(p_hold.holder_tenant_id = app_tenant_id() AND NOT p_hold.by_keeper, false)
$$;

CREATE OR REPLACE FUNCTION ledger_hold(p_id uuid, p_account uuid, p_amount bigint, p_key text, p_subject_kind text,
  p_subject_id uuid, p_by uuid, p_at timestamptz, p_expires_at timestamptz, OUT outcome text, OUT hold uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE a ledger_accounts; h ledger_holds; v_took boolean;
BEGIN
  SELECT * INTO a FROM ledger_accounts WHERE id = p_account;
  IF NOT FOUND THEN
    outcome := 'unopened';
    RETURN;
  END IF;
  IF NOT ledger_may_hold(a.holder_tenant_id, a.book_tenant_id)
     OR session_user = 'sarai_tenant' AND p_by IS DISTINCT FROM app_user_id() AND p_by IS NOT NULL THEN
    RAISE EXCEPTION 'a hold on another''s account' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF a.floor IS NULL THEN
    RAISE EXCEPTION 'account % has no floor: nothing of it can be held', p_account USING ERRCODE = 'check_violation';
  END IF;
  UPDATE ledger_balances b SET held = b.held + p_amount
   WHERE b.account_id = p_account AND b.balance - b.held - p_amount >= a.floor;
  v_took := FOUND;
  IF v_took THEN
    INSERT INTO ledger_holds (id, account_id, holder_tenant_id, book_tenant_id, amount, key, subject_kind, subject_id, held_at,
      held_by, by_keeper, expires_at)
    VALUES (p_id, p_account, a.holder_tenant_id, a.book_tenant_id, p_amount, p_key, p_subject_kind, p_subject_id, p_at, p_by,
      ledger_keeps(a.book_tenant_id), p_expires_at) ON CONFLICT DO NOTHING;
    IF FOUND THEN
      outcome := 'done';
      hold := p_id;
      RETURN;
    END IF;
    UPDATE ledger_balances b SET held = b.held - p_amount WHERE b.account_id = p_account;
  END IF;
  SELECT * INTO h FROM ledger_holds WHERE account_id = p_account AND key = p_key;
  IF FOUND THEN
    hold := h.id;
    outcome := CASE WHEN (h.amount, h.subject_kind, h.subject_id) IS NOT DISTINCT FROM (p_amount, p_subject_kind, p_subject_id)
      THEN 'again' ELSE 'differs' END;
  ELSIF v_took THEN
    RAISE EXCEPTION 'the id % is taken', p_id USING ERRCODE = 'unique_violation';
  ELSE
    outcome := 'short';
  END IF;
END $$;

-- Posts an entry that takes from a hold what it takes from the hold's account; a hold may be captured in parts. One more
-- outcome: `gone`, when the hold is closed or over. Nothing can be taken that is not held.
CREATE OR REPLACE FUNCTION ledger_capture(p_hold uuid, p_now timestamptz, p_id uuid, p_book uuid, p_at timestamptz, p_kind text, p_key text,
  p_subject_kind text, p_subject_id uuid, p_by uuid, p_accounts uuid[], p_amounts bigint[],
  OUT outcome text, OUT entry uuid, OUT account uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE h ledger_holds; v_amount bigint;
BEGIN
  SELECT * INTO h FROM ledger_holds WHERE id = p_hold FOR UPDATE;
  IF NOT FOUND OR NOT ledger_may_end(h) THEN
    outcome := 'unknown';
    RETURN;
  END IF;
  SELECT -a.side * sum(u.amount) INTO v_amount FROM unnest(p_accounts, p_amounts) AS u (account, amount)
    JOIN ledger_accounts a ON a.id = u.account WHERE a.id = h.account_id GROUP BY a.side;
  IF v_amount IS NULL OR v_amount <= 0 THEN
    RAISE EXCEPTION 'the entry takes nothing from the account of the hold %', p_hold USING ERRCODE = 'check_violation';
  END IF;
  SELECT r.* INTO outcome, entry, account FROM ledger_refusal(p_book, p_key,
    ledger_digest(p_kind, p_subject_kind, p_subject_id, NULL, p_accounts, p_amounts), NULL,
    CASE WHEN h.state <> 'open' OR h.expires_at <= p_now THEN 'gone'
         WHEN v_amount > h.amount - h.captured THEN 'short' END, h.account_id) r;
  IF outcome IS NOT NULL THEN RETURN; END IF;

  -- What it takes is set free for this one entry; what is refused is held again. Every balance of the entry is locked in
  -- the order of posting first, or the hold's account would be out of turn.
  PERFORM 1 FROM ledger_balances b WHERE b.account_id = ANY (p_accounts) ORDER BY b.account_id FOR NO KEY UPDATE;
  UPDATE ledger_balances b SET held = b.held - v_amount WHERE b.account_id = h.account_id;
  SELECT r.* INTO outcome, entry, account FROM ledger_post(p_id, p_book, p_at, p_kind, p_key, p_subject_kind, p_subject_id,
    NULL, p_by, p_accounts, p_amounts) r;
  IF outcome <> 'done' THEN
    UPDATE ledger_balances b SET held = b.held + v_amount WHERE b.account_id = h.account_id;
    RETURN;
  END IF;
  UPDATE ledger_holds SET captured = captured + v_amount,
    state = CASE WHEN captured + v_amount = amount THEN 'captured' ELSE state END,
    closed_at = CASE WHEN captured + v_amount = amount THEN p_now END
   WHERE id = p_hold;
END $$;

-- Gives back what is still held. Outcomes: done, again (it was closed before), unknown.
CREATE OR REPLACE FUNCTION ledger_release(p_hold uuid, p_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE h ledger_holds;
BEGIN
  SELECT * INTO h FROM ledger_holds WHERE id = p_hold FOR UPDATE;
  IF NOT FOUND OR NOT ledger_may_end(h) THEN RETURN 'unknown'; END IF;
  IF h.state <> 'open' THEN RETURN 'again'; END IF;
  UPDATE ledger_balances b SET held = b.held - (h.amount - h.captured) WHERE b.account_id = h.account_id;
  UPDATE ledger_holds SET state = 'released', closed_at = p_at WHERE id = p_hold;
  RETURN 'done';
END $$;

-- Closes holds that are over, at most `p_most`; how many. One that is being captured at this moment is left for the next time.
CREATE OR REPLACE FUNCTION ledger_expire_holds(p_now timestamptz, p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_accounts uuid[]; v_sums bigint[]; v_count integer;
BEGIN
  IF NOT ledger_keeps(NULL) THEN
    RAISE EXCEPTION 'holds end by the platform''s clock' USING ERRCODE = 'insufficient_privilege';
  END IF;
  WITH over AS (
    SELECT id FROM ledger_holds WHERE state = 'open' AND expires_at <= p_now ORDER BY expires_at LIMIT p_most FOR UPDATE SKIP LOCKED
  ), closed AS (
    UPDATE ledger_holds h SET state = 'expired', closed_at = p_now FROM over WHERE h.id = over.id
    RETURNING h.account_id, h.amount - h.captured AS held
  ), sums AS (
    SELECT c.account_id, count(*) AS holds, sum(c.held)::bigint AS held FROM closed c GROUP BY c.account_id
  )
  SELECT array_agg(s.account_id ORDER BY s.account_id), array_agg(s.held ORDER BY s.account_id), coalesce(sum(s.holds), 0)
    INTO v_accounts, v_sums, v_count FROM sums s;
  FOR i IN 1 .. coalesce(cardinality(v_accounts), 0) LOOP
    UPDATE ledger_balances b SET held = b.held - v_sums[i] WHERE b.account_id = v_accounts[i];
  END LOOP;
  RETURN v_count;
END $$;

REVOKE ALL ON FUNCTION ledger_may_hold(uuid, uuid), ledger_may_end(ledger_holds),
  ledger_hold(uuid, uuid, bigint, text, text, uuid, uuid, timestamptz, timestamptz),
  ledger_capture(uuid, timestamptz, uuid, uuid, timestamptz, text, text, text, uuid, uuid, uuid[], bigint[]),
  ledger_release(uuid, timestamptz), ledger_expire_holds(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_hold(uuid, uuid, bigint, text, text, uuid, uuid, timestamptz, timestamptz),
  ledger_capture(uuid, timestamptz, uuid, uuid, timestamptz, text, text, text, uuid, uuid, uuid[], bigint[]),
  ledger_release(uuid, timestamptz) TO sarai_tenant, sarai_platform;
GRANT EXECUTE ON FUNCTION ledger_expire_holds(timestamptz, integer) TO sarai_platform;
