//! Giving a payment back: held first, out of the wallet when the gateway has agreed, and back in it when it has not.

use kernel::module::PlatformRole;
use kit::Staff;
use serde_json::json;

use super::{Begun, Shop};

async fn asked_back(shop: &Shop, by: &Staff, begun: &Begun) -> kit::Answer {
    by.get(format!("/admin/payments/{}", begun.id))
        .await
        .assert_ok();
    by.form("#reversal")
        .set("reason", "دو بار پرداخت شده است")
        .submit()
        .await
        .assert_redirect(&format!("/admin/payments/{}", begun.id));
    shop.app.run_jobs().await;
    by.get(format!("/admin/payments/{}", begun.id)).await
}

#[tokio::test]
async fn finance_gives_a_payment_back_with_a_reason() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.pay(&sara, "50000").await;
    let finance = shop.app.staff(PlatformRole::Finance, "nika").await;
    let page = asked_back(&shop, &finance, &begun).await;
    page.assert_text("برگشت‌خورده")
        .assert_text("دو بار پرداخت شده است");
    assert_eq!(
        (shop.state(&begun).await.as_str(), shop.wallet(&sara).await),
        ("reversed", 0)
    );
    let held: i64 = shop
        .app
        .value(
            "SELECT coalesce(sum(held), 0)::bigint FROM ledger_balances",
            &[],
        )
        .await;
    assert_eq!(held, 0);
    sara.get(format!("/payments/{}", begun.id))
        .await
        .assert_text("برگشت")
        .assert_no_text("دو بار پرداخت شده است");
}

#[tokio::test]
async fn a_reversal_whose_answer_was_lost_is_done_once() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.pay(&sara, "50000").await;
    let lost = json!({ "work_done": true });
    shop.bank
        .fault(&shop.terminal, "reverse", "cut", lost)
        .await;
    let finance = shop.app.staff(PlatformRole::Finance, "nika").await;
    asked_back(&shop, &finance, &begun).await;
    assert_eq!(
        (shop.state(&begun).await.as_str(), shop.wallet(&sara).await),
        ("settled", 500_000)
    );
    shop.minutes(1).await;
    assert_eq!(
        (shop.state(&begun).await.as_str(), shop.wallet(&sara).await),
        ("reversed", 0)
    );
    shop.app.leave_jobs();
}

#[tokio::test]
async fn what_the_gateway_does_not_give_back_stays_in_the_wallet() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.pay(&sara, "50000").await;
    shop.bank.settle(&shop.terminal, &begun.authority).await;
    let finance = shop.app.staff(PlatformRole::Finance, "nika").await;
    let page = asked_back(&shop, &finance, &begun).await;
    page.assert_text("بانک برنگرداند");
    assert_eq!(
        (shop.state(&begun).await.as_str(), shop.wallet(&sara).await),
        ("settled", 500_000)
    );
    let held: i64 = shop
        .app
        .value(
            "SELECT coalesce(sum(held), 0)::bigint FROM ledger_balances",
            &[],
        )
        .await;
    assert_eq!(held, 0);
}

#[tokio::test]
async fn a_payment_is_given_back_within_half_an_hour_alone_and_by_who_may() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.pay(&sara, "50000").await;
    let place = format!("/admin/payments/{}", begun.id);
    let support = shop.app.staff(PlatformRole::Support, "tara").await;
    support
        .get(&place)
        .await
        .assert_ok()
        .assert_no_element("#reversal");
    let why = [("reason", "x")];
    support
        .post_form(format!("{place}/reversal"), &why)
        .await
        .assert_status(403);
    shop.app.leave_jobs();
    shop.minutes(31).await;
    let finance = shop.app.staff(PlatformRole::Finance, "nika").await;
    finance
        .get(&place)
        .await
        .assert_ok()
        .assert_no_element("#reversal");
    finance
        .post_form(format!("{place}/reversal"), &why)
        .await
        .assert_status(409);
    assert_eq!(shop.wallet(&sara).await, 500_000);
}
