//! Billing by the hour: taken when the hour begins, once whatever happens; foretold to the minute; at rest without money and
//! back with it; documented month by month.

use chrono::{DateTime, Duration, Utc};
use commerce::{BillHours, Cycle, MeterHours, ReturnUnprovided, foresee};
use kernel::jobs;
use kit::{Member, TestApp};
use l10n::{Calendar, Format, Locale, Ymd};

use super::stall::{self, balance, choose, confirm, money_came, pay_in, placed, price};

/// A month of hours: 10,000 rial each, 11,000 with tax.
const MONTHLY: i64 = 7_200_000;
const HOUR: i64 = 11_000;
/// A day has to be in the wallet.
const RUNWAY: i64 = 24 * HOUR;

/// A program whose thing is sold by the hour too, and Sara with so much money; ten minutes past a full hour in Tehran.
async fn with_money(rial: i64) -> (TestApp, Member) {
    let app = stall::app().await;
    let product = stall::product(&app).await;
    let db = app.platform();
    db.write(async |tx| price(product, Cycle::Hour, MONTHLY, tx).await)
        .await
        .unwrap();
    let past = app.clock().now().timestamp().rem_euclid(3600) - 1800;
    app.clock().advance(Duration::seconds(4200 - past));
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, rial).await;
    (app, sara)
}

async fn buy(app: &TestApp, by: &Member, title: &str) {
    choose(by, title, Cycle::Hour).await;
    confirm(by).await.assert_redirect("/orders/");
    app.run_jobs().await;
}

/// Lets time pass, and the meter look.
async fn pass(app: &TestApp, time: Duration) {
    app.clock().advance(time);
    let db = app.platform();
    db.write(async |tx| jobs::enqueue(tx, &MeterHours {}).await)
        .await
        .unwrap();
    app.run_jobs_after(Duration::zero()).await;
}

/// Title, what is wanted and how it stands, of each service by the hour, the oldest first.
async fn services(app: &TestApp) -> Vec<(String, String, String)> {
    let sql = app.sql_as(kernel::db::Role::Platform).await;
    let rows = sql
        .query(
            "SELECT options->>'title', wanted, standing FROM commerce_subscriptions WHERE cycle = 'hour' ORDER BY made_at, id",
            &[],
        )
        .await
        .unwrap();
    rows.iter()
        .map(|r| (r.get(0), r.get(1), r.get(2)))
        .collect()
}

fn all(rows: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let row = |(title, state): &(&str, &str)| {
        (
            (*title).to_owned(),
            (*state).to_owned(),
            (*state).to_owned(),
        )
    };
    rows.iter().map(row).collect()
}

async fn charges(app: &TestApp) -> i64 {
    app.value("SELECT count(*) FROM commerce_charges", &[])
        .await
}

async fn runs_out_at(app: &TestApp, of: &Member) -> Option<DateTime<Utc>> {
    let (db, tenant) = (app.platform(), of.tenant);
    let ahead = db.read(async |tx| foresee(tenant, tx).await);
    ahead.await.unwrap().runs_out_at
}

#[tokio::test]
async fn each_hour_is_taken_once_when_it_begins() {
    let (app, sara) = with_money(RUNWAY).await;
    buy(&app, &sara, "ساعتی").await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "running")]));
    assert_eq!(balance(&app, sara.tenant).await, RUNWAY - HOUR);
    pass(&app, Duration::minutes(49)).await;
    assert_eq!(balance(&app, sara.tenant).await, RUNWAY - HOUR);
    pass(&app, Duration::minutes(1)).await;
    assert_eq!(balance(&app, sara.tenant).await, RUNWAY - 2 * HOUR);
    pass(&app, Duration::zero()).await;
    assert_eq!(
        (charges(&app).await, balance(&app, sara.tenant).await),
        (2, RUNWAY - 2 * HOUR)
    );
    let page = sara.get("/services").await;
    page.assert_ok().assert_text("ساعتی");
}

