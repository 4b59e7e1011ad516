-- What a member is besides owner, manager or employee, and which modules a tenant does without.

-- Roles that modules declare, given by the tenant's owner: over everything, or over one thing alone.
CREATE TABLE member_roles (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL CHECK (length(role) <= 120),
  over_kind text CHECK (length(over_kind) <= 80),
  over_id uuid,
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES users ON DELETE SET NULL,
  FOREIGN KEY (tenant_id, user_id) REFERENCES memberships ON DELETE CASCADE,
  UNIQUE NULLS NOT DISTINCT (tenant_id, user_id, role, over_kind, over_id),
  CHECK ((over_kind IS NULL) = (over_id IS NULL))
);
SELECT enable_tenancy('member_roles');

-- Modules that a tenant's owner has switched off. All others are on.
CREATE TABLE tenant_modules_off (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  module text NOT NULL CHECK (length(module) <= 40),
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES users ON DELETE SET NULL,
  PRIMARY KEY (tenant_id, module)
);
SELECT enable_tenancy('tenant_modules_off');
