//! What trade shows elsewhere: boxes, results of the search, and tickets about its things.

use kernel::module::PlatformRole;
use kit::{Member, TestApp};

use super::stall::{self, MONTH, bought, ordered, pay_in};

const TOTAL: i64 = MONTH / 10 * 11;

async fn traded() -> (TestApp, Member, String, String) {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 2 * TOTAL).await;
    let order = bought(&sara, "اولی").await;
    let invoice = ordered(&sara, "دومی").await;
    app.run_jobs().await;
    (app, sara, order, invoice)
}

#[tokio::test]
async fn home_shows_balance_what_is_due_and_what_runs() {
    let (app, sara, ..) = traded().await;
    let home = sara.get("/home").await;
    let text = home.assert_ok().texts("#commerce-home").concat();
    for part in ["۱۱۰٬۰۰۰ تومان", "۱ فاکتور", "نزدیک‌ترین تمدید"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    home.assert_element("#commerce-home a[href='/wallet']")
        .assert_element("#commerce-home a[href='/invoices?state=open']");
    let kaveh = app.customer("kaveh").await;
    let empty = kaveh.get("/home").await;
    let text = empty.assert_ok().texts("#commerce-home").concat();
    assert!(text.contains("بدهی ندارید"), "{text}");
    app.leave_jobs();
}

#[tokio::test]
async fn staff_see_the_day_and_the_customer_each_as_far_as_they_may() {
    let (app, sara, ..) = traded().await;
    let tara = app.staff(PlatformRole::Finance, "tara").await;
    let home = tara.get("/admin").await;
    let text = home.assert_ok().texts("#commerce-desk").concat();
    for part in ["۲ سفارش", "فروش امروز", "۱۰۰٬۰۰۰ تومان", "۱ فاکتور"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let support = app.staff(PlatformRole::Support, "sima").await;
    let text = support.get("/admin").await.texts("#commerce-desk").concat();
    assert!(
        text.contains("سفارش‌های امروز") && !text.contains("فروش امروز"),
        "{text}"
    );
    let omid = app.staff(PlatformRole::Admin, "omid").await;
    let profile = omid.get(format!("/admin/customers/{}", sara.tenant)).await;
    let text = profile.assert_ok().texts("#commerce-customer").concat();
    assert!(text.contains("۱۱۰٬۰۰۰ تومان"), "{text}");
    app.leave_jobs();
}

#[tokio::test]
async fn search_finds_by_audience() {
    let (app, sara, order, invoice) = traded().await;
    let link = |href: &str| format!("a[href='{href}']");
    let number: i64 = app
        .value("SELECT min(number) FROM commerce_orders", &[])
        .await;
    let service: uuid::Uuid = app
        .value(
            "SELECT id FROM commerce_subscriptions WHERE wanted = 'running'",
            &[],
        )
        .await;
    let number = format!("{number:02}");
    let cases = [
        ("چیز".to_owned(), "/store/thing".to_owned()),
        ("اولی".to_owned(), format!("/services/{service}")),
        (number.clone(), order),
        ("۱۱۰٬۰۰۰".to_owned(), invoice),
    ];
    let kaveh = app.customer("kaveh").await;
    for (words, href) in &cases {
        let query = [("q", words.as_str())];
        let place = kernel::web::with_query("/search", &query);
        sara.get(&place)
            .await
            .assert_ok()
            .assert_element(&link(href));
        if !href.starts_with("/store") {
            kaveh
                .get(&place)
                .await
                .assert_ok()
                .assert_no_element(&link(href));
        }
    }
    let tara = app.staff(PlatformRole::Finance, "tara").await;
    let product = stall::product(&app).await;
    let place = kernel::web::with_query("/search", &[("q", "چیز")]);
    tara.get(place)
        .await
        .assert_element(&link(&format!("/admin/products/{product}")));
    let services = tara.get("/search?q=sara").await;
    services.assert_element(&link(&format!("/admin/services/{service}")));
    app.leave_jobs();
}

#[cfg(feature = "tickets")]
#[tokio::test]
async fn ticket_can_be_about_an_order_an_invoice_or_a_service() {
    let (app, sara, order, invoice) = traded().await;
    app.department("پشتیبانی", "Support").await;
    let kaveh = app.customer("kaveh").await;
    let service: uuid::Uuid = app
        .value(
            "SELECT id FROM commerce_subscriptions WHERE wanted = 'running'",
            &[],
        )
        .await;
    for place in [order, invoice, format!("/services/{service}")] {
        let page = sara.get(&place).await;
        let ask = page
            .assert_ok()
            .attributes("a[href^='/tickets/new?about=']", "href");
        let form = sara.get(&ask[0]).await;
        form.assert_ok()
            .assert_element("input[name='about'][value^='commerce.']");
        kaveh
            .get(&ask[0])
            .await
            .assert_ok()
            .assert_no_element("input[name='about'][value^='commerce.']");
    }
    app.leave_jobs();
}
