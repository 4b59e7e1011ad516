//! The gateway is away, and comes back: nobody pays twice, nothing is given up meanwhile, all is credited afterwards.

use chrono::Duration;

use super::Shop;

/// Where nobody listens.
const NOWHERE: &str = "http://127.0.0.1:9";

#[tokio::test]
async fn what_was_paid_while_the_gateway_was_away_is_credited_when_it_is_back() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let back = shop.chooses(&begun, "pay").await;
    shop.app.setting("commerce.zarinpal_host", NOWHERE).await;
    let there = sara.get(&back).await;
    shop.app.run_jobs().await;
    there.follow().await.assert_text("در انتظار پاسخ بانک");
    shop.minutes(45).await;
    shop.sweep().await;
    assert_eq!(shop.state(&begun).await, "sent");
    assert!(shop.steps(&begun).await.contains(&"silent".to_owned()));
    shop.asked(&sara, "50000").await.assert_status(422);

    let address = shop.bank.address().to_owned();
    shop.app.setting("commerce.zarinpal_host", &address).await;
    shop.app.clock().advance(Duration::minutes(1));
    shop.sweep().await;
    assert_eq!(
        (shop.wallet(&sara).await, shop.entries(&begun).await),
        (500_000, 1)
    );
    shop.app.leave_jobs();
}

#[tokio::test]
async fn a_host_without_tls_is_no_gateway_in_production() {
    let app = kit::TestApp::with(|config| {
        config.env = kernel::config::Environment::Production;
        config.allow_http = true;
    })
    .await;
    app.setting("commerce.zarinpal_merchant", "x").await;
    let sara = app.customer("sara").await;
    let form = "#top-up";
    sara.get("/wallet/top-up").await.assert_element(form);
    app.setting("commerce.zarinpal_host", NOWHERE).await;
    sara.get("/wallet/top-up").await.assert_no_element(form);
}

#[tokio::test]
async fn the_demo_pays_at_the_stand_in_that_it_has_mounted() {
    let app = kit::TestApp::with(|config| config.demo = true).await;
    app.leave_jobs();
    sarai::demo::seed(app.state()).await.unwrap();
    let sara = app.customer("sara").await;
    sara.get("/wallet/top-up").await.assert_ok();
    let answer = sara.form("#top-up").set("amount", "50000").submit().await;
    let place = format!("{}/dev/simulators/zarinpal/pg/StartPay/", app.base());
    let page = answer.location().unwrap_or_default();
    assert!(page.starts_with(&place), "{page} {}", answer.visible());
}
