//! What the operator says before the program starts: `Sarai.toml` in the working folder, then the environment.
//! What changes while it runs is a setting in the database (`settings`), not here.

use std::collections::HashMap;
use std::fs;
use std::net::IpAddr;
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

#[derive(Serialize, Deserialize)]
struct Raw {
    env: Environment,
    data_dir: PathBuf,
    port: u16,
    address: IpAddr,
    base_url: Option<String>,
    trusted_proxies: String,
    secret_key: Option<String>,
    smtp_url: Option<String>,
    mail_from: String,
    demo: toml_bool::Flexible,
    body_seconds: u64,
    pool_size: usize,
    statement_timeout_ms: u32,
    worker_recovery_seconds: u64,
    worker_concurrency: usize,
    webhooks_to_loopback: toml_bool::Flexible,
    webhook_timeout_seconds: u64,
    database_url: Option<String>,
    database_url_owner: Option<String>,
    database_url_tenant: Option<String>,
    database_url_platform: Option<String>,
    database_url_public: Option<String>,
    database_url_jobs: Option<String>,
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
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// 32 bytes; sessions, CSRF, role passwords and encryption keys derive from it.
    pub secret: [u8; 32],
    /// Where mail goes; the outbox when `None`.
    pub smtp_url: Option<String>,
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

    /// Reads `Sarai.toml` and the environment.
    pub fn load() -> Result<Self, ConfigError> {
        let defaults = Raw {
            env: Environment::Development,
            data_dir: PathBuf::from("var"),
            port: 8000,
            address: IpAddr::from([127, 0, 0, 1]),
            base_url: None,
            trusted_proxies: String::new(),
            secret_key: None,
            smtp_url: None,
            mail_from: String::new(),
            demo: toml_bool::Flexible(false),
            body_seconds: 20,
            pool_size: 10,
            statement_timeout_ms: 10_000,
            worker_recovery_seconds: 60,
            worker_concurrency: 4,
            webhooks_to_loopback: toml_bool::Flexible(false),
            webhook_timeout_seconds: 10,
            database_url: None,
            database_url_owner: None,
            database_url_tenant: None,
            database_url_platform: None,
            database_url_public: None,
            database_url_jobs: None,
        };
        let raw: Raw = Figment::from(Serialized::defaults(defaults))
            .merge(Toml::file("Sarai.toml"))
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Env::prefixed("SARAI_"))
            .extract()
            .map_err(|e| ConfigError::Unreadable(e.to_string()))?;
        Self::from_raw(raw)
    }

    fn from_raw(raw: Raw) -> Result<Self, ConfigError> {
        let unreadable =
            |what: &str, e: &dyn std::fmt::Display| ConfigError::Unreadable(format!("{what}: {e}"));
        if raw.env == Environment::Production {
            refuse_lenience(raw.demo.0, raw.webhooks_to_loopback.0)?;
        }
        let secret = match (&raw.secret_key, raw.env) {
            (Some(hex), _) => parse_secret(hex)?,
            (None, Environment::Production) => return Err(ConfigError::NoSecret),
            (None, Environment::Development) => kept_secret(&raw.data_dir)?,
        };
        let base = raw
            .base_url
            .unwrap_or_else(|| format!("http://localhost:{}", raw.port));
        let base_url = url::Url::parse(&base).map_err(|e| unreadable("SARAI_BASE_URL", &e))?;
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
            trusted_proxies,
            secret,
            smtp_url: raw.smtp_url.filter(|s| !s.is_empty()),
            mail_from,
            demo: raw.demo.0,
            body_seconds: raw.body_seconds,
            pool_size: raw.pool_size,
            statement_timeout_ms: raw.statement_timeout_ms,
            worker_recovery_seconds: raw.worker_recovery_seconds,
            worker_concurrency: raw.worker_concurrency,
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

/// What production does not start with.
fn refuse_lenience(demo: bool, webhooks_to_loopback: bool) -> Result<(), ConfigError> {
    if demo {
        Err(ConfigError::DemoInProduction)
    } else if webhooks_to_loopback {
        Err(ConfigError::LoopbackInProduction)
    } else {
        Ok(())
    }
}

fn parse_secret(text: &str) -> Result<[u8; 32], ConfigError> {
    let bytes = hex::decode(text.trim()).map_err(|_| ConfigError::BadSecret)?;
    bytes.try_into().map_err(|_| ConfigError::BadSecret)
}

/// In development the secret is made once and kept in the data folder, readable by its owner alone.
fn kept_secret(data_dir: &Path) -> Result<[u8; 32], ConfigError> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let path = data_dir.join("secret.key");
    let failed = |source| ConfigError::DataDir {
        path: data_dir.to_owned(),
        source,
    };
    fs::create_dir_all(data_dir).map_err(failed)?;
    if let Ok(text) = fs::read_to_string(&path) {
        return parse_secret(&text);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_refuses_what_is_for_development() {
        assert!(matches!(
            refuse_lenience(true, false),
            Err(ConfigError::DemoInProduction)
        ));
        assert!(matches!(
            refuse_lenience(false, true),
            Err(ConfigError::LoopbackInProduction)
        ));
        assert!(refuse_lenience(false, false).is_ok());
    }
}
