-- What a tenant decides for itself; the platform's settings are in the table settings.

CREATE TABLE tenant_settings (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  key text NOT NULL CHECK (length(key) <= 120),
  value jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by uuid REFERENCES users ON DELETE SET NULL,
  PRIMARY KEY (tenant_id, key)
);
SELECT enable_tenancy('tenant_settings');
