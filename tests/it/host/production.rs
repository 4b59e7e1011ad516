//! What is fit for a workshop and not for the street: refused at the start, told by `sarai doctor --production`.

use std::collections::BTreeMap;

use kernel::config::{Config, Environment};
use kernel::health;
use kernel::module::Registry;
use kit::TestApp;

/// Fit for the street, but for what the change undoes.
async fn config(change: impl FnOnce(&mut Config)) -> Config {
    let app = TestApp::without_database().await;
    let mut config = app.state().config.clone();
    config.env = Environment::Production;
    config.base_url = "https://sarai.ir".parse().unwrap();
    config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    config.secret = std::array::from_fn(|i| u8::try_from(i * i * 7 % 251).unwrap());
    "support@sarai.ir".clone_into(&mut config.mail_from);
    config.data_dir = std::env::temp_dir().join(format!("sarai-fit-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir(&config.data_dir).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o750);
    std::fs::set_permissions(&config.data_dir, mode).unwrap();
    let folder = config.data_dir.clone();
    change(&mut config);
    if config.data_dir != folder {
        std::fs::remove_dir(folder).unwrap();
    }
    config
}

/// The bad lines, by key.
fn bad(config: &Config) -> BTreeMap<&'static str, String> {
    let registry = Registry::new().finish().unwrap();
    let reports = health::production(config, None);
    if config.data_dir.starts_with(std::env::temp_dir()) {
        std::fs::remove_dir(&config.data_dir).unwrap();
    }
    assert!(reports.len() >= 12);
    let bad = reports.iter().filter(|r| !r.ok);
    bad.map(|r| (r.key, r.finding.english(registry.texts())))
        .collect()
}

#[tokio::test]
async fn production_without_tls_is_refused_unless_it_is_asked_for_by_name() {
    let open = |config: &mut Config| config.base_url = "http://sarai.ir".parse().unwrap();
    let plain = config(open).await;
    let text = plain.refusals().first().expect("a refusal").to_string();
    assert!(
        text.contains("https://") && text.contains("SARAI_ALLOW_HTTP=1"),
        "{text}"
    );
    assert!(bad(&plain)["production.base_url"].contains("does not start"));
    let allowed = config(|config| {
        open(config);
        config.allow_http = true;
    })
    .await;
    assert!(allowed.refusals().is_empty());
    assert!(bad(&allowed)["production.base_url"].contains("SARAI_ALLOW_HTTP is set"));
    let mut workshop = plain;
    workshop.env = Environment::Development;
    assert!(workshop.refusals().is_empty());
}

#[tokio::test]
async fn program_that_is_fit_for_the_street_has_no_bad_line() {
    let fit = config(|_| ()).await;
    assert!(fit.refusals().is_empty());
    assert_eq!(bad(&fit), BTreeMap::new());
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let wrong = config(|config| {
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
    })
    .await;
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

#[tokio::test]
async fn mail_that_leaves_unsealed_and_a_token_that_can_be_guessed_are_told() {
    let wrong = config(|config| {
        config.smtp_url = Some("smtp://mail.sarai.ir:587".to_owned());
        config.metrics_token = Some("short".to_owned());
    })
    .await;
    assert!(
        wrong.refusals()[0]
            .to_string()
            .contains("SARAI_METRICS_TOKEN")
    );
    assert!(bad(&wrong)["production.smtp"].contains("tls=required"));
}
