-- The customer ends a service, or changes it into another product of its kind.

-- `version` is raised by whatever changes what a quote was made from: a renewal, a change, a cancellation, a suspension.
-- `doing` is the verb that its kind is at; `wanted_options` are those that its kind is still to be told.
ALTER TABLE commerce_subscriptions
  ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  ADD COLUMN doing text CHECK (doing IN ('provide', 'suspend', 'resume', 'change', 'terminate')),
  ADD COLUMN wanted_options jsonb CHECK (jsonb_typeof(wanted_options) = 'object'),
  ADD COLUMN cancelled_at timestamptz,
  ADD COLUMN cancelled_by uuid REFERENCES users ON DELETE SET NULL,
  ADD COLUMN cancel_reason text CHECK (cancel_reason IN ('price', 'not_needed', 'missing', 'trouble', 'moving', 'other')),
  ADD COLUMN cancel_note text CHECK (length(cancel_note) <= 500),
  ADD CONSTRAINT commerce_subscriptions_cancelled CHECK ((cancelled_at IS NULL) = (cancel_reason IS NULL));

ALTER TABLE commerce_work_log DROP CONSTRAINT commerce_work_log_verb_check;
ALTER TABLE commerce_work_log ADD CONSTRAINT commerce_work_log_verb_check
  CHECK (verb IN ('provide', 'suspend', 'resume', 'change', 'terminate'));

-- A quote of a change, frozen: what it was counted from, and what became of it. One that costs something now is done when
-- its invoice is paid while it holds; one that costs nothing now waits for the period from which it holds.
CREATE TABLE commerce_changes (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  subscription_id uuid NOT NULL REFERENCES commerce_subscriptions ON DELETE CASCADE,
  version integer NOT NULL CHECK (version > 0),
  state text NOT NULL CHECK (state IN ('quoted', 'invoiced', 'scheduled', 'done', 'void')),
  price_id uuid NOT NULL REFERENCES commerce_prices,
  options jsonb NOT NULL CHECK (jsonb_typeof(options) = 'object'),
  period_no integer NOT NULL CHECK (period_no > 0),
  price_net bigint NOT NULL CHECK (price_net >= 0),
  paid_net bigint NOT NULL CHECK (paid_net >= 0),
  seconds_left bigint NOT NULL CHECK (seconds_left >= 0),
  period_seconds bigint NOT NULL CHECK (period_seconds > 0 AND period_seconds >= seconds_left),
  net bigint NOT NULL CHECK (net >= 0),
  vat_rate integer NOT NULL CHECK (vat_rate BETWEEN 0 AND 10000),
  vat bigint NOT NULL CHECK (vat >= 0),
  quoted_at timestamptz NOT NULL,
  quoted_by uuid REFERENCES users ON DELETE SET NULL,
  valid_until timestamptz NOT NULL,
  from_period integer CHECK (from_period > period_no),
  invoice_id uuid REFERENCES commerce_invoices ON DELETE CASCADE,
  ended_at timestamptz,
  CHECK (state <> 'invoiced' OR invoice_id IS NOT NULL),
  CHECK (state <> 'scheduled' OR from_period IS NOT NULL),
  CHECK ((state IN ('done', 'void')) = (ended_at IS NOT NULL))
);
CREATE INDEX commerce_changes_tenant ON commerce_changes (tenant_id);
CREATE INDEX commerce_changes_of ON commerce_changes (subscription_id, quoted_at);
CREATE UNIQUE INDEX commerce_changes_invoiced ON commerce_changes (subscription_id) WHERE state = 'invoiced';
CREATE UNIQUE INDEX commerce_changes_scheduled ON commerce_changes (subscription_id) WHERE state = 'scheduled';
CREATE INDEX commerce_changes_lapsing ON commerce_changes (valid_until) WHERE state IN ('quoted', 'invoiced');
CREATE INDEX commerce_changes_invoice ON commerce_changes (invoice_id) WHERE invoice_id IS NOT NULL;
SELECT enable_tenancy('commerce_changes');
REVOKE DELETE ON commerce_changes FROM sarai_tenant;

-- The line of a change stands beside the line that paid its period.
ALTER TABLE commerce_invoice_lines ADD COLUMN change_id uuid REFERENCES commerce_changes;
DROP INDEX commerce_invoice_lines_period;
CREATE UNIQUE INDEX commerce_invoice_lines_period ON commerce_invoice_lines (subscription_id, period_no, n)
  WHERE NOT void AND subscription_id IS NOT NULL AND change_id IS NULL;
CREATE UNIQUE INDEX commerce_invoice_lines_change ON commerce_invoice_lines (change_id) WHERE change_id IS NOT NULL;
