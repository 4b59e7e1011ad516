//! Taking back what was paid: into the wallet, to the rial, never more than the line; with a paper, and told.

use chrono::Duration;
use commerce::{ReturnUnprovided, vat};
use kernel::db::Role;
use kernel::jobs;
use kernel::module::PlatformRole;
use kit::{Answer, Member, Staff, TestApp};
use uuid::Uuid;

use super::earning::{assert_fits, books, earn_after};
use super::stall::{self, MONTH, balance, bought, desk, ordered, pay_in, thing};

const TOTAL: i64 = MONTH / 10 * 11;

/// A program in which Sara has bought a thing with this title, with her and somebody of finance.
async fn sold(title: &str) -> (TestApp, Member, Staff) {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, TOTAL).await;
    bought(&sara, title).await;
    app.run_jobs().await;
    let nika = app.staff(PlatformRole::Finance, "nika").await;
    (app, sara, nika)
}

async fn invoice(app: &TestApp) -> Uuid {
    app.value("SELECT id FROM commerce_invoices", &[]).await
}

/// Gives so many toman back; all that is left when nothing is said.
async fn give_back(app: &TestApp, by: &Staff, toman: &str) -> Answer {
    let place = format!("/admin/invoices/{}/credit", invoice(app).await);
    by.get(&place).await.assert_ok();
    let form = by.form("#credit").set("amount", toman);
    form.set("reason", "سرور کند بود").submit().await
}

/// Wallet, earned later, earned, tax.
async fn all(app: &TestApp, sara: &Member) -> (i64, i64, i64, i64) {
    let product = stall::product(app).await;
    let db = app.platform();
    let tax = db.read(async |tx| ledger::balance(vat().id(), tx).await);
    let (later, now) = books(app, product).await;
    (
        balance(app, sara.tenant).await,
        later,
        now,
        tax.await.unwrap(),
    )
}

/// The service's row: wanted, standing.
async fn service(app: &TestApp) -> (Uuid, String, String) {
    let sql = app.sql_as(Role::Platform).await;
    let row = "SELECT id, wanted, standing FROM commerce_subscriptions";
    let row = sql.query_one(row, &[]).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

/// Lets hours pass, and the clock look at what did not come.
async fn hours(app: &TestApp, hours: i64) {
    app.clock().advance(Duration::hours(hours));
    let db = app.platform();
    db.write(async |tx| jobs::enqueue(tx, &ReturnUnprovided {}).await)
        .await
        .unwrap();
    app.run_jobs_after(Duration::zero()).await;
}

async fn verified(app: &TestApp, kind: &str) -> Answer {
    let token: String = app
        .value(
            "SELECT token FROM documents_documents WHERE kind = $1 AND holder_tenant_id IS NOT NULL ORDER BY id LIMIT 1",
            &[&kind],
        )
        .await;
    app.client().get(format!("/verify/{token}")).await
}

#[tokio::test]
async fn whole_line_is_back_with_a_credit_note_that_the_customer_gets() {
    let (app, sara, nika) = sold("ماهانه").await;
    assert_eq!(all(&app, &sara).await, (0, MONTH, 0, MONTH / 10));
    let place = format!("/admin/invoices/{}/credit", invoice(&app).await);
    give_back(&app, &nika, "").await.assert_redirect(&place);
    assert_eq!(all(&app, &sara).await, (TOTAL, 0, 0, 0));
    app.run_jobs().await;
    nika.get(&place)
        .await
        .assert_ok()
        .assert_text("سرور کند بود")
        .assert_text("چیزی نمانده");
    let (series, number, credits): (String, i64, bool) = {
        let sql = app.sql_as(Role::Platform).await;
        let row = sql
            .query_one(
                "SELECT n.series, n.number, n.credits = i.document_id FROM documents_documents n, commerce_invoices i, commerce_credits c
                  WHERE n.id = c.document_id AND i.id = c.invoice_id",
                &[],
            )
            .await
            .unwrap();
        (row.get(0), row.get(1), row.get(2))
    };
    assert_eq!((series.as_str(), number, credits), ("C", 1, true));
    verified(&app, "invoice").await.assert_text("برگشت");
    let mails = app.smtp().mails();
    let told = mails
        .iter()
        .filter(|mail| mail.subject.contains("به کیف پولتان برگشت"));
    let told: Vec<_> = told.collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].attachments[0].1.starts_with(b"%PDF"));
    sara.get("/account/notifications")
        .await
        .assert_ok()
        .assert_text("به کیف پولتان برگشت");
    sara.get(format!("/invoices/{}", invoice(&app).await))
        .await
        .assert_ok()
        .assert_text("پول‌های برگشته")
        .assert_text("سرور کند بود");
    sara.get("/wallet").await.assert_text("برگشت پول فاکتور");
    assert_fits(&app, stall::product(&app).await).await;
}

