//! `TestApp`: the real program in this process, over a database of its own, with a clock that stands still.
//! Here so that a test is about its subject: who acts and what comes back.

use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use kernel::app::App;
use kernel::boot;
use kernel::clock::Clock;
use kernel::config::{Config, Environment};
use kernel::db::{DatabaseUrls, JobDb, PlatformDb, Role, TenantDb};
use kernel::ids::TenantId;
use kernel::live::{Listener, Signal};
use kernel::module::Registry;
use rocket::fairing::AdHoc;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_postgres::types::{FromSqlOwned, ToSql};

use crate::{Client, SmtpSink, TestDb, pg};

mod people;
mod programs;
mod queue;
mod template;
#[cfg(feature = "tickets")]
mod tickets;

pub use people::{Member, NewPerson, PASSWORD, Person, Shop, Staff};
pub use programs::{NewProgram, Program};
#[cfg(feature = "tickets")]
pub use tickets::{NewTicket, Ticket};

/// One secret for all tests: the roles of the cluster, whose passwords come from it, are shared by its databases.
pub const SECRET: [u8; 32] = *b"the secret of every test program";

/// When every test begins. Far ahead of any real clock: the queue runs by PostgreSQL's time, so that what is planned
/// for later by the program's Clock stays in the queue instead of coming due at once.
const START: &str = "2040-05-14T08:30:00Z";

/// The program under test.
pub struct TestApp {
    modules: fn() -> Registry,
    app: Arc<App>,
    base: String,
    db: Option<Arc<TestDb>>,
    smtp: Arc<SmtpSink>,
    shutdown: rocket::Shutdown,
    server: JoinHandle<()>,
    _listener: Option<Listener>,
    _data: TempDir,
    leaves_jobs: AtomicBool,
}

impl TestApp {
    /// Every module that was compiled in, over a migrated database without rows.
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// The same with another configuration, such as trusted proxies.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::of(sarai::modules::all, change).await
    }

    /// The same with other modules.
    pub async fn of(modules: fn() -> Registry, change: impl FnOnce(&mut Config)) -> Self {
        let db = Arc::new(template::database(modules).await);
        let urls = urls_of(&db);
        Self::start(
            modules,
            change,
            urls,
            Some(db),
            Arc::new(SmtpSink::start().await),
        )
        .await
    }

    /// The program while nothing answers at its database's address.
    pub async fn without_database() -> Self {
        let nobody = format!("postgres://nobody@127.0.0.1:{}/none", free_port());
        let urls = DatabaseUrls::derived(&nobody, &SECRET).expect("addresses");
        Self::start(
            sarai::modules::all,
            |_| (),
            urls,
            None,
            Arc::new(SmtpSink::start().await),
        )
        .await
    }

    /// A second node on the same database, with the same modules and proxies, its own cache, clock and port.
    pub async fn second_node(&self) -> Self {
        self.second_node_with(|_| ()).await
    }

    /// The same with another configuration, such as a new secret key.
    pub async fn second_node_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let db = self.db.clone().expect("a database");
        let urls = urls_of(&db);
        self.leave_jobs();
        Self::start(self.modules, change, urls, Some(db), Arc::clone(&self.smtp)).await
    }

    /// Every module over a database that is there already, such as a restored one.
    pub async fn on(db: TestDb) -> Self {
        let (urls, smtp) = (urls_of(&db), Arc::new(SmtpSink::start().await));
        Self::start(sarai::modules::all, |_| (), urls, Some(Arc::new(db)), smtp).await
    }

    async fn start(
        modules: fn() -> Registry,
        change: impl FnOnce(&mut Config),
        urls: DatabaseUrls,
        db: Option<Arc<TestDb>>,
        smtp: Arc<SmtpSink>,
    ) -> Self {
        show_logs();
        let data = TempDir::new().expect("a folder");
        let mut config = config(data.path(), smtp.url());
        change(&mut config);
        let base = format!("http://127.0.0.1:{}", config.port);
        let clock = Clock::fixed(START.parse::<DateTime<Utc>>().expect("a time"));
        let registry = modules()
            .finish()
            .unwrap_or_else(|refusal| panic!("{refusal}"));
        let app = App::new(config, clock, urls, registry).expect("the program's parts");
        let listener = match db {
            Some(_) => Some(listen(&app).await),
            None => None,
        };
        let (shutdown, server) = serve(&app).await;
        Self {
            modules,
            app,
            base,
            db,
            smtp,
            shutdown,
            server,
            _listener: listener,
            _data: data,
            leaves_jobs: AtomicBool::new(false),
        }
    }

    /// A visitor who prefers Persian.
    pub fn client(&self) -> Client {
        Client::new(&self.base)
    }

    /// A visitor with this `Accept-Language`.
    pub fn client_speaking(&self, language: &str) -> Client {
        Client::speaking(&self.base, language)
    }

    /// Scheme, host and port.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The program's state.
    pub fn state(&self) -> &Arc<App> {
        &self.app
    }

    /// The program's clock; it stands still until it is moved.
    pub fn clock(&self) -> &Clock {
        &self.app.clock
    }

    /// The mail server.
    pub fn smtp(&self) -> &SmtpSink {
        &self.smtp
    }

    /// The database.
    pub fn db(&self) -> &TestDb {
        self.db.as_ref().expect("a program without a database")
    }

    /// Scopes for setting up and for looking at what was written.
    pub fn scopes(&self) -> JobDb {
        self.app.without_request()
    }

    /// All tenants' rows.
    pub fn platform(&self) -> PlatformDb {
        self.scopes().platform()
    }

    /// The rows of one tenant.
    pub fn tenant(&self, tenant: TenantId) -> TenantDb {
        self.scopes().tenant(tenant)
    }

    /// A bare connection as one of the program's roles.
    pub async fn sql_as(&self, role: Role) -> tokio_postgres::Client {
        let url = self.app.urls.get(role).expect("an address");
        pg::connect(url).await.expect("the database answers")
    }

    /// The first column of the one row that a statement finds, over all tenants' rows.
    pub async fn value<T: FromSqlOwned>(&self, sql: &str, of: &[&(dyn ToSql + Sync)]) -> T {
        let platform = self.sql_as(Role::Platform).await;
        platform.query_one(sql, of).await.expect("one row").get(0)
    }

    /// Number and chain the audit events that have committed.
    pub async fn seal(&self) -> u64 {
        kernel::audit::seal(&self.platform())
            .await
            .expect("the sealer works")
    }

    /// Stop the server in order and look at the queue.
    pub async fn finish(mut self) {
        self.shutdown.clone().notify();
        (&mut self.server).await.expect("the server ends");
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.shutdown.clone().notify();
        if std::thread::panicking() || self.db.is_none() || self.leaves_jobs.load(Ordering::SeqCst)
        {
            return;
        }
        let url = self
            .app
            .urls
            .get(Role::Jobs)
            .expect("an address")
            .to_owned();
        let left = pg::block_on(queue::names(url)).expect("the queue can be read");
        assert!(
            left.is_empty(),
            "the test leaves jobs behind (run_jobs or leave_jobs): {left:?}"
        );
    }
}

