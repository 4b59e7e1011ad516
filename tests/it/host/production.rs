//! What is fit for a workshop and not for the street: refused at the start, told by `sarai doctor --production`.

use std::collections::BTreeMap;

use kernel::config::{Config, Environment};
use kernel::health;
use kernel::module::Registry;
use tempfile::TempDir;

/// Fit for the street, but for what the change undoes; the folder ends with it.
fn config(change: impl FnOnce(&mut Config)) -> (Config, TempDir) {
    let data = TempDir::new().unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o750);
    std::fs::set_permissions(data.path(), mode).unwrap();
    let mut config = kit::app::config(data.path(), "smtp://127.0.0.1:25".to_owned());
    config.env = Environment::Production;
    config.base_url = "https://sarai.ir".parse().unwrap();
    config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    config.secret = std::array::from_fn(|i| u8::try_from(i * i * 7 % 251).unwrap());
    "support@sarai.ir".clone_into(&mut config.mail_from);
    change(&mut config);
    (config, data)
}

/// The bad lines, by key.
fn bad(config: &Config) -> BTreeMap<&'static str, String> {
    let registry = Registry::new().finish().unwrap();
    let reports = health::production(config, None);
    assert!(reports.len() >= 12);
    let bad = reports.iter().filter(|r| !r.ok);
    bad.map(|r| (r.key, r.finding.english(registry.texts())))
        .collect()
}

#[test]
fn production_without_tls_is_refused_unless_it_is_asked_for_by_name() {
    let open = |config: &mut Config| config.base_url = "http://sarai.ir".parse().unwrap();
    let (plain, _data) = config(open);
    let text = plain.refusals().first().expect("a refusal").to_string();
    assert!(
        text.contains("https://") && text.contains("SARAI_ALLOW_HTTP=1"),
        "{text}"
    );
    assert!(bad(&plain)["production.base_url"].contains("does not start"));
    let (allowed, _data) = config(|config| {
        open(config);
        config.allow_http = true;
    });
    assert!(allowed.refusals().is_empty());
    assert!(bad(&allowed)["production.base_url"].contains("SARAI_ALLOW_HTTP is set"));
    let mut workshop = plain;
    workshop.env = Environment::Development;
    assert!(workshop.refusals().is_empty());
}

#[test]
fn program_that_is_fit_for_the_street_has_no_bad_line() {
    let (fit, _data) = config(|_| ());
    assert!(fit.refusals().is_empty());
    assert_eq!(bad(&fit), BTreeMap::new());
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let (wrong, _data) = config(|config| {
        config.env = Environment::Development;
        config.secret = *b"0123456789abcdef0123456789abcdef";
        config.base_url = "https://localhost".parse().unwrap();
        config.trusted_proxies.clear();
        config.demo = true;
        config.smtp_url = None;
        config.mail_from = "support@localhost".to_owned();
        config.database_url = Some("postgres://sarai_admin:postgres@db.sarai.ir/sarai".to_owned());
        config.pool_size = 1;
        config.metrics_address = Some("0.0.0.0:9100".parse().unwrap());
        config.data_dir = "var".into();
    });
    let keys: Vec<&str> = bad(&wrong).into_keys().collect();
    assert_eq!(
        keys,
        [
            "production.base_url",
            "production.data_dir",
            "production.database",
            "production.demo",
            "production.env",
            "production.mail_from",
            "production.metrics",
            "production.pool_size",
            "production.proxies",
            "production.secret",
            "production.smtp",
        ]
    );
}

#[test]
fn mail_that_leaves_unsealed_and_a_token_that_can_be_guessed_are_told() {
    let (wrong, _data) = config(|config| {
        config.smtp_url = Some("smtp://mail.sarai.ir:587".to_owned());
        config.metrics_token = Some("short".to_owned());
    });
    assert!(
        wrong.refusals()[0]
            .to_string()
            .contains("SARAI_METRICS_TOKEN")
    );
    assert!(bad(&wrong)["production.smtp"].contains("tls=required"));
}
