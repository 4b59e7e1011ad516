//! Signing up: the mail confirms the address, and nobody learns whether an address has an account.

use kit::{Answer, Client, TestApp};

pub(crate) async fn sign_up(visitor: &Client, email: &str) -> Answer {
    visitor.get("/sign-up").await.assert_ok();
    let form = visitor
        .form("form[action='/sign-up']")
        .set("name", "مریم احمدی")
        .set("email", email);
    form.set("password", "a camel in the courtyard")
        .submit()
        .await
}

/// Path and query of the first link of the newest mail to this address that holds `part`.
pub(crate) async fn link(app: &TestApp, email: &str, part: &str) -> String {
    app.run_jobs().await;
    let mail = app
        .smtp()
        .wait_for(|mail| mail.is_to(email) && mail.links.iter().any(|l| l.contains(part)))
        .await;
    mail.link(part).replace(app.base(), "")
}

#[tokio::test]
async fn visitor_signs_up_confirms_by_the_mail_and_is_at_home() {
    let app = TestApp::new().await;
    let visitor = app.client();
    sign_up(&visitor, "maryam@sarai.test")
        .await
        .assert_redirect("/confirm/sent");
    let link = link(&app, "maryam@sarai.test", "/confirm/").await;
    visitor.get(&link).await.assert_ok();
    visitor
        .form("main form[method=post]")
        .submit()
        .await
        .assert_redirect("/home");
    visitor
        .get("/home")
        .await
        .assert_ok()
        .assert_text("مریم احمدی");
    visitor
        .get("/account/tenants")
        .await
        .assert_ok()
        .assert_text("مریم احمدی");
}

#[tokio::test]
async fn confirmation_link_works_once() {
    let app = TestApp::new().await;
    let visitor = app.client();
    sign_up(&visitor, "maryam@sarai.test")
        .await
        .assert_redirect("/confirm/sent");
    let link = link(&app, "maryam@sarai.test", "/confirm/").await;
    visitor.get(&link).await.assert_ok();
    visitor
        .form("main form[method=post]")
        .submit()
        .await
        .assert_redirect("/home");
    app.client().get(&link).await.assert_status(410);
}

#[tokio::test]
async fn opening_the_link_alone_confirms_nothing() {
    let app = TestApp::new().await;
    sign_up(&app.client(), "maryam@sarai.test")
        .await
        .assert_redirect("/confirm/sent");
    let link = link(&app, "maryam@sarai.test", "/confirm/").await;
    app.client().get(&link).await.assert_ok();
    app.client().get(&link).await.assert_ok();
    let sql = "SELECT count(*) FROM users WHERE email_confirmed_at IS NOT NULL";
    let confirmed: i64 = app.value(sql, &[]).await;
    assert_eq!(confirmed, 0, "a mail scanner opens links");
}

#[tokio::test]
async fn link_that_is_too_old_offers_another_mail() {
    let app = TestApp::new().await;
    let visitor = app.client();
    sign_up(&visitor, "maryam@sarai.test")
        .await
        .assert_redirect("/confirm/sent");
    let link = link(&app, "maryam@sarai.test", "/confirm/").await;
    app.clock().advance(chrono::Duration::days(30));
    visitor.get(&link).await.assert_status(410);
    let form = visitor
        .form("main form[action='/confirm']")
        .set("email", "maryam@sarai.test");
    form.submit().await.assert_redirect("/confirm/sent");
    app.run_jobs().await;
    app.smtp()
        .wait_for_count(2, |mail| mail.is_to("maryam@sarai.test"))
        .await;
}

#[tokio::test]
async fn address_that_has_an_account_gets_the_same_answer_and_a_mail_that_says_so() {
    let app = TestApp::new().await;
    app.person("sara").insert().await;
    let (fresh, taken) = (app.client(), app.client());
    let new = sign_up(&fresh, "maryam@sarai.test").await;
    let old = sign_up(&taken, "sara@sarai.test").await;
    assert_eq!((new.status, new.location()), (old.status, old.location()));
    assert_eq!(
        new.follow().await.texts("main"),
        old.follow().await.texts("main")
    );
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to("sara@sarai.test").await;
    assert!(
        mail.links.iter().all(|link| !link.contains("/confirm/")),
        "{:?}",
        mail.links
    );
    assert!(
        mail.links
            .iter()
            .any(|link| link.contains("/forgot-password"))
    );
}

#[tokio::test]
async fn weak_password_is_refused_with_the_reason() {
    let app = TestApp::new().await;
    let visitor = app.client();
    for weak in ["کوتاه", "1234567890", "maryam-maryam"] {
        visitor.get("/sign-up").await.assert_ok();
        let form = visitor
            .form("form[action='/sign-up']")
            .set("name", "مریم")
            .set("email", "maryam@sarai.test");
        form.set("password", weak)
            .submit()
            .await
            .assert_status(422)
            .assert_element("#f-password[aria-invalid=true]");
    }
}
