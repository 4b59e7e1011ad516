//! Migrations: everything can be undone and done again, by whoever may, and twice at once does it once.
//! On a database of its own, without the template.

use kernel::db::{DatabaseUrls, Role};
use kernel::migrate::{migrate, revert};
use kit::app::SECRET;
use kit::{TestDb, pg};

async fn tables(urls: &DatabaseUrls) -> Vec<String> {
    let owner = pg::connect(urls.get(Role::Owner).unwrap()).await.unwrap();
    let sql = "SELECT format('%s.%s %s', table_name, column_name, data_type) FROM information_schema.columns \
               WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' ORDER BY 1";
    owner
        .query(sql, &[])
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect()
}

#[tokio::test]
async fn all_migrations_go_up_down_and_up_again() {
    let db = TestDb::empty().await;
    let urls = DatabaseUrls::derived(db.url(), &SECRET).unwrap();
    let registry = sarai::modules::all().finish().unwrap();
    let up = migrate(&urls, &SECRET, &registry).await.unwrap();
    assert_eq!(up.len(), registry.migration_versions().unwrap().len());
    let first = tables(&urls).await;
    let down = revert(&urls, &registry, up.len()).await.unwrap();
    assert_eq!(down.iter().rev().cloned().collect::<Vec<_>>(), up);
    assert_eq!(
        tables(&urls).await,
        [""; 0],
        "what a migration makes its down.sql removes"
    );
    assert_eq!(migrate(&urls, &SECRET, &registry).await.unwrap(), up);
    assert_eq!(tables(&urls).await, first);
}

#[tokio::test]
async fn two_nodes_that_migrate_at_once_do_it_once() {
    let db = TestDb::empty().await;
    let urls = DatabaseUrls::derived(db.url(), &SECRET).unwrap();
    let registry = sarai::modules::all().finish().unwrap();
    migrate(
        &urls,
        &SECRET,
        &kernel::module::Registry::new().finish().unwrap(),
    )
    .await
    .unwrap();
    let (one, two) = tokio::join!(
        migrate(&urls, &SECRET, &registry),
        migrate(&urls, &SECRET, &registry)
    );
    let own = registry.migration_versions().unwrap().len()
        - kernel::module::Registry::new()
            .finish()
            .unwrap()
            .migration_versions()
            .unwrap()
            .len();
    assert_eq!(one.unwrap().len() + two.unwrap().len(), own);
}
