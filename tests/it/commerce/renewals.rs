//! What the clock does to services: renewed from the wallet, suspended without money, back with it, and over in the end.

use chrono::Duration;
use commerce::RenewServices;
use kernel::jobs;
use kit::{Member, TestApp};

use super::stall::{self, MONTH, balance, bought, pay_in};

const TOTAL: i64 = MONTH / 10 * 11;

/// Lets so many days pass, and the clock look at what is due.
async fn pass(app: &TestApp, days: i64) {
    app.clock().advance(Duration::days(days));
    let db = app.platform();
    db.write(async |tx| jobs::enqueue(tx, &RenewServices {}).await)
        .await
        .unwrap();
    app.run_jobs_after(Duration::zero()).await;
}

/// What the service's row says: wanted, standing, paid periods.
async fn service(app: &TestApp) -> (String, String, i32) {
    let sql = app.sql_as(kernel::db::Role::Platform).await;
    let row = "SELECT wanted, standing, period_no FROM commerce_subscriptions";
    let row = sql.query_one(row, &[]).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

async fn open_invoices(app: &TestApp) -> i64 {
    app.value(
        "SELECT count(*) FROM commerce_invoices WHERE state = 'open'",
        &[],
    )
    .await
}

/// A program in which Sara has bought a thing for a month and has so much left.
async fn with_a_service(left: i64) -> (TestApp, Member) {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, TOTAL + left).await;
    bought(&sara, "ماهانه").await;
    app.run_jobs().await;
    (app, sara)
}

fn row(wanted: &str, standing: &str, period: i32) -> (String, String, i32) {
    (wanted.to_owned(), standing.to_owned(), period)
}

#[tokio::test]
async fn next_period_is_announced_ahead_and_paid_from_the_wallet_on_its_day() {
    let (app, sara) = with_a_service(TOTAL).await;
    pass(&app, 20).await;
    assert_eq!(open_invoices(&app).await, 0);
    pass(&app, 5).await;
    assert_eq!(
        (open_invoices(&app).await, balance(&app, sara.tenant).await),
        (1, TOTAL)
    );
    pass(&app, 1).await;
    assert_eq!(
        open_invoices(&app).await,
        1,
        "one invoice, however often the clock looks"
    );
    pass(&app, 6).await;
    assert_eq!(service(&app).await, row("running", "running", 2));
    assert_eq!(
        (open_invoices(&app).await, balance(&app, sara.tenant).await),
        (0, 0)
    );
}

#[tokio::test]
async fn service_without_money_is_suspended_after_the_days_of_grace_and_back_with_it() {
    let (app, sara) = with_a_service(0).await;
    pass(&app, 31).await;
    assert_eq!(service(&app).await, row("running", "running", 1));
    pass(&app, 4).await;
    assert_eq!(service(&app).await, row("suspended", "suspended", 1));
    // More than a month has passed: her sign-in is over.
    let again = app.sign_in(sara.person.id).await;
    let told = again.get("/account/notifications").await;
    told.assert_ok().assert_text("تعلیق شد");
    pay_in(&app, sara.tenant, TOTAL).await;
    pass(&app, 0).await;
    assert_eq!(service(&app).await, row("running", "running", 2));
    assert_eq!(balance(&app, sara.tenant).await, 0);
}

#[tokio::test]
async fn service_that_nobody_pays_ends_and_owes_nothing() {
    let (app, _sara) = with_a_service(0).await;
    pass(&app, 35).await;
    pass(&app, 35).await;
    assert_eq!(service(&app).await, row("ended", "ended", 1));
    assert_eq!(open_invoices(&app).await, 0);
    pass(&app, 35).await;
    assert_eq!(open_invoices(&app).await, 0);
}

#[tokio::test]
async fn paper_of_a_paid_invoice_is_issued_once_and_mailed_with_its_pdf() {
    let (app, sara) = with_a_service(0).await;
    let paper: uuid::Uuid = app
        .value("SELECT document_id FROM commerce_invoices", &[])
        .await;
    let papers: i64 = app
        .value(
            "SELECT count(*) FROM documents_documents WHERE holder_tenant_id IS NOT NULL",
            &[],
        )
        .await;
    assert_eq!(papers, 1);
    let pdf = sara.get(format!("/documents/{paper}")).await;
    pdf.assert_ok();
    assert!(pdf.header("content-type").starts_with("application/pdf"));
    let mails = app.smtp().mails();
    let sent = mails.iter().filter(|mail| mail.subject.contains("فاکتور"));
    let sent: Vec<_> = sent.collect();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].attachments[0].1.starts_with(b"%PDF"));
}
