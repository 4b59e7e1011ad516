//! `/metrics` in production: for whoever brings the token, or at an address of its own; for nobody by a guess.

use std::net::TcpListener;

use kernel::config::{Config, Environment};
use kernel::health::metrics_server;
use kit::{Answer, Client, TestApp};
use reqwest::Method;

const TOKEN: &str = "a-token-of-the-operator-1405";

async fn production(change: impl FnOnce(&mut Config)) -> TestApp {
    TestApp::with(|config| {
        config.env = Environment::Production;
        change(config);
    })
    .await
}

async fn with(client: &Client, authorization: &str) -> Answer {
    let request = client.request(Method::GET, "/metrics");
    client
        .send(request.header("Authorization", authorization))
        .await
}

#[tokio::test]
async fn without_a_setting_there_is_nothing_even_for_a_neighbour() {
    let app =
        production(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    app.client().get("/metrics").await.assert_not_found();
    app.client()
        .at("10.0.0.7")
        .get("/metrics")
        .await
        .assert_not_found();
}

#[tokio::test]
async fn token_opens_it_and_nothing_else_does() {
    let app = production(|config| config.metrics_token = Some(TOKEN.to_owned())).await;
    let client = app.client();
    client.get("/metrics").await.assert_not_found();
    for wrong in [
        "Bearer",
        "Bearer ",
        "Bearer a-token",
        "Basic a-token-of-the-operator-1405",
    ] {
        with(&client, wrong).await.assert_not_found();
    }
    with(&client, &format!("Bearer {TOKEN}"))
        .await
        .assert_ok()
        .assert_text("sarai_http_requests");
}

#[tokio::test]
async fn address_of_its_own_answers_it_and_nothing_else() {
    let at = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let app = production(|config| config.metrics_address = Some(at)).await;
    let rocket = metrics_server(app.state())
        .await
        .unwrap()
        .expect("a server");
    let shutdown = rocket.shutdown();
    let server = tokio::spawn(rocket.launch());
    let apart = Client::new(&format!("http://{at}"));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    while http.get(format!("http://{at}/")).send().await.is_err() {
        tokio::task::yield_now().await;
    }
    apart
        .get("/metrics")
        .await
        .assert_ok()
        .assert_text("sarai_live_streams");
    apart.get("/").await.assert_not_found();
    app.client().get("/metrics").await.assert_not_found();
    shutdown.notify();
    server.await.unwrap().unwrap();
}
