//! Orders and invoices of all customers, as staff find them, and what they may do there.

use commerce::Cycle;
use kernel::db::Role;
use kernel::module::PlatformRole;
use kit::{Client, TestApp};
use uuid::Uuid;

use super::stall::{self, MONTH, bought, choose, ordered, pay_in, placed};

fn id(place: &str) -> &str {
    place.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn an_order_is_found_by_number_customer_and_product_and_leads_everywhere() {
    let app = stall::app().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    pay_in(&app, sara.tenant, 3 * MONTH).await;
    let order = bought(&sara, "اولین").await;
    let other = ordered(&kaveh, "دومین").await;
    app.run_jobs().await;
    let tara = app.staff(PlatformRole::Support, "tara").await;
    let number = "SELECT number FROM commerce_orders WHERE id = $1";
    let order_id: Uuid = id(&order).parse().unwrap();
    let number: i64 = app.value(number, &[&order_id]).await;
    let place = format!("/admin/orders/{order_id}");
    let ours = format!("a[href='{place}']");
    for query in [
        format!("q={number}"),
        format!("q={}", sara.person.email),
        format!("customer={}", sara.tenant),
        "state=paid".to_owned(),
    ] {
        let page = tara.get(format!("/admin/orders?{query}")).await;
        page.assert_ok()
            .assert_element(&ours)
            .assert_text("۱۱۰٬۰۰۰ تومان");
        assert_eq!(page.texts("tbody tr").len(), 1, "{query}");
    }
    for query in ["q=چیز", "q=thing", "from=1419/02/01", "sort=oldest"] {
        let page = tara.get(format!("/admin/orders?{query}")).await;
        assert_eq!(page.texts("tbody tr").len(), 2, "{query}");
    }
    for query in ["to=1400/01/01", "state=cancelled", "q=nobody"] {
        tara.get(format!("/admin/orders?{query}"))
            .await
            .assert_no_element(&ours);
    }
    let page = tara.get(&place).await;
    page.assert_ok()
        .assert_text("چیز")
        .assert_element("a[href^='/admin/services/']")
        .assert_element(&format!("a[href='/admin/customers/{}']", sara.tenant));
    let invoice = page
        .attributes("a[href^='/admin/invoices/']", "href")
        .remove(0);
    let page = tara.get(&invoice).await;
    page.assert_ok()
        .assert_element(&ours)
        .assert_element("a[href^='/admin/services/']")
        .assert_no_element("#voiding");
    let file = tara.get("/admin/orders/export?format=csv&state=paid").await;
    assert!(file.text.contains(id(&order)) && file.text.contains("1100000"));
    assert!(!file.text.contains(id(&other)));
}

#[tokio::test]
async fn a_service_is_found_by_customer_product_and_standing() {
    let app = stall::app().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    pay_in(&app, sara.tenant, 3 * MONTH).await;
    pay_in(&app, kaveh.tenant, 3 * MONTH).await;
    bought(&sara, "اولین").await;
    bought(&kaveh, "later").await;
    ordered(&kaveh, "unpaid").await;
    app.run_jobs().await;
    let tara = app.staff(PlatformRole::Support, "tara").await;
    let rows = async |query: &str| {
        let page = tara.get(format!("/admin/services?{query}")).await;
        page.assert_ok().texts("tbody tr")
    };
    for (query, names) in [
        ("", vec!["kaveh", "sara"]),
        ("sort=oldest", vec!["sara", "kaveh"]),
        ("q=thing", vec!["kaveh", "sara"]),
        ("state=running", vec!["sara"]),
        ("state=waiting", vec!["kaveh"]),
        ("q=sara@", vec!["sara"]),
        (&format!("customer={}", kaveh.tenant), vec!["kaveh"]),
    ] {
        let found = rows(query).await;
        assert_eq!(found.len(), names.len(), "{query}: {found:?}");
        for (row, name) in found.iter().zip(names) {
            assert!(row.contains(name), "{query}: {found:?}");
        }
    }
    for query in ["state=ended", "state=suspended", "to=1400/01/01"] {
        tara.get(format!("/admin/services?{query}"))
            .await
            .assert_no_element("tbody a[href^='/admin/services/']");
    }
    let file = tara
        .get("/admin/services/export?format=csv&state=running")
        .await;
    assert!(file.text.contains("sara") && !file.text.contains("kaveh"));
}

#[tokio::test]
async fn an_invoice_is_found_by_its_number_and_its_paper_is_mailed_again() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 3 * MONTH).await;
    let order = bought(&sara, "اولین").await;
    app.run_jobs().await;
    let open = ordered(&sara, "دومین").await;
    let invoice = "SELECT id FROM commerce_invoices WHERE order_id = $1";
    let order: Uuid = id(&order).parse().unwrap();
    let invoice: Uuid = app.value(invoice, &[&order]).await;
    let number =
        "SELECT year::text || '-' || number FROM documents_documents WHERE subject_id = $1";
    let number: String = app.value(number, &[&invoice]).await;
    let (ours, other) = (
        format!("a[href='/admin/invoices/{invoice}']"),
        format!("a[href='/admin/invoices/{}']", id(&open)),
    );
    let tara = app.staff(PlatformRole::Support, "tara").await;
    for query in [
        format!("q={number}"),
        "q=1".to_owned(),
        "state=paid".to_owned(),
    ] {
        let page = tara.get(format!("/admin/invoices?{query}")).await;
        page.assert_ok()
            .assert_element(&ours)
            .assert_no_element(&other);
    }
    for query in ["state=open", "sort=due"] {
        tara.get(format!("/admin/invoices?{query}"))
            .await
            .assert_element(&other);
    }
    tara.get("/admin/invoices?state=overdue")
        .await
        .assert_no_element(&other);
    let mails = "SELECT count(*) FROM mail_deliveries WHERE mail = 'commerce.mail.paid'";
    assert_eq!(app.value::<i64>(mails, &[]).await, 1);
    let again = format!("/admin/invoices/{invoice}/mailing");
    tara.get(format!("/admin/invoices/{invoice}"))
        .await
        .assert_ok();
    tara.post_form(&again, &[])
        .await
        .assert_redirect("/admin/invoices/");
    app.run_jobs().await;
    assert_eq!(app.value::<i64>(mails, &[]).await, 2);
    let unpaid = format!("/admin/invoices/{}/mailing", id(&open));
    tara.post_form(&unpaid, &[]).await.assert_status(409);
    let file = tara
        .get("/admin/invoices/export?format=csv&state=paid")
        .await;
    assert!(file.text.contains(&number), "{}", file.text);
}

