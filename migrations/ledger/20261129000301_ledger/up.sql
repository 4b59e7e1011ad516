-- The ledger: double entry, append-only, one book a legal entity. Every program role reads, none writes: what changes
-- these tables are the functions in _replaceable/ledger, which know who may.

-- Who reads a table of the books: the platform all of it, a tenant the rows where `condition` holds (none when it is NULL).
-- Unlike enable_tenancy and enable_staff this grants nothing but SELECT.
CREATE FUNCTION enable_books(target regclass, condition text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY owner ON %s TO sarai_owner USING (true) WITH CHECK (true)', target);
  EXECUTE format('CREATE POLICY platform ON %s FOR SELECT TO sarai_platform USING (true)', target);
  EXECUTE format('GRANT SELECT ON %s TO sarai_platform', target);
  IF condition IS NOT NULL THEN
    EXECUTE format('CREATE POLICY tenant ON %s FOR SELECT TO sarai_tenant USING (%s)', target, condition);
    EXECUTE format('GRANT SELECT ON %s TO sarai_tenant', target);
  END IF;
END $$;

-- What is counted, and how many of its decimal places the smallest unit has.
CREATE TABLE ledger_units (
  code text PRIMARY KEY CHECK (code ~ '^[A-Z][A-Z0-9]{1,11}$'),
  scale smallint NOT NULL CHECK (scale BETWEEN 0 AND 9)
);
SELECT enable_books('ledger_units', 'true');
INSERT INTO ledger_units (code, scale) VALUES ('IRR', 0), ('USD', 2), ('EUR', 2), ('XAU750', 3);

-- One legal entity each; nobody in tenant_id: the platform's. The id is made of the tenant's (ledger_book_id).
CREATE TABLE ledger_books (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES tenants,
  opened_at timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (tenant_id)
);
SELECT enable_books('ledger_books', 'tenant_id = (SELECT app_tenant_id())');
INSERT INTO ledger_books (id, tenant_id, opened_at) VALUES ('80cc7c5f-bf0c-8858-9a8e-f8d3f412c488', NULL, now());

-- The id is made of book, unit, code, part and holder (ledger_account_id), so that an account is named without a look-up.
-- `code` is the chart's; `part` tells accounts of one code apart that nobody among the tenants holds (a gateway, a customer
-- of a shop). `kept`: its balance stands in ledger_balances; that of the others is a sum, for everybody posts to them.
-- What tenants read carries the holder and the book's tenant in each row: a policy that looks elsewhere is a join a row.
CREATE TABLE ledger_accounts (
  id uuid PRIMARY KEY,
  book_id uuid NOT NULL REFERENCES ledger_books,
  book_tenant_id uuid,
  unit text NOT NULL REFERENCES ledger_units,
  kind text NOT NULL CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense')),
  side smallint NOT NULL GENERATED ALWAYS AS (CASE WHEN kind IN ('asset', 'expense') THEN 1 ELSE -1 END) STORED,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 80),
  part text NOT NULL DEFAULT '' CHECK (length(part) <= 80),
  holder_tenant_id uuid REFERENCES tenants,
  floor bigint,
  kept boolean NOT NULL,
  tenant_may_pay boolean NOT NULL,
  opened_at timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (book_id, code, unit, part, holder_tenant_id),
  CHECK (kept OR (floor IS NULL AND holder_tenant_id IS NULL)),
  CHECK (floor <= 0),
  CHECK (NOT (tenant_may_pay AND holder_tenant_id IS NOT NULL))
);
CREATE INDEX ledger_accounts_holder ON ledger_accounts (holder_tenant_id) WHERE holder_tenant_id IS NOT NULL;
SELECT enable_books('ledger_accounts', 'holder_tenant_id = (SELECT app_tenant_id()) OR book_tenant_id = (SELECT app_tenant_id())');

-- `balance` in the account's own direction (side × sum of its lines); `held` of it is promised.
CREATE TABLE ledger_balances (
  account_id uuid PRIMARY KEY,
  balance bigint NOT NULL DEFAULT 0,
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  holder_tenant_id uuid,
  book_tenant_id uuid
) WITH (fillfactor = 50);
SELECT enable_books('ledger_balances', 'holder_tenant_id = (SELECT app_tenant_id()) OR book_tenant_id = (SELECT app_tenant_id())');

-- `holders`: who holds accounts of its lines, and may see the entry. `xid`: lines come in the entry's own transaction.
CREATE TABLE ledger_entries (
  id uuid PRIMARY KEY,
  book_id uuid NOT NULL,
  book_tenant_id uuid,
  at timestamptz NOT NULL CHECK (at BETWEEN '2000-01-01 00:00Z' AND '2200-01-01 00:00Z'),
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  digest bytea NOT NULL,
  subject_kind text CHECK (length(subject_kind) <= 80),
  subject_id uuid,
  reverses uuid,
  by_user uuid,
  holders uuid[] NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  UNIQUE (book_id, key),
  CHECK ((subject_kind IS NULL) = (subject_id IS NULL))
);
CREATE INDEX ledger_entries_at ON ledger_entries (book_id, at, id);
CREATE INDEX ledger_entries_subject ON ledger_entries (subject_kind, subject_id) WHERE subject_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_entries_reverses ON ledger_entries (reverses) WHERE reverses IS NOT NULL;
SELECT enable_books('ledger_entries', 'book_tenant_id = (SELECT app_tenant_id()) OR (SELECT app_tenant_id()) = ANY (holders)');

