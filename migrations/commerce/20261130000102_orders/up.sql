-- Orders, what was bought, and invoices. A tenant makes its own; what says "paid" names the entry of the ledger that paid.

CREATE TABLE commerce_orders (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  state text NOT NULL CHECK (state IN ('placed', 'paid', 'cancelled')),
  placed_at timestamptz NOT NULL,
  placed_by uuid REFERENCES users ON DELETE SET NULL,
  paid_at timestamptz,
  cancelled_at timestamptz,
  CHECK ((state = 'paid') = (paid_at IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL))
);
CREATE INDEX commerce_orders_tenant ON commerce_orders (tenant_id, placed_at DESC, id DESC);
CREATE INDEX commerce_orders_all ON commerce_orders (placed_at DESC, id DESC);
SELECT enable_tenancy('commerce_orders');
REVOKE DELETE ON commerce_orders FROM sarai_tenant;

-- One thing that somebody bought, whatever it is and however it is billed. Its price is the version it was bought at.
-- `wanted` is what the money says, `standing` what its kind says; one job at a time brings the second to the first.
CREATE TABLE commerce_subscriptions (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  order_id uuid NOT NULL REFERENCES commerce_orders ON DELETE CASCADE,
  product_id uuid NOT NULL REFERENCES commerce_products,
  price_id uuid NOT NULL REFERENCES commerce_prices,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
  cycle text NOT NULL CHECK (cycle IN ('once', 'hour', 'day', 'month', 'quarter', 'half_year', 'year')),
  name_fa text NOT NULL,
  name_en text NOT NULL,
  options jsonb NOT NULL CHECK (jsonb_typeof(options) = 'object'),
  bought_by uuid REFERENCES users ON DELETE SET NULL,
  wanted text NOT NULL CHECK (wanted IN ('nothing', 'running', 'suspended', 'ended')),
  standing text NOT NULL DEFAULT 'nothing' CHECK (standing IN ('nothing', 'working', 'running', 'suspended', 'ended')),
  failed_at timestamptz,
  failure text CHECK (length(failure) <= 2000),
  thing_kind text CHECK (length(thing_kind) <= 80),
  thing_id uuid,
  began_at timestamptz,
  period_no integer NOT NULL DEFAULT 0 CHECK (period_no >= 0),
  period_from timestamptz,
  period_to timestamptz CHECK (period_to > period_from),
  auto_renew boolean NOT NULL DEFAULT true,
  made_at timestamptz NOT NULL,
  -- when the clock last saw whether it is due
  looked_at timestamptz,
  ended_at timestamptz,
  CHECK ((thing_kind IS NULL) = (thing_id IS NULL)),
  CHECK ((failed_at IS NULL) = (failure IS NULL))
);
CREATE INDEX commerce_subscriptions_tenant ON commerce_subscriptions (tenant_id, made_at DESC, id DESC);
CREATE INDEX commerce_subscriptions_order ON commerce_subscriptions (order_id);
CREATE INDEX commerce_subscriptions_due ON commerce_subscriptions (period_to) WHERE wanted IN ('running', 'suspended') AND period_to IS NOT NULL;
CREATE INDEX commerce_subscriptions_all ON commerce_subscriptions (made_at DESC, id DESC);
CREATE INDEX commerce_subscriptions_waiting ON commerce_subscriptions (made_at DESC, id DESC)
  WHERE standing = 'working' OR failed_at IS NOT NULL;
SELECT enable_tenancy('commerce_subscriptions');
REVOKE DELETE ON commerce_subscriptions FROM sarai_tenant;

-- Each try to bring a service to what is wanted.
CREATE TABLE commerce_work_log (
  id uuid PRIMARY KEY,
  subscription_id uuid NOT NULL REFERENCES commerce_subscriptions ON DELETE CASCADE,
  at timestamptz NOT NULL,
  verb text NOT NULL CHECK (verb IN ('provide', 'suspend', 'resume', 'terminate')),
  outcome text NOT NULL CHECK (outcome IN ('done', 'working', 'failed', 'gave_up')),
  detail text CHECK (length(detail) <= 2000)
);
CREATE INDEX commerce_work_log_of ON commerce_work_log (subscription_id, at, id);
SELECT enable_staff('commerce_work_log');

-- An open invoice is a pro-forma: no number, may be voided. A paid one is as it was paid; only its document comes later.
CREATE TABLE commerce_invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  order_id uuid REFERENCES commerce_orders ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('open', 'paid', 'void')),
  currency text NOT NULL CHECK (currency IN ('IRR', 'USD', 'EUR')),
  net bigint NOT NULL CHECK (net >= 0),
  vat bigint NOT NULL CHECK (vat >= 0),
  total bigint NOT NULL CHECK (total = net + vat),
  made_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  paid_at timestamptz,
  paid_entry uuid,
  voided_at timestamptz,
  document_id uuid,
  CHECK ((state = 'paid') = (paid_at IS NOT NULL)),
  CHECK (paid_entry IS NULL OR state = 'paid'),
  CHECK (state <> 'paid' OR total = 0 OR paid_entry IS NOT NULL),
  CHECK ((state = 'void') = (voided_at IS NOT NULL))
);
CREATE INDEX commerce_invoices_tenant ON commerce_invoices (tenant_id, made_at DESC, id DESC);
CREATE INDEX commerce_invoices_all ON commerce_invoices (made_at DESC, id DESC);
CREATE INDEX commerce_invoices_order ON commerce_invoices (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX commerce_invoices_due ON commerce_invoices (due_at) WHERE state = 'open';
SELECT enable_tenancy('commerce_invoices');
REVOKE DELETE ON commerce_invoices FROM sarai_tenant;

CREATE TABLE commerce_invoice_lines (
  invoice_id uuid NOT NULL REFERENCES commerce_invoices ON DELETE CASCADE,
  n smallint NOT NULL CHECK (n BETWEEN 1 AND 1000),
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  product_id uuid NOT NULL REFERENCES commerce_products,
  subscription_id uuid REFERENCES commerce_subscriptions ON DELETE CASCADE,
  period_no integer CHECK (period_no > 0),
  void boolean NOT NULL DEFAULT false,
  text_fa text NOT NULL CHECK (length(text_fa) BETWEEN 1 AND 200),
  text_en text NOT NULL CHECK (length(text_en) BETWEEN 1 AND 200),
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 1000000),
  unit_net bigint NOT NULL CHECK (unit_net >= 0),
  net bigint NOT NULL CHECK (net >= 0),
  vat_rate integer NOT NULL CHECK (vat_rate BETWEEN 0 AND 10000),
  vat bigint NOT NULL CHECK (vat >= 0),
  -- Paid before it is earned: income over its period.
  deferred boolean NOT NULL,
  PRIMARY KEY (invoice_id, n),
  CHECK ((subscription_id IS NULL) = (period_no IS NULL))
);
CREATE INDEX commerce_invoice_lines_tenant ON commerce_invoice_lines (tenant_id);
CREATE UNIQUE INDEX commerce_invoice_lines_period ON commerce_invoice_lines (subscription_id, period_no, n)
  WHERE NOT void AND subscription_id IS NOT NULL;
SELECT enable_tenancy('commerce_invoice_lines');
REVOKE DELETE ON commerce_invoice_lines FROM sarai_tenant;
