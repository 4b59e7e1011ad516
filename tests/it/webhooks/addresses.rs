//! Addresses that are refused: when they are saved, and again when they are called.

use kernel::db::Role;
use kit::{Receiver, Reply, TestApp};

use super::{TOLD, app, hook, newest, tell};
use crate::probe;

/// The program as it is in production: it calls no private address.
async fn strict() -> TestApp {
    probe::app().await
}

#[tokio::test]
async fn private_address_is_refused_when_it_is_saved() {
    let app = strict().await;
    let sara = app.customer("sara").await;
    for url in [
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.1.2.3/",
    ] {
        let refused = sara
            .post_form("/account/webhooks", &[("url", url), ("facts", TOLD)])
            .await;
        refused
            .assert_status(422)
            .assert_text("این نشانی به شبکهٔ خصوصی می‌رسد");
        assert_eq!(
            refused.form("#webhook").value("url"),
            Some(url),
            "what was typed stays"
        );
    }
    for url in [
        "https://a:b@example.com/",
        "ftp://example.com/",
        "https://localhost/",
    ] {
        sara.post_form("/account/webhooks", &[("url", url), ("facts", TOLD)])
            .await
            .assert_status(422);
    }
}

/// An endpoint whose address became one that no form would have taken. (Names that turn: unit tests of the client.)
async fn turned(app: &TestApp, url: &str) -> kit::Member {
    let sara = app.customer("sara").await;
    super::hook(&sara, "/account/webhooks", "https://93.184.216.34/hooks").await;
    let sql = app.sql_as(Role::Platform).await;
    sql.execute("UPDATE webhook_endpoints SET url = $1", &[&url])
        .await
        .unwrap();
    sara
}

async fn problem(app: &TestApp) -> Option<String> {
    app.value("SELECT last_problem FROM webhook_deliveries", &[])
        .await
}

#[tokio::test]
async fn private_address_is_refused_when_it_is_called() {
    let (app, receiver) = (strict().await, Receiver::start().await);
    let sara = turned(&app, &receiver.url()).await;
    tell(&app, Some(sara.tenant), "راز").await;
    app.run_jobs().await;
    assert_eq!(problem(&app).await.as_deref(), Some("address"));
    assert_eq!(receiver.calls().len(), 0);
    app.leave_jobs();
}

#[tokio::test]
async fn private_address_behind_a_redirect_is_not_called() {
    let (app, receiver, inside) = (
        app().await,
        Receiver::start().await,
        Receiver::start().await,
    );
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.always(Reply::Redirect(inside.url()));
    tell(&app, Some(sara.tenant), "راز").await;
    app.run_jobs().await;
    assert_eq!((receiver.calls().len(), inside.calls().len()), (1, 0));
    let delivery = newest(&sara, &hook).await;
    sara.get(&delivery)
        .await
        .assert_ok()
        .assert_text("هدایت‌ها دنبال نمی‌شوند");
    app.leave_jobs();
}

#[tokio::test]
async fn setting_for_this_machine_opens_no_other_private_address() {
    let app = app().await;
    let sara = app.customer("sara").await;
    sara.post_form(
        "/account/webhooks",
        &[("url", "http://10.0.0.1/"), ("facts", TOLD)],
    )
    .await
    .assert_status(422);
}

#[tokio::test]
async fn production_calls_no_private_address_whatever_the_setting() {
    let app = TestApp::of(probe::modules, |config| {
        config.env = kernel::config::Environment::Production;
        config.webhooks_to_loopback = true;
    })
    .await;
    let sara = app.customer("sara").await;
    for url in ["https://127.0.0.1/", "http://93.184.216.34/"] {
        sara.post_form("/account/webhooks", &[("url", url), ("facts", TOLD)])
            .await
            .assert_status(422);
    }
}
