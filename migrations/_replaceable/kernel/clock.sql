-- How far the program's time is moved, for every node before anybody signs in.
CREATE OR REPLACE FUNCTION clock_ahead_us() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT COALESCE((SELECT ahead_us FROM clock_moves), 0) $$;
REVOKE ALL ON FUNCTION clock_ahead_us() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clock_ahead_us() TO sarai_public, sarai_platform;