#[tokio::test]
async fn parts_come_to_the_line_and_never_to_more() {
    let (app, sara, nika) = sold("ماهانه").await;
    let place = format!("/admin/invoices/{}/credit", invoice(&app).await);
    give_back(&app, &nika, "33333.3")
        .await
        .assert_redirect(&place);
    assert_eq!(balance(&app, sara.tenant).await, 333_333);
    app.run_jobs().await;
    verified(&app, "invoice").await.assert_text("بخشی");
    let refused = give_back(&app, &nika, "110000").await;
    refused
        .assert_status(422)
        .assert_text("بیشتر است")
        .assert_text("سرور کند بود");
    for wrong in ["0", "-5", "abc"] {
        give_back(&app, &nika, wrong).await.assert_status(422);
    }
    give_back(&app, &nika, "7").await.assert_redirect(&place);
    give_back(&app, &nika, "").await.assert_redirect(&place);
    assert_eq!(all(&app, &sara).await, (TOTAL, 0, 0, 0));
    app.run_jobs().await;
    let sums: String = app
        .value(
            "SELECT sum(net)::text || ' ' || sum(vat)::text FROM commerce_credits",
            &[],
        )
        .await;
    assert_eq!(sums, "1000000 100000");
    assert_fits(&app, stall::product(&app).await).await;
    verified(&app, "invoice").await.assert_no_text("بخشی");
}

#[tokio::test]
async fn what_was_earned_comes_out_of_income_and_the_rest_goes_on() {
    let (app, sara, nika) = sold("ماهانه").await;
    let product = stall::product(&app).await;
    // To the first month's end, whenever the test began; its second part is still to come.
    while books(&app, product).await.1 == 0 {
        earn_after(&app, 1).await;
    }
    let (later, earned) = books(&app, product).await;
    let again = app.staff(PlatformRole::Finance, "omid").await;
    drop(nika);
    give_back(&app, &again, "55000").await;
    let half = MONTH / 2;
    let from_later = half.min(later);
    let (wallet, later_now, earned_now, tax) = all(&app, &sara).await;
    assert_eq!((wallet, tax), (TOTAL / 2, MONTH / 20));
    assert_eq!(
        (later_now, earned_now),
        (later - from_later, earned - (half - from_later))
    );
    assert_fits(&app, product).await;
    earn_after(&app, 40).await;
    assert_eq!(all(&app, &sara).await, (TOTAL / 2, 0, half, MONTH / 20));
    assert_fits(&app, product).await;
}

#[tokio::test]
async fn two_who_give_back_the_same_line_at_once_give_it_back_once() {
    let (app, sara, nika) = sold("ماهانه").await;
    let omid = app.staff(PlatformRole::Finance, "omid").await;
    let place = format!("/admin/invoices/{}/credit", invoice(&app).await);
    for one in [&nika, &omid] {
        one.get(&place).await.assert_ok();
    }
    let form = |by: &Staff| by.form("#credit").set("reason", "یک بار");
    let (one, two) = tokio::join!(form(&nika).submit(), form(&omid).submit());
    let mut said = [one.status, two.status];
    said.sort_unstable();
    assert_eq!(said, [303, 409]);
    assert_eq!(balance(&app, sara.tenant).await, TOTAL);
    app.run_jobs().await;
}

#[tokio::test]
async fn database_gives_back_no_more_than_the_line_whoever_asks() {
    let (app, sara, _) = sold("ماهانه").await;
    let insert = "INSERT INTO commerce_credits (id, tenant_id, invoice_id, n, net, vat, total, cause, reason, made_at, entry_id)
         SELECT $1, tenant_id, id, 1, $2, 0, $2, 'staff', 'x', now(), paid_entry FROM commerce_invoices";
    let sql = app.sql_as(Role::Platform).await;
    let refused = sql
        .execute(insert, &[&Uuid::now_v7(), &(MONTH + 1)])
        .await
        .unwrap_err();
    assert!(
        refused
            .as_db_error()
            .unwrap()
            .message()
            .contains("more than is left"),
        "{refused:?}"
    );
    sql.execute(insert, &[&Uuid::now_v7(), &MONTH])
        .await
        .unwrap();
    let refused = sql.execute(insert, &[&Uuid::now_v7(), &1_i64]).await;
    assert!(refused.is_err());
    let own = app.sql_as(Role::Tenant).await;
    let scope = format!(
        "SELECT set_config('app.tenant_id', '{}', false)",
        sara.tenant.0
    );
    own.execute(scope.as_str(), &[]).await.unwrap();
    let refused = own
        .execute(insert, &[&Uuid::now_v7(), &1_i64])
        .await
        .unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "42501");
}

