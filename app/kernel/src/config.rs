//! What the operator says before the program starts: `Sarai.toml` or the file that was named, then the environment.
//! What changes while it runs is a setting in the database (`settings`), not here.

use std::collections::HashMap;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rand::RngCore;
use rocket::figment::Figment;
use rocket::figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::db::Role;

/// Development is lenient where production refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Outbox, gallery, generated secret.
    Development,
    /// Refuses what is not safe.
    Production,
}

/// Why the program does not start; each text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value that cannot be read.
    #[error("the settings cannot be read: {0}")]
    Unreadable(String),
    /// Production without a secret.
    #[error(
        "SARAI_SECRET_KEY is not set. Make one with `openssl rand -hex 32` and keep it: without it nobody can sign in"
    )]
    NoSecret,
    /// A secret that is too short.
    #[error("SARAI_SECRET_KEY must be 32 bytes written as 64 hexadecimal digits")]
    BadSecret,
    /// Demo in production.
    #[error(
        "SARAI_DEMO is for development; it would create accounts with known passwords in production"
    )]
    DemoInProduction,
    /// A file that was named and is not there.
    #[error("the settings file {0} is not there; name another with --config or SARAI_CONFIG")]
    NoFile(PathBuf),
    /// Nothing was ever started with this data folder, and this command makes nothing.
    #[error(
        "nothing was ever started with the data folder {0}. Run this in the folder of Sarai.toml, name that file with \
         --config or SARAI_CONFIG, or run `sarai serve` first"
    )]
    NothingHere(PathBuf),
    /// Production without TLS.
    #[error(
        "SARAI_BASE_URL is {0}: in production it must begin with https://, or every cookie goes over the line unsealed. \
         Put a proxy with TLS in front. If the site is only reached inside a network that you trust, set SARAI_ALLOW_HTTP=1"
    )]
    HttpInProduction(url::Url),
    /// A token that can be guessed.
    #[error(
        "SARAI_METRICS_TOKEN is shorter than {MIN_TOKEN} characters. Make one with `openssl rand -hex 32`"
    )]
    WeakMetricsToken,
    /// Webhooks to this machine in production.
    #[error(
        "SARAI_WEBHOOKS_TO_LOOPBACK is for development; in production it would let customers reach this machine's own services"
    )]
    LoopbackInProduction,
    /// The data folder.
    #[error("the data folder {path} cannot be used: {source}")]
    DataDir {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Fewest characters of a token that guards a page.
const MIN_TOKEN: usize = 24;

#[derive(Serialize, Deserialize)]
struct Raw {
    env: Environment,
    data_dir: PathBuf,
    port: u16,
    address: IpAddr,
    base_url: Option<String>,
    allow_http: toml_bool::Flexible,
    metrics_address: Option<String>,
    metrics_token: Option<String>,
    trusted_proxies: String,
    secret_key: Option<String>,
    smtp_url: Option<String>,
    smtp_ca: Option<PathBuf>,
    mail_from: String,
    demo: toml_bool::Flexible,
    body_seconds: u64,
    pool_size: usize,
    statement_timeout_ms: u32,
    worker_recovery_seconds: u64,
    worker_concurrency: usize,
    log_file: Option<PathBuf>,
    database_wait_seconds: u64,
    webhooks_to_loopback: toml_bool::Flexible,
    webhook_timeout_seconds: u64,
    database_url: Option<String>,
    database_url_owner: Option<String>,
    database_url_tenant: Option<String>,
    database_url_platform: Option<String>,
    database_url_public: Option<String>,
    database_url_jobs: Option<String>,
}

const FILE: &str = "Sarai.toml";
const PREFIX: &str = "SARAI_";
const DATABASE_URL: &str = "DATABASE_URL";

/// Where the settings come from; every command says it, for one that runs in the wrong folder would run as development.
#[derive(Clone, Debug)]
pub struct Origin {
    file: Option<PathBuf>,
    variables: Vec<String>,
    folder: PathBuf,
}

impl Origin {
    /// The named file, which must exist, or `Sarai.toml` in this folder or one above; and which variables are set.
    pub fn find(named: Option<&Path>) -> Result<Self, ConfigError> {
        let folder = std::env::current_dir().map_err(|e| ConfigError::Unreadable(e.to_string()))?;
        let file = match named {
            Some(path) if path.is_file() => Some(folder.join(path)),
            Some(path) => return Err(ConfigError::NoFile(folder.join(path))),
            None => folder
                .ancestors()
                .map(|above| above.join(FILE))
                .find(|path| path.is_file()),
        };
        let mut variables: Vec<String> = std::env::vars_os()
            .filter_map(|(name, _)| name.into_string().ok())
            .filter(|name| name.starts_with(PREFIX) || name == DATABASE_URL)
            .collect();
        variables.sort();
        Ok(Self {
            file,
            variables,
            folder,
        })
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{}", file.display())?,
            None => write!(f, "no {FILE} in {} or above", self.folder.display())?,
        }
        match self.variables.as_slice() {
            [] => write!(f, ", nothing from the environment"),
            names => write!(f, ", and {} from the environment", names.join(", ")),
        }
    }
}

