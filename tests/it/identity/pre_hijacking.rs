//! A stranger signs up with the address of somebody else and waits for them to confirm it: nothing of his stays.

use kit::app::PASSWORD;
use kit::{Client, TestApp};

use super::sign_in::sign_in;
use super::sign_up::{link, sign_up};

const VICTIM: &str = "maryam@sarai.test";
const STRANGERS: &str = "a camel in the courtyard";
const OWN: &str = "two camels, one well";

async fn stranger_signs_up(app: &TestApp, password: &str) -> Client {
    let stranger = app.client();
    stranger.get("/sign-up").await.assert_ok();
    let form = stranger
        .form("form[action='/sign-up']")
        .set("name", "stranger")
        .set("email", VICTIM);
    form.set("password", password)
        .submit()
        .await
        .assert_redirect("/confirm/sent");
    stranger
}

async fn choose(browser: &Client, link: &str, password: &str) -> kit::Answer {
    browser.get(link).await.assert_ok();
    let form = browser.form("main form[method=post]");
    form.set("name", "مریم")
        .set("password", password)
        .submit()
        .await
}

async fn count(app: &TestApp, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    app.value(&sql, &[]).await
}

#[tokio::test]
async fn password_of_a_stranger_never_opens_the_account() {
    let app = TestApp::new().await;
    let stranger = stranger_signs_up(&app, STRANGERS).await;
    let victim = app.client();
    let link = link(&app, VICTIM, "/confirm/").await;
    choose(&victim, &link, OWN).await.assert_redirect("/home");
    victim
        .get("/account/tenants")
        .await
        .assert_ok()
        .assert_text("مریم")
        .assert_no_text("stranger");
    sign_in(&stranger, VICTIM, STRANGERS)
        .await
        .assert_status(422);
    stranger.get("/home").await.assert_redirect("/sign-in");
    sign_in(&app.client(), VICTIM, OWN)
        .await
        .assert_redirect("/home");
}

#[tokio::test]
async fn before_the_confirmation_there_is_nothing_to_hijack() {
    let app = TestApp::new().await;
    let stranger = stranger_signs_up(&app, STRANGERS).await;
    for table in ["users", "people", "tenants", "memberships", "sessions"] {
        assert_eq!(count(&app, table).await, 0, "{table}");
    }
    assert!(stranger.cookie("sarai").is_none());
    app.leave_jobs();
}

#[tokio::test]
async fn press_without_a_good_password_in_another_browser_makes_nothing() {
    let app = TestApp::new().await;
    stranger_signs_up(&app, STRANGERS).await;
    let link = link(&app, VICTIM, "/confirm/").await;
    let other = app.client();
    other.get(&link).await.assert_ok();
    other.post_form(&link, &[]).await.assert_status(422);
    choose(&other, &link, "maryam-maryam")
        .await
        .assert_status(422)
        .assert_element("#f-password[aria-invalid=true]");
    assert_eq!(count(&app, "users").await, 0);
    choose(&other, &link, OWN).await.assert_redirect("/home");
}

#[tokio::test]
async fn stranger_who_signs_up_between_mail_and_press_changes_nothing() {
    let app = TestApp::new().await;
    let maryam = app.client();
    sign_up(&maryam, VICTIM)
        .await
        .assert_redirect("/confirm/sent");
    let own = link(&app, VICTIM, "/confirm/").await;
    let stranger = stranger_signs_up(&app, OWN).await;
    maryam.get(&own).await.assert_ok();
    maryam
        .form("main form[method=post]")
        .submit()
        .await
        .assert_redirect("/home");
    sign_in(&stranger, VICTIM, OWN).await.assert_status(422);
    sign_in(&app.client(), VICTIM, STRANGERS)
        .await
        .assert_redirect("/home");
    app.run_jobs().await;
    for mail in app.smtp().mails() {
        for other in mail.links.iter().filter(|l| l.contains("/confirm/")) {
            let path = other.replace(app.base(), "");
            maryam.get(&path).await.assert_status(410);
        }
    }
}

#[tokio::test]
async fn strangers_link_asks_for_a_password_in_the_browser_of_ones_own_sign_up_too() {
    let app = TestApp::new().await;
    stranger_signs_up(&app, STRANGERS).await;
    let strangers = link(&app, VICTIM, "/confirm/").await;
    let maryam = app.client();
    sign_up(&maryam, VICTIM)
        .await
        .assert_redirect("/confirm/sent");
    maryam
        .get(&strangers)
        .await
        .assert_ok()
        .assert_element("main input[name=password]");
    app.run_jobs().await;
}

#[tokio::test]
async fn stranger_who_asks_for_the_mail_again_gets_no_link_that_one_press_opens() {
    let app = TestApp::new().await;
    let stranger = stranger_signs_up(&app, STRANGERS).await;
    link(&app, VICTIM, "/confirm/").await;
    for path in ["/confirm", "/forgot-password"] {
        stranger.get(path).await.assert_ok();
        stranger
            .post_form(path, &[("email", VICTIM)])
            .await
            .assert_redirect(&format!("{path}/sent"));
    }
    app.run_jobs().await;
    app.smtp()
        .wait_for_count(3, |mail| mail.is_to(VICTIM))
        .await;
    let victim = app.client();
    for mail in app.smtp().mails() {
        let path = mail.link("/confirm/").replace(app.base(), "");
        victim
            .get(&path)
            .await
            .assert_ok()
            .assert_element("main input[name=password]");
    }
}

#[tokio::test]
async fn signing_in_too_early_tells_nobody_whether_there_is_an_account() {
    let app = TestApp::new().await;
    app.person("sara").insert().await;
    let stranger = app.client();
    let mut seen = Vec::new();
    for email in ["sara@sarai.test", VICTIM] {
        sign_up(&stranger, email)
            .await
            .assert_redirect("/confirm/sent");
        let answer = sign_in(&stranger, email, STRANGERS).await;
        seen.push((answer.status, answer.texts("main h1")));
    }
    assert_eq!(seen[0], seen[1]);
    app.leave_jobs();
}

#[tokio::test]
async fn account_that_was_never_confirmed_becomes_that_of_who_confirms() {
    let app = TestApp::new().await;
    let made = app
        .person("stranger")
        .email(VICTIM)
        .unconfirmed()
        .insert()
        .await;
    let stranger = app.sign_in(made.id).await;
    let victim = app.client();
    victim.get("/confirm").await.assert_ok();
    victim.post_form("/confirm", &[("email", VICTIM)]).await;
    let link = link(&app, VICTIM, "/confirm/").await;
    choose(&victim, &link, OWN).await.assert_redirect("/home");
    stranger.get("/home").await.assert_redirect("/sign-in");
    sign_in(&app.client(), VICTIM, PASSWORD)
        .await
        .assert_status(422);
    victim
        .get("/account/tenants")
        .await
        .assert_ok()
        .assert_no_text("stranger");
}
