//! A throw-away PostgreSQL for the tests of one process, and a database of its own for each test.
//! Here so that every test has real tables to itself: `LISTEN` and advisory locks are per database.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context;
use embedded_pg::{Cluster, DATABASE, Mode, Options};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Mutex, OnceCell};
use tokio_postgres::{Client, NoTls};

/// Clusters that may run side by side: test programs of one machine, each in its own slot.
const SLOTS: u32 = 32;

/// The runtime that owns the cluster. Each test has a runtime of its own that ends with it.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();
static SERVER: OnceCell<Server> = OnceCell::const_new();

/// The running cluster. The server ends with this process, and the slot's lock with it.
struct Server {
    cluster: Cluster,
    _slot: File,
    templates: Mutex<Vec<String>>,
}

/// A database for one test; dropped when the value is.
#[derive(Debug)]
pub struct TestDb {
    name: String,
    url: String,
}

impl TestDb {
    /// A copy of the template database that `migrate` fills on the first call with this `key`.
    ///
    /// `key` names everything that `migrate` applies (a hash of the migrations): the cluster's
    /// folder outlives the run, and templates of other keys are swept at the start of the next.
    pub async fn clone_template<F, Fut>(key: &str, migrate: F) -> Self
    where
        F: FnOnce(String) -> Fut + Send + 'static,
        Fut: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let key = key.to_owned();
        on_own_runtime(async move {
            let server = server().await?;
            let template = server.template(&key, migrate).await?;
            Self::create(server, &format!("TEMPLATE \"{template}\"")).await
        })
        .await
    }

    /// An empty database, for tests of the migrations themselves.
    pub async fn empty() -> Self {
        on_own_runtime(async { Self::create(server().await?, "").await }).await
    }

    async fn create(server: &Server, clause: &str) -> anyhow::Result<Self> {
        let name = fresh_name();
        let admin = connect(&server.cluster.url(DATABASE)).await?;
        admin
            .batch_execute(&format!("CREATE DATABASE \"{name}\" {clause}"))
            .await?;
        Ok(Self {
            url: server.cluster.url(&name),
            name,
        })
    }

    /// URL as the cluster's administrator (no superuser), as `DATABASE_URL` takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A connection as the administrator, for looking at what the product wrote.
    pub async fn connect(&self) -> Client {
        connect(&self.url)
            .await
            .expect("the test's database answers")
    }

    /// Drop it now, and wait until it is gone.
    pub async fn remove(self) {
        let name = self.name.clone();
        std::mem::forget(self);
        on_own_runtime(async move { drop_database(server().await?, &name).await }).await;
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        // A database that is still in use stays until the sweep of the next start.
        runtime().spawn(async move {
            let server = server().await.ok()?;
            drop_database(server, &name).await.ok()
        });
    }
}

/// A program of the cluster's PostgreSQL install, such as `pgbench`.
pub async fn program(name: &str) -> PathBuf {
    let name = name.to_owned();
    on_own_runtime(async move { Ok(server().await?.cluster.bin(&name)) }).await
}

/// The address of a database as the superuser: nothing but the proof that the program refuses to be one.
pub async fn superuser_url(database: &str) -> String {
    let database = database.to_owned();
    on_own_runtime(async move {
        let cluster = &server().await?.cluster;
        let home = cluster.log_file();
        let home = home.parent().context("the log lies beside the cluster")?;
        let password = fs::read_to_string(home.join("cluster/superuser.password"))?;
        let mut url = url::Url::parse(&cluster.url(&database))?;
        let wrong = |()| anyhow::anyhow!("an address without a place for a user");
        url.set_username("postgres").map_err(wrong)?;
        url.set_password(Some(password.trim())).map_err(wrong)?;
        Ok(url.into())
    })
    .await
}

impl Server {
    async fn start() -> anyhow::Result<Self> {
        let (folder, slot) = free_slot()?;
        let options = || Options {
            data_dir: folder.clone(),
            mode: Mode::Throwaway,
        };
        let cluster = match Cluster::start(options()).await {
            Ok(cluster) => cluster,
            // Without fsync a power cut may have spoilt it: nothing in it is worth keeping.
            Err(spoilt) => {
                clear(&folder).with_context(|| format!("after: {spoilt}"))?;
                Cluster::start(options()).await?
            }
        };
        let server = Self {
            cluster,
            _slot: slot,
            templates: Mutex::default(),
        };
        server.sweep().await?;
        Ok(server)
    }

    /// Databases that a killed run left behind.
    async fn sweep(&self) -> anyhow::Result<()> {
        let admin = connect(&self.cluster.url(DATABASE)).await?;
        let left = "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'";
        for row in admin.query(left, &[]).await? {
            drop_database(self, row.get(0)).await?;
        }
        Ok(())
    }