/// The program's configuration.
#[derive(Clone)]
pub struct Config {
    /// Development or production.
    pub env: Environment,
    /// Where the private database, files and generated secret live.
    pub data_dir: PathBuf,
    /// Port to listen on.
    pub port: u16,
    /// Address to listen on.
    pub address: IpAddr,
    /// Scheme and host in links and cookies; never taken from a request.
    pub base_url: url::Url,
    /// Production may run without TLS; see [`Config::refusals`].
    pub allow_http: bool,
    /// Where `/metrics` is answered besides, on a port of its own.
    pub metrics_address: Option<SocketAddr>,
    /// Who brings it may read `/metrics`.
    pub metrics_token: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// 32 bytes; sessions, CSRF, role passwords and encryption keys derive from it.
    pub secret: [u8; 32],
    /// Where mail goes; the outbox when `None`.
    pub smtp_url: Option<String>,
    /// Certificates (PEM) of the authority that the mail server's certificate comes from, beside those of the system.
    pub smtp_ca: Option<PathBuf>,
    /// Sender of our mail.
    pub mail_from: String,
    /// Seed demo data at start.
    pub demo: bool,
    /// How long a body may keep us waiting before its least rate counts.
    pub body_seconds: u64,
    /// Connections for each role.
    pub pool_size: usize,
    /// Longest statement.
    pub statement_timeout_ms: u32,
    /// How long a worker may be silent before its jobs go to another.
    pub worker_recovery_seconds: u64,
    /// Jobs at once.
    pub worker_concurrency: usize,
    /// Where `serve`, `work` and `mail-in` write their log; standard error when `None`.
    pub log_file: Option<PathBuf>,
    /// How long a start waits for a database that is away.
    pub database_wait: Duration,
    /// Whether webhooks may go to this machine itself; production refuses it.
    pub webhooks_to_loopback: bool,
    /// How long a webhook's receiver may take to answer.
    pub webhook_timeout_seconds: u64,
    /// One administrator's address; `None`: the private database.
    pub database_url: Option<String>,
    /// Addresses by role, on managed servers.
    pub database_url_by_role: HashMap<Role, String>,
}

impl Config {
    /// How long a statement may be without any answer: a little longer than the server itself lets it run.
    #[must_use]
    pub fn patience(&self) -> Duration {
        Duration::from_millis(self.statement_timeout_ms.into()) + Duration::from_secs(2)
    }

    /// Reads the file and the environment, and refuses what is not safe. Without `makes`, a missing secret of development
    /// is an error.
    pub fn load(origin: &Origin, makes: bool) -> Result<Self, ConfigError> {
        let config = Self::read(origin, makes)?;
        match config.refusals().into_iter().next() {
            Some(refusal) => Err(refusal),
            None => Ok(config),
        }
    }

