-- Scopes: how a table says whose rows it holds. Every policy goes through these functions, so that the
-- catalogue test can compare what is with what must be.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

GRANT USAGE ON SCHEMA public TO sarai_tenant, sarai_platform, sarai_public;

CREATE FUNCTION app_tenant_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid $$;

CREATE FUNCTION app_user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('app.user_id', true), '')::uuid $$;

-- Staff see all rows; the owner's policy keeps later migrations from changing nothing in silence.
CREATE FUNCTION enable_staff(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY owner ON %s TO sarai_owner USING (true) WITH CHECK (true)', target);
  EXECUTE format('CREATE POLICY platform ON %s TO sarai_platform USING (true) WITH CHECK (true)', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO sarai_platform', target);
END $$;

-- Rows of a tenant: the column is tenant_id. The index that starts with tenant_id is the table's own to design;
-- enable_tenancy makes a plain one when there is none yet.
CREATE FUNCTION enable_tenancy(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM enable_staff(target);
  EXECUTE format('CREATE POLICY tenant ON %s TO sarai_tenant '
    'USING (tenant_id = (SELECT NULLIF(current_setting(''app.tenant_id'', true), '''')::uuid)) '
    'WITH CHECK (tenant_id = (SELECT NULLIF(current_setting(''app.tenant_id'', true), '''')::uuid))', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO sarai_tenant', target);
  IF NOT EXISTS (
    SELECT 1 FROM pg_index i
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
     WHERE i.indrelid = target AND a.attname = 'tenant_id'
  ) THEN
    EXECUTE format('CREATE INDEX ON %s (tenant_id)', target);
  END IF;
END $$;

-- Rows of a person: the column is user_id.
CREATE FUNCTION enable_account(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM enable_staff(target);
  EXECUTE format('CREATE POLICY account ON %s TO sarai_tenant '
    'USING (user_id = (SELECT NULLIF(current_setting(''app.user_id'', true), '''')::uuid)) '
    'WITH CHECK (user_id = (SELECT NULLIF(current_setting(''app.user_id'', true), '''')::uuid))', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO sarai_tenant', target);
END $$;

-- What anybody may see, where `condition` holds.
CREATE FUNCTION enable_public(target regclass, condition text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY published ON %s FOR SELECT TO sarai_public, sarai_tenant USING (%s)', target, condition);
  EXECUTE format('GRANT SELECT ON %s TO sarai_public, sarai_tenant', target);
END $$;
