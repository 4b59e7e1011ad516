//! From the shop to a paid invoice: prices, the cart, confirming, and what is refused.

use commerce::{Cycle, deferred, vat};
use kernel::db::Role;

use super::stall::{self, MONTH, balance, bought, choose, confirm, ordered, pay_in, placed};

/// What a month costs with tax.
const TOTAL: i64 = MONTH / 10 * 11;

#[tokio::test]
async fn customer_buys_from_the_wallet_and_the_books_say_so() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 3 * TOTAL).await;
    sara.get("/store").await.assert_ok().assert_text("چیز");
    let order = bought(&sara, "اولین").await;
    assert_eq!(balance(&app, sara.tenant).await, 2 * TOTAL);
    app.run_jobs().await;
    let shown = sara.get(&order).await;
    shown
        .assert_ok()
        .assert_text("پرداخت‌شده")
        .assert_text("فعال");
    let product = stall::product(&app).await;
    let db = app.platform();
    let (earned_later, tax) = db
        .read(async |tx| {
            Ok((
                ledger::balance(deferred(product).id(), tx).await?,
                ledger::balance(vat().id(), tx).await?,
            ))
        })
        .await
        .unwrap();
    assert_eq!((earned_later, tax), (MONTH, MONTH / 10));
    let wallet = sara.get("/wallet").await;
    wallet.assert_ok().assert_text("پرداخت فاکتور");
    sara.get("/services").await.assert_ok().assert_text("اولین");
    sara.get("/cart")
        .await
        .assert_ok()
        .assert_text("سبد خریدتان خالی است");
}

#[tokio::test]
async fn guest_fills_a_cart_that_is_there_after_signing_in() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    let guest = app.client();
    choose(&guest, "مهمان", Cycle::Month).await;
    guest.get("/cart").await.assert_ok().assert_text("مهمان");
    guest.get("/checkout").await.assert_redirect("/sign-in");
    sara.set_cookie("sarai-cart", &guest.cookie("sarai-cart").unwrap());
    sara.get("/checkout").await.assert_ok();
}

#[tokio::test]
async fn the_same_checkout_sent_twice_orders_once() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 5 * TOTAL).await;
    choose(&sara, "یک بار", Cycle::Month).await;
    sara.get("/checkout").await.assert_ok();
    let form = || sara.form("#checkout").set("method", "wallet");
    let (once, again) = (form(), form());
    let cart = sara.cookie("sarai-cart").unwrap();
    let first = once.submit().await;
    sara.set_cookie("sarai-cart", &cart);
    let second = again.submit().await;
    assert_eq!(first.location(), second.location());
    assert_eq!(balance(&app, sara.tenant).await, 4 * TOTAL);
    app.run_jobs().await;
}

#[tokio::test]
async fn a_price_that_changed_meanwhile_charges_nothing_and_is_shown() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 5 * TOTAL).await;
    choose(&sara, "گران شد", Cycle::Month).await;
    sara.get("/checkout").await.assert_ok();
    let form = sara.form("#checkout").set("method", "wallet");
    let product = stall::product(&app).await;
    let db = app.platform();
    db.write(async |tx| stall::price(product, Cycle::Month, 2 * MONTH, tx).await)
        .await
        .unwrap();
    let again = form.submit().await;
    again.assert_status(422).assert_text("مبلغ تازه را ببینید");
    assert_eq!(balance(&app, sara.tenant).await, 5 * TOTAL);
    let orders: i64 = app.value("SELECT count(*) FROM commerce_orders", &[]).await;
    assert_eq!(orders, 0);
    confirm(&sara).await.assert_redirect("/orders/");
    assert_eq!(balance(&app, sara.tenant).await, 3 * TOTAL);
    app.run_jobs().await;
}

#[tokio::test]
async fn wallet_that_is_short_leaves_no_order_and_a_cart_that_can_be_paid_otherwise() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, TOTAL - 1).await;
    choose(&sara, "کم", Cycle::Month).await;
    let refused = confirm(&sara).await;
    refused
        .assert_status(422)
        .assert_text("موجودی کیف پول کافی نیست");
    let orders: i64 = app.value("SELECT count(*) FROM commerce_orders", &[]).await;
    assert_eq!((orders, balance(&app, sara.tenant).await), (0, TOTAL - 1));
    let invoice = placed(&sara).await;
    pay_in(&app, sara.tenant, 1).await;
    sara.get(&invoice)
        .await
        .assert_ok()
        .assert_text("پیش‌فاکتور");
    let paid = sara.post_form(format!("{invoice}/payment"), &[]).await;
    paid.assert_redirect(&invoice);
    assert_eq!(balance(&app, sara.tenant).await, 0);
    sara.post_form(format!("{invoice}/payment"), &[]).await;
    assert_eq!(balance(&app, sara.tenant).await, 0);
    app.run_jobs().await;
}

