//! Where is my money, as staff ask it.

use kernel::module::PlatformRole;

use super::Shop;

#[tokio::test]
async fn a_payment_is_found_by_whatever_somebody_has_in_hand() {
    let shop = Shop::open().await;
    let (sara, kaveh) = (
        shop.app.customer("sara").await,
        shop.app.customer("kaveh").await,
    );
    let begun = shop.pay(&sara, "51234").await;
    let other = shop.begin(&kaveh, "60000").await;
    let receipt = "SELECT receipt FROM commerce_payments WHERE id = $1";
    let receipt: String = shop.app.value(receipt, &[&begun.id]).await;
    let support = shop.app.staff(PlatformRole::Support, "tara").await;
    let (ours, theirs) = (
        format!("a[href='/admin/payments/{}']", begun.id),
        format!("a[href='/admin/payments/{}']", other.id),
    );
    let by = [
        format!("q={}", begun.authority),
        format!("q={receipt}"),
        format!("q={}", begun.id),
        "q=51234".to_owned(),
        "q=۵۱٬۲۳۴".to_owned(),
        format!("q={}", sara.person.email),
        "state=settled".to_owned(),
    ];
    for query in by {
        let page = support.get(format!("/admin/payments?{query}")).await;
        page.assert_ok()
            .assert_element(&ours)
            .assert_no_element(&theirs);
    }
    let today = support
        .get("/admin/payments?gateway=commerce.zarinpal&from=1419/02/01")
        .await;
    today.assert_element(&ours).assert_element(&theirs);
    let before = support.get("/admin/payments?to=1400/01/01").await;
    before.assert_no_element(&ours);
    let file = support
        .get(format!("/admin/payments/export?format=csv&q={receipt}"))
        .await;
    file.assert_ok();
    assert!(file.text.contains(&begun.authority) && !file.text.contains(&other.authority));
}

#[tokio::test]
async fn each_step_is_shown_with_what_the_gateway_said_and_support_can_ask_again() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    shop.chooses(&begun, "vanish").await;
    let support = shop.app.staff(PlatformRole::Support, "tara").await;
    let place = format!("/admin/payments/{}", begun.id);
    support
        .get(&place)
        .await
        .assert_ok()
        .assert_text(&begun.authority)
        .assert_text("در انتظار بانک");
    support
        .post_form(format!("{place}/asking"), &[])
        .await
        .assert_redirect(&place);
    shop.app.run_jobs().await;
    support
        .get(&place)
        .await
        .assert_text("\"code\":100")
        .assert_text("tara")
        .assert_text("به کیف پول اضافه شد");
    assert_eq!(shop.wallet(&sara).await, 500_000);
    support
        .post_form(format!("{place}/asking"), &[])
        .await
        .assert_status(409);
}

#[tokio::test]
async fn a_payer_has_the_bank_asked_again_and_goes_on_paying() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let begun = shop.begin(&sara, "50000").await;
    let page = sara.get(format!("/payments/{}", begun.id)).await;
    let bank = format!("a[href$='/pg/StartPay/{}']", begun.authority);
    page.assert_ok().assert_element(&bank);
    shop.chooses(&begun, "vanish").await;
    sara.post_form(format!("/pay/again/{}", begun.id), &[])
        .await
        .assert_redirect(&format!("/payments/{}", begun.id));
    shop.app.run_jobs().await;
    assert_eq!(shop.wallet(&sara).await, 500_000);
}

#[tokio::test]
async fn lists_keep_to_five_statements() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    shop.pay(&sara, "50000").await;
    let support = shop.app.staff(PlatformRole::Support, "tara").await;
    for page in [
        sara.get("/payments").await,
        support.get("/admin/payments").await,
    ] {
        let statements: u32 = page.header("X-Sarai-Statements").parse().unwrap();
        assert!(statements <= 5, "{statements}");
    }
}
