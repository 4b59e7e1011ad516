//! Revenue and the trial balance: to the rial what the ledger's lines say, whatever has been summed already.

use std::collections::BTreeMap;

use chrono::Duration;
use commerce::Cycle;
use kernel::module::PlatformRole;
use kit::{Client, Member, TestApp};

use super::stall::{self, MONTH, bought, choose, confirm, pay_in};

/// Each row of a sheet: its first cell, and the numbers in the others.
fn sheet(text: &str) -> Vec<(String, Vec<i64>)> {
    let lines = text.trim_start_matches('\u{feff}').lines().skip(1);
    let rows = lines.map(|line| {
        let mut cells = line.split(',');
        let name = cells.next().unwrap().to_owned();
        // A spreadsheet must not run what begins with a sign.
        let numbers = cells.map(|cell| cell.trim_start_matches('\'').parse().unwrap());
        (name, numbers.collect())
    });
    rows.collect()
}

async fn table(by: &Client, table: &str, query: &str) -> Vec<(String, Vec<i64>)> {
    let file = by
        .get(format!(
            "/admin/revenue/export?format=csv&table={table}&{query}"
        ))
        .await;
    file.assert_ok();
    sheet(&file.text)
}

fn added(rows: &[(String, Vec<i64>)], column: usize) -> i64 {
    rows.iter().map(|(_, numbers)| numbers[column]).sum()
}

/// Credits less debits of a code's lines, straight from them.
async fn lines_of(app: &TestApp, code: &str) -> i64 {
    let sql = "SELECT coalesce(-sum(l.amount), 0)::bigint FROM ledger_lines l \
        JOIN ledger_accounts a ON a.id = l.account_id WHERE a.code = $1";
    app.value(sql, &[&code]).await
}

async fn buys_once(sara: &Member, title: &str) {
    choose(sara, title, Cycle::Once).await;
    confirm(sara).await.assert_redirect("/orders/");
}

/// Sales on several days of two months, some summed and some not.
async fn traded() -> (TestApp, Client) {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 100 * MONTH).await;
    bought(&sara, "یک").await;
    buys_once(&sara, "دو").await;
    app.run_jobs().await;
    ledger::roll_up(&app.platform()).await.unwrap();
    app.clock().advance(Duration::days(3));
    buys_once(&sara, "سه").await;
    app.clock().advance(Duration::days(7));
    bought(&sara, "چهار").await;
    pay_in(&app, sara.tenant, MONTH).await;
    app.run_jobs().await;
    let tara = app.staff(PlatformRole::Finance, "tara").await;
    let tara = app.sign_in(tara.person.id).await;
    (app, tara)
}

#[tokio::test]
async fn figures_are_the_ledgers_to_the_rial_by_day_month_and_year() {
    let (app, tara) = traded().await;
    let income = lines_of(&app, "commerce.income").await;
    let deferred = lines_of(&app, "commerce.deferred").await;
    let vat = lines_of(&app, "commerce.vat").await;
    let clearing = lines_of(&app, "commerce.clearing").await;
    assert_eq!((income, deferred), (10_000_000, 2 * MONTH));
    for by in ["day", "month", "year"] {
        let rows = table(&tara, "periods", &format!("by={by}")).await;
        let sums: Vec<i64> = (0..5).map(|column| added(&rows, column)).collect();
        let wanted = [income + deferred, income, deferred, vat, -clearing];
        assert_eq!(sums, wanted, "{by}");
    }
    let days = table(&tara, "periods", "by=day").await;
    let busy: Vec<&[i64]> = days
        .iter()
        .map(|(_, numbers)| numbers.as_slice())
        .filter(|numbers| numbers.iter().any(|n| *n != 0))
        .collect();
    assert_eq!(busy.len(), 3, "{busy:?}");
    assert_eq!(busy[0][..2], [5_000_000 + MONTH, 5_000_000]);
    assert_eq!(busy[1][..2], [5_000_000, 5_000_000]);
    assert_eq!(busy[2][..2], [MONTH, 0]);
    app.leave_jobs();
}

#[tokio::test]
async fn shares_of_products_and_gateways_add_up_to_the_whole() {
    let (app, tara) = traded().await;
    let products = table(&tara, "products", "").await;
    let names: BTreeMap<&str, &[i64]> = products
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_slice()))
        .collect();
    assert_eq!(names["چیز"][..2], [10_000_000 + 2 * MONTH, 10_000_000]);
    assert_eq!(
        added(&products, 3),
        lines_of(&app, "commerce.deferred").await
    );
    let gateways = table(&tara, "gateways", "").await;
    assert_eq!(added(&gateways, 0), 101 * MONTH);
    assert_eq!(
        added(&gateways, 2),
        -lines_of(&app, "commerce.clearing").await
    );
    app.leave_jobs();
}

