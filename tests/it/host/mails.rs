//! Mails as they leave: every shipped text in both languages against what its owner's tests keep (`<owner>/mails.txt`), so
//! that no change of the engine changes a word.

use std::fmt::Write;
use std::fs;

use kernel::db::Role;
use kernel::mail::check_text;
use kernel::module::Registry;
use kit::{Client, SmtpSink, TestApp};
use l10n::Locale;

/// What the tests of the key's owner keep; those of the kernel stand here.
fn kept(key: &str) -> String {
    let owner = key.split('.').next().unwrap_or_default();
    let folder = if owner == "kernel" { "host" } else { owner };
    let file = format!("{}/it/{folder}/mails.txt", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(file).unwrap_or_default()
}

fn rendered(registry: &Registry, key: &str, locale: Locale) -> String {
    let def = &registry.mails()[key];
    let part = |name: &str| {
        let text = registry
            .texts()
            .default_text(locale, &format!("{key}.{name}"));
        check_text(def, &text.unwrap()).unwrap()
    };
    format!("{}\n{}", part("subject"), part("body"))
}

#[test]
fn shipped_texts_render_as_they_always_have() {
    let registry = sarai::modules::all().finish().unwrap();
    let mut missing = Vec::new();
    for key in registry.mails().keys() {
        for locale in [Locale::Fa, Locale::En] {
            let mut section = String::new();
            let text = rendered(&registry, key, locale);
            write!(section, "=== {key} {}\n{text}", locale.tag()).unwrap();
            if !kept(key).contains(&section) {
                missing.push(section);
            }
        }
    }
    assert!(
        missing.is_empty(),
        "not in the mails.txt of their owners:\n{}",
        missing.join("\n")
    );
}

/// Asks for a new password and lets the jobs run.
async fn ask_for_reset(app: &TestApp, email: &str) {
    let visitor: Client = app.client();
    visitor.get("/forgot-password").await.assert_ok();
    visitor
        .form("main form[method=post]")
        .set("email", email)
        .submit()
        .await;
    app.run_jobs().await;
}

#[tokio::test]
async fn rewording_of_before_that_is_no_longer_allowed_gives_way_to_the_shipped_text() {
    let app = TestApp::new().await;
    let sara = app.person("sara").insert().await;
    let sql = "INSERT INTO text_overrides (key, locale, body, updated_at) VALUES \
        ('identity.mail.reset_password.body', 'fa', 'کهنه {% set x = link %}{{ x }}', now()), \
        ('identity.mail.reset_password.subject', 'fa', 'رمز {{ name | default(value=\"x\") | upper }}', now())";
    app.sql_as(Role::Platform)
        .await
        .execute(sql, &[])
        .await
        .unwrap();
    app.state().settings.reload(app.state()).await.unwrap();
    ask_for_reset(&app, &sara.email).await;
    let mail = app.smtp().wait_for_mail_to(&sara.email).await;
    assert_eq!(mail.subject, "رمز SARA");
    assert!(mail.text.contains("برای ساخت رمز جدید") && !mail.text.contains("کهنه"));
}

/// The program towards this sink; `trusts` says whether it knows the sink's authority.
async fn sending_to(sink: &SmtpSink, password: &str, trusts: Option<&str>) -> TestApp {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), trusts.unwrap_or_default()).unwrap();
    TestApp::with(|config| {
        config.smtp_url = Some(sink.url_with(password));
        config.smtp_ca = trusts.map(|_| file.path().to_owned());
    })
    .await
}

/// What stands beside the newest delivery.
async fn trouble(app: &TestApp) -> (String, String) {
    let sql =
        "SELECT state, coalesce(last_error, '') FROM mail_deliveries ORDER BY id DESC LIMIT 1";
    let row = app
        .sql_as(Role::Platform)
        .await
        .query_one(sql, &[])
        .await
        .unwrap();
    (row.get(0), row.get(1))
}

#[tokio::test]
async fn mail_goes_over_tls_to_a_server_of_a_private_authority_with_a_sign_in() {
    for sink in [
        SmtpSink::start_with_starttls().await,
        SmtpSink::start_with_tls().await,
    ] {
        let app = sending_to(&sink, kit::smtp_sink::PASSWORD, Some(sink.authority())).await;
        let sara = app.person("sara").insert().await;
        ask_for_reset(&app, &sara.email).await;
        assert_eq!(trouble(&app).await, ("sent".to_owned(), String::new()));
        sink.wait_for_mail_to(&sara.email).await;
        assert_eq!(
            app.state().mailer.check().await.unwrap(),
            "the SMTP server answers"
        );
    }
}

#[tokio::test]
async fn unknown_authority_and_wrong_password_are_named_beside_the_delivery_and_tried_again() {
    let (sink, other) = (
        SmtpSink::start_with_starttls().await,
        SmtpSink::start_with_tls().await,
    );
    let right = kit::smtp_sink::PASSWORD;
    for (password, trusts, says) in [
        (right, None, "SARAI_SMTP_CA"),
        (right, Some(other.authority()), "SARAI_SMTP_CA"),
        (
            "wrong",
            Some(sink.authority()),
            "user and password in SARAI_SMTP_URL",
        ),
    ] {
        let app = sending_to(&sink, password, trusts).await;
        let sara = app.person("sara").insert().await;
        ask_for_reset(&app, &sara.email).await;
        let (state, error) = trouble(&app).await;
        assert!(
            state == "queued" && error.contains(says),
            "{state}: {error}"
        );
        app.leave_jobs();
    }
    assert!(sink.mails().is_empty());
}
