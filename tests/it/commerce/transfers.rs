//! Bank transfers by hand: the payer sees the account, hands in a receipt, staff accept what really came.

use commerce::bank;
use kernel::db::Role;
use kernel::module::PlatformRole;
use kit::{Answer, Client, Member, Staff, TestApp, Upload};
use serde_json::json;
use uuid::Uuid;

use super::stall::{self, MONTH, balance, ordered};

const SHEBA: &str = "IR820540102680020817909002";

/// A one-pixel PNG.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4,
    0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x38, 0x31, 0xcd, 0xe8,
    0x3f, 0x00, 0x06, 0x4a, 0x02, 0x90, 0xfe, 0x12, 0x61, 0x08, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45,
    0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

async fn open(app: &TestApp) {
    app.setting("commerce.transfer_sheba", SHEBA).await;
    app.setting("commerce.transfer_owner", "شرکت سرای").await;
}

/// Begins a top-up by transfer; the place of the payment.
async fn begun(by: &Member, toman: &str) -> String {
    by.get("/wallet/top-up").await.assert_ok();
    let form = by.form("#top-up").set("amount", toman);
    let form = form.set("gateway", "commerce.transfer");
    let answer = form.submit().await;
    answer.assert_redirect("/payments/");
    answer.location().unwrap().to_owned()
}

async fn handed_in(by: &Client, place: &str, tracking: &str, toman: &str) -> Answer {
    by.get(place).await.assert_ok();
    let form = by.form("#receipt-form").set("tracking", tracking);
    form.set("amount", toman)
        .attach("receipt", Upload::new("رسید.png", "image/png", PNG))
        .submit()
        .await
}

fn desk(place: &str) -> String {
    format!("/admin{place}")
}

async fn accepts(by: &Staff, place: &str, toman: &str) -> Answer {
    by.get(desk(place)).await.assert_ok();
    by.form("#acceptance").set("accepted", toman).submit().await
}

async fn at_bank(app: &TestApp) -> i64 {
    let db = app.platform();
    db.read(async |tx| ledger::balance(bank().id(), tx).await)
        .await
        .unwrap()
}

async fn state(app: &TestApp, place: &str) -> String {
    let id: Uuid = place.rsplit('/').next().unwrap().parse().unwrap();
    app.value("SELECT state FROM commerce_payments WHERE id = $1", &[&id])
        .await
}

#[tokio::test]
async fn a_transfer_pays_the_invoice_it_was_for_with_what_really_came() {
    let app = stall::app().await;
    open(&app).await;
    let sara = app.customer("sara").await;
    let nika = app.staff(PlatformRole::Finance, "nika").await;
    let invoice = ordered(&sara, "اولین").await;
    sara.get(&invoice).await.assert_ok();
    let answer = sara
        .form("#at-gateway")
        .set("gateway", "commerce.transfer")
        .submit()
        .await;
    answer.assert_redirect("/payments/");
    let place = answer.location().unwrap().to_owned();
    sara.get(&place)
        .await
        .assert_text(SHEBA)
        .assert_text("شرکت سرای")
        .assert_text("بانک پارسیان")
        .assert_text("در انتظار رسید");
    handed_in(&sara, &place, "۸۸ ۱۲-۳۴۵", "110000")
        .await
        .assert_redirect(&place);
    app.run_jobs().await;
    nika.get("/account/notifications")
        .await
        .assert_text("رسید واریز ۱۱۰٬۰۰۰ تومان");
    sara.get(&place)
        .await
        .assert_text("در انتظار بررسی")
        .assert_no_element("#receipt-form");
    let file = nika.get(format!("{}/proof", desk(&place))).await;
    file.assert_ok();
    assert_eq!(balance(&app, sara.tenant).await, 0);
    accepts(&nika, &place, "120000")
        .await
        .assert_redirect(&desk(&place));
    app.run_jobs().await;
    let rest = 1_200_000 - MONTH / 10 * 11;
    assert_eq!(
        (balance(&app, sara.tenant).await, at_bank(&app).await),
        (rest, 1_200_000)
    );
    sara.get(&invoice).await.assert_text("پرداخت‌شده");
    let page = nika.get(desk(&place)).await;
    page.assert_text("8812345")
        .assert_text("nika")
        .assert_text("۱۲۰٬۰۰۰ تومان");
    sara.get(&place)
        .await
        .assert_text("8812345")
        .assert_text("به کیف پول اضافه شد");
}

