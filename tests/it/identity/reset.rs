//! A forgotten password: a link by mail, once, and every session ends.

use kit::app::PASSWORD;
use kit::{Client, Person, TestApp};

async fn ask(visitor: &Client, email: &str) {
    visitor.get("/forgot-password").await.assert_ok();
    let form = visitor
        .form("form[action='/forgot-password']")
        .set("email", email);
    form.submit().await.assert_redirect("/forgot-password/sent");
}

async fn reset_link(app: &TestApp, person: &Person) -> String {
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(&person.email).await;
    mail.link("/reset-password/").replace(app.base(), "")
}

#[tokio::test]
async fn reset_sets_the_password_and_ends_every_session() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let visitor = app.client();
    ask(&visitor, &sara.person.email).await;
    let link = reset_link(&app, &sara.person).await;
    visitor.get(&link).await.assert_ok();
    let form = visitor
        .form("main form[method=post]")
        .set("password", "another camel, thirsty");
    form.submit().await.assert_redirect("/sign-in");
    sara.get("/home").await.assert_redirect("/sign-in");
    let sign_in = async |password| {
        visitor
            .post_form(
                "/sign-in",
                &[("identifier", &sara.person.email), ("password", password)],
            )
            .await
    };
    visitor.get("/sign-in").await.assert_ok();
    sign_in(PASSWORD).await.assert_status(422);
    sign_in("another camel, thirsty")
        .await
        .assert_redirect("/home");
    visitor.get(&link).await.assert_status(410);
    app.run_jobs().await;
}

#[tokio::test]
async fn unknown_address_gets_the_same_answer_and_no_mail() {
    let app = TestApp::new().await;
    ask(&app.client(), "nobody@sarai.test").await;
    app.run_jobs().await;
    assert!(app.smtp().mails().is_empty());
}

#[tokio::test]
async fn weak_new_password_leaves_the_link_usable() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let visitor = app.client();
    ask(&visitor, &person.email).await;
    let link = reset_link(&app, &person).await;
    visitor.get(&link).await.assert_ok();
    visitor
        .form("main form[method=post]")
        .set("password", "short")
        .submit()
        .await
        .assert_status(422);
    visitor.get(&link).await.assert_ok();
}

#[tokio::test]
async fn mails_to_one_account_are_limited() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let visitor = app.client();
    visitor.get("/forgot-password").await.assert_ok();
    for _ in 0..5 {
        visitor
            .post_form("/forgot-password", &[("email", &person.email)])
            .await
            .assert_redirect("/forgot-password/sent");
    }
    visitor
        .post_form("/forgot-password", &[("email", &person.email)])
        .await
        .assert_status(429);
    app.run_jobs().await;
    assert_eq!(app.smtp().mails().len(), 5);
}
