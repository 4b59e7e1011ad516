//! Headers of every answer: security, caching, variance; assets; the client's address.
//! Here because a proxy or a browser acts on them before anybody reads a word.

use std::net::{IpAddr, Ipv4Addr};

use kit::{Client, TestApp};
use reqwest::Method;

use crate::probe;

const POLICY: [&str; 5] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
];

#[tokio::test]
async fn every_kind_of_answer_has_the_security_headers() {
    let app = probe::app().await;
    let sara = app.customer("sara").await;
    for path in [
        "/",
        "/sign-in",
        "/home",
        "/nothing-here",
        "/probe/problem/500",
        "/healthz",
        "/api/v1/probe/problem/409",
    ] {
        let answer = sara.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            POLICY.iter().all(|part| policy.contains(part)) && !policy.contains("unsafe"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(
            !answer.header("referrer-policy").is_empty()
                && !answer.header("permissions-policy").is_empty()
        );
    }
}

#[tokio::test]
async fn strict_transport_security_and_host_cookies_come_with_tls() {
    let app = TestApp::with(|config| config.base_url = "https://sarai.test".parse().unwrap()).await;
    let page = app.client().get("/sign-in").await;
    assert!(
        page.header("strict-transport-security")
            .contains("max-age=")
    );
    let cookie = page.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-sarai-visitor=")
            && cookie.contains("Secure")
            && cookie.contains("HttpOnly")
    );
    let plain = TestApp::new().await;
    assert_eq!(
        plain
            .client()
            .get("/sign-in")
            .await
            .header("strict-transport-security"),
        ""
    );
}

#[tokio::test]
async fn signed_in_pages_are_kept_by_nobody() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    for path in [
        "/home",
        "/account",
        "/account/sessions",
        "/account/members",
        "/",
    ] {
        assert_eq!(
            sara.get(path).await.assert_ok().header("cache-control"),
            "no-store",
            "{path}"
        );
    }
}

#[tokio::test]
async fn pages_vary_by_what_decides_their_content() {
    let app = TestApp::new().await;
    for answer in [
        app.client().get("/").await,
        app.client().get("/nothing-here").await,
    ] {
        let vary = answer.header("vary").to_lowercase();
        for header in [
            "hx-request",
            "hx-request-type",
            "hx-history-restore-request",
            "cookie",
            "accept-language",
        ] {
            assert!(vary.contains(header), "{header} is not in {vary}");
        }
    }
}

#[tokio::test]
async fn htmx_gets_the_fragment_and_a_restored_history_the_whole_page() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.htmx()
        .get("/account")
        .await
        .assert_ok()
        .assert_no_element("main")
        .assert_element("form[action='/account']");
    let restored = sara
        .htmx()
        .request(Method::GET, "/account")
        .header("hx-history-restore-request", "true");
    sara.send(restored)
        .await
        .assert_ok()
        .assert_element("main form[action='/account']");
}

/// The asset behind the first style sheet of the front page.
async fn style_sheet(client: &Client) -> String {
    let page = client.get("/").await;
    page.attributes("link[rel=stylesheet]", "href").remove(0)
}

#[tokio::test]
async fn asset_is_kept_for_ever_and_comes_compressed() {
    let app = TestApp::new().await;
    let client = app.client();
    let path = style_sheet(&client).await;
    let packed = client
        .send(
            client
                .request(Method::GET, &path)
                .header("accept-encoding", "br"),
        )
        .await;
    assert_eq!(packed.assert_ok().header("content-encoding"), "br");
    assert_eq!(
        packed.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(packed.header("vary"), "Accept-Encoding");
    let plain = client.get(&path).await;
    assert_eq!(plain.header("content-encoding"), "");
    let mut unpacked = Vec::new();
    std::io::Read::read_to_end(
        &mut brotli::Decompressor::new(packed.bytes.as_slice(), 4096),
        &mut unpacked,
    )
    .unwrap();
    assert!(unpacked == plain.bytes, "both are the same file");
    let again = client
        .request(Method::GET, &path)
        .header("if-none-match", plain.header("etag"));
    client.send(again).await.assert_status(304);
}

#[tokio::test]
async fn page_comes_compressed_to_whoever_takes_it() {
    let app = TestApp::new().await;
    let client = app.client();
    for (accepted, coding) in [("gzip, deflate, br", "gzip"), ("br", "br"), ("zstd", "")] {
        let request = client
            .request(Method::GET, "/")
            .header("accept-encoding", accepted);
        let page = client.send(request).await;
        assert_eq!(page.header("content-encoding"), coding);
        let varies = page.header("vary").contains("Accept-Encoding");
        assert_eq!(varies, !coding.is_empty());
    }
}

async fn address_seen(app: &TestApp, header: &str, value: &str) -> String {
    let client = app.client();
    client
        .send(
            client
                .request(Method::GET, "/probe/address")
                .header(header, value),
        )
        .await
        .text
}

#[tokio::test]
async fn nobody_can_choose_their_own_address() {
    let app = probe::app().await;
    for header in ["X-Forwarded-For", "X-Real-IP", "Forwarded"] {
        assert_eq!(
            address_seen(&app, header, "203.0.113.7").await,
            "127.0.0.1",
            "{header}"
        );
    }
}

#[tokio::test]
async fn trusted_proxy_says_who_the_client_is() {
    let app = TestApp::of(probe::modules, |config| {
        config.trusted_proxies = vec![
            IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)),
        ];
    });
    let app = app.await;
    assert_eq!(
        address_seen(&app, "X-Forwarded-For", "6.6.6.6, 203.0.113.7, 10.0.0.1").await,
        "203.0.113.7"
    );
    assert_eq!(
        address_seen(&app, "X-Forwarded-For", "not an address").await,
        "127.0.0.1"
    );
}

#[tokio::test]
async fn language_is_chosen_by_the_query_and_kept_in_a_cookie() {
    let app = TestApp::new().await;
    let visitor = app.client();
    visitor
        .get("/?lang=en")
        .await
        .assert_ok()
        .assert_element("html[lang=en][dir=ltr]");
    visitor.get("/").await.assert_element("html[lang=en]");
    visitor
        .get("/?lang=fa")
        .await
        .assert_element("html[lang=fa][dir=rtl]");
    visitor.get("/").await.assert_element("html[lang=fa]");
}
