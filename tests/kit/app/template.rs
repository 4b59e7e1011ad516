//! The migrated template that every test's database is a copy of.
//! Its name is a hash of all SQL that makes it, so that a changed migration makes another.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use kernel::db::DatabaseUrls;
use kernel::migrate::migrate;
use kernel::module::Registry;

use super::SECRET;
use crate::TestDb;

/// A copy of the template of these modules.
pub(super) async fn database(modules: fn() -> Registry) -> TestDb {
    TestDb::clone_template(&key(modules), move |url| async move {
        let urls = DatabaseUrls::derived(&url, &SECRET)?;
        migrate(&urls, &SECRET, &modules().finish()?).await?;
        Ok(())
    })
    .await
}

fn key(modules: fn() -> Registry) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut hash = DefaultHasher::new();
    for source in ["migrations", "app/kernel/src/jobs/queue.sql"] {
        add(&root.join(source), &mut hash);
    }
    let registry = modules()
        .finish()
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    registry
        .migration_versions()
        .expect("migrations")
        .hash(&mut hash);
    SECRET.hash(&mut hash);
    format!("{:016x}", hash.finish())
}

fn add(path: &Path, hash: &mut DefaultHasher) {
    if path.is_dir() {
        let entries = fs::read_dir(path)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path());
        let mut entries: Vec<_> = entries.collect();
        entries.sort();
        for entry in entries {
            add(&entry, hash);
        }
    } else {
        path.file_name().hash(hash);
        fs::read(path).expect("a file").hash(hash);
    }
}
