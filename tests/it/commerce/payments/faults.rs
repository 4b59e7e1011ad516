//! What a gateway does wrong: delays, broken answers, another payment's answer, changed amounts. Nothing is lost and nothing
//! is credited that was not paid.

use kernel::db::Role;
use serde_json::json;

use super::{Begun, Shop};

/// Payment rows by state.
async fn states(shop: &Shop) -> Vec<String> {
    let states =
        "SELECT coalesce(array_agg(state ORDER BY begun_at, id), '{}') FROM commerce_payments";
    shop.app.value(states, &[]).await
}

#[tokio::test]
async fn a_gateway_that_cannot_begin_keeps_what_was_typed_and_says_what_to_do() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    for (kind, more) in [
        ("status", json!({ "value": 503 })),
        ("cut", json!({ "work_done": true })),
        ("empty", json!({})),
        ("html", json!({})),
    ] {
        shop.bank.fault(&shop.terminal, "request", kind, more).await;
        let again = shop.asked(&sara, "۵۰٬۰۰۰").await;
        again
            .assert_status(422)
            .assert_text("درگاه بانک پاسخ نمی‌دهد");
        assert_eq!(again.form("#top-up").value("amount"), Some("۵۰٬۰۰۰"));
        // The form that is shown again begins another payment.
        let next = again.form("#top-up").submit().await;
        assert!(
            next.location()
                .is_some_and(|at| at.contains("/pg/StartPay/")),
            "{kind}"
        );
    }
    let expected = ["failed", "sent"].repeat(4);
    assert_eq!(states(&shop).await, expected);
}

#[tokio::test]
async fn two_requests_that_get_one_authority_send_one_payer_there() {
    let shop = Shop::open().await;
    let (sara, kaveh) = (
        shop.app.customer("sara").await,
        shop.app.customer("kaveh").await,
    );
    let begun = shop.begin(&sara, "50000").await;
    shop.bank
        .fault(&shop.terminal, "request", "repeat", json!({}))
        .await;
    shop.asked(&kaveh, "50000").await.assert_status(422);
    assert_eq!(states(&shop).await, ["sent", "failed"]);
    let back = shop.chooses(&begun, "pay").await;
    sara.get(&back).await;
    shop.app.run_jobs().await;
    assert_eq!(
        (shop.wallet(&sara).await, shop.wallet(&kaveh).await),
        (500_000, 0)
    );
}

#[tokio::test]
async fn an_answer_that_was_lost_is_asked_for_again_and_credited_once() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    for (kind, more) in [
        ("status", json!({ "value": 500, "work_done": true })),
        ("status", json!({ "value": 503, "work_done": false })),
        ("cut", json!({ "work_done": true })),
        ("cut", json!({ "work_done": false })),
        ("empty", json!({ "work_done": true })),
        ("html", json!({ "work_done": true })),
        ("delay", json!({ "value": 300 })),
    ] {
        let before = shop.wallet(&sara).await;
        let begun = shop.begin(&sara, "50000").await;
        let back = shop.chooses(&begun, "pay").await;
        shop.bank.fault(&shop.terminal, "verify", kind, more).await;
        sara.get(&back).await;
        shop.app.run_jobs().await;
        shop.minutes(1).await;
        assert_eq!(shop.state(&begun).await, "settled", "{kind}");
        assert_eq!(shop.wallet(&sara).await - before, 500_000, "{kind}");
        assert_eq!(shop.entries(&begun).await, 1, "{kind}");
    }
    shop.app.leave_jobs();
}

#[tokio::test]
async fn the_receipt_of_another_payment_credits_nothing() {
    let shop = Shop::open().await;
    let (sara, kaveh) = (
        shop.app.customer("sara").await,
        shop.app.customer("kaveh").await,
    );
    shop.pay(&sara, "50000").await;
    let unpaid = shop.begin(&kaveh, "50000").await;
    shop.bank
        .fault(&shop.terminal, "verify", "repeat", json!({}))
        .await;
    settle(&shop, &unpaid).await;
    assert_eq!(shop.wallet(&kaveh).await, 0);
    assert_eq!(shop.state(&unpaid).await, "sent");
    // Asked again, the bank says the truth; and when it is really paid it is credited.
    shop.minutes(1).await;
    assert_eq!(shop.wallet(&kaveh).await, 0);
    let back = shop.chooses(&unpaid, "pay").await;
    kaveh.get(&back).await;
    shop.app.run_jobs().await;
    assert_eq!(shop.wallet(&kaveh).await, 500_000);
    shop.app.leave_jobs();
}

async fn settle(shop: &Shop, begun: &Begun) {
    shop.enqueue("commerce.settle_payment", json!({ "payment": begun.id }))
        .await;
    shop.app.run_jobs().await;
}

#[tokio::test]
async fn an_amount_in_the_way_back_is_not_read() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    shop.bank
        .fault(&shop.terminal, "callback", "amount", json!({ "value": 1 }))
        .await;
    let back = shop.chooses(&begun, "pay").await;
    sara.get(format!("{back}&Amount=900000000&amount=900000000"))
        .await
        .assert_redirect("/pay/return/");
    shop.app.run_jobs().await;
    assert_eq!(shop.wallet(&sara).await, 500_000);
}

#[tokio::test]
async fn a_row_whose_amount_is_not_what_was_paid_credits_nothing() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let back = shop.chooses(&begun, "pay").await;
    let sql = shop.app.sql_as(Role::Platform).await;
    let change = "UPDATE commerce_payments SET amount = amount * 2 WHERE id = $1";
    sql.execute(change, &[&begun.id]).await.unwrap();
    sara.get(&back).await;
    shop.app.run_jobs().await;
    assert_eq!(
        (shop.state(&begun).await.as_str(), shop.wallet(&sara).await),
        ("failed", 0)
    );
}