#[tokio::test]
async fn two_hundred_purchases_of_a_wallet_for_ten_are_ten() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10 * TOTAL).await;
    let mut invoices = Vec::new();
    for n in 0..40 {
        invoices.push(ordered(&sara, &format!("شمارهٔ {n}")).await);
    }
    // Each of the forty five times, all at once.
    let all = (0..200).map(|n| {
        let (sara, invoice) = (&sara, &invoices[n % 40]);
        async move { sara.post_form(format!("{invoice}/payment"), &[]).await }
    });
    futures::future::join_all(all).await;
    let paid: i64 = app
        .value(
            "SELECT count(*) FROM commerce_invoices WHERE state = 'paid'",
            &[],
        )
        .await;
    assert_eq!((paid, balance(&app, sara.tenant).await), (10, 0));
    app.run_jobs().await;
    let running: i64 = app
        .value(
            "SELECT count(*) FROM commerce_subscriptions WHERE standing = 'running'",
            &[],
        )
        .await;
    assert_eq!(running, 10);
}

#[tokio::test]
async fn order_that_was_not_paid_can_be_given_up_and_its_invoice_is_void() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    let invoice = ordered(&sara, "پشیمان").await;
    let order = sara.get("/orders").await.attributes("tbody a", "href")[0].clone();
    sara.delete(&order).await.assert_redirect(&order);
    sara.get(&invoice).await.assert_ok().assert_text("باطل");
    pay_in(&app, sara.tenant, 2 * TOTAL).await;
    sara.post_form(format!("{invoice}/payment"), &[])
        .await
        .assert_status(409);
    sara.delete(&order).await.assert_status(409);
    assert_eq!(balance(&app, sara.tenant).await, 2 * TOTAL);
}

#[tokio::test]
async fn orders_invoices_and_services_of_others_are_not_found() {
    let app = stall::app().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    pay_in(&app, sara.tenant, TOTAL).await;
    pay_in(&app, kaveh.tenant, TOTAL).await;
    let order = bought(&sara, "رازدار").await;
    let of = |column: &'static str| {
        let app = &app;
        async move {
            let found: uuid::Uuid = app.value(column, &[]).await;
            found
        }
    };
    let invoice = of("SELECT id FROM commerce_invoices").await;
    let service = of("SELECT id FROM commerce_subscriptions").await;
    kaveh.get(&order).await.assert_not_found();
    kaveh
        .get(format!("/invoices/{invoice}"))
        .await
        .assert_not_found();
    kaveh
        .get(format!("/services/{service}"))
        .await
        .assert_not_found();
    kaveh
        .post_form(format!("/invoices/{invoice}/payment"), &[])
        .await
        .assert_not_found();
    kaveh.delete(&order).await.assert_not_found();
    assert_eq!(balance(&app, kaveh.tenant).await, TOTAL);
    app.run_jobs().await;
}

#[tokio::test]
async fn an_invoice_is_not_paid_by_saying_so() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    ordered(&sara, "فقط ادعا").await;
    let sql = app.sql_as(Role::Platform).await;
    for claim in [
        "UPDATE commerce_invoices SET state = 'paid', paid_at = now()",
        "UPDATE commerce_invoices SET state = 'paid', paid_at = now(), paid_entry = gen_random_uuid()",
    ] {
        assert!(sql.execute(claim, &[]).await.is_err(), "{claim}");
    }
    pay_in(&app, sara.tenant, TOTAL).await;
    let invoice = sara.get("/invoices").await.attributes("tbody a", "href")[0].clone();
    sara.post_form(format!("{invoice}/payment"), &[]).await;
    for change in [
        "UPDATE commerce_invoices SET total = 1, net = 1, vat = 0",
        "UPDATE commerce_invoices SET state = 'open', paid_at = NULL, paid_entry = NULL",
        "UPDATE commerce_invoice_lines SET net = 1",
    ] {
        assert!(sql.execute(change, &[]).await.is_err(), "{change}");
    }
    app.run_jobs().await;
}

#[tokio::test]
async fn silly_wishes_are_told_at_their_fields() {
    let app = stall::app().await;
    let guest = app.client();
    for (field, value) in [
        ("quantity", "-1"),
        ("quantity", "21"),
        ("quantity", "99999999999999999999"),
        ("quantity", "یک"),
        ("cycle", "year"),
        ("cycle", "hour"),
        ("option_title", ""),
    ] {
        guest.get("/store/thing").await.assert_ok();
        let typed = [("cycle", "month"), ("quantity", "1"), ("option_title", "x")];
        let fields: Vec<_> = typed
            .into_iter()
            .map(|(name, usual)| (name, if name == field { value } else { usual }))
            .collect();
        let again = guest.post_form("/store/thing", &fields).await;
        again
            .assert_status(422)
            .assert_element("[aria-invalid=true], .field-error");
    }
    guest.get("/store/nothing").await.assert_not_found();
    guest.set_cookie("sarai-cart", "bm9uc2Vuc2U");
    guest
        .get("/cart")
        .await
        .assert_ok()
        .assert_text("سبد خریدتان خالی است");
}