#[tokio::test]
async fn finance_voids_what_is_open_with_a_reason_and_nothing_that_is_paid() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 3 * MONTH).await;
    let paid = bought(&sara, "اولین").await;
    choose(&sara, "دومین", Cycle::Month).await;
    let open = placed(&sara).await;
    app.run_jobs().await;
    let nika = app.staff(PlatformRole::Finance, "nika").await;
    let place = format!("/admin/invoices/{}", id(&open));
    nika.get(&place).await.assert_ok();
    nika.form("#voiding")
        .set("reason", "")
        .submit()
        .await
        .assert_status(422);
    nika.get(&place).await.assert_ok();
    nika.form("#voiding")
        .set("reason", "قیمت اشتباه بود")
        .submit()
        .await
        .assert_redirect(&place);
    let state = "SELECT i.state || ' ' || o.state FROM commerce_invoices i JOIN commerce_orders o ON o.id = i.order_id WHERE i.id = $1";
    let open: Uuid = id(&open).parse().unwrap();
    assert_eq!(app.value::<String>(state, &[&open]).await, "void cancelled");
    nika.get(&place)
        .await
        .assert_text("قیمت اشتباه بود")
        .assert_no_element("#voiding");
    sara.get("/account/notifications")
        .await
        .assert_text("قیمت اشتباه بود");
    nika.post_form(format!("{place}/voiding"), &[("reason", "x")])
        .await
        .assert_status(409);
    let invoice = "SELECT id FROM commerce_invoices WHERE order_id = $1";
    let paid: Uuid = id(&paid).parse().unwrap();
    let invoice: Uuid = app.value(invoice, &[&paid]).await;
    let void = format!("/admin/invoices/{invoice}/voiding");
    nika.post_form(&void, &[("reason", "x")])
        .await
        .assert_status(409);
    let tara = app.staff(PlatformRole::Support, "tara").await;
    tara.post_form(&void, &[("reason", "x")])
        .await
        .assert_status(403);
    app.run_jobs().await;
}