#[tokio::test]
async fn hours_missed_while_nobody_looked_are_taken_one_by_one() {
    let (app, sara) = with_money(RUNWAY).await;
    buy(&app, &sara, "ساعتی").await;
    pass(&app, Duration::hours(5)).await;
    let entries: i64 = app
        .value(
            "SELECT count(*) FROM ledger_entries WHERE kind = 'commerce.entries.hours'",
            &[],
        )
        .await;
    assert_eq!((charges(&app).await, entries), (6, 6));
    assert_eq!(balance(&app, sara.tenant).await, RUNWAY - 6 * HOUR);
}

#[tokio::test]
async fn nothing_begins_without_money_for_a_day() {
    let (app, sara) = with_money(RUNWAY - 1).await;
    choose(&sara, "ساعتی", Cycle::Hour).await;
    let page = sara.get("/checkout").await;
    page.assert_ok().assert_text("۱٬۱۰۰ تومان");
    confirm(&sara).await.assert_status(422);
    assert_eq!(services(&app).await, []);
    let invoice = placed(&sara).await;
    let shown = sara.get(&invoice).await;
    shown.assert_ok().assert_text("۲۶٬۴۰۰ تومان");
    assert_eq!(services(&app).await[0].1, "nothing");
    pay_in(&app, sara.tenant, 1).await;
    sara.get(&invoice).await.assert_ok();
    let pay = sara.form(&format!("form[action='{invoice}/payment']"));
    pay.submit().await.assert_redirect(&invoice);
    app.run_jobs().await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "running")]));
}

#[tokio::test]
async fn money_ends_at_the_minute_that_was_foretold_and_comes_back_with_more() {
    let (app, sara) = with_money(RUNWAY).await;
    buy(&app, &sara, "ساعتی").await;
    let ends = runs_out_at(&app, &sara).await.unwrap();
    let shown = sara.get("/wallet").await;
    let text = Format::for_locale(Locale::Fa).date_time(ends);
    shown.assert_ok().assert_text(&text);
    pass(&app, ends - app.clock().now() - Duration::minutes(1)).await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "running")]));
    assert_eq!(balance(&app, sara.tenant).await, 0);
    pass(&app, Duration::minutes(1)).await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "suspended")]));
    let subjects: Vec<String> = app
        .smtp()
        .mails()
        .iter()
        .map(|m| m.subject.clone())
        .collect();
    let told = |word: &str| subjects.iter().filter(|s| s.contains(word)).count();
    assert_eq!(told("متوقف شد"), 1, "{subjects:?}");
    assert_eq!(
        told("کافی است"),
        2,
        "a day before and three hours before: {subjects:?}"
    );
    pass(&app, Duration::hours(3)).await;
    assert_eq!(charges(&app).await, 24, "what rests costs nothing");
    money_came(&app, &sara, HOUR - 1).await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "suspended")]));
    money_came(&app, &sara, 1).await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "running")]));
    assert_eq!(
        (charges(&app).await, balance(&app, sara.tenant).await),
        (25, 0)
    );
}

#[tokio::test]
async fn older_services_pay_first() {
    let (app, sara) = with_money(2 * RUNWAY).await;
    buy(&app, &sara, "کهنه").await;
    pass(&app, Duration::minutes(1)).await;
    buy(&app, &sara, "تازه").await;
    pass(&app, Duration::hours(22)).await;
    // Both have paid 23 hours; two and a half are left.
    let spent = 46 * HOUR;
    assert_eq!(balance(&app, sara.tenant).await, 2 * RUNWAY - spent);
    pass(&app, Duration::hours(1)).await;
    assert_eq!(balance(&app, sara.tenant).await, 0);
    money_came(&app, &sara, HOUR).await;
    pass(&app, Duration::hours(1)).await;
    assert_eq!(
        services(&app).await,
        all(&[("کهنه", "running"), ("تازه", "suspended")])
    );
}

#[tokio::test]
async fn what_waits_too_long_for_money_ends() {
    let (app, sara) = with_money(RUNWAY).await;
    buy(&app, &sara, "ساعتی").await;
    pass(&app, Duration::hours(25)).await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "suspended")]));
    pass(&app, Duration::days(29)).await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "suspended")]));
    pass(&app, Duration::days(1)).await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "ended")]));
    money_came(&app, &sara, RUNWAY).await;
    assert_eq!(services(&app).await, all(&[("ساعتی", "ended")]));
}

