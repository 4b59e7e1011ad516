//! Looks into PostgreSQL's catalogue for tables that hold a tenant's or a person's rows without saying so, and for tables of
//! the books that somebody writes without their functions.
//! The boot check refuses to serve with one; the catalogue test lists them.

use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

use super::ReadTx;
use crate::error::AppResult;

/// A table that is not as `enable_tenancy`, `enable_account` or `enable_books` makes it.
#[derive(Clone, Debug, PartialEq, Eq, diesel::QueryableByName)]
pub struct Fault {
    /// The table.
    #[diesel(sql_type = Text)]
    pub table_name: String,
    /// What it lacks.
    #[diesel(sql_type = Text)]
    pub fault: String,
}

const SQL: &str = "
WITH t AS (
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity,
         EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS has_tenant
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> '__diesel_schema_migrations'
), p AS (
  SELECT polrelid, polname, polroles::regrole[]::text[] AS roles FROM pg_policy
)
SELECT relname::text AS table_name, 'row-level security is not forced' AS fault FROM t WHERE NOT (relrowsecurity AND relforcerowsecurity)
UNION ALL
SELECT relname::text, 'no owner policy' FROM t WHERE NOT EXISTS (SELECT 1 FROM p WHERE polrelid = t.oid AND 'sarai_owner' = ANY (roles))
UNION ALL
SELECT relname::text, 'no index that begins with tenant_id' FROM t
 WHERE has_tenant AND EXISTS (SELECT 1 FROM p WHERE polrelid = t.oid AND polname = 'tenant') AND NOT EXISTS (
   SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    WHERE i.indrelid = t.oid AND a.attname = 'tenant_id')
UNION ALL
SELECT relname::text, 'tenant_id without a tenant policy' FROM t
 WHERE has_tenant AND has_table_privilege('sarai_tenant', t.oid, 'SELECT')
   AND NOT EXISTS (SELECT 1 FROM p WHERE polrelid = t.oid AND polname IN ('tenant', 'account'))
UNION ALL
SELECT relname::text, 'a policy for everybody' FROM t
 WHERE EXISTS (SELECT 1 FROM pg_policy x WHERE x.polrelid = t.oid AND 0 = ANY (x.polroles))
UNION ALL
SELECT relname::text, 'readable by the public role without a published policy' FROM t
 WHERE has_table_privilege('sarai_public', t.oid, 'SELECT') AND NOT EXISTS (SELECT 1 FROM p WHERE polrelid = t.oid AND polname = 'published')
UNION ALL
SELECT relname::text, 'written by ' || role || ' without a function of its owner' FROM t, unnest(ARRAY['sarai_tenant', 'sarai_platform', 'sarai_public', 'sarai_jobs']) role
 WHERE (relname LIKE 'ledger\\_%' OR relname LIKE 'documents\\_%')
   AND (has_table_privilege(role, t.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(role, t.oid, 'INSERT, UPDATE'))
ORDER BY 1, 2";

/// Every fault, by table.
pub async fn faults(tx: &mut ReadTx) -> AppResult<Vec<Fault>> {
    Ok(diesel::sql_query(SQL).get_results(tx).await?)
}