    /// The template's name, after making it when this cluster has none of this key.
    async fn template<F, Fut>(&self, key: &str, migrate: F) -> anyhow::Result<String>
    where
        F: FnOnce(String) -> Fut,
        Fut: Future<Output = anyhow::Result<()>>,
    {
        let name = format!("template_{key}");
        let mut ready = self.templates.lock().await;
        if ready.contains(&name) {
            return Ok(name);
        }
        let admin = connect(&self.cluster.url(DATABASE)).await?;
        let have =
            "SELECT datname, datistemplate FROM pg_database WHERE datname LIKE 'template\\_%'";
        let mut is_whole = false;
        for row in admin.query(have, &[]).await? {
            let (old, whole): (String, bool) = (row.get(0), row.get(1));
            if old == name && whole {
                is_whole = true;
            } else if !ready.contains(&old) {
                admin
                    .batch_execute(&format!("ALTER DATABASE \"{old}\" IS_TEMPLATE false"))
                    .await?;
                drop_database(self, &old).await?;
            }
        }
        if !is_whole {
            admin
                .batch_execute(&format!("CREATE DATABASE \"{name}\""))
                .await?;
            migrate(self.cluster.url(&name))
                .await
                .context("migrate the template")?;
            // The mark that it is whole: set last.
            admin
                .batch_execute(&format!("ALTER DATABASE \"{name}\" IS_TEMPLATE true"))
                .await?;
        }
        ready.push(name.clone());
        Ok(name)
    }
}

fn runtime() -> &'static Runtime {
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime")
    })
}

async fn server() -> anyhow::Result<&'static Server> {
    SERVER.get_or_try_init(Server::start).await
}

async fn on_own_runtime<T: Send + 'static>(
    work: impl Future<Output = anyhow::Result<T>> + Send + 'static,
) -> T {
    let done = runtime()
        .spawn(work)
        .await
        .expect("the cluster's task ends");
    done.unwrap_or_else(|error| panic!("test database: {error:#}"))
}

/// Wait for `work` from code that is not async, such as a `drop`: it runs on the cluster's own runtime.
pub(crate) fn block_on<T: Send + 'static>(
    work: impl Future<Output = anyhow::Result<T>> + Send + 'static,
) -> anyhow::Result<T> {
    let (done, result) = std::sync::mpsc::channel();
    runtime().spawn(async move { done.send(work.await) });
    result.recv()?
}

/// A connection to this address; it lives on the caller's runtime.
pub async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn drop_database(server: &Server, name: &str) -> anyhow::Result<()> {
    let admin = connect(&server.cluster.url(DATABASE)).await?;
    let drop = |force: &str| format!("DROP DATABASE IF EXISTS \"{name}\"{force}");
    // Forcing needs the right to end the other roles' sessions; without it PostgreSQL still waits
    // five seconds for them to go.
    if admin.batch_execute(&drop(" WITH (FORCE)")).await.is_err() {
        admin.batch_execute(&drop("")).await?;
    }
    Ok(())
}

fn fresh_name() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!(
        "test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// The first slot whose lock is free; it stays ours while the file is open.
fn free_slot() -> anyhow::Result<(PathBuf, File)> {
    let uid = rustix::process::getuid().as_raw();
    let home = std::env::temp_dir().join(format!("sarai-tests-{uid}"));
    fs::create_dir_all(&home)?;
    for slot in 0..SLOTS {
        let lock = File::create(home.join(format!("slot-{slot}.lock")))?;
        if lock.try_lock().is_ok() {
            let folder = home.join(format!("slot-{slot}"));
            fs::create_dir_all(&folder)?;
            return Ok((folder, lock));
        }
    }
    anyhow::bail!("all {SLOTS} slots in {} are taken", home.display())
}

fn clear(folder: &Path) -> anyhow::Result<()> {
    fs::remove_dir_all(folder)?;
    Ok(fs::create_dir_all(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "kit_v1";

    async fn migrate(url: String) -> anyhow::Result<()> {
        let db = connect(&url).await?;
        db.batch_execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)")
            .await?;
        Ok(())
    }

    async fn rows(db: &TestDb) -> i64 {
        db.connect()
            .await
            .query_one("SELECT count(*) FROM t", &[])
            .await
            .unwrap()
            .get(0)
    }

    #[tokio::test]
    async fn each_test_has_its_own_copy_of_the_migrated_template() {
        let (one, two) = tokio::join!(
            TestDb::clone_template(KEY, migrate),
            TestDb::clone_template(KEY, migrate)
        );
        one.connect()
            .await
            .batch_execute("INSERT INTO t VALUES (2)")
            .await
            .unwrap();
        assert_eq!((rows(&one).await, rows(&two).await), (2, 1));
        let super_ = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user";
        let admin = one.connect().await;
        assert!(
            !admin
                .query_one(super_, &[])
                .await
                .unwrap()
                .get::<_, bool>(0)
        );
    }

    #[tokio::test]
    async fn removed_database_is_gone_although_somebody_is_connected() {
        let db = TestDb::empty().await;
        let other = TestDb::empty().await.connect().await;
        let idle = db.connect().await;
        let name = db.name().to_owned();
        db.remove().await;
        assert!(idle.batch_execute("SELECT 1").await.is_err());
        let same = "SELECT 1 FROM pg_database WHERE datname = $1";
        let witness = TestDb::empty().await;
        assert!(
            witness
                .connect()
                .await
                .query_opt(same, &[&name])
                .await
                .unwrap()
                .is_none()
        );
        drop(other);
    }
}