#[tokio::test]
async fn a_tracking_number_is_accepted_once_whoever_hands_it_in_and_however_quick() {
    let app = TestApp::new().await;
    open(&app).await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let (nika, omid) = (
        app.staff(PlatformRole::Finance, "nika").await,
        app.staff(PlatformRole::Finance, "omid").await,
    );
    let (first, second, third) = (
        begun(&sara, "50000").await,
        begun(&kaveh, "50000").await,
        begun(&sara, "50000").await,
    );
    for (by, place) in [(&sara, &first), (&kaveh, &second), (&sara, &third)] {
        handed_in(by, place, "998877", "50000")
            .await
            .assert_redirect(place);
    }
    let fields = [("accepted", "50000"), ("number", "998877")];
    let (one, two) = (
        format!("{}/acceptance", desk(&first)),
        format!("{}/acceptance", desk(&second)),
    );
    let (a, b) = tokio::join!(nika.post_form(&one, &fields), omid.post_form(&two, &fields));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    accepts(&nika, &third, "50000")
        .await
        .assert_status(422)
        .assert_text("پیش‌تر");
    let both = balance(&app, sara.tenant).await + balance(&app, kaveh.tenant).await;
    assert_eq!((both, at_bank(&app).await), (500_000, 500_000));
    let (by, again) = if balance(&app, sara.tenant).await > 0 {
        (&sara, begun(&sara, "50000").await)
    } else {
        (&kaveh, begun(&kaveh, "50000").await)
    };
    handed_in(by, &again, "99-88-77", "50000")
        .await
        .assert_status(422);
    app.leave_jobs();
}

