//! A private PostgreSQL cluster on installed binaries: found, made once, started, adopted, stopped.
//! Here, so that the product and its tests need no database server set up by hand.

mod account;
mod bootstrap;
mod error;
mod home;
mod install;
mod log;
mod process;
mod server;
mod settings;

use std::path::{Path, PathBuf};

pub use error::Error;

use account::Account;
use error::blocking;
use home::{Home, Locks};
use install::{Install, Places};
use server::{Plan, Server};

/// The oldest major version that is supported.
pub const MIN_MAJOR: u32 = 15;
/// The role of [`Cluster::url`]: `LOGIN CREATEROLE CREATEDB`, neither superuser nor `BYPASSRLS`.
pub const ADMIN: &str = "sarai_admin";
/// The database that is made with the cluster, owned by [`ADMIN`].
pub const DATABASE: &str = "sarai";

/// What to start, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The program's data folder; the cluster lives in `postgres` below it, or where the file
    /// `postgres.location` points when the server's account cannot enter the folder.
    pub data_dir: PathBuf,
    /// How much a commit is worth.
    pub mode: Mode,
}

/// What the server does for the safety of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Every acknowledged commit survives a power cut. The server outlives a killed program.
    Durable,
    /// For tests: no fsync, and the server ends with the program, even a killed one.
    Throwaway,
}

/// How to reach a running cluster.
#[derive(Debug, Clone)]
pub struct Address {
    socket_dir: PathBuf,
    password: String,
}

/// A running cluster that this program owns. Call [`Cluster::stop`] at the end: a dropped durable
/// cluster goes on running and is adopted by the next start.
#[derive(Debug)]
pub struct Cluster {
    address: Address,
    home: Home,
    bin: PathBuf,
    server: Server,
    _log: log::Trimmer,
    _locks: Locks,
}

impl Address {
    /// URL for [`ADMIN`]; libpq and tokio-postgres both read a socket folder in the host's place.
    pub fn url(&self, database: &str) -> String {
        let host = escape(&self.socket_dir.to_string_lossy());
        let database = escape(database);
        format!(
            "postgres://{ADMIN}:{}@{host}:{}/{database}",
            self.password,
            self.port()
        )
    }

    /// The folder of the unix socket.
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// The port in the socket's name; nothing listens on the network.
    pub fn port(&self) -> u16 {
        settings::PORT
    }

    /// The password of [`ADMIN`].
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl Cluster {
    /// Makes the cluster if there is none, and starts it or adopts the one that is running.
    pub async fn start(options: Options) -> Result<Self, Error> {
        Self::start_with(options, &Places::of_this_machine()).await
    }

    async fn start_with(options: Options, places: &Places) -> Result<Self, Error> {
        let Options { data_dir, mode } = options;
        let account = blocking(Account::choose).await?;
        let installs = places.find(&account).await?;
        let Some(first) = installs.first() else {
            return Err(Error::NotFound {
                looked: String::new(),
            });
        };
        let probe = first.bin.join("postgres");
        let (home, locks) = home::settle(&data_dir, mode, account, &probe).await?;
        bootstrap::ensure(&home, first, account, mode).await?;

        let place = home.clone();
        let (install, account, name, address, conf) = blocking(move || {
            let install = matching(&place, installs)?;
            let account = account.of_existing(&place.data())?;
            let name = place.read("name")?;
            let password = place.read("admin.password")?;
            let socket_dir = home::socket_dir(&place, &account)?;
            let memory = settings::memory();
            let facts = settings::Facts {
                mode,
                name: &name,
                socket_dir: &socket_dir,
                memory,
            };
            let conf = settings::render(&facts);
            Ok((
                install,
                account,
                name,
                Address {
                    socket_dir,
                    password,
                },
                conf,
            ))
        })
        .await?;
        let plan = Plan {
            home: &home,
            install: &install,
            account,
            mode,
            name: &name,
            socket_dir: &address.socket_dir,
            conf,
        };
        let server = plan.bring_up().await?;
        let log = log::Trimmer::spawn(home.log());
        Ok(Self {
            address,
            home,
            bin: install.bin,
            server,
            _log: log,
            _locks: locks,
        })
    }

    /// The address of the cluster of a data folder, when some program has it running. Takes no
    /// lock: for commands beside a running server.
    pub async fn find_running(data_dir: &Path) -> Result<Option<Address>, Error> {
        let data_dir = data_dir.to_owned();
        let Some(home) = blocking(move || Home::existing(&data_dir)).await? else {
            return Ok(None);
        };
        let data = home.data();
        let file = process::PidFile::read(&data).await;
        let ready = file.filter(|f| f.status == "ready" && process::is_postmaster(f.pid, &data));
        let Some(socket_dir) = ready.and_then(|f| Some(f.socket.parent()?.to_path_buf())) else {
            return Ok(None);
        };
        let password = blocking(move || home.read("admin.password")).await?;
        Ok(Some(Address {
            socket_dir,
            password,
        }))
    }

    /// Whether a data folder has a cluster, running or not. Makes nothing.
    pub async fn exists(data_dir: &Path) -> Result<bool, Error> {
        let data_dir = data_dir.to_owned();
        blocking(move || Ok(Home::existing(&data_dir)?.is_some())).await
    }

    /// How to reach it.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// URL of a database through the unix socket, for the role [`ADMIN`], with its password.
    pub fn url(&self, database: &str) -> String {
        self.address.url(database)
    }

    /// The folder of the unix socket.
    pub fn socket_dir(&self) -> &Path {
        self.address.socket_dir()
    }

    /// The port in the socket's name; nothing listens on the network.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The password of [`ADMIN`].
    pub fn password(&self) -> &str {
        self.address.password()
    }

    /// Process id of the server's main process.
    pub fn pid(&self) -> i32 {
        self.server.pid()
    }

    /// The server's log file; it is kept below 20 MB.
    pub fn log_file(&self) -> PathBuf {
        self.home.log()
    }

    /// One of the programs that came with the server, such as `psql` or `pgbench`.
    pub fn bin(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// Ends the server: open sessions are ended and everything is written (fast shutdown); after
    /// 30 s immediately, which the next start repairs.
    pub async fn stop(self) -> Result<(), Error> {
        self.server.stop(&self.home).await?;
        // Its name is remembered; a folder that somebody else put files into stays.
        let _left = tokio::fs::remove_dir(&self.address.socket_dir).await;
        Ok(())
    }
}

/// The install that can open this cluster.
fn matching(home: &Home, installs: Vec<Install>) -> Result<Install, Error> {
    let found = home.read("data/PG_VERSION")?;
    let mut majors: Vec<String> = installs.iter().map(|i| i.major.to_string()).collect();
    majors.dedup();
    installs
        .into_iter()
        .find(|install| install.major.to_string() == found)
        .ok_or_else(|| Error::OtherMajor {
            folder: home.data(),
            found,
            installed: majors.join(", "),
        })
}

/// Percent-encodes everything that is not plainly safe in a URL.
fn escape(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _infallible = write!(out, "%{byte:02X}");
        }
        out
    })
}
