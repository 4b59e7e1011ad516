//! Strangers who try passwords pause the account for strangers; the owner's own browser goes on.

use kit::app::PASSWORD;
use kit::{Client, Person, TestApp};

use super::sign_in::{failures, sign_in};

const COOKIE: &str = "sarai-device";
const NEW: &str = "another camel, thirsty";

async fn app() -> TestApp {
    TestApp::with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await
}

/// A browser at home that signed in once; what it has kept is the device cookie alone.
async fn known(app: &TestApp, person: &Person) -> Client {
    let before = app.client().at("198.51.100.1");
    sign_in(&before, &person.email, PASSWORD)
        .await
        .assert_redirect("/home");
    with_device(app, &before.cookie(COOKIE).expect("a device cookie"))
}

fn with_device(app: &TestApp, cookie: &str) -> Client {
    let browser = app.client().at("198.51.100.1");
    browser.set_cookie(COOKIE, cookie);
    browser
}

/// Five wrong passwords from elsewhere: strangers have to wait now, even with the right one.
async fn attack(app: &TestApp, person: &Person) {
    failures(&app.client().at("203.0.113.9"), person, 5).await;
    let stranger = app.client().at("203.0.113.10");
    sign_in(&stranger, &person.email, PASSWORD)
        .await
        .assert_status(429);
}

#[tokio::test]
async fn owners_browser_signs_in_at_once_while_strangers_wait() {
    let app = app().await;
    let person = app.person("sara").insert().await;
    let home = known(&app, &person).await;
    attack(&app, &person).await;
    sign_in(&home, &person.email, PASSWORD)
        .await
        .assert_redirect("/home");
    let stranger = app.client().at("203.0.113.11");
    sign_in(&stranger, &person.email, PASSWORD)
        .await
        .assert_status(429);
}

#[tokio::test]
async fn device_cookie_of_another_account_is_worth_nothing() {
    let app = app().await;
    let (sara, kaveh) = (
        app.person("sara").insert().await,
        app.person("kaveh").insert().await,
    );
    let kavehs = known(&app, &kaveh).await;
    attack(&app, &sara).await;
    sign_in(&kavehs, &sara.email, PASSWORD)
        .await
        .assert_status(429);
}

#[tokio::test]
async fn five_wrong_ones_in_the_owners_own_browser_pause_it_and_it_alone() {
    let app = app().await;
    let person = app.person("sara").insert().await;
    let home = known(&app, &person).await;
    failures(&home.at("198.51.100.2"), &person, 5).await;
    sign_in(&home.at("198.51.100.3"), &person.email, PASSWORD)
        .await
        .assert_status(429)
        .assert_text("۶۰ ثانیه");
    let phone = app.client().at("198.51.100.4");
    sign_in(&phone, &person.email, PASSWORD)
        .await
        .assert_redirect("/home");
}

#[tokio::test]
async fn limit_of_an_address_holds_for_a_known_browser_too() {
    let app = app().await;
    let person = app.person("sara").insert().await;
    let home = known(&app, &person).await;
    failures(&app.client().at("198.51.100.1"), &person, 5).await;
    sign_in(&home, &person.email, PASSWORD)
        .await
        .assert_status(429);
}

#[tokio::test]
async fn new_password_makes_every_browser_a_stranger_but_the_one_it_was_set_in() {
    let app = app().await;
    let person = app.person("sara").insert().await;
    let (old, desk) = (known(&app, &person).await, known(&app, &person).await);
    sign_in(&desk, &person.email, PASSWORD)
        .await
        .assert_redirect("/home");
    attack(&app, &person).await;
    desk.get("/account/password").await.assert_ok();
    let form = desk
        .form("main form[action='/account/password']")
        .set("old_password", PASSWORD)
        .set("password", NEW);
    form.submit().await.assert_redirect("/account/password");
    sign_in(&old, &person.email, NEW).await.assert_status(429);
    let desk = with_device(&app, &desk.cookie(COOKIE).unwrap());
    sign_in(&desk, &person.email, NEW)
        .await
        .assert_redirect("/home");
    app.run_jobs().await;
}

#[tokio::test]
async fn owner_who_sets_a_new_password_by_mail_is_let_in_while_strangers_wait() {
    let app = app().await;
    let person = app.person("sara").insert().await;
    attack(&app, &person).await;
    let browser = app.client().at("198.51.100.7");
    browser.get("/forgot-password").await.assert_ok();
    browser
        .post_form("/forgot-password", &[("email", &person.email)])
        .await
        .assert_redirect("/forgot-password/sent");
    let link = super::sign_up::link(&app, &person.email, "/reset-password/").await;
    browser.get(&link).await.assert_ok();
    let form = browser.form("main form[method=post]").set("password", NEW);
    form.submit().await.assert_redirect("/sign-in");
    failures(&app.client().at("203.0.113.12"), &person, 5).await;
    sign_in(&browser, &person.email, NEW)
        .await
        .assert_redirect("/home");
    app.run_jobs().await;
}

#[tokio::test]
async fn stolen_session_cannot_guess_the_old_password_for_ever() {
    let app = app().await;
    let sara = app.customer("sara").await;
    sara.get("/account/password").await.assert_ok();
    let fields = [("old_password", "not the camel"), ("password", NEW)];
    for _ in 0..5 {
        sara.post_form("/account/password", &fields)
            .await
            .assert_status(422);
    }
    let right = [("old_password", PASSWORD), ("password", NEW)];
    sara.post_form("/account/password", &right)
        .await
        .assert_status(429);
}

#[tokio::test]
async fn device_cookie_alone_opens_nothing_and_names_nobody() {
    let app = app().await;
    let person = app.person("sara").insert().await;
    let home = known(&app, &person).await;
    home.get("/home").await.assert_redirect("/sign-in");
    let cookie = home.cookie(COOKIE).unwrap();
    assert!(!cookie.contains("sara") && !cookie.contains(&person.id.to_string()));
    let sql = "SELECT count(*) FROM failure_counts WHERE kind = 'password.device'";
    let counted: i64 = app.value(sql, &[]).await;
    assert_eq!(counted, 0, "a success leaves no count");
}
