//! A backup as docs/OPERATIONS.md tells it, restored into a new database, which the program then serves.
//! With the server's own `pg_dump` and `pg_restore`, as the superuser: row-level security binds everybody else.

use std::path::Path;

use kernel::db::DatabaseUrls;
use kernel::migrate::migrate;
use kit::app::SECRET;
use kit::{TestApp, TestDb, pg};
use tokio::process::Command;

async fn run(program: &str, arguments: &[&str], database: &str) {
    let output = Command::new(pg::program(program).await)
        .args(arguments)
        .arg("--dbname")
        .arg(pg::superuser_url(database).await)
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
}

fn argument(name: &str, file: &Path) -> String {
    format!("{name}{}", file.display())
}

#[tokio::test]
async fn restored_database_is_served_with_what_was_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("sarai.dump");
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let to = argument("--file=", &dump);
    run("pg_dump", &["--format=custom", &to], app.db().name()).await;

    let new = TestDb::empty().await;
    let from = dump.display().to_string();
    run("pg_restore", &["--exit-on-error", &from], new.name()).await;
    let urls = DatabaseUrls::derived(new.url(), &SECRET).unwrap();
    let registry = sarai::modules::all().finish().unwrap();
    let applied = migrate(&urls, &SECRET, &registry).await.unwrap();
    assert_eq!(applied, [""; 0], "the dump brings its migrations");

    let restored = TestApp::on(new).await;
    restored.leave_jobs();
    let config = restored.state().config.clone();
    let registry = sarai::modules::all().finish().unwrap();
    assert!(sarai::start::assemble(config, urls, registry).await.is_ok());
    let client = restored.sign_in(sara.person.id).await;
    client.get("/home").await.assert_ok();
    client.get("/readyz").await.assert_ok();
}
