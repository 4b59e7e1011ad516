//! The screen of tokens: made, shown once, listed, ended.

use kernel::db::Role;
use kit::{Member, TestApp};

use super::{LOOK, MAKE, THINGS, app};

const TOKENS: &str = "/account/tokens";

/// Makes a token by the form; its text as the page shows it.
async fn make(by: &Member, name: &str, scopes: &[&str]) -> String {
    by.get(TOKENS).await.assert_ok();
    let csrf = by
        .form("#new-token form")
        .value("csrf_token")
        .unwrap()
        .to_owned();
    let once = by.form("#new-token form").value("once").unwrap().to_owned();
    let mut fields = vec![
        ("csrf_token", csrf.as_str()),
        ("once", &once),
        ("name", name),
        ("days", "30"),
    ];
    fields.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    let page = by.post_form(TOKENS, &fields).await;
    page.assert_ok();
    assert_eq!(page.header("cache-control"), "no-store");
    let again = by.post_form(TOKENS, &fields).await;
    again.assert_redirect(TOKENS);
    page.texts("#token bdi").concat()
}

#[tokio::test]
async fn token_is_shown_once_and_works() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let token = make(&sara, "حسابداری", &[LOOK]).await;
    assert!(token.starts_with("sarai_") && token.len() == 49, "{token}");
    let program = app.program_with(&token);
    program.get(THINGS).await.assert_ok();
    let list = sara.get(TOKENS).await;
    list.assert_ok()
        .assert_text("حسابداری")
        .assert_text("text of works.look")
        .assert_no_text(&token);
    assert_eq!(
        list.texts("tbody tr").len(),
        1,
        "the second sending made none"
    );
}

#[tokio::test]
async fn token_is_ended_by_its_button() {
    let app = app().await;
    let sara = app.customer("sara").await;
    let program = app.program_with(&make(&sara, "حسابداری", &[LOOK]).await);
    sara.get(TOKENS).await.assert_ok();
    let id = id_of(&app).await;
    sara.delete(format!("{TOKENS}/{id}"))
        .await
        .assert_redirect(TOKENS);
    program.get(THINGS).await.assert_status(401);
    sara.delete(format!("{TOKENS}/{id}"))
        .await
        .assert_not_found();
    let sql = app.sql_as(Role::Platform).await;
    let events =
        "SELECT action FROM audit_events WHERE subject_kind = 'kernel.api_token' ORDER BY id";
    let events = sql.query(events, &[]).await.unwrap();
    let events: Vec<String> = events.iter().map(|row| row.get(0)).collect();
    assert_eq!(
        events,
        ["kernel.api_token.create", "kernel.api_token.revoke"]
    );
}

async fn id_of(app: &TestApp) -> String {
    app.value("SELECT id::text FROM api_tokens", &[]).await
}

#[tokio::test]
async fn employee_sees_their_own_and_the_owner_everybodys() {
    let app = app().await;
    let shop = app.shop("zarrin");
    let (owner, clerk) = (shop.owner().await, shop.employee().await);
    make(&owner, "دفتر", &[LOOK]).await;
    make(&clerk, "صندوق", &[LOOK]).await;
    clerk
        .get(TOKENS)
        .await
        .assert_ok()
        .assert_text("صندوق")
        .assert_no_text("دفتر");
    owner
        .get(TOKENS)
        .await
        .assert_ok()
        .assert_text("صندوق")
        .assert_text("دفتر");
    let named = "SELECT id::text FROM api_tokens WHERE name = $1";
    let id = async |name: &str| app.value::<String>(named, &[&name]).await;
    clerk
        .delete(format!("{TOKENS}/{}", id("دفتر").await))
        .await
        .assert_not_found();
    owner
        .delete(format!("{TOKENS}/{}", id("صندوق").await))
        .await
        .assert_redirect(TOKENS);
}

#[tokio::test]
async fn form_with_faults_is_shown_again_with_what_was_chosen() {
    let app = app().await;
    let sara = app.customer("sara").await;
    sara.get(TOKENS).await.assert_ok();
    let again = sara
        .post_form(TOKENS, &[("name", ""), ("days", "30"), ("scopes", MAKE)])
        .await;
    again
        .assert_status(422)
        .assert_element(&format!("input[value='{MAKE}'][checked]"));
    let none = sara
        .post_form(TOKENS, &[("name", "x"), ("days", "30")])
        .await;
    none.assert_status(422).assert_text("دست‌کم یکی از مجوزها");
    for (scope, days) in [("kernel.platform_webhooks.manage", "30"), (LOOK, "3650")] {
        let fields = [("name", "x"), ("days", days), ("scopes", scope)];
        sara.post_form(TOKENS, &fields).await.assert_status(422);
    }
}

#[tokio::test]
async fn person_has_a_bounded_number_of_tokens() {
    let app = app().await;
    let sara = app.customer("sara").await;
    for _ in 0..20 {
        app.program(&sara).start().await;
    }
    let fields = [("name", "x"), ("days", "30"), ("scopes", LOOK)];
    sara.get(TOKENS).await.assert_ok();
    sara.post_form(TOKENS, &fields)
        .await
        .assert_status(422)
        .assert_text("تعداد توکن‌های شما");
}
