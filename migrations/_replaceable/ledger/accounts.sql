-- Books and accounts. Their ids are made of their names, so that whoever posts needs no look-up and nobody can take the
-- name of another's account: SHA-256 in a UUID of version 8 (RFC 9562, B.2).
CREATE OR REPLACE FUNCTION ledger_id(p_name text) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT encode(set_byte(set_byte(substring(h FROM 1 FOR 16), 6, get_byte(h, 6) & 15 | 128), 8, get_byte(h, 8) & 63 | 128),
    'hex')::uuid FROM sha256(convert_to(p_name, 'UTF8')) h
$$;

CREATE OR REPLACE FUNCTION ledger_book_id(p_tenant uuid) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT ledger_id(concat(E'ledger book\n', p_tenant)) $$;

CREATE OR REPLACE FUNCTION ledger_account_id(p_book uuid, p_unit text, p_code text, p_part text, p_holder uuid) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT ledger_id(concat_ws(E'\n', 'ledger account', p_book, p_unit, coalesce(p_holder::text, ''), p_code, p_part)) $$;

-- Whether the caller keeps the books of this tenant (nobody: the platform's): its own, or the platform all.
CREATE OR REPLACE FUNCTION ledger_keeps(p_book_tenant uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT session_user IN ('sarai_platform', 'sarai_owner') OR coalesce(p_book_tenant = app_tenant_id(), false)
$$;

-- The book of a tenant, opened when there is none. For the platform.
CREATE OR REPLACE FUNCTION ledger_open_book(p_tenant uuid, p_at timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT ledger_keeps(NULL) THEN
    RAISE EXCEPTION 'books are opened by the platform' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO ledger_books (id, tenant_id, opened_at) VALUES (ledger_book_id(p_tenant), p_tenant, p_at) ON CONFLICT DO NOTHING;
  RETURN ledger_book_id(p_tenant);
END $$;

-- The account of this name, opened when there is none; NULL for who does not keep the book. One that stands keeps what it was opened with, and all accounts of
-- one code in a book are of one kind: another one is a fault of the chart.
CREATE OR REPLACE FUNCTION ledger_open(p_book uuid, p_unit text, p_kind text, p_code text, p_part text, p_holder uuid,
  p_floor bigint, p_kept boolean, p_tenant_may_pay boolean, p_at timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_id uuid := ledger_account_id(p_book, p_unit, p_code, p_part, p_holder);
  v_book ledger_books; v_like ledger_accounts;
BEGIN
  SELECT * INTO v_book FROM ledger_books WHERE id = p_book;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no book %', p_book USING ERRCODE = 'foreign_key_violation';
  END IF;
  IF NOT ledger_keeps(v_book.tenant_id) THEN RETURN NULL; END IF;
  SELECT * INTO v_like FROM ledger_accounts a WHERE a.book_id = p_book AND a.code = p_code LIMIT 1;
  IF FOUND AND (v_like.kind, v_like.kept, v_like.tenant_may_pay) <> (p_kind, p_kept, p_tenant_may_pay) THEN
    RAISE EXCEPTION 'accounts % are of another kind', p_code USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO ledger_accounts (id, book_id, book_tenant_id, unit, kind, code, part, holder_tenant_id, floor, kept,
    tenant_may_pay, opened_at)
  VALUES (v_id, p_book, v_book.tenant_id, p_unit, p_kind, p_code, p_part, p_holder, p_floor, p_kept, p_tenant_may_pay, p_at)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    IF EXISTS (SELECT 1 FROM ledger_accounts WHERE id = v_id AND floor IS DISTINCT FROM p_floor) THEN
      RAISE EXCEPTION 'account % has another floor', v_id USING ERRCODE = 'check_violation';
    END IF;
  ELSIF p_kept THEN
    INSERT INTO ledger_balances (account_id, holder_tenant_id, book_tenant_id) VALUES (v_id, p_holder, v_book.tenant_id);
  END IF;
  RETURN v_id;
END $$;

REVOKE ALL ON FUNCTION ledger_id(text), ledger_book_id(uuid), ledger_account_id(uuid, text, text, text, uuid),
  ledger_keeps(uuid), ledger_open_book(uuid, timestamptz),
  ledger_open(uuid, text, text, text, text, uuid, bigint, boolean, boolean, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_open(uuid, text, text, text, text, uuid, bigint, boolean, boolean, timestamptz)
  TO sarai_tenant, sarai_platform;
GRANT EXECUTE ON FUNCTION ledger_open_book(uuid, timestamptz) TO sarai_platform;
