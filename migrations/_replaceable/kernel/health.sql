-- How many of these migrations have been applied; the program compares with what it carries.
CREATE OR REPLACE FUNCTION migrations_applied(p_versions text[]) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT count(*) FROM __diesel_schema_migrations WHERE version = ANY (p_versions) $$;
REVOKE ALL ON FUNCTION migrations_applied(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION migrations_applied(text[]) TO sarai_public;
