//! What PostgreSQL's catalogue says of the tables: none without a scope, and the public role sees little.
//! The lists stand here in full: whoever opens another table to everybody changes this file.

use kernel::db::{Role, catalogue};
use kit::TestApp;

async fn faults(app: &TestApp) -> Vec<(String, String)> {
    let found = app
        .platform()
        .read(async |tx| catalogue::faults(tx).await)
        .await
        .unwrap();
    found
        .into_iter()
        .map(|fault| (fault.table_name, fault.fault))
        .collect()
}

async fn names(app: &TestApp, sql: &str) -> Vec<String> {
    let rows = app
        .sql_as(Role::Public)
        .await
        .query(sql, &[])
        .await
        .unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn every_table_says_whose_rows_it_holds() {
    let app = TestApp::new().await;
    assert_eq!(faults(&app).await, []);
}

#[tokio::test]
async fn table_made_without_enable_tenancy_is_found() {
    let app = TestApp::new().await;
    let owner = app.sql_as(Role::Owner).await;
    owner
        .batch_execute("CREATE TABLE leaks (tenant_id uuid NOT NULL)")
        .await
        .unwrap();
    owner
        .batch_execute("GRANT SELECT ON leaks TO sarai_tenant, sarai_public")
        .await
        .unwrap();
    let found: Vec<String> = faults(&app)
        .await
        .into_iter()
        .map(|(table, fault)| format!("{table}: {fault}"))
        .collect();
    assert_eq!(
        found,
        [
            "leaks: no owner policy",
            "leaks: readable by the public role without a published policy",
            "leaks: row-level security is not forced",
            "leaks: tenant_id without a tenant policy",
        ]
    );
    owner
        .batch_execute("DROP TABLE leaks; CREATE TABLE leaks (tenant_id uuid NOT NULL)")
        .await
        .unwrap();
    owner
        .batch_execute("SELECT enable_tenancy('leaks')")
        .await
        .unwrap();
    assert_eq!(faults(&app).await, []);
}

#[tokio::test]
async fn public_role_reads_only_published_tables() {
    let app = TestApp::new().await;
    let sql = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
               WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') \
               AND has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE') ORDER BY 1";
    let mut published = Vec::new();
    if cfg!(feature = "commerce") {
        let shelves = ["categories", "prices", "products", "rates", "taxes"];
        published.extend(shelves.map(|one| format!("commerce_{one}")));
    }
    if cfg!(feature = "tickets") {
        published.push("tickets_departments".to_owned());
    }
    assert_eq!(names(&app, sql).await, published);
}

#[tokio::test]
async fn public_role_writes_no_table() {
    let app = TestApp::new().await;
    let sql = "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
               WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') \
               AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')";
    assert_eq!(names(&app, sql).await, [""; 0]);
}

#[tokio::test]
async fn public_role_has_these_doors_and_no_other() {
    let app = TestApp::new().await;
    let sql = "SELECT p.oid::regproc::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
               WHERE p.prosecdef AND has_function_privilege(p.oid, 'EXECUTE') \
               AND has_schema_privilege(n.oid, 'USAGE') ORDER BY 1";
    let mut doors = vec![
        "api_caller",
        "api_refresh_owner",
        "audit_append",
        "clock_ahead_us",
        "documents_shown",
        "identity_account",
        "identity_attempt",
        "identity_attempt_clear",
        "identity_attempt_undo",
        "identity_close_session",
        "identity_confirm",
        "identity_invitation",
        "identity_issue_token",
        "identity_open_session",
        "identity_reset_address",
        "identity_reset_password",
        "identity_set_theme",
        "identity_sign_up",
        "identity_sign_up_again",
        "identity_sign_up_password",
        "identity_sign_up_waiting",
        "identity_token_valid",
        "jobs.backlog",
        "jobs.enqueue",
        "live_announce",
        "live_events_after",
        "live_events_head",
        "live_events_since",
        "mail_queue",
        "migrations_applied",
        "session_by_token",
        "session_of_token",
        "session_standing",
        "settings_all",
        "text_overrides_all",
        "webhook_backlog",
        "webhook_wanted",
    ];
    if cfg!(feature = "commerce") {
        doors.push("commerce_payment_returned");
        doors.sort_unstable();
    }
    assert_eq!(names(&app, sql).await, doors);
}

#[tokio::test]
async fn every_function_with_its_owners_rights_pins_its_search_path() {
    let app = TestApp::new().await;
    let sql = "SELECT p.oid::regproc::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
               WHERE p.prosecdef AND n.nspname <> 'pg_catalog' \
               AND NOT coalesce(p.proconfig::text LIKE '%search_path=pg_catalog%pg_temp%', false)";
    assert_eq!(names(&app, sql).await, [""; 0]);
}
