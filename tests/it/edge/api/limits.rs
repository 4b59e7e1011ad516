//! How often a program may ask: counted once for all nodes and addresses, and told in every answer.

use chrono::Duration;
use kit::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

use super::{THINGS, app, modules};

/// The program behind a proxy on this machine.
async fn proxied() -> TestApp {
    TestApp::of(modules, |config| {
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await
}

#[tokio::test]
async fn limit_holds_over_nodes_and_addresses() {
    let one = proxied().await;
    let two = one.second_node().await;
    let here = one
        .program(&one.customer("sara").await)
        .per_hour(6)
        .start()
        .await;
    let there = two.program_with(&here.token);
    for n in 1..=6u8 {
        let program = if n % 2 == 0 { &here } else { &there };
        let answer = program.at(&format!("198.51.100.{n}")).get(THINGS).await;
        answer.assert_ok();
        assert_eq!(answer.header("ratelimit-remaining"), (6 - n).to_string());
    }
    for program in [&here, &there] {
        let answer = program.at("198.51.100.200").get(THINGS).await;
        answer.assert_status(429);
        assert_eq!(answer.json::<Value>()["code"], "api_spent");
        assert_eq!(answer.header("ratelimit-limit"), "6");
        assert_eq!(answer.header("retry-after"), "3600");
    }
    for node in [&one, &two] {
        node.clock().advance(Duration::hours(1));
    }
    here.at("198.51.100.1").get(THINGS).await.assert_ok();
}

#[tokio::test]
async fn hour_has_a_hundred_requests_unless_the_setting_says_otherwise() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    let answer = program.get(THINGS).await;
    assert_eq!(answer.header("ratelimit-limit"), "100");
    assert_eq!(answer.header("ratelimit-remaining"), "99");
    assert_eq!(answer.header("ratelimit-reset"), "3600");
    app.setting("kernel.api.per_hour", "2").await;
    assert_eq!(program.get(THINGS).await.header("ratelimit-limit"), "2");
    program.get(THINGS).await.assert_status(429);
}

#[tokio::test]
async fn refusals_count_too() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let program = app
        .program(&sara)
        .scopes(&["identity.members.manage"])
        .per_hour(2)
        .start()
        .await;
    for status in [403, 403, 429] {
        program.get(THINGS).await.assert_status(status);
    }
}

#[tokio::test]
async fn many_at_once_are_counted_one_by_one() {
    let app = app().await;
    let program = app
        .program(&app.customer("sara").await)
        .per_hour(10)
        .start()
        .await;
    let all = (0..25).map(|_| program.get(THINGS));
    let answers = futures::future::join_all(all).await;
    let passed = answers.iter().filter(|answer| answer.status.is_success());
    assert_eq!(passed.count(), 10);
}

#[tokio::test]
async fn address_that_guesses_waits_and_good_tokens_from_it_do_not() {
    let app = proxied().await;
    let good = app.program(&app.customer("sara").await).start().await;
    let guess = app.program_with("sarai_guess");
    for _ in 0..5 {
        guess.at("203.0.113.7").get(THINGS).await.assert_status(401);
    }
    let paused = guess.at("203.0.113.7").get(THINGS).await;
    paused.assert_status(429);
    assert_eq!(paused.header("retry-after"), "60");
    good.at("203.0.113.7").get(THINGS).await.assert_ok();
    guess.at("203.0.113.8").get(THINGS).await.assert_status(401);
    let refresh = json!({ "refresh_token": "sarairef_guess" });
    let good = good.at("203.0.113.7");
    let request = good.request(Method::POST, "/api/v1/auth/refresh");
    let request = request.body(refresh.to_string());
    good.send(request).await.assert_status(429);
}
