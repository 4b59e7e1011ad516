-- What is sold: categories, products, their prices by cycle, and taxes by date. Everybody may read what is offered; costs and
-- margins will stand in tables of their own.

CREATE TABLE commerce_categories (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  position integer NOT NULL DEFAULT 0,
  name_fa text NOT NULL CHECK (length(name_fa) BETWEEN 1 AND 60),
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 60),
  text_fa text NOT NULL DEFAULT '' CHECK (length(text_fa) <= 300),
  text_en text NOT NULL DEFAULT '' CHECK (length(text_en) <= 300),
  archived_at timestamptz
);
SELECT enable_staff('commerce_categories');
SELECT enable_public('commerce_categories', 'archived_at IS NULL');

-- `kind` is the name under which a module offers what is sold. `fixed` are options that the operator has decided, which no
-- buyer sees. `features` is a list of {"fa", "en"}.
CREATE TABLE commerce_products (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
  category_id uuid NOT NULL REFERENCES commerce_categories,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 80),
  name_fa text NOT NULL CHECK (length(name_fa) BETWEEN 1 AND 80),
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 80),
  summary_fa text NOT NULL DEFAULT '' CHECK (length(summary_fa) <= 200),
  summary_en text NOT NULL DEFAULT '' CHECK (length(summary_en) <= 200),
  text_fa text NOT NULL DEFAULT '' CHECK (length(text_fa) <= 10000),
  text_en text NOT NULL DEFAULT '' CHECK (length(text_en) <= 10000),
  features jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(features) = 'array'),
  fixed jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(fixed) = 'object'),
  visibility text NOT NULL DEFAULT 'draft' CHECK (visibility IN ('draft', 'listed', 'unlisted')),
  recommended boolean NOT NULL DEFAULT false,
  position integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  archived_at timestamptz
);
CREATE INDEX commerce_products_shelf ON commerce_products (category_id, position, id);
SELECT enable_staff('commerce_products');
SELECT enable_public('commerce_products', 'visibility <> ''draft'' AND archived_at IS NULL');

-- A price never changes: another one takes its place, and who bought at the old one keeps it. Without tax, in smallest units.
CREATE TABLE commerce_prices (
  id uuid PRIMARY KEY,
  product_id uuid NOT NULL REFERENCES commerce_products,
  cycle text NOT NULL CHECK (cycle IN ('once', 'hour', 'day', 'month', 'quarter', 'half_year', 'year')),
  currency text NOT NULL CHECK (currency IN ('IRR', 'USD', 'EUR')),
  amount bigint NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
  setup bigint NOT NULL DEFAULT 0 CHECK (setup BETWEEN 0 AND 1000000000000),
  valid_from timestamptz NOT NULL,
  replaced_at timestamptz CHECK (replaced_at >= valid_from)
);
CREATE UNIQUE INDEX commerce_prices_now ON commerce_prices (product_id, cycle, currency) WHERE replaced_at IS NULL;
SELECT enable_staff('commerce_prices');
SELECT enable_public('commerce_prices', 'true');

-- The share of the price that is tax, in hundredths of a percent, from a moment on.
CREATE TABLE commerce_taxes (
  id uuid PRIMARY KEY,
  rate integer NOT NULL CHECK (rate BETWEEN 0 AND 10000),
  valid_from timestamptz NOT NULL UNIQUE
);
SELECT enable_staff('commerce_taxes');
SELECT enable_public('commerce_taxes', 'true');
-- Value added tax of Iran: 10 percent since 1403.
INSERT INTO commerce_taxes (id, rate, valid_from) VALUES
  ('7f0f5bd4-2f0b-4a3c-9d6d-1403ad000001', 900, '2008-09-21 20:30:00+00'),
  ('7f0f5bd4-2f0b-4a3c-9d6d-1403ad000002', 1000, '2024-03-19 20:30:00+00');
