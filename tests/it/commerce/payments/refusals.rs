//! What is refused: sums that no gateway takes, forged returns, payments of others.

use super::Shop;

async fn count(shop: &Shop) -> i64 {
    shop.app
        .value("SELECT count(*) FROM commerce_payments", &[])
        .await
}

#[tokio::test]
async fn sums_that_the_gateway_does_not_take_are_refused_before_anything() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    for (typed, wanted) in [
        ("۹۹۹", "دست‌کم"),
        ("100000001", "حداکثر"),
        ("99999999999999999999", "مبلغ"),
        ("-50000", "مبلغ"),
        ("پنجاه", "مبلغ"),
        ("", "مبلغ"),
        ("5000.05", "مبلغ"),
    ] {
        let again = shop.asked(&sara, typed).await;
        again.assert_status(422).assert_text(wanted);
        assert_eq!(again.form("#top-up").value("amount"), Some(typed));
    }
    assert_eq!(count(&shop).await, 0);
}

#[tokio::test]
async fn a_gateway_that_nobody_offers_is_refused() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    sara.get("/wallet/top-up").await.assert_ok();
    let fields = [("amount", "50000"), ("gateway", "commerce.stripe")];
    sara.post_form("/wallet/top-up", &fields)
        .await
        .assert_status(422)
        .assert_text("درگاه دیگری انتخاب کنید");
    shop.app.setting("commerce.zarinpal_offered", "").await;
    sara.get("/wallet/top-up")
        .await
        .assert_ok()
        .assert_no_element("#top-up");
    let fields = [("amount", "50000"), ("gateway", "commerce.zarinpal")];
    sara.post_form("/wallet/top-up", &fields)
        .await
        .assert_status(422);
    assert_eq!(count(&shop).await, 0);
}

#[tokio::test]
async fn a_forged_return_changes_nothing_and_a_real_one_still_counts() {
    let shop = Shop::open().await;
    let (sara, kaveh) = (
        shop.app.customer("sara").await,
        shop.app.customer("kaveh").await,
    );
    // Paid by Sara; Kaveh has not paid, and says that he has, with her payment's name.
    let paid = shop.pay(&sara, "50000").await;
    let begun = shop.begin(&kaveh, "50000").await;
    let back = shop.chooses(&begun, "cancel").await;
    let place = back.split('?').next().unwrap();
    for query in [
        format!("Authority={}&Status=OK", begun.authority),
        format!("Authority={}&Status=OK", paid.authority),
        "Status=OK".to_owned(),
        format!("x={}", "y".repeat(4000)),
    ] {
        kaveh.get(format!("{place}?{query}")).await;
        shop.app.run_jobs().await;
        assert_eq!(shop.wallet(&kaveh).await, 0, "{query}");
    }
    assert_eq!(
        (shop.wallet(&sara).await, shop.entries(&paid).await),
        (500_000, 1)
    );
}

#[tokio::test]
async fn a_forged_failure_of_a_payment_that_was_paid_does_not_keep_the_money() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let back = shop.chooses(&begun, "pay").await;
    let place = back.split('?').next().unwrap();
    sara.get(format!("{place}?Authority={}&Status=NOK", begun.authority))
        .await;
    shop.app.run_jobs().await;
    assert_eq!(shop.wallet(&sara).await, 500_000);
}

#[tokio::test]
async fn a_way_back_that_nobody_has_opened_is_not_found() {
    let shop = Shop::open().await;
    let visitor = shop.app.client();
    for place in ["/pay/return/x", "/pay/return/x?Authority=A&Status=OK"] {
        visitor.get(place).await.assert_not_found();
    }
}

#[tokio::test]
async fn a_payer_who_has_signed_out_sees_the_result_and_nothing_else() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let back = shop.chooses(&begun, "pay").await;
    let visitor = shop.app.client();
    let there = visitor.get(&back).await;
    shop.app.run_jobs().await;
    there.follow().await.assert_ok().assert_text("پرداخت شد");
    assert_eq!(shop.wallet(&sara).await, 500_000);
    visitor
        .get(format!("/payments/{}", begun.id))
        .await
        .assert_redirect("/sign-in");
}

#[tokio::test]
async fn a_page_that_is_opened_again_and_again_fills_no_table_and_asks_nobody() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let back = shop.chooses(&begun, "cancel").await;
    for _ in 0..30 {
        sara.get(&back).await;
    }
    assert_eq!(shop.app.jobs().await, ["commerce.settle_payment"]);
    shop.app.run_jobs().await;
    let returned =
        "SELECT count(*) FROM commerce_payment_events WHERE payment_id = $1 AND kind = 'returned'";
    let returned: i64 = shop.app.value(returned, &[&begun.id]).await;
    assert_eq!(returned, 20);
}

#[tokio::test]
async fn a_payment_of_another_customer_is_not_found() {
    let shop = Shop::open().await;
    let (sara, kaveh) = (
        shop.app.customer("sara").await,
        shop.app.customer("kaveh").await,
    );
    let begun = shop.begin(&sara, "50000").await;
    kaveh
        .get(format!("/payments/{}", begun.id))
        .await
        .assert_not_found();
    kaveh.get("/payments").await.assert_ok();
    kaveh
        .post_form(format!("/pay/again/{}", begun.id), &[])
        .await
        .assert_not_found();
}

#[tokio::test]
async fn a_tenants_own_role_cannot_say_that_it_has_paid() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let sql = shop.app.sql_as(kernel::db::Role::Tenant).await;
    let whose = format!("SET app.tenant_id = '{}'", sara.tenant);
    sql.batch_execute(&whose).await.unwrap();
    let claim = "UPDATE commerce_payments SET state = 'settled', entry_id = id, ended_at = now() WHERE id = $1";
    assert_eq!(sql.execute(claim, &[&begun.id]).await.unwrap(), 0);
    let insert = "INSERT INTO commerce_payments (id, tenant_id, gateway, currency, amount, state, return_hash, begun_at, ended_at, entry_id) \
                  VALUES (gen_random_uuid(), $1, 'x', 'IRR', 1, 'settled', sha256('x'), now(), now(), gen_random_uuid())";
    assert!(sql.execute(insert, &[&sara.tenant.0]).await.is_err());
}
