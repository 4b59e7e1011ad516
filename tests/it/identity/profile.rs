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
async fn keys_of_a_single_letter_are_switched_off_on_every_page_and_on_again() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let pages = ["/", "/home", "/account", "/account/members"];
    for page in pages {
        sara.get(page).await.assert_no_element("html[data-keys]");
    }
    sara.get("/account").await.assert_ok();
    let form = sara.form("main form[action='/account']");
    assert_eq!(form.value("single_keys_off"), None);
    form.set("single_keys_off", "1")
        .submit()
        .await
        .assert_redirect("/account");
    for page in pages {
        sara.get(page)
            .await
            .assert_element("html[data-keys=off]")
            .assert_element("#shortcuts a[href='/account#keys']");
    }
    let audited = "SELECT count(*) FROM audit_events WHERE action = 'kernel.profile.update' AND user_id = $1 \
                   AND after->>'single_keys_off' = 'true'";
    let count: i64 = app.value(audited, &[&sara.person.id.0]).await;
    assert_eq!(count, 1);
    sara.get("/account")
        .await
        .assert_element("input[name=single_keys_off][checked]");
    let profile = [
        ("display_name", "sara"),
        ("locale", "fa"),
        ("calendar", ""),
        ("digits", ""),
        ("money_unit", ""),
        ("theme", "system"),
        ("time_zone", "Asia/Tehran"),
    ];
    sara.post_form("/account", &profile)
        .await
        .assert_redirect("/account");
    sara.get("/home").await.assert_no_element("html[data-keys]");
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
