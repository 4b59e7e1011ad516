//! Who gets in with a token, and who does not any more: a token is worth what its person may at that moment.

use chrono::Duration;
use kernel::db::Role;
use kernel::module::{TenantKind, TenantRole};
use kit::{Answer, Program, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{LOOK, MAKE, THINGS, app, made};

fn assert_problem(answer: &Answer, status: u16) -> Value {
    answer.assert_status(status);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    answer.json()
}

async fn refused(program: &Program) {
    let answer = program.get(THINGS).await;
    assert_problem(&answer, 401);
    let challenge = answer.header("www-authenticate");
    assert_eq!(challenge, "Bearer realm=\"sarai\", error=\"invalid_token\"");
}

#[tokio::test]
async fn program_acts_as_its_person_in_their_tenant() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let program = app.program(&sara).start().await;
    let seen: Value = program.get(THINGS).await.assert_ok().json();
    let tenant = sara.tenant.to_string();
    assert_eq!(seen["tenant"], tenant.as_str());
    assert_eq!(seen["person"], sara.person.id.to_string().as_str());
    let answer = program.post(THINGS, &json!({ "name": "ring" })).await;
    answer.assert_status(201);
    assert!(answer.header("location").starts_with(THINGS));
    let sql = app.sql_as(Role::Platform).await;
    let who = "SELECT tenant_id::text FROM audit_events WHERE action = 'works.thing.make' AND user_id = $1";
    let row = sql.query_one(who, &[&sara.person.id.0]).await.unwrap();
    assert_eq!(row.get::<_, String>(0), tenant);
}

#[tokio::test]
async fn request_costs_one_look_up_beside_its_own_statements() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    let answer = program.get(THINGS).await;
    assert_eq!(answer.header("x-sarai-statements"), "1");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn without_a_token_the_answer_says_what_is_asked_for() {
    let app = app().await;
    let answer = app.client_speaking("en").get(THINGS).await;
    let problem = assert_problem(&answer, 401);
    assert_eq!(problem["code"], "api_no_token");
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"sarai\"");
}

#[tokio::test]
async fn cookie_of_a_session_opens_nothing() {
    let app = app().await;
    let sara = app.customer("sara").await;
    assert_problem(&sara.get(THINGS).await, 401);
    sara.post_form(THINGS, &[("name", "ring")])
        .await
        .assert_status(401);
    assert_eq!(made(&app).await, 0);
}

#[tokio::test]
async fn token_that_nobody_has_is_refused() {
    let app = app().await;
    for token in ["sarai_made-up", "x", "a.b.c", ""] {
        let answer = app.program_with(token).get(THINGS).await;
        assert_problem(&answer, 401);
    }
}

#[tokio::test]
async fn missing_scope_is_named() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let program = app.program(&sara).scopes(&[LOOK]).start().await;
    let seen: Value = program.get(THINGS).await.assert_ok().json();
    assert_eq!(
        seen["may_make"], false,
        "a view of this request offers no more than the scope"
    );
    let answer = program.post(THINGS, &json!({ "name": "ring" })).await;
    let problem = assert_problem(&answer, 403);
    assert_eq!(
        (&problem["code"], &problem["scope"]),
        (&json!("api_missing_scope"), &json!(MAKE))
    );
    let challenge = answer.header("www-authenticate");
    assert!(
        challenge.contains("insufficient_scope") && challenge.contains(MAKE),
        "{challenge}"
    );
    assert_eq!(made(&app).await, 0);
}

#[tokio::test]
async fn person_who_may_not_any_more_takes_it_from_the_token_too() {
    let app = app().await;
    let owner = app.shop("zarrin").owner().await;
    let program = app.program(&owner).start().await;
    program
        .post(THINGS, &json!({ "name": "ring" }))
        .await
        .assert_status(201);
    let person = owner.person.clone();
    app.join(person, "zarrin", TenantKind::Shop, TenantRole::Employee)
        .await;
    let answer = program.post(THINGS, &json!({ "name": "ring" })).await;
    assert_eq!(assert_problem(&answer, 403)["code"], "api_not_allowed");
    program.get(THINGS).await.assert_ok();
}

#[tokio::test]
async fn expired_token_is_refused() {
    let app = app().await;
    let program = app
        .program(&app.customer("sara").await)
        .days(1)
        .start()
        .await;
    app.clock()
        .advance(Duration::hours(24) - Duration::seconds(1));
    program.get(THINGS).await.assert_ok();
    app.clock().advance(Duration::seconds(1));
    refused(&program).await;
}

#[tokio::test]
async fn token_ends_with_the_membership_and_does_not_come_back_with_it() {
    let app = app().await;
    let clerk = app.shop("zarrin").employee().await;
    let program = app.program(&clerk).start().await;
    program.get(THINGS).await.assert_ok();
    remove(&app, &clerk).await;
    refused(&program).await;
    let person = clerk.person.clone();
    app.join(person, "zarrin", TenantKind::Shop, TenantRole::Employee)
        .await;
    refused(&program).await;
}

async fn remove(app: &TestApp, member: &kit::Member) {
    let owner = app.shop("zarrin").owner().await;
    let path = format!("/account/members/{}", member.person.id);
    owner.delete(path).await.assert_redirect("/account/members");
}

#[tokio::test]
async fn platforms_roles_give_a_token_nothing() {
    let app = app().await;
    let arash = app
        .staff(kernel::module::PlatformRole::Admin, "arash")
        .await;
    let member = app
        .join(
            arash.person,
            "sara",
            TenantKind::Person,
            TenantRole::Employee,
        )
        .await;
    let program = app.program(&member).start().await;
    let seen: Value = program.get(THINGS).await.assert_ok().json();
    assert_eq!(seen["may_make"], false);
    assert_problem(&program.post(THINGS, &json!({ "name": "x" })).await, 403);
}

#[tokio::test]
async fn database_holds_no_token() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    program.get(THINGS).await.assert_ok();
    let secret = program.token.trim_start_matches("sarai_").to_owned();
    for table in ["api_tokens", "audit_events", "api_token_uses"] {
        let find = format!("SELECT count(*) FROM {table} t WHERE t::text LIKE '%' || $1 || '%'");
        let found: i64 = app.value(&find, &[&secret]).await;
        assert_eq!(found, 0, "{table}");
    }
}

#[tokio::test]
async fn last_use_is_noted_at_most_every_five_minutes() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    let mut noted: Vec<chrono::DateTime<chrono::Utc>> = Vec::new();
    for minutes in [0, 4, 2] {
        app.clock().advance(Duration::minutes(minutes));
        program.get(THINGS).await.assert_ok();
        noted.push(app.value("SELECT last_used_at FROM api_tokens", &[]).await);
    }
    assert_eq!(
        (noted[1] - noted[0], noted[2] - noted[0]),
        (Duration::zero(), Duration::minutes(6))
    );
}

#[tokio::test]
async fn method_that_an_address_does_not_take_is_told_which_it_takes() {
    let app = app().await;
    let program = app.program(&app.customer("sara").await).start().await;
    let request = program.request(Method::DELETE, THINGS);
    let answer = program.send(request).await;
    assert_eq!(assert_problem(&answer, 405)["code"], "api_wrong_method");
    assert_eq!(answer.header("allow"), "GET, POST, HEAD");
    assert_problem(&program.get("/api/v1/works/others").await, 404);
}
