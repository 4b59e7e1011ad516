-- Documents: frozen when they are issued; number and file come once, later. Every program role reads what is its own, none
-- writes: what changes these tables are the functions in _replaceable/documents, which know who may.

-- `key`: of the book, so that whoever issues twice has one document. `seller`, `buyer`, `total`: of `data`, for lists and for
-- the page that verifies. `numbering`: by the sealer after the commit, at once, or not at all (a pro-forma). `year`: the Jalali
-- year in Tehran of issued_at. `token` stands on the paper. `template_version`: which one made the file.
CREATE TABLE documents_documents (
  id uuid PRIMARY KEY,
  book_id uuid NOT NULL REFERENCES ledger_books,
  book_tenant_id uuid,
  holder_tenant_id uuid REFERENCES tenants,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  subject_kind text CHECK (length(subject_kind) <= 80),
  subject_id uuid,
  locale text NOT NULL CHECK (locale IN ('fa', 'en')),
  template text NOT NULL CHECK (length(template) BETWEEN 1 AND 80),
  data jsonb NOT NULL,
  seller text NOT NULL,
  buyer text,
  currency text CHECK (length(currency) BETWEEN 1 AND 12),
  total bigint CHECK (total BETWEEN 0 AND 1000000000000000),
  credits uuid REFERENCES documents_documents,
  issued_at timestamptz NOT NULL,
  issued_by uuid,
  token text NOT NULL UNIQUE CHECK (length(token) BETWEEN 32 AND 64),
  series text NOT NULL CHECK (series ~ '^[A-Z0-9]{0,8}$'),
  year smallint NOT NULL CHECK (year BETWEEN 1300 AND 1600),
  numbering text NOT NULL CHECK (numbering IN ('none', 'sealed', 'at_once')),
  number bigint CHECK (number >= 1),
  file_id uuid REFERENCES stored_files,
  file_sha256 bytea CHECK (length(file_sha256) = 32),
  template_version smallint,
  finished_at timestamptz,
  voided_at timestamptz,
  voided_by uuid,
  UNIQUE (book_id, key),
  UNIQUE (book_id, series, year, number),
  CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
  CHECK ((currency IS NULL) = (total IS NULL)),
  CHECK (numbering <> 'none' OR number IS NULL),
  CHECK (voided_at IS NULL OR numbering = 'none'),
  CHECK ((file_id IS NULL) = (file_sha256 IS NULL) AND (file_id IS NULL) = (template_version IS NULL)
    AND (file_id IS NULL) = (finished_at IS NULL)),
  CHECK (file_id IS NULL OR numbering = 'none' OR number IS NOT NULL),
  CONSTRAINT documents_somebodys CHECK (holder_tenant_id IS NOT NULL OR book_tenant_id IS NOT NULL)
);
CREATE INDEX documents_documents_holder ON documents_documents (holder_tenant_id, id DESC);
CREATE INDEX documents_documents_book ON documents_documents (book_id, id DESC);
CREATE INDEX documents_documents_subject ON documents_documents (subject_kind, subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX documents_documents_credits ON documents_documents (credits) WHERE credits IS NOT NULL;
CREATE INDEX documents_documents_unsealed ON documents_documents (id) WHERE number IS NULL AND numbering = 'sealed';
CREATE INDEX documents_documents_unfinished ON documents_documents (issued_at) WHERE file_id IS NULL;
SELECT enable_books('documents_documents', 'holder_tenant_id = (SELECT app_tenant_id()) OR book_tenant_id = (SELECT app_tenant_id())');

-- The last number given. Both numberers add to this row, so they may share a series.
CREATE TABLE documents_counters (
  book_id uuid NOT NULL REFERENCES ledger_books,
  series text NOT NULL,
  year smallint NOT NULL,
  last bigint NOT NULL CHECK (last >= 1),
  PRIMARY KEY (book_id, series, year)
);
SELECT enable_books('documents_counters', NULL);

-- What is issued stays, for the owner too: a number, a file and a pro-forma's end come once, all else never changes.
CREATE FUNCTION documents_keep_issued() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v documents_documents;
BEGIN
  IF TG_OP <> 'UPDATE' THEN
    RAISE EXCEPTION 'a document that was issued stays: credit it instead' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  v := NEW;
  IF OLD.number IS NULL THEN v.number := NULL; END IF;
  IF OLD.file_id IS NULL THEN
    v.file_id := NULL;
    v.file_sha256 := NULL;
    v.template_version := NULL;
    v.finished_at := NULL;
  END IF;
  IF OLD.voided_at IS NULL THEN
    v.voided_at := NULL;
    v.voided_by := NULL;
  END IF;
  IF v IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'a document that was issued stays as it is: credit it instead' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_issued BEFORE UPDATE OR DELETE ON documents_documents
  FOR EACH ROW EXECUTE FUNCTION documents_keep_issued();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON documents_documents
  FOR EACH STATEMENT EXECUTE FUNCTION documents_keep_issued();
REVOKE ALL ON FUNCTION documents_keep_issued() FROM PUBLIC;
