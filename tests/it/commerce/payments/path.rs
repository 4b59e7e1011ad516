//! The way of one payment: begun, paid or not, back, and in the wallet or not.

use kernel::db::Role;

use super::Shop;

#[tokio::test]
async fn a_top_up_is_in_the_wallet_when_the_bank_has_confirmed_it() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "۵۰٬۰۰۰").await;
    assert_eq!(shop.state(&begun).await, "sent");
    let back = shop.chooses(&begun, "pay").await;
    let there = sara.get(&back).await;
    there.assert_redirect("/pay/return/");
    // Nothing is believed of what the browser brought: the bank has not been asked yet.
    there
        .follow()
        .await
        .assert_ok()
        .assert_text("در انتظار پاسخ بانک");
    assert_eq!(shop.wallet(&sara).await, 0);
    shop.app.run_jobs().await;
    let page = there.follow().await;
    page.assert_ok()
        .assert_text("پرداخت شد")
        .assert_text("شمارهٔ رسید")
        .assert_no_text("Authority");
    assert_eq!(
        (shop.wallet(&sara).await, shop.entries(&begun).await),
        (500_000, 1)
    );
    let steps = ["begun", "sent", "returned", "verify", "settled"];
    assert_eq!(shop.steps(&begun).await, steps);
    let page = sara.get(format!("/payments/{}", begun.id)).await;
    page.assert_ok().assert_text("به کیف پول اضافه شد");
    sara.get("/payments")
        .await
        .assert_ok()
        .assert_text("۵۰٬۰۰۰");
}

#[tokio::test]
async fn what_the_payer_declines_or_cancels_is_not_paid_and_can_be_paid_again() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    for outcome in ["decline", "cancel"] {
        let begun = shop.begin(&sara, "50000").await;
        let back = shop.chooses(&begun, outcome).await;
        let there = sara.get(&back).await;
        shop.app.run_jobs().await;
        let page = there.follow().await;
        page.assert_ok()
            .assert_text("پرداخت نشد")
            .assert_text("پرداخت دوباره");
        assert_eq!(shop.state(&begun).await, "failed", "{outcome}");
    }
    assert_eq!(shop.wallet(&sara).await, 0);
}

#[tokio::test]
async fn a_payment_that_is_told_twice_is_credited_once() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let back = shop.chooses(&begun, "twice").await;
    for _ in 0..3 {
        sara.get(&back).await.assert_redirect("/pay/return/");
        shop.app.run_jobs().await;
        let settle = serde_json::json!({ "payment": begun.id });
        shop.enqueue("commerce.settle_payment", settle).await;
        shop.app.run_jobs().await;
    }
    assert_eq!(
        (shop.wallet(&sara).await, shop.entries(&begun).await),
        (500_000, 1)
    );
}

#[tokio::test]
async fn the_same_form_sent_twice_begins_one_payment_and_leads_to_it_both_times() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    sara.get("/wallet/top-up").await.assert_ok();
    let first = sara.form("#top-up").set("amount", "50000").submit().await;
    let second = sara.form("#top-up").set("amount", "50000").submit().await;
    assert!(first.location().unwrap().contains("/pg/StartPay/"));
    assert_eq!(first.location(), second.location());
    let count: i64 = shop
        .app
        .value("SELECT count(*) FROM commerce_payments", &[])
        .await;
    assert_eq!(count, 1);
}

#[tokio::test]
async fn beginning_and_crediting_are_in_the_audit_trail_and_told_as_a_fact() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.pay(&sara, "50000").await;
    let actions = "SELECT array_agg(action ORDER BY at, id) FROM audit_events WHERE subject_id = $1 AND tenant_id = $2";
    let actions: Vec<String> = shop.app.value(actions, &[&begun.id, &sara.tenant.0]).await;
    assert_eq!(
        actions,
        ["commerce.payment.begin", "commerce.payment.settle"]
    );
}

#[tokio::test]
async fn only_the_hash_of_the_way_back_is_kept_and_no_merchant_id() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let back = shop.chooses(&begun, "pay").await;
    let token = back.split(['/', '?']).nth(5).unwrap();
    assert_eq!(token.len(), 43, "{back}");
    sara.get(&back).await.assert_redirect("/pay/return/");
    shop.app.run_jobs().await;
    let rows = shop
        .app
        .sql_as(Role::Platform)
        .await
        .query(
            "SELECT to_jsonb(p)::text FROM commerce_payments p UNION ALL SELECT to_jsonb(e)::text FROM commerce_payment_events e",
            &[],
        )
        .await
        .unwrap();
    for row in rows {
        let row: String = row.get(0);
        assert!(
            !row.contains(token) && !row.contains(&shop.terminal.merchant_id),
            "{row}"
        );
    }
}