#[tokio::test]
async fn what_never_came_costs_nothing_and_its_owner_is_told() {
    let (app, sara) = with_money(RUNWAY).await;
    buy(&app, &sara, "later").await;
    app.clock().advance(Duration::hours(49));
    let db = app.platform();
    db.write(async |tx| jobs::enqueue(tx, &ReturnUnprovided {}).await)
        .await
        .unwrap();
    app.run_jobs_after(Duration::zero()).await;
    assert_eq!(services(&app).await, all(&[("later", "ended")]));
    assert_eq!(
        (charges(&app).await, balance(&app, sara.tenant).await),
        (0, RUNWAY)
    );
    let mails = app.smtp().mails();
    let told = mails
        .iter()
        .filter(|mail| mail.subject.contains("پایان یافت"));
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn many_that_meter_at_once_take_an_hour_once() {
    let (app, sara) = with_money(4 * RUNWAY).await;
    for title in ["یک", "دو", "سه"] {
        buy(&app, &sara, title).await;
    }
    let before = balance(&app, sara.tenant).await;
    app.clock().advance(Duration::hours(3));
    let runs = (0..8).map(|_| {
        let db = app.platform();
        tokio::spawn(async move { commerce::meter(&db).await })
    });
    for run in runs.collect::<Vec<_>>() {
        run.await.unwrap().unwrap();
    }
    // Whoever found the rows taken has gone; the rest is the next run's.
    pass(&app, Duration::zero()).await;
    assert_eq!(balance(&app, sara.tenant).await, before - 9 * HOUR);
    assert_eq!(charges(&app).await, 12);
}

/// What `sarai meter` says to an operator who typed this after it.
async fn typed(app: &TestApp, arguments: &[&str]) -> Result<String, String> {
    let state = app.state();
    let def = state.registry.commands().get("meter").unwrap();
    let command = (def.arguments)(clap::Command::new("meter"));
    let typed = ["meter"].iter().chain(arguments);
    let asked = command
        .try_get_matches_from(typed)
        .map_err(|mistake| mistake.to_string())?;
    let lines = (def.run)(state.without_request(), asked).await;
    lines
        .map(|lines| lines.join("\n"))
        .map_err(|error| error.to_string())
}

#[tokio::test]
async fn an_operator_takes_missed_hours_until_a_moment_and_sees_before_what_that_is() {
    // Money for the runway of one, which is 24 hours of one, or 12 of two.
    let (app, sara) = with_money(2 * RUNWAY).await;
    buy(&app, &sara, "یک").await;
    buy(&app, &sara, "دو").await;
    let began = app.clock().now();
    app.clock().advance(Duration::hours(40));
    let at = |hours| (began + Duration::hours(hours)).to_rfc3339();
    let (three, now, later) = (at(3), at(40), at(41));

    let foretold = typed(&app, &["--until", &three, "--dry-run"]).await;
    assert!(
        foretold.unwrap().contains("6 hours of services, 66000 IRR"),
        "three hours of two"
    );
    assert_eq!(charges(&app).await, 2, "nothing was taken");

    let taken = typed(&app, &["--until", &three]).await.unwrap();
    assert!(taken.starts_with("taken until") && taken.contains("6 hours of services, 66000 IRR"));
    assert_eq!(charges(&app).await, 8);
    let again = typed(&app, &["--until", &three]).await.unwrap();
    assert!(again.contains(": 0 hours of services, 0 IRR"), "{again}");

    // What is left pays 20 hours of both; after that there is no money for either.
    let foretold = typed(&app, &["--until", &now, "--dry-run"]).await.unwrap();
    let taken = typed(&app, &["--until", &now]).await.unwrap();
    assert_eq!(foretold.replace("would be taken", "taken"), taken);
    assert!(
        taken.contains("40 hours of services, 440000 IRR") && taken.contains("; 2 services"),
        "{taken}"
    );
    assert_eq!(balance(&app, sara.tenant).await, 0);

    let refused = typed(&app, &["--until", &later]).await.unwrap_err();
    assert!(refused.contains("still to come"), "{refused}");
    assert!(typed(&app, &["--until", "yesterday"]).await.is_err());
    assert!(typed(&app, &["--dry-run"]).await.is_err());
    app.leave_jobs();
}

/// The beginning of the next Jalali month in Tehran.
fn next_month(now: DateTime<Utc>) -> DateTime<Utc> {
    let fmt = Format::for_locale(Locale::Fa);
    let today = Calendar::Jalali.ymd(fmt.today(now));
    let (year, month) = match today.month {
        12 => (today.year + 1, 1),
        month => (today.year, month + 1),
    };
    let first = Ymd {
        year,
        month,
        day: 1,
    };
    fmt.start_of_day(Calendar::Jalali.date(first).unwrap())
}

#[tokio::test]
async fn a_month_of_hours_has_one_invoice_that_takes_nothing() {
    let (app, sara) = with_money(RUNWAY).await;
    let wait = next_month(app.clock().now()) - app.clock().now() - Duration::minutes(150);
    app.clock().advance(wait);
    let again = app.sign_in(sara.person.id).await;
    let sara = Member {
        client: again,
        ..sara
    };
    buy(&app, &sara, "ساعتی").await;
    pass(&app, Duration::hours(4)).await;
    let left = balance(&app, sara.tenant).await;
    assert_eq!(left, RUNWAY - 5 * HOUR);
    let db = app.platform();
    for _ in 0..2 {
        db.write(async |tx| jobs::enqueue(tx, &BillHours {}).await)
            .await
            .unwrap();
        app.run_jobs_after(Duration::zero()).await;
    }
    assert_eq!(balance(&app, sara.tenant).await, left);
    let sql = app.sql_as(kernel::db::Role::Platform).await;
    let invoices = sql
        .query("SELECT total, state, document_id IS NOT NULL, paid_entry IS NULL FROM commerce_invoices WHERE usage_month IS NOT NULL", &[])
        .await
        .unwrap();
    let rows: Vec<(i64, String, bool, bool)> = invoices
        .iter()
        .map(|r| (r.get(0), r.get(1), r.get(2), r.get(3)))
        .collect();
    assert_eq!(rows, [(3 * HOUR, "paid".to_owned(), true, true)]);
    // Nobody calls an invoice paid by hours that were not taken.
    let open = "INSERT INTO commerce_invoices (id, tenant_id, state, currency, net, vat, total, made_at, due_at)
                SELECT gen_random_uuid(), id, 'open', 'IRR', 5, 0, 5, now(), now() FROM tenants LIMIT 1";
    sql.execute(open, &[]).await.unwrap();
    let forge = "UPDATE commerce_invoices SET state = 'paid', paid_at = now(), usage_month = 140001 WHERE state = 'open'";
    let forged = sql.execute(forge, &[]).await.unwrap_err();
    assert!(
        format!("{forged:?}").contains("say something else"),
        "{forged:?}"
    );
}

#[tokio::test]
async fn page_of_a_service_by_the_hour_tells_of_hours_and_of_no_period() {
    let (app, sara) = with_money(RUNWAY).await;
    buy(&app, &sara, "ساعتی").await;
    let id: uuid::Uuid = app
        .value("SELECT id FROM commerce_subscriptions", &[])
        .await;
    let place = format!("/services/{id}");
    let page = sara.get(&place).await;
    page.assert_ok()
        .assert_text("قیمت هر ساعت")
        .assert_text("۱ ساعت")
        .assert_text("حداکثر ۷۹۲٬۰۰۰ تومان در ماه")
        .assert_no_element("#renewal")
        .assert_element(&format!("#facts a[href='{place}/cancellation']"));
    for none in ["اعتبار تا", "آغاز دورهٔ کنونی"] {
        assert!(!page.text.contains(none), "{none}");
    }
    assert_eq!(page.texts("#hours time").len(), 1, "until when it lasts");
    // What costs nothing at the beginning has no number, and is no pro-forma once it is paid.
    let staff = app
        .staff(kernel::module::PlatformRole::Finance, "tara")
        .await;
    let list = staff.get("/admin/invoices?state=paid").await;
    list.assert_ok().assert_text("بدون شماره");
    assert!(!list.texts("tbody tr").concat().contains("پیش‌فاکتور"));
}
