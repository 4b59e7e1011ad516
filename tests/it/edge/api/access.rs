//! Short-lived access: exchanged, renewed, ended; and what happens when a refresh token is in two hands.

use chrono::Duration;
use kernel::db::Role;
use kit::{Answer, Member, Program, TestApp};
use serde_json::{Value, json};

use super::{THINGS, app};

const TOKEN: &str = "/api/v1/auth/token";
const REFRESH: &str = "/api/v1/auth/refresh";
const REVOKE: &str = "/api/v1/auth/revoke";

/// A program with access, and its refresh token.
struct Held {
    access: Program,
    refresh: String,
}

fn held(app: &TestApp, answer: &Answer) -> Held {
    let body: Value = answer.assert_ok().json();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    assert_eq!(
        (text("token_type").as_str(), &body["expires_in"]),
        ("Bearer", &json!(900))
    );
    Held {
        access: app.program_with(&text("access_token")),
        refresh: text("refresh_token"),
    }
}

async fn begin(app: &TestApp, by: &Member) -> (Program, Held) {
    let program = app.program(by).days(30).start().await;
    let answer = program.post(TOKEN, &json!({})).await;
    let held = held(app, &answer);
    (program, held)
}

/// Nobody's program: these routes ask for no header.
async fn send(app: &TestApp, path: &str, refresh: &str) -> Answer {
    app.program_with("")
        .post(path, &json!({ "refresh_token": refresh }))
        .await
}

#[tokio::test]
async fn access_token_lives_a_quarter_of_an_hour_and_is_renewed() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let (_, first) = begin(&app, &sara).await;
    let seen: Value = first.access.get(THINGS).await.assert_ok().json();
    assert_eq!(seen["tenant"], sara.tenant.to_string().as_str());
    app.clock().advance(Duration::minutes(15));
    first.access.get(THINGS).await.assert_status(401);
    let second = held(&app, &send(&app, REFRESH, &first.refresh).await);
    second.access.get(THINGS).await.assert_ok();
    assert_ne!(first.refresh, second.refresh);
}

#[tokio::test]
async fn refresh_token_lives_seven_days() {
    let app = app().await;
    let (_, held) = begin(&app, &app.customer("sara").await).await;
    app.clock().advance(Duration::days(7));
    send(&app, REFRESH, &held.refresh).await.assert_status(401);
}

#[tokio::test]
async fn refresh_token_used_twice_ends_the_whole_family_and_the_person_is_told() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let (_, thief) = begin(&app, &sara).await;
    let (_, other) = begin(&app, &sara).await;
    let owner = held(&app, &send(&app, REFRESH, &thief.refresh).await);
    owner.access.get(THINGS).await.assert_ok();
    send(&app, REFRESH, &thief.refresh).await.assert_status(401);
    for program in [&owner.access, &thief.access] {
        program.get(THINGS).await.assert_status(401);
    }
    send(&app, REFRESH, &owner.refresh).await.assert_status(401);
    other.access.get(THINGS).await.assert_ok();
    sara.get("/account/notifications")
        .await
        .assert_ok()
        .assert_text("دو بار استفاده شد");
    let events = "SELECT count(*) FROM audit_events WHERE action = 'kernel.api_access.stolen' AND user_id = $1";
    let count: i64 = app.value(events, &[&sara.person.id.0]).await;
    assert_eq!(count, 1);
}

#[tokio::test]
async fn two_that_refresh_at_once_are_two_hands() {
    let app = app().await;
    let (_, first) = begin(&app, &app.customer("sara").await).await;
    let both = [
        send(&app, REFRESH, &first.refresh),
        send(&app, REFRESH, &first.refresh),
    ];
    let answers = futures::future::join_all(both).await;
    let mut codes: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, [200, 401]);
    first.access.get(THINGS).await.assert_status(401);
}

#[tokio::test]
async fn ended_access_is_ended_at_once() {
    let app = app().await;
    let (program, held) = begin(&app, &app.customer("sara").await).await;
    send(&app, REVOKE, &held.refresh).await.assert_status(204);
    held.access.get(THINGS).await.assert_status(401);
    send(&app, REFRESH, &held.refresh).await.assert_status(401);
    program.get(THINGS).await.assert_ok();
    send(&app, REVOKE, "sarairef_nobody")
        .await
        .assert_status(204);
}

#[tokio::test]
async fn access_ends_with_the_token_that_it_came_from() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let (_, held) = begin(&app, &sara).await;
    let sql = app.sql_as(Role::Platform).await;
    let revoke = "UPDATE api_tokens SET revoked_at = created_at";
    sql.execute(revoke, &[]).await.unwrap();
    held.access.get(THINGS).await.assert_status(401);
    send(&app, REFRESH, &held.refresh).await.assert_status(401);
}

#[tokio::test]
async fn access_token_is_exchanged_for_nothing_and_counts_against_its_tokens_hour() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let program = app.program(&sara).per_hour(3).start().await;
    let held = held(&app, &program.post(TOKEN, &json!({})).await);
    held.access.post(TOKEN, &json!({})).await.assert_status(401);
    program.get(THINGS).await.assert_ok();
    held.access.get(THINGS).await.assert_status(429);
}

#[tokio::test]
async fn forged_and_altered_access_tokens_are_refused() {
    let app = app().await;
    let (_, held) = begin(&app, &app.customer("sara").await).await;
    let parts: Vec<&str> = held.access.token.split('.').collect();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    // The issuer is in the token: another program's base URL makes it foreign.
    let other = super::app().await;
    let (_, foreign) = begin(&other, &other.customer("sara").await).await;
    let theirs: Vec<&str> = foreign.access.token.split('.').collect();
    for forged in [
        format!("{none}.{}.", parts[1]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{}.{}.{}", parts[0], theirs[1], parts[2]),
        foreign.access.token.clone(),
        format!("{}x", held.access.token),
    ] {
        app.program_with(&forged)
            .get(THINGS)
            .await
            .assert_status(401);
    }
    held.access.get(THINGS).await.assert_ok();
}
