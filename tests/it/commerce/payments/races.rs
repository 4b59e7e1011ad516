//! The return, the sweep and whoever presses "ask again", all at once.

use kernel::jobs;
use serde_json::json;

use super::Shop;

#[tokio::test]
async fn return_and_sweep_that_race_fifty_times_make_one_entry() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let back = shop.chooses(&begun, "pay").await;
    let other = shop.app.second_node().await;
    for _ in 0..50 {
        shop.enqueue("commerce.settle_payment", json!({ "payment": begun.id }))
            .await;
        shop.enqueue("commerce.sweep_payments", json!({})).await;
    }
    let (there, one, two) = tokio::join!(
        sara.get(&back),
        jobs::drain(shop.app.state()),
        jobs::drain(other.state()),
    );
    there.assert_redirect("/pay/return/");
    one.unwrap();
    two.unwrap();
    shop.app.run_jobs().await;
    assert_eq!(
        (shop.wallet(&sara).await, shop.entries(&begun).await),
        (500_000, 1)
    );
    let settled =
        "SELECT count(*) FROM commerce_payment_events WHERE payment_id = $1 AND kind = 'settled'";
    let settled: i64 = shop.app.value(settled, &[&begun.id]).await;
    assert_eq!(settled, 1);
}