#[tokio::test]
async fn paying_and_voiding_at_once_is_one_of_the_two() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    let nika = app.staff(PlatformRole::Finance, "nika").await;
    pay_in(&app, sara.tenant, 20 * MONTH).await;
    for title in ["یک", "دو", "سه", "چهار"] {
        let open = ordered(&sara, title).await;
        let (pay, void) = (
            format!("{open}/payment"),
            format!("/admin/invoices/{}/voiding", id(&open)),
        );
        let reason = [("reason", "x")];
        let (paid, voided) =
            tokio::join!(sara.post_form(&pay, &[]), nika.post_form(&void, &reason));
        let mut statuses = [paid.status.as_u16(), voided.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{title}");
    }
    app.leave_jobs();
}

/// The link to the page beside this one.
fn beside(page: &kit::Answer, cursor: &str) -> Option<String> {
    let links = page.attributes(&format!("#list a[href*='{cursor}']"), "href");
    links.into_iter().find(|href| !href.contains("lang="))
}

/// Walks a list to its end and back; the ids in the order in which they stand.
async fn walked(by: &Client, place: &str, row: &str) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), place.to_owned());
    loop {
        let page = by.get(&next).await;
        page.assert_ok();
        let here = page.attributes(&format!("tbody a[href^='{row}']"), "href");
        all.extend(
            here.into_iter()
                .filter(|href| !all.contains(href))
                .collect::<Vec<_>>(),
        );
        match beside(&page, "after=") {
            Some(href) => next = href,
            None => return all,
        }
    }
}

#[tokio::test]
async fn each_sorting_of_a_long_list_shows_each_invoice_once() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    let sql = app.sql_as(Role::Platform).await;
    sql.execute(
        "INSERT INTO commerce_invoices (id, tenant_id, state, currency, net, vat, total, made_at, due_at)
           SELECT gen_random_uuid(), $1, 'open', 'IRR', (n % 7) * 1000, 0, (n % 7) * 1000,
             timestamptz '2040-01-01' + (n % 11) * interval '1 day', timestamptz '2040-06-01' - (n % 5) * interval '1 day'
           FROM generate_series(1, 130) n",
        &[&sara.tenant.0],
    )
    .await
    .unwrap();
    let tara = app.staff(PlatformRole::Support, "tara").await;
    for (sort, order) in [
        ("newest", "made_at DESC, id DESC"),
        ("oldest", "made_at, id"),
        ("due", "due_at, id"),
        ("due_last", "due_at DESC, id DESC"),
        ("largest", "total DESC, id DESC"),
        ("smallest", "total, id"),
    ] {
        let all = walked(
            &tara,
            &format!("/admin/invoices?sort={sort}"),
            "/admin/invoices/",
        )
        .await;
        let wanted = format!(
            "SELECT array_agg('/admin/invoices/' || id ORDER BY {order}) FROM commerce_invoices"
        );
        let wanted: Vec<String> = app.value(&wanted, &[]).await;
        assert_eq!(all, wanted, "{sort}");
    }
    let first = tara.get("/admin/invoices?sort=smallest").await;
    let second = tara.get(beside(&first, "after=").unwrap()).await;
    let again = tara.get(beside(&second, "before=").unwrap()).await;
    let rows = |page: &kit::Answer| page.attributes("tbody a[href^='/admin/invoices/']", "href");
    assert_eq!(rows(&first), rows(&again));
}

#[tokio::test]
async fn lists_keep_to_five_statements() {
    let app: TestApp = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 3 * MONTH).await;
    bought(&sara, "اولین").await;
    app.run_jobs().await;
    let tara = app.staff(PlatformRole::Support, "tara").await;
    for place in [
        "/admin/orders",
        "/admin/invoices",
        "/admin/services",
        "/admin/adjustments",
    ] {
        let page = tara.get(place).await;
        let statements: u32 = page.header("X-Sarai-Statements").parse().unwrap();
        assert!(statements <= 5, "{place}: {statements}");
    }
}