    /// Why this may not run as it is; each says what to do.
    #[must_use]
    pub fn refusals(&self) -> Vec<ConfigError> {
        let mut refusals = Vec::new();
        if self.is_production() {
            if self.secret == NO_SECRET {
                refusals.push(ConfigError::NoSecret);
            }
            if self.demo {
                refusals.push(ConfigError::DemoInProduction);
            }
            if self.webhooks_to_loopback {
                refusals.push(ConfigError::LoopbackInProduction);
            }
            if !self.is_https() && !self.allow_http {
                refusals.push(ConfigError::HttpInProduction(self.base_url.clone()));
            }
        }
        if self
            .metrics_token
            .as_ref()
            .is_some_and(|token| token.chars().count() < MIN_TOKEN)
        {
            refusals.push(ConfigError::WeakMetricsToken);
        }
        refusals
    }

    /// Reads them as they are, for `sarai doctor --production`, which tells all that is wrong at once.
    pub fn read(origin: &Origin, makes: bool) -> Result<Self, ConfigError> {
        let defaults = Raw {
            env: Environment::Development,
            data_dir: PathBuf::from("var"),
            port: 8000,
            address: IpAddr::from([127, 0, 0, 1]),
            base_url: None,
            allow_http: toml_bool::Flexible(false),
            metrics_address: None,
            metrics_token: None,
            trusted_proxies: String::new(),
            secret_key: None,
            smtp_url: None,
            smtp_ca: None,
            mail_from: String::new(),
            demo: toml_bool::Flexible(false),
            body_seconds: 20,
            pool_size: 10,
            statement_timeout_ms: 10_000,
            worker_recovery_seconds: 60,
            worker_concurrency: 4,
            log_file: None,
            database_wait_seconds: 300,
            webhooks_to_loopback: toml_bool::Flexible(false),
            webhook_timeout_seconds: 10,
            database_url: None,
            database_url_owner: None,
            database_url_tenant: None,
            database_url_platform: None,
            database_url_public: None,
            database_url_jobs: None,
        };
        let mut read = Figment::from(Serialized::defaults(defaults));
        if let Some(file) = &origin.file {
            read = read.merge(Toml::file_exact(file));
        }
        let raw: Raw = read
            .merge(Env::raw().only(&[DATABASE_URL]))
            .merge(Env::prefixed(PREFIX))
            .extract()
            .map_err(|e| ConfigError::Unreadable(e.to_string()))?;
        Self::from_raw(raw, makes)
    }

    fn from_raw(raw: Raw, makes: bool) -> Result<Self, ConfigError> {
        let unreadable =
            |what: &str, e: &dyn std::fmt::Display| ConfigError::Unreadable(format!("{what}: {e}"));
        let secret = match (&raw.secret_key, raw.env) {
            (Some(hex), _) => parse_secret(hex)?,
            (None, Environment::Production) => NO_SECRET,
            (None, Environment::Development) => kept_secret(&raw.data_dir, makes)?,
        };
        let base = raw
            .base_url
            .unwrap_or_else(|| format!("http://localhost:{}", raw.port));
        let base_url = url::Url::parse(&base).map_err(|e| unreadable("SARAI_BASE_URL", &e))?;
        let metrics_address = raw
            .metrics_address
            .filter(|s| !s.is_empty())
            .map(|s| s.parse())
            .transpose()
            .map_err(|e| unreadable("SARAI_METRICS_ADDRESS (such as 127.0.0.1:9100)", &e))?;
        let mut trusted_proxies = Vec::new();
        for one in raw
            .trusted_proxies
            .split([',', ' '])
            .filter(|s| !s.is_empty())
        {
            trusted_proxies.push(
                one.parse()
                    .map_err(|e| unreadable("SARAI_TRUSTED_PROXIES", &e))?,
            );
        }
        let host = base_url.host_str().unwrap_or("localhost").to_owned();
        let mail_from = if raw.mail_from.is_empty() {
            format!("support@{host}")
        } else {
            raw.mail_from
        };
        let by_role = [
            (Role::Owner, raw.database_url_owner),
            (Role::Tenant, raw.database_url_tenant),
            (Role::Platform, raw.database_url_platform),
            (Role::Public, raw.database_url_public),
            (Role::Jobs, raw.database_url_jobs),
        ];
        Ok(Self {
            env: raw.env,
            data_dir: raw.data_dir,
            port: raw.port,
            address: raw.address,
            base_url,
            allow_http: raw.allow_http.0,
            metrics_address,
            metrics_token: raw.metrics_token.filter(|s| !s.is_empty()),
            trusted_proxies,
            secret,
            smtp_url: raw.smtp_url.filter(|s| !s.is_empty()),
            smtp_ca: raw.smtp_ca.filter(|path| !path.as_os_str().is_empty()),
            mail_from,
            demo: raw.demo.0,
            body_seconds: raw.body_seconds,
            pool_size: raw.pool_size,
            statement_timeout_ms: raw.statement_timeout_ms,
            worker_recovery_seconds: raw.worker_recovery_seconds,
            worker_concurrency: raw.worker_concurrency,
            log_file: raw.log_file.filter(|path| !path.as_os_str().is_empty()),
            database_wait: Duration::from_secs(raw.database_wait_seconds),
            webhooks_to_loopback: raw.webhooks_to_loopback.0,
            webhook_timeout_seconds: raw.webhook_timeout_seconds,
            database_url: raw.database_url.filter(|s| !s.is_empty()),
            database_url_by_role: by_role
                .into_iter()
                .filter_map(|(role, url)| url.map(|url| (role, url)))
                .collect(),
        })
    }

