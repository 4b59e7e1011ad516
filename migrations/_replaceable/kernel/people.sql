-- What modules may ask of people inside a statement of their own, instead of the tables.

-- The staff who have one of these roles. Runs with the caller's rights: only the platform's role sees anybody.
CREATE OR REPLACE FUNCTION staff_in_roles(p_roles text[]) RETURNS TABLE (user_id uuid, display_name text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.user_id, p.display_name FROM people p
   WHERE p.user_id IN (SELECT r.user_id FROM platform_roles r WHERE r.role = ANY (p_roles))
$$;
