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
async fn addresses_in_words_of_others_are_no_links_in_our_mails() {
    let app = TestApp::new().await;
    let person = app
        .person("Claim at http://evil.test/now")
        .email("sara@sarai.test")
        .insert()
        .await;
    let sara = app
        .join(
            person,
            "sara",
            kernel::module::TenantKind::Person,
            kernel::module::TenantRole::Owner,
        )
        .await;
    let subject = "www.evil.test and evil.com";
    let ticket = app.ticket().of(&sara).subject(subject).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    sara.get(format!("/tickets/{}", ticket.id))
        .await
        .assert_ok();
    let words = "see https://evil.test/x or mail a@evil.test";
    sara.form("#answer").set("body", words).submit().await;
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(&negar.person.email).await;
    assert!(
        mail.links.iter().all(|link| link.starts_with(app.base())),
        "{:?}",
        mail.links
    );
    assert_eq!(mail.html.matches("<a ").count(), 1);
    for text in [&mail.subject, &mail.text, &mail.html] {
        assert!(
            !text.contains("evil.") && text.contains("evil[.]"),
            "{text}"
        );
    }
    assert!(
        mail.text
            .contains("see https[:]//evil[.]test/x or mail a@evil[.]test")
    );
}

#[tokio::test]
async fn words_of_staff_keep_their_addresses() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    negar
        .get(format!("/admin/tickets/{}", ticket.id))
        .await
        .assert_ok();
    let words = "راهنما: https://docs.test/reset";
    negar.form("#answer").set("body", words).submit().await;
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(&sara.person.email).await;
    assert!(mail.text.contains("https://docs.test/reset"));
    assert!(
        mail.html.matches("<a ").count() == 1,
        "only ours is a link: {}",
        mail.html
    );
}
