//! The profile: name, language, calendar, digits, theme, and that each shows at once.

use kit::TestApp;

#[tokio::test]
async fn person_changes_name_and_language() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/account")
        .await
        .assert_ok()
        .assert_element("html[lang=fa]");
    let form = sara
        .form("main form[action='/account']")
        .set("display_name", "Sara Parsi")
        .set("locale", "en");
    form.submit().await.assert_redirect("/account");
    sara.get("/account")
        .await
        .assert_element("html[lang=en][dir=ltr]");
    let form = sara.form("main form[action='/account']");
    assert_eq!(form.value("display_name"), Some("Sara Parsi"));
}

#[tokio::test]
async fn calendar_and_digits_are_the_persons_choice() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/account/members").await.assert_text("۱۴۱۹");
    sara.get("/account").await.assert_ok();
    let form = sara
        .form("main form[action='/account']")
        .set("calendar", "gregorian")
        .set("digits", "latin");
    form.submit().await.assert_redirect("/account");
    sara.get("/account/members").await.assert_text("2040");
}

#[tokio::test]
async fn theme_is_kept_before_and_after_sign_in() {
    let app = TestApp::new().await;
    let visitor = app.client();
    visitor.get("/").await.assert_ok();
    visitor.post_form("/theme", &[("theme", "dark")]).await;
    visitor
        .get("/")
        .await
        .assert_element("html[data-theme=dark]");
    let sara = app.customer("sara").await;
    sara.get("/").await.assert_ok();
    sara.post_form("/theme", &[("theme", "dark")]).await;
    app.sign_in(sara.person.id)
        .await
        .get("/")
        .await
        .assert_element("html[data-theme=dark]");
}

#[tokio::test]
async fn name_that_is_too_long_is_refused_and_stays_in_the_form() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/account").await.assert_ok();
    let long = "ن".repeat(81);
    let again = sara
        .form("main form[action='/account']")
        .set("display_name", &long)
        .submit()
        .await;
    again.assert_status(422);
    assert_eq!(
        again
            .form("main form[action='/account']")
            .value("display_name"),
        Some(long.as_str())
    );
}