    /// Whether this is production.
    #[must_use]
    pub fn is_production(&self) -> bool {
        self.env == Environment::Production
    }

    /// Whether the site is reached over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }

    /// An address of this site, for mails.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_str().trim_end_matches('/'))
    }
}

/// Stands where no secret was given; [`Config::load`] never hands it on.
const NO_SECRET: [u8; 32] = [0; 32];

/// Reads a secret key: 64 hexadecimal digits.
pub fn parse_secret(text: &str) -> Result<[u8; 32], ConfigError> {
    let bytes = hex::decode(text.trim()).map_err(|_| ConfigError::BadSecret)?;
    bytes.try_into().map_err(|_| ConfigError::BadSecret)
}

/// In development the secret is made once and kept in the data folder, readable by its owner alone.
fn kept_secret(data_dir: &Path, makes: bool) -> Result<[u8; 32], ConfigError> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let path = data_dir.join("secret.key");
    let failed = |source| ConfigError::DataDir {
        path: data_dir.to_owned(),
        source,
    };
    match fs::read_to_string(&path) {
        Ok(text) => return parse_secret(&text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && !makes => {
            let folder = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
            return Err(ConfigError::NothingHere(folder));
        }
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(e)),
        Err(_) => fs::create_dir_all(data_dir).map_err(failed)?,
    }
    let mut secret = [0u8; 32];
    rand::rng().fill_bytes(&mut secret);
    match fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
    {
        Ok(mut file) => {
            file.write_all(hex::encode(secret).as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(failed)?;
            Ok(secret)
        }
        // Another process was quicker; its secret counts.
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            parse_secret(&fs::read_to_string(&path).map_err(failed)?)
        }
        Err(e) => Err(failed(e)),
    }
}

mod toml_bool {
    //! `SARAI_DEMO=1` is a number to figment; operators mean yes.
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) struct Flexible(pub bool);

    impl Serialize for Flexible {
        fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
            s.serialize_bool(self.0)
        }
    }
    impl<'de> Deserialize<'de> for Flexible {
        fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
            #[derive(Deserialize)]
            #[serde(untagged)]
            enum Any {
                Bool(bool),
                Number(i64),
                Text(String),
            }
            Ok(Self(match Any::deserialize(d)? {
                Any::Bool(b) => b,
                Any::Number(n) => n != 0,
                Any::Text(s) => matches!(s.as_str(), "1" | "true" | "yes" | "on"),
            }))
        }
    }
}
