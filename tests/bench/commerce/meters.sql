-- Services by the hour: {services} of {wallets} wallets of their own, all running, the hour {hour} of the month {month} due.
CREATE TEMP TABLE metered AS
SELECT n, (md5('metered' || n))::uuid AS tenant, gen_random_uuid() AS ordered FROM generate_series(1, {wallets}) n;
INSERT INTO tenants (id, name, created_at) SELECT tenant, 'مشتری ساعتی ' || n, now() FROM metered;
CREATE TEMP TABLE purse AS
SELECT tenant, ledger_open(b.id, 'IRR', 'liability', 'commerce.wallet', '', tenant, 0, true, false, now()) AS id, b.id AS book
  FROM metered, (SELECT id FROM ledger_books WHERE tenant_id IS NULL) b;
ALTER TABLE ledger_entries DISABLE TRIGGER balances;
ALTER TABLE ledger_lines DISABLE TRIGGER with_their_entry;
INSERT INTO ledger_entries (id, book_id, at, kind, key, digest, holders)
SELECT tenant, book, now(), 'commerce.entries.payment', 'metered:' || tenant, sha256('bench'), ARRAY[tenant] FROM purse;
INSERT INTO ledger_lines (entry_id, n, account_id, unit, amount, holder_tenant_id, at)
SELECT tenant, n, CASE n WHEN 1 THEN c.id ELSE p.id END, 'IRR', CASE n WHEN 1 THEN 1 ELSE -1 END * 1000000000000::bigint,
  CASE n WHEN 2 THEN tenant END, now()
  FROM purse p, (SELECT id FROM ledger_accounts WHERE code = 'commerce.clearing' AND part = 'bench') c, generate_series(1, 2) n;
INSERT INTO ledger_unrolled (book_id, entry_id) SELECT book, tenant FROM purse;
ALTER TABLE ledger_entries ENABLE TRIGGER balances;
ALTER TABLE ledger_lines ENABLE TRIGGER with_their_entry;
UPDATE ledger_balances b SET balance = 1000000000000 FROM purse WHERE b.account_id = purse.id;

INSERT INTO commerce_orders (id, tenant_id, state, placed_at, paid_at) SELECT ordered, tenant, 'paid', now(), now() FROM metered;
CREATE TEMP TABLE service AS
SELECT gen_random_uuid() AS id, m.tenant, m.ordered, p.id AS product, c.id AS price
  FROM generate_series(1, {services}) s JOIN metered m ON m.n = 1 + s % {wallets},
       commerce_products p JOIN commerce_prices c ON c.product_id = p.id AND c.cycle = 'hour' WHERE p.slug = 'bench-thing';
INSERT INTO commerce_subscriptions (id, tenant_id, order_id, product_id, price_id, kind, cycle, name_fa, name_en, options, wanted, standing,
  began_at, period_no, made_at)
SELECT id, tenant, ordered, product, price, 'commerce.by_people', 'hour', 'ساعتی', 'Hourly', '{}', 'running', 'running', now(), 1, now() FROM service;
INSERT INTO commerce_metered_wallets (tenant_id, next_hour, billed_month) SELECT tenant, '{hour}', {month} FROM metered;
INSERT INTO commerce_meters (subscription_id, tenant_id, product_id, monthly, began_at, runs, next_hour, month)
SELECT id, tenant, product, 7200000, now(), true, '{hour}', {month} FROM service;
