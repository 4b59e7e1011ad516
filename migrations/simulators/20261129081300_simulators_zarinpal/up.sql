-- Zarinpal as our programs meet it: terminals of shops, payments at the gateway, what went back to a card, what happened to
-- each payment, and the faults that are switched on. Rows of an outside service: no tenant of ours has any, and only the
-- platform's role reaches them, through routes that exist in development alone.

CREATE TABLE simulators_zarinpal_terminals (
  id uuid PRIMARY KEY,
  merchant_id text NOT NULL UNIQUE CHECK (length(merchant_id) = 36),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  -- callbacks lead here or to a name below it
  domain text NOT NULL CHECK (length(domain) BETWEEN 1 AND 253),
  state text NOT NULL CHECK (state IN ('active', 'inactive', 'limited', 'suspended', 'below_silver', 'blue')),
  -- calls come from these alone; when there is none, from anywhere, but nothing can be reversed
  server_ips text[] NOT NULL CHECK (cardinality(server_ips) <= 20),
  -- what the panel shows to the shop, for refunds
  access_token text NOT NULL UNIQUE CHECK (length(access_token) BETWEEN 16 AND 200),
  fee_payer text NOT NULL CHECK (fee_payer IN ('Merchant', 'Payer')),
  wages_allowed boolean NOT NULL,
  requests_a_minute integer NOT NULL CHECK (requests_a_minute BETWEEN 1 AND 10000),
  -- the last good answer of each call, for the fault that says it again
  last_answers jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL
);
SELECT enable_staff('simulators_zarinpal_terminals');

CREATE TABLE simulators_zarinpal_payments (
  id uuid PRIMARY KEY,
  terminal_id uuid NOT NULL REFERENCES simulators_zarinpal_terminals ON DELETE CASCADE,
  session_id bigint GENERATED ALWAYS AS IDENTITY (START WITH 385404124) UNIQUE,
  authority text NOT NULL UNIQUE CHECK (length(authority) = 36),
  -- as it was sent, in its currency; the two others in rial
  amount bigint NOT NULL CHECK (amount > 0),
  currency text NOT NULL CHECK (currency IN ('IRR', 'IRT')),
  amount_rial bigint NOT NULL CHECK (amount_rial > 0),
  fee_rial bigint NOT NULL CHECK (fee_rial >= 0),
  description text NOT NULL CHECK (length(description) BETWEEN 1 AND 500),
  callback_url text NOT NULL CHECK (length(callback_url) <= 2000),
  referrer_id text CHECK (length(referrer_id) <= 100),
  mobile text CHECK (length(mobile) <= 20),
  email text CHECK (length(email) <= 254),
  order_id text CHECK (length(order_id) <= 100),
  wages jsonb,
  referer text NOT NULL CHECK (length(referer) <= 500),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  -- how it ended at the bank
  end_kind text CHECK (end_kind IN ('paid', 'declined', 'cancelled', 'expired')),
  ended_at timestamptz,
  card_pan text CHECK (length(card_pan) <= 20),
  card_hash text CHECK (length(card_hash) = 64),
  -- a fault: what the way back says of the amount
  callback_amount bigint,
  verified_at timestamptz,
  reversed_at timestamptz,
  settled_at timestamptz,
  search_text text NOT NULL CHECK (length(search_text) <= 2000),
  CHECK ((end_kind IS NULL) = (ended_at IS NULL)),
  CHECK (end_kind = 'paid' OR (verified_at IS NULL AND reversed_at IS NULL AND settled_at IS NULL))
);
CREATE INDEX simulators_zarinpal_payments_terminal ON simulators_zarinpal_payments (terminal_id, id DESC);
CREATE INDEX simulators_zarinpal_payments_lately ON simulators_zarinpal_payments (terminal_id, created_at);
CREATE INDEX simulators_zarinpal_payments_words ON simulators_zarinpal_payments USING gin (search_text gin_trgm_ops);
SELECT enable_staff('simulators_zarinpal_payments');

CREATE TABLE simulators_zarinpal_refunds (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES simulators_zarinpal_payments ON DELETE CASCADE,
  number bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000000451) UNIQUE,
  amount_rial bigint NOT NULL CHECK (amount_rial >= 20000),
  method text NOT NULL CHECK (method IN ('PAYA', 'CARD')),
  reason text NOT NULL CHECK (reason IN ('CUSTOMER_REQUEST', 'DUPLICATE_TRANSACTION', 'SUSPICIOUS_TRANSACTION', 'OTHER')),
  description text NOT NULL CHECK (length(description) <= 500),
  created_at timestamptz NOT NULL
);
CREATE INDEX simulators_zarinpal_refunds_payment ON simulators_zarinpal_refunds (payment_id, id);
SELECT enable_staff('simulators_zarinpal_refunds');

-- What happened to a payment, in order: the gateway's own log, in place of our audit trail, which is ours alone.
CREATE TABLE simulators_zarinpal_events (
  id uuid PRIMARY KEY,
  payment_id uuid NOT NULL REFERENCES simulators_zarinpal_payments ON DELETE CASCADE,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (length(kind) <= 40),
  -- the code of the answer, where it is no success
  code integer,
  address text NOT NULL CHECK (length(address) <= 45)
);
CREATE INDEX simulators_zarinpal_events_payment ON simulators_zarinpal_events (payment_id, id);
SELECT enable_staff('simulators_zarinpal_events');

-- A fault of the next so many answers; the oldest is used first.
CREATE TABLE simulators_zarinpal_faults (
  id uuid PRIMARY KEY,
  terminal_id uuid NOT NULL REFERENCES simulators_zarinpal_terminals ON DELETE CASCADE,
  call text NOT NULL CHECK (length(call) <= 20),
  kind text NOT NULL CHECK (length(kind) <= 20),
  -- milliseconds of a delay, status of a failure, rial of an amount
  value bigint NOT NULL,
  -- whether the work is done before its answer is lost
  work_done boolean NOT NULL,
  times_left integer NOT NULL CHECK (times_left BETWEEN 0 AND 1000000),
  created_at timestamptz NOT NULL
);
CREATE INDEX simulators_zarinpal_faults_next ON simulators_zarinpal_faults (terminal_id, id) WHERE times_left > 0;
SELECT enable_staff('simulators_zarinpal_faults');
