-- Trade of two years: as many invoices as tickets, most of them paid, with the entries that paid them; a wallet for each tenant.
-- Written past the verbs and their triggers, which look at each row; what they keep is looked at when all of it stands.
-- {count} and {tenants} are filled in; pg_temp.id and epoch come from the tickets' part.
INSERT INTO commerce_categories (id, slug, name_fa, name_en) VALUES (pg_temp.id('shelf', 1, now()), 'bench', 'خدمات', 'Services');
INSERT INTO commerce_products (id, slug, category_id, kind, name_fa, name_en, visibility, created_at)
SELECT pg_temp.id('product', 1, start), 'bench-thing', pg_temp.id('shelf', 1, now()), 'commerce.by_people', 'پشتیبانی ماهانه', 'Monthly support',
  'listed', start FROM epoch;
INSERT INTO commerce_prices (id, product_id, cycle, currency, amount, monthly, valid_from)
SELECT pg_temp.id(cycle, 1, start), pg_temp.id('product', 1, start), cycle, 'IRR', amount, monthly, start
  FROM epoch, (VALUES ('month', 1000000, NULL), ('hour', 10000, 7200000)) AS p (cycle, amount, monthly);

CREATE TEMP TABLE book AS SELECT id FROM ledger_books WHERE tenant_id IS NULL;
CREATE TEMP TABLE account AS
SELECT ledger_open(book.id, 'IRR', kind, code, part, NULL, NULL, false, pays, epoch.start) AS id, code
  FROM book, epoch, (VALUES ('liability', 'commerce.deferred', true, true), ('income', 'commerce.income', true, true),
    ('liability', 'commerce.vat', false, true), ('asset', 'commerce.clearing', false, false)) AS a (kind, code, of_product, pays),
  LATERAL (SELECT CASE WHEN of_product THEN pg_temp.id('product', 1, start)::text WHEN code = 'commerce.clearing' THEN 'bench' ELSE '' END AS part) p;
CREATE TEMP TABLE wallet AS
SELECT row_number() OVER (ORDER BY m.user_id) AS who, m.tenant_id, m.user_id,
  ledger_open(book.id, 'IRR', 'liability', 'commerce.wallet', '', m.tenant_id, 0, true, false, epoch.start) AS id
  FROM book, epoch, memberships m;

CREATE TEMP TABLE sale AS
SELECT n, made, w.tenant_id, w.user_id, w.id AS wallet, pg_temp.id('invoice', n, made) AS invoice, pg_temp.id('order', n, made) AS ordered,
  pg_temp.id('entry', n, made) AS entry, net, net / 10 AS vat, state, made + interval '5 minutes' AS ended
  FROM (SELECT n, h, start + n * (interval '2 years' / {count}::float8) AS made, 100000 * (1 + h % 400)::bigint AS net,
          CASE WHEN h % 100 < 80 THEN 'paid' WHEN h % 100 < 92 THEN 'open' ELSE 'void' END AS state
          FROM epoch, generate_series(1, {count}) n, LATERAL (SELECT ('x' || substr(md5('i' || n), 1, 7))::bit(28)::int % 1000003 AS h) x) s
  JOIN wallet w ON w.who = 1 + (s.h / 100) % {tenants};

ALTER TABLE commerce_invoice_lines DISABLE TRIGGER commerce_guard_invoice_line;
ALTER TABLE ledger_entries DISABLE TRIGGER balances;
ALTER TABLE ledger_lines DISABLE TRIGGER with_their_entry;
INSERT INTO commerce_orders (id, tenant_id, state, placed_at, placed_by, paid_at, cancelled_at)
SELECT ordered, tenant_id, CASE state WHEN 'open' THEN 'placed' WHEN 'void' THEN 'cancelled' ELSE 'paid' END, made, user_id,
  CASE WHEN state = 'paid' THEN ended END, CASE WHEN state = 'void' THEN ended END FROM sale ORDER BY n;
