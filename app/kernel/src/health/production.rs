//! `sarai doctor --production`: what in the settings is fit for a workshop and not for the street, all at once, each with
//! what to do. What the program refuses to start with stands here, too.

use std::collections::HashSet;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use diesel::sql_types::Integer;
use diesel_async::RunQueryDsl;

use super::{Finding, Report};
use crate::app::App;
use crate::config::Config;
use crate::db::sql;
use crate::jobs;

/// Connections of a node besides its three pools: its workers', and the one that listens.
const BESIDES_POOLS: usize = jobs::CONNECTIONS + 1;

type Found = Result<Finding, Finding>;

/// What the settings say, and the environment (`RUST_LOG`) beside them.
#[must_use]
pub fn production(config: &Config, log: Option<&str>) -> Vec<Report> {
    let checks: [(&'static str, Found); 12] = [
        ("production.env", environment(config)),
        ("production.secret", secret(config)),
        ("production.base_url", base_url(config)),
        ("production.proxies", proxies(config)),
        ("production.demo", demo(config)),
        ("production.smtp", smtp(config)),
        ("production.mail_from", mail_from(config)),
        ("production.database", database(config)),
        ("production.pool_size", pool_size(config)),
        ("production.metrics", metrics(config)),
        ("production.data_dir", data_dir(&config.data_dir)),
        ("production.log", log_of(log)),
    ];
    checks
        .into_iter()
        .map(|(key, found)| report(key, found))
        .collect()
}

/// Whether the server lets in as many connections as this node may open.
pub async fn connections(app: &Arc<App>) -> Report {
    #[derive(diesel::QueryableByName)]
    struct Most {
        #[diesel(sql_type = Integer)]
        most: i32,
    }
    let wanted = number(app.config.pool_size * 3 + BESIDES_POOLS);
    let asked = app
        .without_request()
        .public()
        .read(async |tx| {
            Ok(
                sql("SELECT current_setting('max_connections')::integer AS most")
                    .get_result::<Most>(tx)
                    .await?,
            )
        })
        .await;
    let found = match asked {
        Ok(Most { most }) if i64::from(most) > wanted => Ok("kernel.production.connections"),
        Ok(_) => Err("kernel.production.connections_short"),
        Err(_) => Err("kernel.health.not_asked"),
    };
    let most = asked.map_or(0, |row| i64::from(row.most));
    let told = |key| {
        Finding::new(key)
            .number("wanted", wanted)
            .number("most", most)
    };
    report("production.connections", found.map(told).map_err(told))
}

fn report(key: &'static str, found: Found) -> Report {
    let ok = found.is_ok();
    let finding = found.unwrap_or_else(|wrong| wrong);
    Report { key, ok, finding }
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// `Ok` with the first text when it holds, `Err` with the second when not.
fn holds(good: bool, fine: &'static str, wrong: &'static str) -> Found {
    if good {
        Ok(Finding::new(fine))
    } else {
        Err(Finding::new(wrong))
    }
}

fn environment(config: &Config) -> Found {
    holds(
        config.is_production(),
        "kernel.production.env",
        "kernel.production.env_development",
    )
}

/// A secret that somebody typed, or copied from a page, has few different bytes or counts upwards.
fn secret(config: &Config) -> Found {
    let bytes = config.secret;
    let different: HashSet<u8> = bytes.into_iter().collect();
    let step = |pair: &[u8]| matches!(pair, [a, b] if b.wrapping_sub(*a) <= 1);
    let counted = bytes.windows(2).filter(|pair| step(pair)).count();
    let text = bytes.iter().all(u8::is_ascii_graphic);
    holds(
        different.len() >= 16 && counted < 16 && !text,
        "kernel.production.secret",
        "kernel.production.secret_weak",
    )
}

fn base_url(config: &Config) -> Found {
    let host = config.base_url.host_str().unwrap_or_default();
    let key = match (config.is_https(), config.allow_http, is_public(host)) {
        (true, _, true) => return Ok(Finding::new("kernel.production.base_url")),
        (true, _, false) => "kernel.production.base_url_private",
        (false, true, _) => "kernel.production.http_allowed",
        (false, false, _) => "kernel.production.http",
    };
    Err(Finding::new(key).code("url", &config.base_url))
}

/// Whether the world can reach a name, or send mail to it.
fn is_public(host: &str) -> bool {
    const PRIVATE: [&str; 6] = [
        "localhost",
        "local",
        "test",
        "example",
        "invalid",
        "internal",
    ];
    let top = host.rsplit('.').next().unwrap_or_default();
    let plain = host.trim_matches(['[', ']']).parse::<IpAddr>().is_err();
    host.contains('.') && plain && !PRIVATE.contains(&top)
}

/// The program speaks no TLS, so that https means: a proxy stands before it.
fn proxies(config: &Config) -> Found {
    holds(
        !config.is_https() || !config.trusted_proxies.is_empty(),
        "kernel.production.proxies",
        "kernel.production.proxies_none",
    )
}

fn demo(config: &Config) -> Found {
    holds(
        !config.demo,
        "kernel.production.demo",
        "kernel.production.demo_on",
    )
}

fn smtp(config: &Config) -> Found {
    let Some(text) = &config.smtp_url else {
        return Err(Finding::new("kernel.production.smtp_none"));
    };
    let Ok(url) = url::Url::parse(text) else {
        return Err(Finding::new("kernel.production.smtp_unreadable"));
    };
    let sealed = url.scheme() == "smtps" || url.query().is_some_and(|q| q.contains("tls=required"));
    holds(
        sealed || is_near(url.host_str().unwrap_or_default()),
        "kernel.production.smtp",
        "kernel.production.smtp_open",
    )
}

/// This machine, or a private network.
fn is_near(host: &str) -> bool {
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(IpAddr::V4(v4)) => v4.is_loopback() || v4.is_private(),
        Ok(IpAddr::V6(v6)) => v6.is_loopback() || v6.is_unique_local(),
        Err(_) => host == "localhost" || host.is_empty(),
    }
}

fn mail_from(config: &Config) -> Found {
    let domain = config.mail_from.rsplit_once('@').map_or("", |(_, d)| d);
    let domain = domain.trim_end_matches('>');
    let found = holds(
        is_public(domain),
        "kernel.production.mail_from",
        "kernel.production.mail_from_private",
    );
    let told = |finding: Finding| finding.code("address", &config.mail_from);
    found.map(told).map_err(told)
}

fn database(config: &Config) -> Found {
    const KNOWN: [&str; 8] = [
        "postgres", "password", "sarai", "secret", "admin", "changeme", "123456", "12345678",
    ];
    let urls: Vec<url::Url> = config
        .database_url
        .iter()
        .chain(config.database_url_by_role.values())
        .filter_map(|text| url::Url::parse(text).ok())
        .collect();
    let password = |url: &url::Url| url.password().is_some_and(|p| KNOWN.contains(&p));
    let far = |url: &url::Url| !is_near(url.host_str().unwrap_or_default());
    if urls.is_empty() {
        Ok(Finding::new("kernel.production.database_private"))
    } else if urls.iter().any(password) {
        Err(Finding::new("kernel.production.database_password"))
    } else if urls.iter().any(far) {
        Err(Finding::new("kernel.production.database_far"))
    } else {
        Ok(Finding::new("kernel.production.database"))
    }
}

fn pool_size(config: &Config) -> Found {
    let found = holds(
        (4..=100).contains(&config.pool_size),
        "kernel.production.pool_size",
        "kernel.production.pool_size_odd",
    );
    let told = |finding: Finding| {
        finding
            .number("size", number(config.pool_size))
            .number("all", number(config.pool_size * 3 + BESIDES_POOLS))
    };
    found.map(told).map_err(told)
}

fn metrics(config: &Config) -> Found {
    let open = config
        .metrics_address
        .is_some_and(|at| !is_near(&at.ip().to_string()));
    match (&config.metrics_token, open) {
        (Some(_), _) => Ok(Finding::new("kernel.production.metrics_token")),
        (None, true) => Err(Finding::new("kernel.production.metrics_open")),
        (None, false) if config.metrics_address.is_some() => {
            Ok(Finding::new("kernel.production.metrics_apart"))
        }
        (None, false) => Ok(Finding::new("kernel.production.metrics_none")),
    }
}

/// Files, and in development the secret, lie there: nobody else may look, and it must not depend on where one stands. To
/// pass through is allowed: a private PostgreSQL may run as another user.
fn data_dir(path: &Path) -> Found {
    let mode = std::fs::metadata(path).map(|meta| meta.permissions().mode());
    let key = match mode {
        _ if path.is_relative() => "kernel.production.data_dir_relative",
        Err(_) => "kernel.production.data_dir_missing",
        Ok(mode) if mode & 0o006 != 0 => "kernel.production.data_dir_open",
        Ok(_) => return Ok(Finding::new("kernel.production.data_dir").code("path", path.display())),
    };
    Err(Finding::new(key).code("path", path.display()))
}

fn log_of(asked: Option<&str>) -> Found {
    let Some(asked) = asked.filter(|text| !text.is_empty()) else {
        return Ok(Finding::new("kernel.production.log"));
    };
    let words: Vec<&str> = asked.split(',').map(str::trim).collect();
    let silent = words
        .iter()
        .all(|word| word.contains('=') || matches!(*word, "off" | "error"));
    let key = if asked.contains("trace") {
        "kernel.production.log_trace"
    } else if silent {
        "kernel.production.log_off"
    } else {
        return Ok(Finding::new("kernel.production.log"));
    };
    Err(Finding::new(key).code("asked", asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_the_world_reaches() {
        for host in ["sarai.ir", "mail.sarai.example.com"] {
            assert!(is_public(host), "{host}");
        }
        for host in ["localhost", "sarai", "sarai.test", "10.0.0.1", "[::1]", ""] {
            assert!(!is_public(host), "{host}");
        }
    }

    #[test]
    fn log_that_goes_nowhere_or_says_too_much() {
        for good in [None, Some(""), Some("info"), Some("warn,sarai::http=info")] {
            assert!(log_of(good).is_ok(), "{good:?}");
        }
        for bad in [
            "off",
            "error",
            "sarai::http=info",
            "trace",
            "info,sarai::sql=trace",
        ] {
            assert!(log_of(Some(bad)).is_err(), "{bad}");
        }
    }
}
