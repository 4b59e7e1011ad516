//! Forms count only from our own pages: a token that is missing, forged or another browser's is refused.
//! Whoever meets the refusal by an old tab is told what to do.

use kit::TestApp;
use kit::app::PASSWORD;

#[tokio::test]
async fn form_without_a_token_is_refused() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let answer = sara
        .post_form(
            "/account/tenants",
            &[("csrf_token", ""), ("name", "شرکت"), ("kind", "company")],
        )
        .await;
    answer
        .assert_status(403)
        .assert_text("این صفحه مدت زیادی باز مانده است");
    sara.get("/account/tenants").await.assert_no_text("شرکت نو");
}

#[tokio::test]
async fn token_of_another_person_is_refused() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    kaveh.get("/account").await.assert_ok();
    let stolen = kaveh
        .form("form[action='/account']")
        .value("csrf_token")
        .unwrap()
        .to_owned();
    let fields = [
        ("csrf_token", stolen.as_str()),
        ("name", "شرکت"),
        ("kind", "company"),
    ];
    sara.post_form("/account/tenants", &fields)
        .await
        .assert_status(403);
}

#[tokio::test]
async fn token_from_before_sign_in_is_stale_after_it() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let browser = app.client();
    browser.get("/sign-in").await.assert_ok();
    let old = browser
        .form("form[action='/sign-in']")
        .value("csrf_token")
        .unwrap()
        .to_owned();
    browser
        .post_form(
            "/sign-in",
            &[("identifier", &person.email), ("password", PASSWORD)],
        )
        .await
        .assert_redirect("/home");
    browser
        .post_form("/sign-out", &[("csrf_token", old.as_str())])
        .await
        .assert_status(403);
}

#[tokio::test]
async fn token_reads_differently_on_each_page_and_the_same_within_one() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = sara.get("/account/sessions").await;
        let mut tokens = page.attributes("input[name=csrf_token]", "value");
        tokens.dedup();
        assert_eq!(tokens.len(), 1, "{tokens:?}");
        seen.extend(tokens);
    }
    assert_ne!(seen[0], seen[1]);
    for token in &seen {
        let fields = [("csrf_token", token.as_str()), ("theme", "dark")];
        sara.post_form("/theme", &fields).await.assert_status(303);
    }
}

#[tokio::test]
async fn refusal_is_a_toast_for_htmx() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let answer = sara
        .htmx()
        .post_form("/theme", &[("csrf_token", "forged"), ("theme", "dark")])
        .await;
    answer.assert_status(403);
    assert_eq!(answer.header("hx-retarget"), "#toasts");
}