-- Debit above zero, credit below.
CREATE TABLE ledger_lines (
  entry_id uuid NOT NULL,
  n smallint NOT NULL,
  account_id uuid NOT NULL,
  unit text NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0 AND abs(amount) <= 1000000000000000),
  holder_tenant_id uuid,
  book_tenant_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (entry_id, n)
);
CREATE INDEX ledger_lines_account ON ledger_lines (account_id, at, entry_id) INCLUDE (amount);
SELECT enable_books('ledger_lines', 'holder_tenant_id = (SELECT app_tenant_id()) OR book_tenant_id = (SELECT app_tenant_id())');

-- A part of a balance that is promised; what is still held is amount - captured while it is open. `by_keeper`: who keeps the
-- book has made it, and the account's holder cannot end it.
CREATE TABLE ledger_holds (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES ledger_accounts,
  holder_tenant_id uuid,
  book_tenant_id uuid,
  amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000000),
  captured bigint NOT NULL DEFAULT 0 CHECK (captured BETWEEN 0 AND amount),
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  subject_kind text CHECK (length(subject_kind) <= 80),
  subject_id uuid,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'captured', 'released', 'expired')),
  held_at timestamptz NOT NULL,
  held_by uuid,
  by_keeper boolean NOT NULL,
  expires_at timestamptz NOT NULL CHECK (expires_at > held_at),
  closed_at timestamptz,
  UNIQUE (account_id, key),
  CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX ledger_holds_open ON ledger_holds (expires_at) WHERE state = 'open';
SELECT enable_books('ledger_holds', 'holder_tenant_id = (SELECT app_tenant_id()) OR book_tenant_id = (SELECT app_tenant_id())');

-- A row: the month (140509 is Azar 1405) is closed, and everything before ends_at with it.
CREATE TABLE ledger_periods (
  book_id uuid NOT NULL REFERENCES ledger_books,
  book_tenant_id uuid,
  period integer NOT NULL CHECK (period BETWEEN 100001 AND 999912 AND period % 100 BETWEEN 1 AND 12),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  closed_at timestamptz NOT NULL,
  closed_by uuid,
  PRIMARY KEY (book_id, period)
);
CREATE INDEX ledger_periods_end ON ledger_periods (book_id, ends_at);
SELECT enable_books('ledger_periods', 'book_tenant_id = (SELECT app_tenant_id())');

-- Sums of whole days (Tehran's), so that a report does not read every line. Accounts that are kept share a row by code.
CREATE TABLE ledger_rollups (
  book_id uuid NOT NULL,
  book_tenant_id uuid,
  code text NOT NULL,
  unit text NOT NULL,
  part text NOT NULL,
  day date NOT NULL,
  kind text NOT NULL,
  debit bigint NOT NULL,
  credit bigint NOT NULL,
  PRIMARY KEY (book_id, code, unit, part, day)
);
SELECT enable_books('ledger_rollups', 'book_tenant_id = (SELECT app_tenant_id())');

-- Entries that no sum of a day has yet. An entry comes here with its lines and leaves in the transaction that adds it to its
-- days, so one snapshot sees it once, however late its transaction ended, and after any restore.
CREATE TABLE ledger_unrolled (
  book_id uuid NOT NULL,
  entry_id uuid NOT NULL,
  book_tenant_id uuid,
  PRIMARY KEY (book_id, entry_id)
);
SELECT enable_books('ledger_unrolled', 'book_tenant_id = (SELECT app_tenant_id())');

-- What the nightly comparison found.
CREATE TABLE ledger_verifications (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  entries bigint NOT NULL,
  accounts bigint NOT NULL,
  faults text[] NOT NULL
);
CREATE INDEX ledger_verifications_at ON ledger_verifications (at);
SELECT enable_books('ledger_verifications', NULL);

-- What is written stays, for the owner too.
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: reverse the entry instead', TG_TABLE_NAME USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_lines
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

-- Lines come with their entry: one that stands already gets no more of them, and none is without an entry.
CREATE FUNCTION ledger_refuse_late_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added l WHERE NOT EXISTS (
       SELECT 1 FROM ledger_entries e WHERE e.id = l.entry_id AND e.xid = pg_current_xact_id())) THEN
    RAISE EXCEPTION 'a line without an entry of its own transaction' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER with_their_entry AFTER INSERT ON ledger_lines REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_late_lines();

-- Once an entry, at the end of its transaction: two lines at least, zero in each unit, accounts of its book, and the copies
-- in its lines are true. With its owner's rights: whoever commits may not see every line. Without sequential scans, as
-- ledger_post.
CREATE FUNCTION ledger_check_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE v_lines bigint; v_balanced boolean; v_true boolean;
BEGIN
  SELECT sum(s.lines), bool_and(s.total = 0), bool_and(s.is_true) INTO v_lines, v_balanced, v_true FROM (
    SELECT count(*) AS lines, sum(l.amount) AS total, bool_and(coalesce(
             a.book_id = NEW.book_id AND a.unit = l.unit AND l.at = NEW.at
             AND a.holder_tenant_id IS NOT DISTINCT FROM l.holder_tenant_id
             AND a.book_tenant_id IS NOT DISTINCT FROM l.book_tenant_id
             AND a.book_tenant_id IS NOT DISTINCT FROM NEW.book_tenant_id
             AND (a.holder_tenant_id IS NULL OR a.holder_tenant_id = ANY (NEW.holders)), false)) AS is_true
      FROM ledger_lines l LEFT JOIN ledger_accounts a ON a.id = l.account_id
     WHERE l.entry_id = NEW.id GROUP BY l.unit) s;
  IF coalesce(v_lines, 0) < 2 OR NOT v_true THEN
    RAISE EXCEPTION 'entry % does not fit its book', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  IF NOT v_balanced THEN
    RAISE EXCEPTION 'entry % does not sum to zero', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION ledger_check_entry();
REVOKE ALL ON FUNCTION ledger_refuse_change(), ledger_refuse_late_lines(), ledger_check_entry() FROM PUBLIC;
