-- Issuing, numbering, finishing and voiding. The platform may all. A tenant keeps its own book; in another's it has documents
-- of which it is the holder issued, as it buys there by itself, and credits nothing.

-- The next number. Locks the counter until the caller's transaction ends.
CREATE OR REPLACE FUNCTION documents_count(p_book uuid, p_series text, p_year smallint) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO documents_counters AS c (book_id, series, year, last) VALUES (p_book, p_series, p_year, 1)
  ON CONFLICT (book_id, series, year) DO UPDATE SET last = c.last + 1 RETURNING last
$$;

-- Writes a document. Outcomes: done; again, under the id that stands; differs, when the key stands for something else;
-- uncredited, when it corrects what it may not, or by more than is left of it.
CREATE OR REPLACE FUNCTION documents_issue(p_id uuid, p_book uuid, p_holder uuid, p_kind text, p_key text, p_subject_kind text,
  p_subject_id uuid, p_locale text, p_template text, p_data jsonb, p_seller text, p_buyer text, p_currency text, p_total bigint,
  p_credits uuid, p_at timestamptz, p_by uuid, p_token text, p_series text, p_year smallint, p_numbering text,
  OUT outcome text, OUT document uuid, OUT given bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_book ledger_books; v documents_documents; v_credited documents_documents;
BEGIN
  SELECT * INTO v_book FROM ledger_books WHERE id = p_book;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no book %', p_book USING ERRCODE = 'foreign_key_violation';
  END IF;
  IF NOT ledger_keeps(v_book.tenant_id) AND (p_credits IS NOT NULL OR p_holder IS DISTINCT FROM app_tenant_id())
     OR session_user = 'sarai_tenant' AND p_by IS DISTINCT FROM app_user_id() AND p_by IS NOT NULL THEN
    RAISE EXCEPTION 'a document in another''s name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO v FROM documents_documents d WHERE d.book_id = p_book AND d.key = p_key;
  IF NOT FOUND AND p_credits IS NOT NULL THEN
    SELECT * INTO v_credited FROM documents_documents d WHERE d.id = p_credits FOR NO KEY UPDATE;
    IF NOT FOUND OR v_credited.book_id <> p_book OR v_credited.holder_tenant_id IS DISTINCT FROM p_holder
       OR v_credited.credits IS NOT NULL OR v_credited.numbering = 'none' OR v_credited.currency IS DISTINCT FROM p_currency
       OR v_credited.total < p_total + (SELECT coalesce(sum(c.total), 0) FROM documents_documents c
            WHERE c.credits = p_credits AND c.key <> p_key) THEN
      outcome := 'uncredited';
      RETURN;
    END IF;
  END IF;
  IF v.id IS NULL THEN
    INSERT INTO documents_documents (id, book_id, book_tenant_id, holder_tenant_id, kind, key, subject_kind, subject_id, locale,
      template, data, seller, buyer, currency, total, credits, issued_at, issued_by, token, series, year, numbering)
    VALUES (p_id, p_book, v_book.tenant_id, p_holder, p_kind, p_key, p_subject_kind, p_subject_id, p_locale, p_template, p_data,
      p_seller, p_buyer, p_currency, p_total, p_credits, p_at, p_by, p_token, p_series, p_year, p_numbering)
    ON CONFLICT (book_id, key) DO NOTHING;
    IF FOUND THEN
      outcome := 'done';
      document := p_id;
      IF p_numbering = 'at_once' THEN
        given := documents_count(p_book, p_series, p_year);
        UPDATE documents_documents d SET number = given WHERE d.id = p_id;
      END IF;
      RETURN;
    END IF;
    SELECT * INTO v FROM documents_documents d WHERE d.book_id = p_book AND d.key = p_key;
  END IF;
  document := v.id;
  outcome := CASE WHEN (v.kind, v.holder_tenant_id, v.currency, v.total, v.credits, v.subject_kind, v.subject_id, v.numbering)
    IS NOT DISTINCT FROM (p_kind, p_holder, p_currency, p_total, p_credits, p_subject_kind, p_subject_id, p_numbering)
    THEN 'again' ELSE 'differs' END;
END $$;

-- Numbers what has committed, in the order in which it was issued; one at a time, and nobody who issues waits for it. The
-- lock comes in a statement before the one that looks, so that what another sealer has numbered is seen.
CREATE OR REPLACE FUNCTION documents_seal(p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_sealed integer;
BEGIN
  PERFORM pg_advisory_xact_lock(x'534152414944534c'::bigint); -- "SARAIDSL"
  WITH pending AS (
    SELECT id, book_id, series, year FROM documents_documents WHERE number IS NULL AND numbering = 'sealed' ORDER BY id LIMIT p_limit
  ), counted AS (
    INSERT INTO documents_counters AS c (book_id, series, year, last)
    SELECT book_id, series, year, count(*) FROM pending GROUP BY book_id, series, year ORDER BY book_id, series, year
    ON CONFLICT (book_id, series, year) DO UPDATE SET last = c.last + EXCLUDED.last
    RETURNING book_id, series, year, last
  ), given AS (
    SELECT p.id, c.last - count(*) OVER (PARTITION BY p.book_id, p.series, p.year)
             + row_number() OVER (PARTITION BY p.book_id, p.series, p.year ORDER BY p.id) AS number
      FROM pending p JOIN counted c USING (book_id, series, year)
  )
  UPDATE documents_documents d SET number = given.number FROM given WHERE d.id = given.id;
  GET DIAGNOSTICS v_sealed = ROW_COUNT;
  RETURN v_sealed;
END $$;

-- Keeps a document's file; false when it has one.
CREATE OR REPLACE FUNCTION documents_finish(p_id uuid, p_file uuid, p_sha256 bytea, p_version smallint, p_at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE documents_documents SET file_id = p_file, file_sha256 = p_sha256, template_version = p_version, finished_at = p_at
   WHERE id = p_id AND file_id IS NULL;
  RETURN FOUND;
END $$;

-- Ends a pro-forma: by who keeps the book, or its holder. False when there is none that stands.
CREATE OR REPLACE FUNCTION documents_void(p_id uuid, p_at timestamptz, p_by uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF session_user = 'sarai_tenant' AND p_by IS DISTINCT FROM app_user_id() AND p_by IS NOT NULL THEN
    RAISE EXCEPTION 'a document voided in another''s name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE documents_documents d SET voided_at = p_at, voided_by = p_by
   WHERE d.id = p_id AND d.numbering = 'none' AND d.voided_at IS NULL
     AND (ledger_keeps(d.book_tenant_id) OR coalesce(d.holder_tenant_id = app_tenant_id(), false));
  RETURN FOUND;
END $$;

-- What somebody sees who holds the paper: nothing that is not printed on it.
CREATE OR REPLACE FUNCTION documents_shown(p_token text)
RETURNS TABLE (kind text, series text, year smallint, number bigint, issued_at timestamptz, seller text, buyer text,
  currency text, total bigint, credits boolean, credited bigint, voided_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.kind, d.series, d.year, d.number, d.issued_at, d.seller, d.buyer, d.currency, d.total, d.credits IS NOT NULL,
         (SELECT sum(c.total)::bigint FROM documents_documents c WHERE c.credits = d.id), d.voided_at
    FROM documents_documents d WHERE d.token = p_token
$$;

REVOKE ALL ON FUNCTION documents_count(uuid, text, smallint),
  documents_issue(uuid, uuid, uuid, text, text, text, uuid, text, text, jsonb, text, text, text, bigint, uuid, timestamptz, uuid,
    text, text, smallint, text),
  documents_seal(integer), documents_finish(uuid, uuid, bytea, smallint, timestamptz), documents_void(uuid, timestamptz, uuid),
  documents_shown(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents_issue(uuid, uuid, uuid, text, text, text, uuid, text, text, jsonb, text, text, text, bigint,
    uuid, timestamptz, uuid, text, text, smallint, text),
  documents_void(uuid, timestamptz, uuid) TO sarai_tenant, sarai_platform;
GRANT EXECUTE ON FUNCTION documents_seal(integer), documents_finish(uuid, uuid, bytea, smallint, timestamptz) TO sarai_platform;
GRANT EXECUTE ON FUNCTION documents_shown(text) TO sarai_public;
