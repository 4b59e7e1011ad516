//! A customer's money as staff see it, and putting some in or taking some out by hand.

use commerce::{given, taken};
use kernel::db::Role;
use kernel::module::PlatformRole;
use kit::{Answer, Client, Member, TestApp};
use uuid::Uuid;

use super::stall::{self, balance, bought, pay_in};

fn money(of: &Member) -> String {
    format!("/admin/customers/{}/money", of.tenant)
}

async fn adjusts(by: &Client, of: &Member, way: &str, toman: &str) -> Answer {
    by.get(money(of)).await.assert_ok();
    let form = by.form("#adjustment").set("way", way);
    form.set("amount", toman)
        .set("reason", "جبران قطعی")
        .submit()
        .await
}

async fn books(app: &TestApp) -> (i64, i64) {
    let db = app.platform();
    db.read(async |tx| {
        Ok((
            ledger::balance(given().id(), tx).await?,
            ledger::balance(taken().id(), tx).await?,
        ))
    })
    .await
    .unwrap()
}

/// The place of an adjustment that waits.
async fn waits(answer: &Answer) -> String {
    answer.assert_redirect("/admin/adjustments/");
    answer.location().unwrap().to_owned()
}

#[tokio::test]
async fn staff_see_balance_held_statement_and_what_is_open() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 3_000_000).await;
    bought(&sara, "اولین").await;
    stall::ordered(&sara, "دومین").await;
    app.run_jobs().await;
    let tara = app.staff(PlatformRole::Support, "tara").await;
    let profile = tara.get(format!("/admin/customers/{}", sara.tenant)).await;
    profile
        .assert_ok()
        .assert_text("۱۹۰٬۰۰۰ تومان")
        .assert_element(&format!("a[href='{}']", money(&sara)));
    let page = tara.get(money(&sara)).await;
    page.assert_ok()
        .assert_text("۱۹۰٬۰۰۰ تومان")
        .assert_text("۱۱۰٬۰۰۰ تومان")
        .assert_text("پرداخت فاکتور")
        .assert_text("چیز")
        .assert_element("a[href^='/admin/invoices/']")
        .assert_no_element("#adjustment");
    let file = tara
        .get(format!("{}/export?format=csv", money(&sara)))
        .await;
    assert!(file.text.contains("1100000"), "{}", file.text);
    tara.get(format!("/admin/customers/{}/money", Uuid::now_v7()))
        .await
        .assert_not_found();
}

#[tokio::test]
async fn a_small_adjustment_is_posted_at_once_and_the_customer_sees_it() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let nika = app.staff(PlatformRole::Finance, "nika").await;
    adjusts(&nika, &sara, "give", "200000.7")
        .await
        .assert_redirect(&money(&sara));
    assert_eq!(balance(&app, sara.tenant).await, 2_000_007);
    adjusts(&nika, &sara, "take", "100000")
        .await
        .assert_redirect(&money(&sara));
    assert_eq!(
        (balance(&app, sara.tenant).await, books(&app).await),
        (1_000_007, (2_000_007, 1_000_000))
    );
    let answer = adjusts(&nika, &sara, "take", "100000.8").await;
    answer
        .assert_status(422)
        .assert_text("در کیف پول مشتری نیست");
    assert_eq!(answer.attributes("#f-amount", "value"), ["100000.8"]);
    for wrong in ["0", "-5", "x", ""] {
        adjusts(&nika, &sara, "give", wrong)
            .await
            .assert_status(422);
    }
    assert_eq!(balance(&app, sara.tenant).await, 1_000_007);
    sara.get("/wallet")
        .await
        .assert_text("اصلاح کیف پول")
        .assert_no_text("جبران قطعی");
    sara.get("/account/notifications")
        .await
        .assert_text("به کیف پولتان اضافه شد");
    app.run_jobs().await;
}

