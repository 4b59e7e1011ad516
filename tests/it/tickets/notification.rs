//! Mails about messages: to the other side, in their language, with an address that takes the answer.

use kernel::module::PlatformRole;
use kit::TestApp;

use super::talking::{answers, asks, at_the_desk};

#[tokio::test]
async fn answer_reaches_the_customer_with_a_reply_address_and_the_thread() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).subject("کندی").insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    answers(&negar, at_the_desk(ticket.id), "بررسی شد").await;
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
async fn admin_who_is_alone_on_the_staff_is_told_of_a_new_ticket() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let arash = app.staff(PlatformRole::Admin, "arash").await;
    let sara = app.customer("sara").await;
    asks(&sara, "سایت باز نمی‌شود")
        .await
        .assert_redirect("/tickets/");
    app.run_jobs().await;
    let mail = app.smtp().mails();
    assert!(
        mail.iter().any(|mail| mail.is_to(&arash.person.email)),
        "{mail:?}"
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
    negar.get(at_the_desk(ticket.id)).await.assert_ok();
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