fn urls_of(db: &TestDb) -> DatabaseUrls {
    DatabaseUrls::derived(db.url(), &SECRET).expect("addresses")
}

/// What the program under test is told. No setting of the caller's environment counts.
pub fn config(data: &Path, smtp_url: String) -> Config {
    let port = free_port();
    Config {
        env: Environment::Development,
        data_dir: data.to_owned(),
        port,
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        base_url: format!("http://127.0.0.1:{port}")
            .parse()
            .expect("an address"),
        allow_http: false,
        metrics_address: None,
        metrics_token: None,
        trusted_proxies: Vec::new(),
        secret: SECRET,
        smtp_url: Some(smtp_url),
        smtp_ca: None,
        mail_from: "support@sarai.test".to_owned(),
        demo: false,
        body_seconds: 20,
        pool_size: 4,
        statement_timeout_ms: 10_000,
        worker_recovery_seconds: 60,
        worker_concurrency: 2,
        log_file: None,
        database_wait: Duration::ZERO,
        webhooks_to_loopback: false,
        webhook_timeout_seconds: 2,
        database_url: None,
        database_url_by_role: std::collections::HashMap::new(),
    }
}

/// A port below those that the system gives to outgoing connections, and never one twice in this process.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = std::process::id() * 131 % 12_000;
    loop {
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = 20_000 + (first + u32::from(nth)) % 12_000;
        let port = u16::try_from(port).expect("below 32,000");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// Starts listening to the database and waits until nothing can be missed any more.
async fn listen(app: &Arc<App>) -> Listener {
    let mut signals = app.hub.subscribe();
    let listener = Listener::start(Arc::clone(app));
    let heard = tokio::time::timeout(Duration::from_secs(20), signals.recv()).await;
    assert!(
        matches!(heard, Ok(Ok(Signal::Reconnected))),
        "the program cannot listen to its database: {heard:?}"
    );
    listener
}

async fn serve(app: &Arc<App>) -> (rocket::Shutdown, JoinHandle<()>) {
    let (up, is_up) = oneshot::channel();
    let liftoff = AdHoc::on_liftoff("up", |_| {
        Box::pin(async move {
            let _ = up.send(());
        })
    });
    let rocket = boot::rocket(Arc::clone(app))
        .attach(liftoff)
        .ignite()
        .await
        .expect("Rocket ignites");
    let shutdown = rocket.shutdown();
    let server = tokio::spawn(async move {
        rocket.launch().await.expect("Rocket serves");
    });
    is_up.await.expect("Rocket lifts off");
    (shutdown, server)
}

/// What the program logs is shown beside a test that fails; `RUST_LOG` asks for more.
fn show_logs() {
    let filter = std::env::var("RUST_LOG").unwrap_or_else(|_| "warn,rocket=off".to_owned());
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_test_writer()
        .try_init();
}