#[tokio::test]
async fn above_the_limit_a_colleague_agrees_and_not_whoever_asked() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (nika, omid) = (
        app.staff(PlatformRole::Finance, "nika").await,
        app.staff(PlatformRole::Finance, "omid").await,
    );
    // What one person does in a day is one sum.
    adjusts(&nika, &sara, "give", "400000")
        .await
        .assert_redirect(&money(&sara));
    let place = waits(&adjusts(&nika, &sara, "give", "100001").await).await;
    assert_eq!(balance(&app, sara.tenant).await, 4_000_000);
    let confirm = format!("{place}/confirmation");
    nika.post_form(&confirm, &[]).await.assert_status(409);
    nika.post_form(format!("{place}/refusal"), &[("answer", "x")])
        .await
        .assert_status(409);
    omid.get("/account/notifications")
        .await
        .assert_text("در انتظار تأیید دوم");
    omid.get("/admin/adjustments")
        .await
        .assert_element(&format!("a[href='{place}']"));
    omid.get(&place)
        .await
        .assert_ok()
        .assert_text("جبران قطعی")
        .assert_text("nika");
    omid.post_form(&confirm, &[]).await.assert_redirect(&place);
    assert_eq!(balance(&app, sara.tenant).await, 5_000_010);
    omid.post_form(&confirm, &[]).await.assert_status(409);
    omid.get("/admin/adjustments")
        .await
        .assert_no_element(&format!("a[href='{place}']"));

    let refused = waits(&adjusts(&nika, &sara, "take", "500001").await).await;
    omid.get(&refused).await.assert_ok();
    omid.form("#refusal")
        .set("answer", "سند ندارد")
        .submit()
        .await
        .assert_redirect(&refused);
    nika.get(&refused).await.assert_text("سند ندارد");
    let short = waits(&adjusts(&nika, &sara, "take", "500002").await).await;
    omid.post_form(format!("{short}/confirmation"), &[])
        .await
        .assert_status(409);
    omid.post_form(&short, &[("_method", "delete")])
        .await
        .assert_status(409);
    nika.post_form(&short, &[("_method", "delete")])
        .await
        .assert_redirect(&short);
    assert_eq!(
        (balance(&app, sara.tenant).await, books(&app).await),
        (5_000_010, (5_000_010, 0))
    );
    app.run_jobs().await;
}

#[tokio::test]
async fn two_who_agree_at_once_and_one_who_takes_back_post_once() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (nika, omid, iman) = (
        app.staff(PlatformRole::Finance, "nika").await,
        app.staff(PlatformRole::Finance, "omid").await,
        app.staff(PlatformRole::Admin, "iman").await,
    );
    let mut posted = 0;
    for _ in 0..5 {
        let place = waits(&adjusts(&nika, &sara, "give", "600000").await).await;
        let confirm = format!("{place}/confirmation");
        let take_back = [("_method", "delete")];
        let (one, two, back) = tokio::join!(
            omid.post_form(&confirm, &[]),
            iman.post_form(&confirm, &[]),
            nika.post_form(&place, &take_back)
        );
        let mut statuses = [one.status, two.status, back.status].map(|status| status.as_u16());
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409, 409]);
        posted += i64::from(back.status.as_u16() == 409);
        assert_eq!(balance(&app, sara.tenant).await, posted * 6_000_000);
    }
    // Nobody gets past the limit by being quick.
    let kaveh = app.customer("kaveh").await;
    nika.get(money(&kaveh)).await.assert_ok();
    let fields = [("way", "give"), ("amount", "300000"), ("reason", "x")];
    let place = format!("/admin/customers/{}/adjustments", kaveh.tenant);
    let (one, two) = tokio::join!(
        nika.post_form(&place, &fields),
        nika.post_form(&place, &fields)
    );
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (303, 303));
    assert_eq!(balance(&app, kaveh.tenant).await, 3_000_000);
    app.leave_jobs();
}

#[tokio::test]
async fn nobody_adjusts_his_own_wallet_and_support_none() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let sql = app.sql_as(Role::Platform).await;
    sql.execute(
        "INSERT INTO platform_roles (user_id, role, created_at)
           SELECT user_id, 'finance', now() FROM memberships WHERE tenant_id = $1",
        &[&sara.tenant.0],
    )
    .await
    .unwrap();
    let place = format!("/admin/customers/{}/adjustments", sara.tenant);
    let fields = [("way", "give"), ("amount", "1000"), ("reason", "x")];
    sara.post_form(&place, &fields).await.assert_status(409);
    let tara = app.staff(PlatformRole::Support, "tara").await;
    tara.post_form(&place, &fields).await.assert_status(403);
    let nika = app.staff(PlatformRole::Finance, "nika").await;
    let nobody = format!("/admin/customers/{}/adjustments", Uuid::now_v7());
    nika.post_form(&nobody, &fields).await.assert_not_found();
    assert_eq!(balance(&app, sara.tenant).await, 0);
}
