//! Sessions: listed, revoked one by one or all others at once.

use kit::TestApp;
use uuid::Uuid;

#[tokio::test]
async fn person_sees_and_ends_another_session() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let phone = app.sign_in(sara.person.id).await;
    let page = sara.get("/account/sessions").await;
    assert_eq!(page.assert_ok().texts("main tbody tr").len(), 2);
    let newest = "SELECT id FROM sessions ORDER BY id DESC LIMIT 1";
    let newest: Uuid = app.value(newest, &[]).await;
    sara.form(&format!("form[action='/account/sessions/{newest}']"))
        .submit()
        .await
        .assert_redirect("/account/sessions");
    phone.get("/home").await.assert_redirect("/sign-in");
    sara.get("/home").await.assert_ok();
}

#[tokio::test]
async fn person_ends_all_other_sessions() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (phone, tablet) = (
        app.sign_in(sara.person.id).await,
        app.sign_in(sara.person.id).await,
    );
    sara.get("/account/sessions").await.assert_ok();
    sara.form("main form[action='/account/sessions']")
        .submit()
        .await
        .assert_redirect("/account/sessions");
    phone.get("/home").await.assert_redirect("/sign-in");
    tablet.get("/home").await.assert_redirect("/sign-in");
    sara.get("/home").await.assert_ok();
}

#[tokio::test]
async fn changing_the_password_ends_the_other_sessions_and_tells_by_mail() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let phone = app.sign_in(sara.person.id).await;
    sara.get("/account/password").await.assert_ok();
    let form = sara
        .form("main form[action='/account/password']")
        .set("old_password", kit::app::PASSWORD);
    form.set("password", "another camel, thirsty")
        .submit()
        .await
        .assert_redirect("/account/password");
    phone.get("/home").await.assert_redirect("/sign-in");
    sara.get("/home").await.assert_ok();
    app.run_jobs().await;
    app.smtp().wait_for_mail_to(&sara.person.email).await;
}