#[tokio::test]
async fn page_shows_the_same_in_both_languages_and_says_what_is_wrong_with_days() {
    let (app, tara) = traded().await;
    let page = tara.get("/admin/revenue").await;
    page.assert_ok()
        .assert_text("۱٬۲۰۰٬۰۰۰ تومان")
        .assert_element("canvas[data-chart='bar']")
        .assert_element("#revenue-data");
    assert_eq!(page.texts("#revenue-data tbody tr").len(), 12);
    tara.get("/admin/revenue?lang=en").await.assert_ok();
    let page = tara.get("/admin/revenue?by=year").await;
    page.assert_ok()
        .assert_text("Trial balance")
        .assert_text("Sales");
    for (query, said) in [
        ("from=2040-05-20&to=2040-05-01", "before the first"),
        ("by=day&from=2000-01-01", "long for a daily view"),
        ("from=yesterday", "day"),
    ] {
        let page = tara.get(format!("/admin/revenue?{query}")).await;
        page.assert_ok().assert_text(said);
    }
    let none = tara
        .get("/admin/revenue?from=2039-01-01&to=2039-02-01")
        .await;
    none.assert_ok().assert_text("Nothing in this range");
    app.leave_jobs();
}

#[tokio::test]
async fn recurring_revenue_and_churn_follow_the_services() {
    let (app, tara) = traded().await;
    let product = stall::product(&app).await;
    let db = app.platform();
    db.write(async |tx| stall::price(product, Cycle::Year, 12_000_007, tx).await)
        .await
        .unwrap();
    let kaveh = app.customer("kaveh").await;
    pay_in(&app, kaveh.tenant, 100 * MONTH).await;
    choose(&kaveh, "سالانه", Cycle::Year).await;
    confirm(&kaveh).await.assert_redirect("/orders/");
    app.run_jobs().await;
    let page = tara.get("/admin/revenue").await;
    // Two months of 1,000,000 and a year of 12,000,007: 36,000,007 a year, 3,000,000.58 a month.
    page.assert_ok()
        .assert_text("۳٬۶۰۰٬۰۰۰٫۷")
        .assert_text("۳۰۰٬۰۰۰٫۱");
    let today: String = app
        .value(
            "SELECT min(began_at)::date::text FROM commerce_subscriptions WHERE cycle = 'month'",
            &[],
        )
        .await;
    assert_eq!(today, "2040-05-14");
    let end = "UPDATE commerce_subscriptions SET wanted = 'ended', standing = 'ended', ended_at = began_at + interval '8 days' \
        WHERE id = (SELECT id FROM commerce_subscriptions WHERE cycle = 'month' ORDER BY began_at LIMIT 1)";
    app.sql_as(kernel::db::Role::Platform)
        .await
        .execute(end, &[])
        .await
        .unwrap();
    tara.get("/admin/revenue?lang=en").await.assert_ok();
    let page = tara
        .get("/admin/revenue?from=2040-05-15&to=2040-05-24")
        .await;
    page.assert_ok()
        .assert_text("1 of 1 services")
        .assert_text("100%");
    let before = tara
        .get("/admin/revenue?from=2040-05-01&to=2040-05-14")
        .await;
    before.assert_ok().assert_text("0 of 0 services");
    app.leave_jobs();
}

#[tokio::test]
async fn trial_balance_is_even_and_exported() {
    let (app, tara) = traded().await;
    let page = tara.get("/admin/books").await;
    page.assert_ok()
        .assert_text("جمع بدهکار و بستانکار برابر است")
        .assert_text("چیز");
    let file = tara.get("/admin/books/export?format=csv").await;
    file.assert_ok();
    let rows: Vec<Vec<&str>> = file
        .text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let column = |n: usize| -> i64 {
        rows.iter()
            .map(|row| row[n].parse::<i64>().unwrap_or(0))
            .sum()
    };
    assert!(column(5) > 0);
    assert_eq!(column(5), column(6));
    assert_eq!(column(7), column(8));
    let later = tara.get("/admin/books?from=1419/06/01&to=1419/06/31").await;
    later.assert_ok().assert_text("برابر است");
    app.leave_jobs();
}

#[tokio::test]
async fn support_sees_no_revenue() {
    let app = stall::app().await;
    let sima = app.staff(PlatformRole::Support, "sima").await;
    for place in [
        "/admin/revenue",
        "/admin/books",
        "/admin/revenue/export?format=csv&table=periods",
        "/admin/books/export?format=csv",
    ] {
        sima.get(place).await.assert_status(403);
    }
}
