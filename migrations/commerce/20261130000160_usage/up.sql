-- What a kind counts of its things, and what is paid of it by the unit.

-- What a unit costs, without tax, in smallest units. Like a price it never changes: another takes its place, and a service
-- keeps the one that stood when it was ordered. `scale`: how many counted are one unit; the included come each month.
CREATE TABLE commerce_rates (
  id uuid PRIMARY KEY,
  product_id uuid NOT NULL REFERENCES commerce_products,
  counter text NOT NULL CHECK (counter ~ '^[a-z][a-z0-9_]{0,39}$'),
  currency text NOT NULL CHECK (currency IN ('IRR', 'USD', 'EUR')),
  included bigint NOT NULL CHECK (included BETWEEN 0 AND 1000000000000000000),
  scale bigint NOT NULL CHECK (scale BETWEEN 1 AND 1000000000000),
  amount bigint NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
  valid_from timestamptz NOT NULL,
  replaced_at timestamptz CHECK (replaced_at >= valid_from)
);
CREATE UNIQUE INDEX commerce_rates_now ON commerce_rates (product_id, counter, currency) WHERE replaced_at IS NULL;
CREATE INDEX commerce_rates_product ON commerce_rates (product_id, valid_from);
SELECT enable_staff('commerce_rates');
SELECT enable_public('commerce_rates', 'true');

-- How a counter of a service stands: what its kind said last since the thing was provided.
CREATE TABLE commerce_counters (
  subscription_id uuid NOT NULL REFERENCES commerce_subscriptions ON DELETE CASCADE,
  counter text NOT NULL CHECK (counter ~ '^[a-z][a-z0-9_]{0,39}$'),
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  -- nothing: it is counted and costs nothing
  rate_id uuid REFERENCES commerce_rates,
  total bigint NOT NULL DEFAULT 0 CHECK (total >= 0),
  counted_at timestamptz NOT NULL,
  PRIMARY KEY (subscription_id, counter)
) WITH (fillfactor = 70);
CREATE INDEX commerce_counters_tenant ON commerce_counters (tenant_id);
SELECT enable_tenancy('commerce_counters');
REVOKE INSERT, UPDATE, DELETE ON commerce_counters FROM sarai_tenant;

-- What was used in a Jalali month (140509), by the rate that it is paid at.
CREATE TABLE commerce_usages (
  subscription_id uuid NOT NULL,
  counter text NOT NULL,
  month integer NOT NULL CHECK (month BETWEEN 100001 AND 999912),
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  product_id uuid NOT NULL REFERENCES commerce_products,
  rate_id uuid REFERENCES commerce_rates,
  used bigint NOT NULL CHECK (used > 0),
  -- of what is included, how many percent its owner was told of
  told smallint CHECK (told IN (80, 100)),
  -- since when the month is settled; by this invoice, unless nothing was to be paid
  billed_at timestamptz,
  invoice_id uuid REFERENCES commerce_invoices,
  PRIMARY KEY (subscription_id, counter, month),
  FOREIGN KEY (subscription_id, counter) REFERENCES commerce_counters ON DELETE CASCADE,
  CHECK (invoice_id IS NULL OR billed_at IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX commerce_usages_tenant ON commerce_usages (tenant_id);
CREATE INDEX commerce_usages_unbilled ON commerce_usages (month, tenant_id) WHERE billed_at IS NULL;
CREATE INDEX commerce_usages_invoice ON commerce_usages (invoice_id) WHERE invoice_id IS NOT NULL;
SELECT enable_tenancy('commerce_usages');
REVOKE INSERT, UPDATE, DELETE ON commerce_usages FROM sarai_tenant;
