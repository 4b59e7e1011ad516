-- Notes of a tenant, and how many each tenant has: the second is written by a job.

CREATE TABLE _dummy_notes (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 2000),
  search_text text NOT NULL,
  created_at timestamptz NOT NULL,
  -- nobody when a job wrote it
  created_by uuid REFERENCES users ON DELETE SET NULL
);
CREATE INDEX _dummy_notes_tenant ON _dummy_notes (tenant_id, created_at DESC, id DESC);
CREATE INDEX _dummy_notes_search ON _dummy_notes USING gin (search_text gin_trgm_ops);
SELECT enable_tenancy('_dummy_notes');

CREATE TABLE _dummy_counts (
  tenant_id uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  notes bigint NOT NULL,
  counted_at timestamptz NOT NULL
);
SELECT enable_tenancy('_dummy_counts');
