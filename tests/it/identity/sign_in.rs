//! Signing in and out by the forms, and the limits that count failures.

use kernel::db::Role;
use kit::app::PASSWORD;
use kit::{Answer, Client, Person, TestApp};

pub(super) async fn sign_in(browser: &Client, email: &str, password: &str) -> Answer {
    browser.get("/sign-in").await.assert_ok();
    let form = browser
        .form("form[action='/sign-in']")
        .set("identifier", email);
    form.set("password", password).submit().await
}

pub(super) async fn failures(browser: &Client, person: &Person, count: usize) {
    for _ in 0..count {
        sign_in(browser, &person.email, "not the camel")
            .await
            .assert_status(422);
    }
}

#[tokio::test]
async fn person_signs_in_by_the_form() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let browser = app.client();
    sign_in(&browser, &person.email, PASSWORD)
        .await
        .assert_redirect("/home");
    browser.get("/home").await.assert_ok().assert_text("sara");
    let sql = "SELECT count(*) FROM audit_events WHERE action = 'kernel.session.open' AND subject_id = $1";
    let told: i64 = app.value(sql, &[&person.id.0]).await;
    assert_eq!(told, 1);
}

#[tokio::test]
async fn person_comes_back_to_where_they_wanted_to_go_and_nowhere_else() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    for (next, to) in [
        ("/account/sessions", "/account/sessions"),
        ("https://evil.test", "/home"),
        ("//evil.test", "/home"),
    ] {
        let browser = app.client();
        browser
            .get(format!("/sign-in?next={next}"))
            .await
            .assert_ok();
        let form = browser
            .form("form[action='/sign-in']")
            .set("identifier", &person.email);
        let answer = form.set("password", PASSWORD).submit().await;
        assert_eq!(answer.location(), Some(to));
    }
}

#[tokio::test]
async fn wrong_password_and_unknown_address_get_one_answer() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let (wrong, unknown) = (app.client(), app.client());
    let wrong = sign_in(&wrong, &person.email, "not the camel").await;
    let unknown = sign_in(&unknown, "nobody@sarai.test", "not the camel").await;
    assert_eq!(
        wrong.assert_status(422).texts("main [role=alert]"),
        unknown.assert_status(422).texts("main [role=alert]")
    );
    assert!(!wrong.texts("main [role=alert]").is_empty());
}

#[tokio::test]
async fn unconfirmed_address_is_offered_another_mail() {
    let app = TestApp::new().await;
    let person = app.person("sara").unconfirmed().insert().await;
    let browser = app.client();
    sign_in(&browser, &person.email, PASSWORD)
        .await
        .assert_status(422)
        .assert_text(&person.email);
    browser.get("/home").await.assert_redirect("/sign-in");
}

#[tokio::test]
async fn fifth_failure_pauses_and_the_pause_grows() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let browser = app.client();
    failures(&browser, &person, 5).await;
    sign_in(&browser, &person.email, PASSWORD)
        .await
        .assert_status(429)
        .assert_text("۶۰ ثانیه");
    app.clock().advance(chrono::Duration::seconds(61));
    failures(&browser, &person, 1).await;
    sign_in(&browser, &person.email, PASSWORD)
        .await
        .assert_status(429)
        .assert_text("۱۲۰ ثانیه");
    app.clock().advance(chrono::Duration::seconds(121));
    sign_in(&browser, &person.email, PASSWORD)
        .await
        .assert_redirect("/home");
}

#[tokio::test]
async fn success_clears_the_count() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    for _ in 0..3 {
        let browser = app.client();
        failures(&browser, &person, 3).await;
        sign_in(&browser, &person.email, PASSWORD)
            .await
            .assert_redirect("/home");
        app.clock().advance(chrono::Duration::seconds(61));
    }
}

#[tokio::test]
async fn person_signs_out_and_the_token_is_worth_nothing() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let browser = app.client();
    sign_in(&browser, &person.email, PASSWORD)
        .await
        .assert_redirect("/home");
    let token = browser.cookie("sarai").unwrap();
    browser.get("/sign-out").await.assert_ok();
    browser
        .form("main form[action='/sign-out']")
        .submit()
        .await
        .assert_redirect("/");
    let thief = app.client();
    thief.set_cookie("sarai", &token);
    thief.get("/home").await.assert_redirect("/sign-in");
}

#[tokio::test]
async fn signing_in_again_rotates_the_session() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let browser = app.sign_in(person.id).await;
    let before = browser.cookie("sarai").unwrap();
    browser
        .post_form(
            "/sign-in",
            &[("identifier", &person.email), ("password", PASSWORD)],
        )
        .await
        .assert_redirect("/home");
    assert_ne!(browser.cookie("sarai").unwrap(), before);
    let thief = app.client();
    thief.set_cookie("sarai", &before);
    thief.get("/home").await.assert_redirect("/sign-in");
}

#[tokio::test]
async fn session_ends_by_itself_after_thirty_days() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    app.clock().advance(chrono::Duration::days(29));
    sara.get("/home").await.assert_ok();
    app.clock().advance(chrono::Duration::days(2));
    sara.get("/home").await.assert_redirect("/sign-in");
}

#[tokio::test]
async fn database_keeps_no_token_and_no_password() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let token = sara.cookie("sarai").unwrap();
    let sql = app.sql_as(Role::Platform).await;
    let row = sql
        .query_one(
            "SELECT (SELECT s::text FROM sessions s), (SELECT u::text FROM users u)",
            &[],
        )
        .await
        .unwrap();
    let (session, user): (String, String) = (row.get(0), row.get(1));
    assert!(!session.contains(&token) && !user.contains(PASSWORD) && user.contains("$argon2id$"));
}
