//! The screens of endpoints: made, changed, tested, removed; what is shown once, and to whom.

use kernel::db::Role;
use kernel::module::PlatformRole;
use kit::{Receiver, Reply};

use super::{TOLD, app, hook, newest, tell};

#[tokio::test]
async fn sample_shows_request_and_answer() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    receiver.next(Reply::Status(418, "چای حاضر است"));
    sara.get(&hook.page).await.assert_ok();
    let sent = sara.form("form[action$='/pings']").submit().await;
    let delivery = sent.location().unwrap().to_owned();
    app.run_jobs().await;
    assert!(receiver.calls()[0].is_signed_by(&hook.secret));
    assert_eq!(receiver.calls()[0].json()["type"], "ping");
    sara.get(&delivery)
        .await
        .assert_ok()
        .assert_text("پیام آزمایشی")
        .assert_text("webhook-signature: v1,")
        .assert_text("x-receiver: kit")
        .assert_text("چای حاضر است")
        .assert_text("سرور با خطا پاسخ داد");
    app.leave_jobs();
}

#[tokio::test]
async fn secret_is_shown_once_and_sealed_at_rest() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    sara.get("/account/webhooks/new").await.assert_ok();
    let form = || {
        sara.form("#webhook")
            .set("url", &receiver.url())
            .set("facts", TOLD)
    };
    let (once, again) = (form(), form());
    let made = once.submit().await;
    let secret = made.assert_ok().texts("#webhook-secret bdi").remove(0);
    let second = again.submit().await;
    second.assert_redirect("/account/webhooks/");
    let page = sara.get(second.location().unwrap()).await;
    page.assert_ok().assert_no_text(&secret);
    let sql = app.sql_as(Role::Platform).await;
    let rows = sql.query("SELECT secret FROM webhook_endpoints", &[]);
    let rows = rows.await.unwrap();
    assert_eq!(rows.len(), 1, "the form was sent twice");
    let sealed: String = rows[0].get(0);
    assert!(!sealed.contains(secret.trim_start_matches("whsec_")));
    assert_eq!(app.state().keys.open(&sealed).unwrap(), secret);
    let audit = "SELECT coalesce(string_agg(coalesce(before::text, '') || coalesce(after::text, ''), ''), '') FROM audit_events";
    let trail: String = app.value(audit, &[]).await;
    assert!(
        trail.contains(&receiver.url()) && !trail.contains(secret.trim_start_matches("whsec_"))
    );
}

#[tokio::test]
async fn endpoint_is_changed_and_removed() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    sara.get(format!("{}/edit", hook.page)).await.assert_ok();
    sara.form("#webhook")
        .set("description", "انبارداری")
        .submit()
        .await
        .assert_redirect(&hook.page);
    sara.get("/account/webhooks?q=انبار")
        .await
        .assert_ok()
        .assert_text(&receiver.url());
    sara.get("/account/webhooks?q=باغ")
        .await
        .assert_no_text(&receiver.url());
    sara.delete(&hook.page)
        .await
        .assert_redirect("/account/webhooks");
    sara.get(&hook.page).await.assert_not_found();
    tell(&app, Some(sara.tenant), "دیر").await;
    app.run_jobs().await;
    assert_eq!(receiver.calls().len(), 0);
}

#[tokio::test]
async fn form_without_facts_is_shown_again() {
    let app = app().await;
    let sara = app.customer("sara").await;
    for fact in ["", "support.unknown.v1", "ping"] {
        let fields = [("url", "https://93.184.216.34/"), ("facts", fact)];
        sara.post_form("/account/webhooks", &fields)
            .await
            .assert_status(422)
            .assert_text("دست‌کم یک رویداد");
    }
}

#[tokio::test]
async fn more_endpoints_than_five_are_refused() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let fields = [("url", "https://93.184.216.34/"), ("facts", TOLD)];
    for _ in 0..5 {
        sara.post_form("/account/webhooks", &fields)
            .await
            .assert_ok();
    }
    sara.post_form("/account/webhooks", &fields)
        .await
        .assert_status(409);
}

#[tokio::test]
async fn endpoints_of_others_are_not_found_and_staff_see_only_the_platforms() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    tell(&app, Some(sara.tenant), "راز").await;
    app.run_jobs().await;
    let delivery = newest(&sara, &hook).await;
    for page in [&hook.page, &format!("{}/edit", hook.page), &delivery] {
        kaveh.get(page).await.assert_not_found();
        let at_admin = page.replace("/account/", "/admin/");
        admin.get(at_admin).await.assert_not_found();
    }
    kaveh
        .post_form(format!("{}/secret", hook.page), &[])
        .await
        .assert_not_found();
    kaveh
        .post_form(format!("{delivery}/tries"), &[])
        .await
        .assert_not_found();
    admin
        .get("/admin/webhooks")
        .await
        .assert_ok()
        .assert_no_text(&receiver.url());
}

#[tokio::test]
async fn employee_does_not_see_the_shops_webhooks() {
    let app = app().await;
    let shop = app.shop("zarrin");
    shop.employee()
        .await
        .get("/account/webhooks")
        .await
        .assert_status(403);
    let manager = shop.manager().await;
    manager
        .get("/account/webhooks")
        .await
        .assert_ok()
        .assert_element("nav.settings-nav a[href='/account/webhooks']");
}

#[tokio::test]
async fn pages_cost_at_most_five_statements() {
    let (app, receiver) = (app().await, Receiver::start().await);
    let sara = app.customer("sara").await;
    let hook = hook(&sara, "/account/webhooks", &receiver.url()).await;
    for n in 0..3 {
        tell(&app, Some(sara.tenant), &n.to_string()).await;
    }
    app.run_jobs().await;
    let delivery = newest(&sara, &hook).await;
    for page in ["/account/webhooks", &hook.page, &delivery] {
        let cost = sara.get(page).await.header("x-sarai-statements").parse();
        assert!(cost.is_ok_and(|n: u32| n <= 5), "{page}");
    }
}