#[tokio::test]
async fn two_who_decide_at_once_decide_once_and_a_refusal_is_told() {
    let app = TestApp::new().await;
    open(&app).await;
    let sara = app.customer("sara").await;
    let (nika, omid) = (
        app.staff(PlatformRole::Finance, "nika").await,
        app.staff(PlatformRole::Finance, "omid").await,
    );
    for n in 0..4 {
        let place = begun(&sara, "50000").await;
        handed_in(&sara, &place, &format!("55000{n}"), "50000")
            .await
            .assert_redirect(&place);
        let tracking = format!("55000{n}");
        let fields = [("accepted", "50000"), ("number", tracking.as_str())];
        let before = balance(&app, sara.tenant).await;
        let (yes, no) = (
            format!("{}/acceptance", desk(&place)),
            format!("{}/rejection", desk(&place)),
        );
        let why = [("why", "خوانا نیست")];
        let (a, b) = tokio::join!(nika.post_form(&yes, &fields), omid.post_form(&no, &why));
        let came = balance(&app, sara.tenant).await - before;
        match state(&app, &place).await.as_str() {
            "settled" => assert_eq!(
                (a.status.as_u16(), b.status.as_u16(), came),
                (303, 409, 500_000)
            ),
            "failed" => assert_eq!((a.status.as_u16(), b.status.as_u16(), came), (409, 303, 0)),
            other => panic!("{other}"),
        }
    }
    let place = begun(&sara, "50000").await;
    handed_in(&sara, &place, "560000", "50000")
        .await
        .assert_redirect(&place);
    nika.get(desk(&place)).await.assert_ok();
    nika.form("#rejection")
        .set("why", "مبلغ نرسیده است")
        .submit()
        .await
        .assert_redirect(&desk(&place));
    sara.get(&place)
        .await
        .assert_text("مبلغ نرسیده است")
        .assert_text("پذیرفته نشد");
    sara.get("/account/notifications")
        .await
        .assert_text("پذیرفته نشد");
    let mails =
        "SELECT count(*) FROM mail_deliveries WHERE mail = 'commerce.mail.transfer_turned_down'";
    assert!(app.value::<i64>(mails, &[]).await >= 1);
    app.leave_jobs();
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_said_at_its_field_and_others_may_not() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/wallet/top-up")
        .await
        .assert_no_text("انتقال بانکی");
    open(&app).await;
    let place = begun(&sara, "50000").await;
    for (tracking, toman, field) in [
        ("12", "50000", "tracking"),
        ("123456", "-5", "amount"),
        ("123456", "x", "amount"),
    ] {
        let answer = handed_in(&sara, &place, tracking, toman).await;
        answer
            .assert_status(422)
            .assert_element(&format!("#f-{field}[aria-invalid=true]"));
    }
    sara.get(&place).await.assert_ok();
    let form = || sara.form("#receipt-form").set("tracking", "123456");
    form()
        .submit()
        .await
        .assert_status(422)
        .assert_text("رسید را پیوست کنید");
    let future = form()
        .set("paid_on", "1430/01/01")
        .attach("receipt", Upload::new("a.png", "image/png", PNG));
    future
        .submit()
        .await
        .assert_status(422)
        .assert_text("در آینده");
    sara.get(&place).await.assert_ok();
    let program = form().attach(
        "receipt",
        Upload::new("a.png", "image/png", b"MZ\x90\x00\x03\x00\x00\x00"),
    );
    program.submit().await.assert_status(422);
    sara.get(&place).await.assert_ok();
    let kaveh = app.customer("kaveh").await;
    kaveh.get(&place).await.assert_not_found();
    let nika = app.staff(PlatformRole::Finance, "nika").await;
    let fields = [("accepted", "50000"), ("number", "123456")];
    nika.post_form(format!("{}/acceptance", desk(&place)), &fields)
        .await
        .assert_status(409);
    let twice = form().attach("receipt", Upload::new("a.png", "image/png", PNG));
    twice.submit().await.assert_redirect(&place);
    let files = "SELECT count(*) FROM stored_files WHERE tenant_id = $1";
    assert_eq!(app.value::<i64>(files, &[&sara.tenant.0]).await, 1);
    for wrong in ["0", "-1", "x"] {
        accepts(&nika, &place, wrong).await.assert_status(422);
    }
    let tara = app.staff(PlatformRole::Support, "tara").await;
    tara.get(desk(&place))
        .await
        .assert_ok()
        .assert_no_element("#acceptance");
    tara.post_form(format!("{}/acceptance", desk(&place)), &fields)
        .await
        .assert_status(403);
    assert_eq!(balance(&app, sara.tenant).await, 0);
    app.leave_jobs();
}

async fn swept(app: &TestApp) {
    let payload = json!({ "tenant": null, "user": null, "request": null, "job": {} });
    let sql = app.sql_as(Role::Platform).await;
    let enqueue =
        "SELECT jobs.enqueue('commerce.sweep_payments', $1::text::json, NULL, NULL, NULL, 0, 12)";
    sql.execute(enqueue, &[&payload.to_string()]).await.unwrap();
    app.run_jobs().await;
}

#[tokio::test]
async fn the_sweep_leaves_transfers_alone_until_two_weeks_have_gone_by() {
    let app = TestApp::new().await;
    open(&app).await;
    let sara = app.customer("sara").await;
    let (idle, sent) = (begun(&sara, "50000").await, begun(&sara, "60000").await);
    handed_in(&sara, &sent, "654321", "60000")
        .await
        .assert_redirect(&sent);
    app.clock().advance(chrono::Duration::hours(2));
    swept(&app).await;
    assert_eq!(state(&app, &idle).await, "begun");
    app.clock().advance(chrono::Duration::days(15));
    swept(&app).await;
    assert_eq!(
        (
            state(&app, &idle).await.as_str(),
            state(&app, &sent).await.as_str()
        ),
        ("expired", "sent")
    );
    sara.get(&idle)
        .await
        .assert_ok()
        .assert_no_element("#receipt-form");
    app.leave_jobs();
}
