//! The bench's own durable PostgreSQL, its databases, and `sarai` programs on them.
//! Here so that every figure of a run comes from one server with the settings that the product ships.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
#[cfg(feature = "commerce")]
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use embedded_pg::{ADMIN, Cluster, DATABASE, Mode, Options};
#[cfg(feature = "commerce")]
use kernel::{app::App, clock::Clock, db::DatabaseUrls};
use kit::Sarai;
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Command;
use tokio_postgres::{Client, NoTls};

/// The product derives the passwords of its roles from this; a bench has nothing to hide.
const SECRET: &str = "5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed";

#[cfg(feature = "commerce")]
const SECRET_BYTES: [u8; 32] = *b"\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed\x5e\xed";

/// A running cluster in a folder of its own.
pub struct House {
    cluster: Cluster,
    folder: PathBuf,
    keep: bool,
}

/// A connection; its driver ends with it.
pub async fn connect(url: &str) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

impl House {
    /// In `BENCH_DATA_DIR`, which is kept and used again, or in a folder that goes at the end.
    pub async fn open() -> anyhow::Result<Self> {
        let kept = std::env::var_os("BENCH_DATA_DIR").map(PathBuf::from);
        let keep = kept.is_some();
        let folder = kept.unwrap_or_else(|| {
            std::env::temp_dir().join(format!("sarai-bench-{}", std::process::id()))
        });
        fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
        let folder = fs::canonicalize(folder)?;
        let options = Options {
            data_dir: folder.join("database"),
            mode: Mode::Durable,
        };
        let cluster = Cluster::start(options).await?;
        let house = Self {
            cluster,
            folder,
            keep,
        };
        house.log_statements(false).await?;
        let admin = connect(&house.cluster.url(DATABASE)).await?;
        admin
            .batch_execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")
            .await?;
        Ok(house)
    }

    /// A connection as the administrator.
    pub async fn admin(&self) -> anyhow::Result<Client> {
        connect(&self.cluster.url(DATABASE)).await
    }

    /// Process id of the server's main process.
    pub fn pid(&self) -> i32 {
        self.cluster.pid()
    }

    /// `pgbench` of the same install.
    pub fn pgbench(&self) -> PathBuf {
        self.cluster.bin("pgbench")
    }

    /// How one of the product's own login roles reaches a database.
    pub async fn url(&self, role: &str, database: &str) -> anyhow::Result<String> {
        let password = "SELECT encode(hmac(convert_to('database role ' || $1, 'UTF8'), decode($2, 'hex'), 'sha256'), 'hex')";
        let row = self
            .admin()
            .await?
            .query_one(password, &[&role, &SECRET])
            .await?;
        let (ours, theirs) = (
            format!("{ADMIN}:{}@", self.cluster.password()),
            format!("{role}:{}@", row.get::<_, String>(0)),
        );
        let url = self.cluster.url(database);
        ensure!(
            url.contains(&ours),
            "the cluster's address has another form"
        );
        Ok(url.replacen(&ours, &theirs, 1))
    }

    /// `sarai` on a database as operators run it: production, JSON log in a file.
    pub fn sarai(&self, database: &str) -> anyhow::Result<Sarai> {
        let log = self.folder.join(format!("{database}.log"));
        let sarai = Sarai::serve(&self.folder.join(format!("{database}.data")))?.log_to(&log);
        let environment = self.environment(database);
        Ok(environment
            .into_iter()
            .fold(sarai, |sarai, (name, value)| sarai.env(name, value)))
    }

    /// The program's parts in this process, over a database; nothing is served.
    #[cfg(feature = "commerce")]
    pub fn app(&self, database: &str, clock: Clock) -> anyhow::Result<Arc<App>> {
        let data = self.folder.join(format!("{database}.data"));
        let mut config = kit::app::config(&data, String::new());
        config.smtp_url = None;
        let urls = DatabaseUrls::derived(&self.cluster.url(database), &SECRET_BYTES)?;
        let registry = sarai::modules::all().finish()?;
        Ok(App::new(config, clock, urls, registry)?)
    }

    /// Applies the product's migrations.
    pub async fn migrate(&self, database: &str) -> anyhow::Result<()> {
        let program = kit::process::program()?;
        self.command(&program, database, &["migrate"]).await?;
        Ok(())
    }

    /// What a command of the program prints.
    pub async fn command(
        &self,
        program: &Path,
        database: &str,
        arguments: &[&str],
    ) -> anyhow::Result<String> {
        let data = self.folder.join(format!("{database}.data"));
        let out = Command::new(program)
            .args(arguments)
            .envs(self.environment(database))
            .env("SARAI_DATA_DIR", data)
            .output()
            .await?;
        ensure!(
            out.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        Ok(String::from_utf8(out.stdout)?)
    }

    fn environment(&self, database: &str) -> [(&'static str, String); 4] {
        [
            ("DATABASE_URL", self.cluster.url(database)),
            ("SARAI_SECRET_KEY", SECRET.to_owned()),
            ("SARAI_ENV", "production".to_owned()),
            ("SARAI_ALLOW_HTTP", "1".to_owned()),
        ]
    }

    /// Has the server write every statement into its log, or no more.
    pub async fn log_statements(&self, on: bool) -> anyhow::Result<()> {
        let log = self.cluster.log_file();
        let local = log.with_file_name("local.conf");
        let wanted = if on { "all" } else { "none" };
        fs::write(&local, format!("log_statement = {wanted}\n"))?;
        let pid = Pid::from_raw(self.pid()).context("the server's process id")?;
        kill_process(pid, Signal::HUP)?;
        let look = self.admin().await?;
        for _ in 0..200 {
            let now: String = look.query_one("SHOW log_statement", &[]).await?.get(0);
            if now == wanted {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        bail!(
            "the server did not read {}: is it readable by its account?",
            local.display()
        )
    }

    /// Where the server's log ends now.
    pub fn log_end(&self) -> anyhow::Result<u64> {
        Ok(fs::metadata(self.cluster.log_file())?.len())
    }

    /// What it has written since.
    pub fn log_since(&self, start: u64) -> anyhow::Result<String> {
        let mut file = File::open(self.cluster.log_file())?;
        file.seek(SeekFrom::Start(start))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    /// Stops the server; its folder goes unless the caller named it.
    pub async fn close(self) -> anyhow::Result<()> {
        self.log_statements(false).await?;
        self.cluster.stop().await?;
        if !self.keep {
            fs::remove_dir_all(&self.folder)?;
        }
        Ok(())
    }
}
