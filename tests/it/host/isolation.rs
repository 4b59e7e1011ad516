//! Every table with a tenant × every verb across tenants, as the role that serves customers.
//! The tables come from the catalogue, so that a new one is tried without a line here.

use kernel::db::Role;
use kernel::ids::TenantId;
use kit::TestApp;
use tokio_postgres::error::SqlState;

const TABLES: &str = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped \
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1";

async fn as_tenant(app: &TestApp, tenant: TenantId) -> tokio_postgres::Client {
    let sql = app.sql_as(Role::Tenant).await;
    sql.execute(
        "SELECT set_config('app.tenant_id', $1, false)",
        &[&tenant.to_string()],
    )
    .await
    .unwrap();
    sql
}

async fn tables(app: &TestApp) -> Vec<String> {
    let rows = app
        .sql_as(Role::Owner)
        .await
        .query(TABLES, &[])
        .await
        .unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Rows that the statement touched; 0 when the role may not even try.
async fn touched(sql: &tokio_postgres::Client, statement: &str) -> u64 {
    match sql.execute(statement, &[]).await {
        Ok(count) => count,
        Err(error) => {
            assert_eq!(
                error.code(),
                Some(&SqlState::INSUFFICIENT_PRIVILEGE),
                "{statement}: {error}"
            );
            0
        }
    }
}

#[tokio::test]
async fn row_for_another_tenant_cannot_be_inserted() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let sql = as_tenant(&app, kaveh.tenant).await;
    let tables = tables(&app).await;
    assert!(
        tables.iter().any(|table| table == "stored_files"),
        "{tables:?}"
    );
    for table in tables {
        let insert = format!("INSERT INTO {table} (tenant_id) VALUES ('{}')", sara.tenant);
        let error = sql.execute(&insert, &[]).await.expect_err(&insert);
        assert_eq!(
            error.code(),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE),
            "{table}: {error}"
        );
    }
}

#[tokio::test]
async fn row_cannot_be_given_to_another_tenant() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let sql = as_tenant(&app, kaveh.tenant).await;
    let give = format!("UPDATE memberships SET tenant_id = '{}'", sara.tenant);
    let error = sql
        .execute(&give, &[])
        .await
        .expect_err("row-level security");
    assert_eq!(
        error.code(),
        Some(&SqlState::INSUFFICIENT_PRIVILEGE),
        "{error}"
    );
}

#[tokio::test]
async fn rows_of_another_tenant_are_neither_seen_nor_changed_nor_removed() {
    let app = TestApp::new().await;
    let scene = super::scene::Scene::set(&app).await;
    let kaveh = app.customer("kaveh").await;
    let (foreign, platform) = (
        as_tenant(&app, kaveh.tenant).await,
        app.sql_as(Role::Platform).await,
    );
    let mut tried = 0;
    for table in tables(&app).await {
        let theirs = format!("FROM {table} WHERE tenant_id = '{}'", scene.sara.tenant);
        let count = format!("SELECT count(*) {theirs}");
        let before: i64 = platform.query_one(&count, &[]).await.unwrap().get(0);
        assert!(
            before > 0,
            "the scene has no row in {table}: the test would prove nothing"
        );
        if let Ok(row) = foreign.query_one(&count, &[]).await {
            assert_eq!(
                row.get::<_, i64>(0),
                0,
                "{table} shows another tenant's rows"
            );
        }
        let update = format!(
            "UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = '{}'",
            scene.sara.tenant
        );
        assert_eq!(touched(&foreign, &update).await, 0, "{table}");
        assert_eq!(
            touched(&foreign, &format!("DELETE {theirs}")).await,
            0,
            "{table}"
        );
        let after: i64 = platform.query_one(&count, &[]).await.unwrap().get(0);
        assert_eq!(after, before, "{table}");
        tried += 1;
    }
    assert!(tried >= 5, "only {tried} tables were tried");
}

#[tokio::test]
async fn connection_that_says_no_tenant_sees_no_tenants_rows() {
    let app = TestApp::new().await;
    app.customer("sara").await;
    let sql = app.sql_as(Role::Tenant).await;
    for table in [
        "memberships",
        "tenants",
        "stored_files",
        "sessions",
        "notifications",
    ] {
        let count: i64 = sql
            .query_one(&format!("SELECT count(*) FROM {table}"), &[])
            .await
            .unwrap()
            .get(0);
        assert_eq!(count, 0, "{table}");
    }
}
