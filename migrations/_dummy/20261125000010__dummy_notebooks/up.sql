-- Notebooks that were bought; the id is the key of the purchase, so that it cannot be provided twice.

CREATE TABLE _dummy_notebooks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
  opened_at timestamptz NOT NULL,
  suspended_at timestamptz,
  closed_at timestamptz
);
SELECT enable_tenancy('_dummy_notebooks');
