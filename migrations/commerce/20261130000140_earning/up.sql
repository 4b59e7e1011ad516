-- What was paid for a period and is not earned yet, a row for each such line; written by the trigger of its invoice's payment
-- (_replaceable/commerce/earning.sql), so that the sum of what is left is the balance of commerce.deferred.
-- `earned_to`: until when its time has passed into income; nothing until a job has looked up the period. `next_at`: when the
-- next part is due; nothing once nothing is left.
CREATE TABLE commerce_deferrals (
  invoice_id uuid NOT NULL,
  n smallint NOT NULL,
  product_id uuid NOT NULL REFERENCES commerce_products,
  subscription_id uuid REFERENCES commerce_subscriptions ON DELETE CASCADE,
  period_no integer CHECK (period_no > 0),
  amount bigint NOT NULL CHECK (amount > 0),
  earned bigint NOT NULL DEFAULT 0 CHECK (earned >= 0),
  credited bigint NOT NULL DEFAULT 0 CHECK (credited >= 0),
  paid_at timestamptz NOT NULL,
  ends_at timestamptz,
  earned_to timestamptz,
  next_at timestamptz,
  PRIMARY KEY (invoice_id, n),
  FOREIGN KEY (invoice_id, n) REFERENCES commerce_invoice_lines ON DELETE CASCADE,
  CHECK (earned + credited <= amount),
  CHECK ((ends_at IS NULL) = (earned_to IS NULL)),
  CHECK (next_at IS NOT NULL OR earned + credited = amount)
);
CREATE INDEX commerce_deferrals_due ON commerce_deferrals (next_at, invoice_id, n) WHERE next_at IS NOT NULL;
CREATE INDEX commerce_deferrals_left ON commerce_deferrals (product_id) INCLUDE (amount, earned, credited) WHERE next_at IS NOT NULL;
CREATE INDEX commerce_deferrals_of ON commerce_deferrals (subscription_id);
SELECT enable_staff('commerce_deferrals');

-- What of a line became income for a Jalali month (140509). Once each: the key says so.
CREATE TABLE commerce_releases (
  invoice_id uuid NOT NULL,
  n smallint NOT NULL,
  month integer NOT NULL CHECK (month BETWEEN 130001 AND 160012),
  amount bigint NOT NULL CHECK (amount > 0),
  entry_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (invoice_id, n, month),
  FOREIGN KEY (invoice_id, n) REFERENCES commerce_deferrals ON DELETE CASCADE
);
SELECT enable_staff('commerce_releases');
REVOKE UPDATE, DELETE ON commerce_releases FROM sarai_platform;

INSERT INTO commerce_deferrals (invoice_id, n, product_id, subscription_id, period_no, amount, paid_at, next_at)
SELECT l.invoice_id, l.n, l.product_id, l.subscription_id, l.period_no, l.net, i.paid_at, i.paid_at
  FROM commerce_invoice_lines l JOIN commerce_invoices i ON i.id = l.invoice_id
 WHERE i.state = 'paid' AND l.deferred AND l.net > 0;
