//! Where answers send the browser: to a path of ours, whatever the request's headers say.
//! Browsers drop tabs and read a backslash as a slash, so a path is more than a slash at its beginning.

use kit::{Member, TestApp};
use reqwest::Method;
use reqwest::header::{HeaderValue, REFERER};

/// Switches the theme from a page of this address.
async fn switch(app: &TestApp, sara: &Member, referer: &[u8]) -> kit::Answer {
    let token = app.state().keys.csrf_token(&sara.cookie("sarai").unwrap());
    let request = sara
        .request(Method::POST, "/theme")
        .header(REFERER, HeaderValue::from_bytes(referer).unwrap())
        .form(&[("csrf_token", token.as_str()), ("theme", "dark")]);
    sara.send(request).await
}

#[tokio::test]
async fn theme_leads_back_to_the_page_it_was_switched_on() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let from = format!("{}/account/sessions?x=1", app.base());
    let answer = switch(&app, &sara, from.as_bytes()).await;
    assert_eq!(
        answer.assert_status(303).location(),
        Some("/account/sessions?x=1")
    );
}

#[tokio::test]
async fn referer_that_is_no_page_of_ours_leads_to_the_front_page() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    for path in [
        "/\t/evil.test",
        "/\u{1b}[31m",
        "/\\evil.test",
        "//evil.test",
        "/تیکت",
        "/a b",
        "@evil.test/",
    ] {
        let from = [app.base().as_bytes(), path.as_bytes()].concat();
        // What no client can send needs no answer.
        if HeaderValue::from_bytes(&from).is_err() {
            continue;
        }
        let answer = switch(&app, &sara, &from).await;
        assert_eq!(answer.assert_status(303).location(), Some("/"), "{path:?}");
    }
    let elsewhere = switch(&app, &sara, b"https://evil.test/theme").await;
    assert_eq!(elsewhere.location(), Some("/"));
}
