//! Payers who never come back, or pay when nobody expects it any more.

use super::Shop;

#[tokio::test]
async fn a_payer_who_never_came_back_is_served_within_ten_minutes_and_told() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    shop.chooses(&begun, "vanish").await;
    shop.minutes(5).await;
    shop.sweep().await;
    assert_eq!(
        (shop.state(&begun).await.as_str(), shop.wallet(&sara).await),
        ("settled", 500_000)
    );
    let told = "SELECT count(*) FROM notifications WHERE user_id = $1 AND text_key = 'commerce.payments.notification.arrived'";
    let told: i64 = shop.app.value(told, &[&sara.person.id.0]).await;
    assert_eq!(told, 1);
    shop.app.leave_jobs();
}

#[tokio::test]
async fn what_nobody_pays_is_given_up_after_half_an_hour_and_settled_when_it_is_paid_after_all() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    shop.minutes(5).await;
    shop.sweep().await;
    assert_eq!(shop.state(&begun).await, "sent");
    shop.minutes(26).await;
    shop.sweep().await;
    assert_eq!(shop.state(&begun).await, "expired");
    assert_eq!(shop.wallet(&sara).await, 0);
    let back = shop.chooses(&begun, "pay").await;
    let there = sara.get(&back).await;
    shop.app.run_jobs().await;
    there.follow().await.assert_text("پرداخت شد");
    assert_eq!(
        (shop.wallet(&sara).await, shop.entries(&begun).await),
        (500_000, 1)
    );
    assert!(shop.steps(&begun).await.contains(&"late".to_owned()));
    shop.app.leave_jobs();
}

#[tokio::test]
async fn what_was_given_up_and_paid_without_a_return_is_found_in_the_banks_own_list() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    shop.minutes(31).await;
    shop.sweep().await;
    assert_eq!(shop.state(&begun).await, "expired");
    shop.chooses(&begun, "vanish").await;
    shop.sweep().await;
    assert_eq!(
        (shop.wallet(&sara).await, shop.entries(&begun).await),
        (500_000, 1)
    );
    shop.app.leave_jobs();
}

#[tokio::test]
async fn a_payment_of_strangers_in_the_banks_list_is_nobodys() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let ask = serde_json::json!({
        "merchant_id": shop.terminal.merchant_id, "amount": 700_000, "currency": "IRR",
        "description": "another program's", "callback_url": "http://127.0.0.1/back",
    });
    let (_, said) = shop.bank.call("request", &ask).await;
    let authority = said["data"]["authority"].as_str().unwrap();
    shop.bank.payer(&shop.terminal, authority, "vanish").await;
    shop.sweep().await;
    assert_eq!(shop.wallet(&sara).await, 0);
}

#[tokio::test]
async fn a_payment_that_nobody_was_sent_to_is_closed_by_itself() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let undo = "UPDATE commerce_payments SET state = 'begun', reference = NULL, sent_at = NULL WHERE id = $1";
    let sql = shop.app.sql_as(kernel::db::Role::Platform).await;
    sql.execute(undo, &[&begun.id]).await.unwrap();
    shop.minutes(31).await;
    shop.sweep().await;
    assert_eq!(shop.state(&begun).await, "expired");
    shop.app.leave_jobs();
}
