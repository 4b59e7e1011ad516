//! What the promises are tried on: one durable database kept over all rounds, and how the program is started on it.
//! Here so that a killed program, a second node and an absent database all meet the same data.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use embedded_pg::{Cluster, DATABASE, Mode, Options};
use kernel::db::{DatabaseUrls, Role};
use kit::{Sarai, SmtpSink, pg, process};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

/// All nodes share it, and the roles' passwords come from it.
const SECRET: [u8; 32] = *b"the secret that soak gives nodes";
/// After how many seconds of silence a worker's jobs go to another.
const RECOVERY_SECONDS: &str = "2";

/// Jobs that may wait: the clock's own, planned for later.
const OPEN_JOBS: &str = "SELECT count(*) FROM graphile_worker.jobs \
    WHERE task_identifier IN ('tickets.notify_of_message', 'kernel.deliver_mail')";

/// The database and the folder of everything.
pub struct Stage {
    folder: TempDir,
    admin: String,
    urls: DatabaseUrls,
    cluster: Mutex<Option<Cluster>>,
}

impl Stage {
    /// Starts a new durable database.
    pub async fn open() -> anyhow::Result<Self> {
        let folder = TempDir::with_prefix("sarai-soak-")?;
        let cluster = Cluster::start(options(&folder)).await?;
        let admin = cluster.url(DATABASE);
        let urls = DatabaseUrls::derived(&admin, &SECRET)?;
        Ok(Self {
            folder,
            admin,
            urls,
            cluster: Mutex::new(Some(cluster)),
        })
    }

    /// Migrations and demo data, once.
    pub async fn seed(&self) -> anyhow::Result<()> {
        let mut command = tokio::process::Command::new(process::program()?);
        command
            .args(["seed", "--demo"])
            .stdin(Stdio::null())
            .kill_on_drop(true);
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        let output = tokio::time::timeout(Duration::from_mins(2), command.output()).await??;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "sarai seed --demo: {}\n{said}",
            output.status
        );
        Ok(())
    }

    fn environment(&self) -> [(&'static str, String); 6] {
        let mut secret = String::new();
        for byte in SECRET {
            // Writing into a String cannot fail.
            let _ = write!(secret, "{byte:02x}");
        }
        let data = self
            .folder
            .path()
            .join("files")
            .to_string_lossy()
            .into_owned();
        [
            ("DATABASE_URL", self.admin.clone()),
            ("SARAI_SECRET_KEY", secret),
            ("SARAI_DATA_DIR", data),
            ("SARAI_WORKER_RECOVERY_SECONDS", RECOVERY_SECONDS.to_owned()),
            ("SARAI_POOL_SIZE", "8".to_owned()),
            ("SARAI_STATEMENT_TIMEOUT_MS", "4000".to_owned()),
        ]
    }

    /// The program on this database, on a port of its own, with jobs, sending through this mail server.
    pub fn node(&self, sink: &SmtpSink) -> anyhow::Result<Sarai> {
        let mut node = Sarai::serve(self.folder.path())?.env("SARAI_SMTP_URL", sink.url());
        for (name, value) in self.environment() {
            node = node.env(name, value);
        }
        Ok(node)
    }

    /// A bare connection as one of the program's roles.
    pub async fn sql(&self, role: Role) -> anyhow::Result<tokio_postgres::Client> {
        pg::connect(self.urls.get(role)?).await
    }

    /// Where the database writes its log.
    pub async fn log_file(&self) -> anyhow::Result<PathBuf> {
        let cluster = self.cluster.lock().await;
        Ok(cluster
            .as_ref()
            .context("the database is stopped")?
            .log_file())
    }

    /// Ends the database in order; its data stay.
    pub async fn stop_database(&self) -> anyhow::Result<()> {
        if let Some(cluster) = self.cluster.lock().await.take() {
            cluster.stop().await?;
        }
        Ok(())
    }

    /// Stops every process of the database where it stands, as a frozen machine would; or lets them go on.
    pub async fn freeze_database(&self, frozen: bool) -> anyhow::Result<()> {
        let cluster = self.cluster.lock().await;
        let pid = cluster.as_ref().context("the database is stopped")?.pid();
        let signal = if frozen { Signal::STOP } else { Signal::CONT };
        for pid in process::family(pid)? {
            // One that has ended meanwhile needs no signal.
            let _ = Pid::from_raw(pid).map(|pid| kill_process(pid, signal));
        }
        Ok(())
    }

    /// Ends the database and leaves nothing of it, also where it had to live outside our folder.
    pub async fn close(&self) -> anyhow::Result<()> {
        let home = self.log_file().await.ok();
        self.stop_database().await?;
        match home.as_deref().and_then(Path::parent) {
            Some(home) if !home.starts_with(self.folder.path()) => Ok(fs::remove_dir_all(home)?),
            _ => Ok(()),
        }
    }

    /// Starts the same database again, at the same address.
    pub async fn start_database(&self) -> anyhow::Result<()> {
        let cluster = Cluster::start(options(&self.folder)).await?;
        ensure!(
            cluster.url(DATABASE) == self.admin,
            "the database came back at another address"
        );
        *self.cluster.lock().await = Some(cluster);
        Ok(())
    }

    /// Waits until no connection of a program is left, so that what the dead one began has ended one way or the other.
    pub async fn until_quiet(&self) -> anyhow::Result<()> {
        let sql = self.sql(Role::Jobs).await?;
        let others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                      AND pid <> pg_backend_pid() AND usename LIKE 'sarai\\_%'";
        let end = Instant::now() + Duration::from_secs(15);
        while sql.query_one(others, &[]).await?.get::<_, i64>(0) > 0 {
            ensure!(
                Instant::now() < end,
                "connections of a dead program stay open"
            );
            sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    /// Waits until nobody is left to be told of a reply; fails when for a minute nothing moves.
    pub async fn until_jobs_done(&self) -> anyhow::Result<()> {
        let sql = self.sql(Role::Jobs).await?;
        let (mut least, mut moved) = (i64::MAX, Instant::now());
        loop {
            let open: i64 = sql.query_one(OPEN_JOBS, &[]).await?.get(0);
            if open == 0 {
                return Ok(());
            }
            if open < least {
                (least, moved) = (open, Instant::now());
            }
            ensure!(
                moved.elapsed() < Duration::from_mins(1),
                "{open} jobs do not move"
            );
            sleep(Duration::from_millis(100)).await;
        }
    }
}

fn options(folder: &TempDir) -> Options {
    Options {
        data_dir: folder.path().join("database"),
        mode: Mode::Durable,
    }
}