#[tokio::test]
async fn finance_alone_gives_back_and_only_what_was_paid() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    ordered(&sara, "نپرداخته").await;
    let place = format!("/admin/invoices/{}/credit", invoice(&app).await);
    let tara = app.staff(PlatformRole::Support, "tara").await;
    tara.get(&place).await.assert_status(403);
    let nika = app.staff(PlatformRole::Finance, "nika").await;
    nika.get(&place)
        .await
        .assert_ok()
        .assert_text("پرداخت نشده است");
    let refused = nika
        .post_form(&place, &[("line", "1"), ("reason", "x")])
        .await;
    refused.assert_status(409);
    nika.get(format!("/admin/invoices/{}/credit", Uuid::now_v7()))
        .await
        .assert_status(404);
}

#[tokio::test]
async fn what_did_not_come_in_time_is_ended_and_given_back_once() {
    let (app, sara, _) = sold("later").await;
    hours(&app, 47).await;
    assert_eq!(balance(&app, sara.tenant).await, 0);
    hours(&app, 2).await;
    let (id, wanted, standing) = service(&app).await;
    assert_eq!((wanted.as_str(), standing.as_str()), ("ended", "ended"));
    assert_eq!(all(&app, &sara).await, (TOTAL, 0, 0, 0));
    hours(&app, 2).await;
    assert_eq!(balance(&app, sara.tenant).await, TOTAL);
    // It comes all the same: ended, not kept.
    let (db, desk) = (app.platform(), desk(&app));
    for _ in 0..2 {
        db.write(async |tx| desk.provided(id, &thing(id), tx).await)
            .await
            .unwrap();
    }
    app.run_jobs().await;
    let (_, wanted, standing) = service(&app).await;
    assert_eq!((wanted.as_str(), standing.as_str()), ("ended", "ended"));
    let ended: i64 = app
        .value(
            "SELECT count(*) FROM commerce_work_log WHERE verb = 'terminate' AND outcome = 'done'",
            &[],
        )
        .await;
    assert_eq!((ended, balance(&app, sara.tenant).await), (1, TOTAL));
    let told = sara.get("/account/notifications").await;
    told.assert_text("به کیف پولتان برگشت")
        .assert_no_text("آماده شد");
    let mails = app.smtp().mails();
    assert!(mails.iter().any(|mail| mail.subject.contains("برگشت")));
    sara.get(format!("/services/{id}"))
        .await
        .assert_ok()
        .assert_text("پایان");
}

#[tokio::test]
async fn what_cannot_be_made_is_given_back_too() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, TOTAL).await;
    bought(&sara, "never").await;
    app.leave_jobs();
    app.setting("commerce.provide_hours", "5").await;
    hours(&app, 4).await;
    assert_eq!(balance(&app, sara.tenant).await, 0);
    hours(&app, 2).await;
    assert_eq!(balance(&app, sara.tenant).await, TOTAL);
    let (_, wanted, standing) = service(&app).await;
    assert_eq!((wanted.as_str(), standing.as_str()), ("ended", "ended"));
}

#[tokio::test]
async fn thing_that_comes_as_the_time_runs_out_is_kept_or_given_back_never_both() {
    for _ in 0..4 {
        let (app, sara, _) = sold("later").await;
        let (id, ..) = service(&app).await;
        app.clock().advance(Duration::hours(49));
        let (db, desk) = (app.platform(), desk(&app));
        let comes = db.write(async |tx| desk.provided(id, &thing(id), tx).await);
        let (comes, ()) = tokio::join!(comes, hours(&app, 0));
        comes.unwrap();
        app.run_jobs().await;
        let (_, _, standing) = service(&app).await;
        let wallet = balance(&app, sara.tenant).await;
        assert!(
            [("running", 0), ("ended", TOTAL)].contains(&(standing.as_str(), wallet)),
            "{standing} and {wallet}"
        );
    }
}
