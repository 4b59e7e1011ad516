-- What stands on the papers of an account as their buyer, as it says. Papers that were issued keep what stood there then.
CREATE TABLE commerce_buyers (
  tenant_id uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('person', 'company')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  -- ten digits of a person, eleven of a company
  national_id text CHECK (national_id ~ CASE kind WHEN 'person' THEN '^[0-9]{10}$' ELSE '^[0-9]{11}$' END),
  registration_number text CHECK (length(registration_number) BETWEEN 1 AND 20),
  economic_number text CHECK (economic_number ~ '^[0-9]{10,14}$'),
  address text CHECK (length(address) BETWEEN 1 AND 300),
  postcode text CHECK (postcode ~ '^[0-9]{10}$'),
  phone text CHECK (length(phone) BETWEEN 1 AND 20),
  changed_at timestamptz NOT NULL,
  CHECK (kind = 'company' OR registration_number IS NULL)
);
SELECT enable_tenancy('commerce_buyers');
REVOKE DELETE ON commerce_buyers FROM sarai_tenant;
