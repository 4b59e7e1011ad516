//! Mails about messages: to the other side, in their language, with an address that takes the answer.

use kernel::module::PlatformRole;
use kit::TestApp;

#[tokio::test]
async fn answer_reaches_the_customer_with_a_reply_address_and_the_thread() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).subject("کندی").insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    negar
        .get(format!("/admin/tickets/{}", ticket.id))
        .await
        .assert_ok();
    negar.form("#answer").set("body", "بررسی شد").submit().await;
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(&sara.person.email).await;
    assert!(mail.text.contains("بررسی شد"));
    assert!(
        mail.header("reply-to")
            .is_some_and(|to| to.contains("support+"))
    );
    assert!(
        mail.header("references")
            .is_some_and(|ids| ids.contains(&ticket.id.to_string()))
    );
    assert_eq!(mail.header("auto-submitted"), Some("auto-generated"));
    assert!(
        app.smtp()
            .mails()
            .iter()
            .all(|mail| !mail.is_to(&negar.person.email)),
        "nobody is told of their own words"
    );
}

#[tokio::test]
async fn mail_that_the_server_refuses_is_shown_and_sent_again_under_the_same_id() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    app.smtp().refuse_address(&sara.person.email);
    admin
        .get(format!("/admin/tickets/{}", ticket.id))
        .await
        .assert_ok();
    admin.form("#answer").set("body", "پاسخ").submit().await;
    app.run_jobs().await;
    let page = admin.get("/admin/mail").await;
    page.assert_ok().assert_text(&sara.person.email);
    let one = page.attributes("main tbody tr a", "href").remove(0);
    app.smtp().heal();
    admin.get(&one).await.assert_ok();
    admin.form("main form[method=post]").submit().await;
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(&sara.person.email).await;
    let id = one.rsplit('/').next().unwrap_or_default().to_owned();
    assert!(
        mail.header("message-id")
            .is_some_and(|header| header.contains(&id)),
        "{one}"
    );
}

#[tokio::test]
async fn admin_who_is_alone_on_the_staff_is_told_of_a_new_ticket() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let arash = app.staff(PlatformRole::Admin, "arash").await;
    let sara = app.customer("sara").await;
    sara.get("/tickets/new").await.assert_ok();
    sara.form("form[action='/tickets']")
        .set("subject", "سایت باز نمی‌شود")
        .set("body", "متن")
        .submit()
        .await
        .assert_redirect("/tickets/");
    app.run_jobs().await;
    let mail = app.smtp().mails();
    assert!(
        mail.iter().any(|mail| mail.is_to(&arash.person.email)),
        "{mail:?}"
    );
}
