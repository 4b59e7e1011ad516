-- Billing by the hour. An hour of such a service is taken from the wallet when it begins; the hours of a month add up to the
-- price of the month and never exceed it.

ALTER TABLE commerce_prices ADD COLUMN monthly bigint CHECK (monthly BETWEEN 0 AND 1000000000000);
UPDATE commerce_prices SET monthly = amount * 720 WHERE cycle = 'hour';
ALTER TABLE commerce_prices ADD CONSTRAINT commerce_prices_metered CHECK ((cycle = 'hour') = (monthly IS NOT NULL));

-- `runway`: what has to stay in the wallet when the invoice is paid, so that what begins with it does not end at once.
-- `usage_month`: the Jalali month (140509) whose hours this invoice documents; it takes no money, the hours have.
ALTER TABLE commerce_invoices ADD COLUMN runway bigint NOT NULL DEFAULT 0 CHECK (runway >= 0);
ALTER TABLE commerce_invoices ADD COLUMN usage_month integer CHECK (usage_month BETWEEN 100001 AND 999912);
CREATE UNIQUE INDEX commerce_invoices_usage ON commerce_invoices (tenant_id, usage_month) WHERE usage_month IS NOT NULL;
DO $$
DECLARE v_name text;
BEGIN
  SELECT conname INTO STRICT v_name FROM pg_constraint
   WHERE conrelid = 'commerce_invoices'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%total = 0%paid_entry IS NOT NULL%';
  EXECUTE format('ALTER TABLE commerce_invoices DROP CONSTRAINT %I', v_name);
END $$;
ALTER TABLE commerce_invoices ADD CONSTRAINT commerce_invoices_paid_by
  CHECK (state <> 'paid' OR total = 0 OR paid_entry IS NOT NULL OR usage_month IS NOT NULL);

-- A wallet from which hours are taken: its row is what two nodes lock. `next_hour`: the first hour that is not taken yet,
-- nothing while nothing runs. `warned`: how many hours before the end its owner was told last.
CREATE TABLE commerce_metered_wallets (
  tenant_id uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  next_hour timestamptz,
  warned smallint CHECK (warned IN (72, 24, 3, 0)),
  -- the last Jalali month that has its invoice
  billed_month integer NOT NULL CHECK (billed_month BETWEEN 100001 AND 999912)
) WITH (fillfactor = 70);
CREATE INDEX commerce_metered_wallets_due ON commerce_metered_wallets (next_hour, tenant_id) WHERE next_hour IS NOT NULL;
CREATE INDEX commerce_metered_wallets_unbilled ON commerce_metered_wallets (billed_month);
SELECT enable_tenancy('commerce_metered_wallets');
REVOKE INSERT, UPDATE, DELETE ON commerce_metered_wallets FROM sarai_tenant;

-- The meter of a service. `hours`, `net`, `vat`: what was taken in `month`. Nothing that changes each hour is indexed.
CREATE TABLE commerce_meters (
  subscription_id uuid PRIMARY KEY REFERENCES commerce_subscriptions ON DELETE CASCADE,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  product_id uuid NOT NULL REFERENCES commerce_products,
  monthly bigint NOT NULL CHECK (monthly >= 0),
  began_at timestamptz NOT NULL,
  runs boolean NOT NULL,
  next_hour timestamptz NOT NULL,
  month integer NOT NULL CHECK (month BETWEEN 100001 AND 999912),
  hours integer NOT NULL DEFAULT 0 CHECK (hours BETWEEN 0 AND 744),
  net bigint NOT NULL DEFAULT 0 CHECK (net BETWEEN 0 AND monthly),
  vat bigint NOT NULL DEFAULT 0 CHECK (vat >= 0),
  -- since when it waits for money
  waits_since timestamptz
) WITH (fillfactor = 70);
CREATE INDEX commerce_meters_tenant ON commerce_meters (tenant_id, began_at, subscription_id);
CREATE INDEX commerce_meters_waiting ON commerce_meters (waits_since) WHERE waits_since IS NOT NULL;
SELECT enable_tenancy('commerce_meters');
REVOKE INSERT, UPDATE, DELETE ON commerce_meters FROM sarai_tenant;

-- Each hour that was taken, once. Without foreign keys: a hundred thousand rows an hour would lock their services' rows
-- against whoever pays for them. The meter says whose it is.
CREATE TABLE commerce_charges (
  subscription_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  tenant_id uuid NOT NULL,
  -- the Jalali month in which it lies
  month integer NOT NULL CHECK (month BETWEEN 100001 AND 999912),
  net bigint NOT NULL CHECK (net >= 0),
  vat_rate integer NOT NULL CHECK (vat_rate BETWEEN 0 AND 10000),
  vat bigint NOT NULL CHECK (vat >= 0),
  -- the entry of its wallet and hour; nothing when the month's price was reached
  entry_id uuid,
  PRIMARY KEY (subscription_id, hour),
  CHECK (entry_id IS NOT NULL OR net + vat = 0)
);
CREATE INDEX commerce_charges_month ON commerce_charges (tenant_id, month);
SELECT enable_tenancy('commerce_charges');
REVOKE INSERT, UPDATE, DELETE ON commerce_charges FROM sarai_tenant;