INSERT INTO commerce_invoices (id, tenant_id, order_id, state, currency, net, vat, total, made_at, due_at, paid_at, paid_entry, voided_at)
SELECT invoice, tenant_id, ordered, state, 'IRR', net, vat, net + vat, made, made + interval '7 days', CASE WHEN state = 'paid' THEN ended END,
  CASE WHEN state = 'paid' THEN entry END, CASE WHEN state = 'void' THEN ended END FROM sale ORDER BY n;
INSERT INTO commerce_invoice_lines (invoice_id, n, tenant_id, product_id, void, text_fa, text_en, quantity, unit_net, net, vat_rate, vat, deferred)
SELECT invoice, 1, tenant_id, pg_temp.id('product', 1, start), state = 'void', 'پشتیبانی ماهانه', 'Monthly support', 1, net, net, 1000, vat, false
  FROM sale, epoch ORDER BY n;

-- What was paid in, then what was paid.
INSERT INTO ledger_entries (id, book_id, at, kind, key, digest, holders)
SELECT pg_temp.id('in', who, start), book.id, start, 'commerce.entries.payment', 'bench:' || who, sha256('bench'), ARRAY[tenant_id]
  FROM wallet, book, epoch;
INSERT INTO ledger_lines (entry_id, n, account_id, unit, amount, holder_tenant_id, at)
SELECT pg_temp.id('in', who, start), n, CASE n WHEN 1 THEN c.id ELSE w.id END, 'IRR', CASE n WHEN 1 THEN 1 ELSE -1 END * 1000000000000::bigint,
  CASE n WHEN 2 THEN tenant_id END, start FROM wallet w, epoch, (SELECT id FROM account WHERE code = 'commerce.clearing') c, generate_series(1, 2) n;
INSERT INTO ledger_entries (id, book_id, at, kind, key, digest, subject_kind, subject_id, holders)
SELECT entry, book.id, ended, 'commerce.entries.sale', 'invoice:' || invoice, sha256('bench'), 'commerce.invoice', invoice, ARRAY[tenant_id]
  FROM sale, book WHERE state = 'paid' ORDER BY sale.n;
INSERT INTO ledger_lines (entry_id, n, account_id, unit, amount, holder_tenant_id, at)
SELECT entry, k, CASE k WHEN 1 THEN wallet WHEN 2 THEN i.id ELSE v.id END, 'IRR', CASE k WHEN 1 THEN net + vat WHEN 2 THEN -net ELSE -vat END,
  CASE k WHEN 1 THEN tenant_id END, ended
  FROM sale, (SELECT id FROM account WHERE code = 'commerce.income') i, (SELECT id FROM account WHERE code = 'commerce.vat') v, generate_series(1, 3) k
 WHERE state = 'paid' ORDER BY sale.n, k;
UPDATE ledger_balances b SET balance = -s.sum FROM (
  SELECT account_id, sum(amount) AS sum FROM ledger_lines WHERE holder_tenant_id IS NOT NULL GROUP BY 1) s WHERE s.account_id = b.account_id;
INSERT INTO ledger_rollups (book_id, code, unit, part, day, kind, debit, credit)
SELECT a.book_id, a.code, a.unit, CASE WHEN a.kept THEN '' ELSE a.part END, (l.at AT TIME ZONE 'Asia/Tehran')::date, min(a.kind),
  coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0), coalesce(-sum(l.amount) FILTER (WHERE l.amount < 0), 0)
  FROM ledger_lines l JOIN ledger_accounts a ON a.id = l.account_id GROUP BY 1, 2, 3, 4, 5;
ALTER TABLE commerce_invoice_lines ENABLE TRIGGER commerce_guard_invoice_line;
ALTER TABLE ledger_entries ENABLE TRIGGER balances;
ALTER TABLE ledger_lines ENABLE TRIGGER with_their_entry;
