//! In whose name papers are.

use documents::Identity;
use kit::{Member, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::stall;

const PAGE: &str = "/account/billing";

async fn say(by: &Member, fields: &[(&str, &str)]) -> kit::Answer {
    by.get(PAGE).await.assert_ok();
    let form = by.form("#buyer");
    let form = fields
        .iter()
        .fold(form, |form, (name, value)| form.set(name, value));
    form.submit().await
}

/// The buyer's side of the last paper that was issued to an account.
async fn printed(app: &TestApp, of: &Member) -> documents::Party {
    app.run_jobs().await;
    let sql = app.sql_as(kernel::db::Role::Platform).await;
    let last =
        "SELECT data FROM documents_documents WHERE holder_tenant_id = $1 ORDER BY id DESC LIMIT 1";
    let data: Value = sql.query_one(last, &[&of.tenant.0]).await.unwrap().get(0);
    serde_json::from_value(data["buyer"].clone()).unwrap()
}

#[tokio::test]
async fn invoices_are_in_the_name_that_was_told_and_earlier_ones_stay() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    stall::pay_in(&app, sara.tenant, 10_000_000).await;
    stall::bought(&sara, "first").await;
    let first = printed(&app, &sara).await;
    assert_eq!(
        (first.name.as_str(), &first.identity),
        ("sara", &Identity::Untold)
    );
    let answer = say(
        &sara,
        &[
            ("kind", "company"),
            ("name", "شركت نمونه"),
            ("legal_id", "۱۰۳۸۰۲۸۴۷۹۰"),
            ("registration_number", "483920"),
            ("economic_number", "411512345678"),
            ("address", "تهران، خیابان ولیعصر، پلاک ۱"),
            ("postcode", "1532914567"),
            ("phone", "021-88000000"),
        ],
    )
    .await;
    answer.assert_redirect(PAGE);
    stall::choose(&sara, "second", commerce::Cycle::Month).await;
    let checkout = sara.get("/checkout").await;
    assert!(
        checkout.text.contains("شرکت نمونه"),
        "the checkout says in whose name it is"
    );
    stall::confirm(&sara).await.assert_redirect("/orders/");
    let second = printed(&app, &sara).await;
    let company = Identity::Legal {
        national_id: "10380284790".to_owned(),
        registration_number: "483920".to_owned(),
    };
    assert_eq!(second.name, "شرکت نمونه");
    assert_eq!(
        (second.identity, second.postcode.as_str()),
        (company, "1532914567")
    );
    let sql = app.sql_as(kernel::db::Role::Platform).await;
    let kept = "SELECT count(*) FROM documents_documents WHERE holder_tenant_id = $1 AND data -> 'buyer' ->> 'name' = 'sara'";
    let kept: i64 = sql.query_one(kept, &[&sara.tenant.0]).await.unwrap().get(0);
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn wrong_numbers_are_refused_beside_their_fields_and_nothing_is_lost() {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    let answer = say(
        &sara,
        &[
            ("kind", "person"),
            ("name", "سارا رضایی"),
            ("national_code", "1234567890"),
            ("postcode", "12"),
            ("address", "شیراز"),
        ],
    )
    .await;
    assert_eq!(answer.status.as_u16(), 422);
    for kept in ["سارا رضایی", "شیراز", "1234567890"] {
        assert!(answer.text.contains(kept), "{kept} is lost");
    }
    sara.get(PAGE).await.assert_ok();
    let sql = app.sql_as(kernel::db::Role::Platform).await;
    let none: i64 = sql
        .query_one("SELECT count(*) FROM commerce_buyers", &[])
        .await
        .unwrap()
        .get(0);
    assert_eq!(none, 0);
}

#[tokio::test]
async fn employees_neither_see_nor_change_them() {
    let app = stall::app().await;
    let shop = app.shop("zarrin");
    let clerk = shop.employee().await;
    assert_eq!(clerk.get(PAGE).await.status.as_u16(), 403);
}

#[tokio::test]
async fn programs_say_and_read_them_by_the_same_rules() {
    const API: &str = "/api/v1/buyer";
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    let program = app.program(&sara).days(90).start().await;
    let put = async |body: &Value| {
        let request = program.request(Method::PUT, API).json(body);
        program.send(request).await
    };
    program.get(API).await.assert_status(404);
    let company = json!({ "kind": "company", "name": "شركت نمونه", "legal_id": "۱۰۳۸۰۲۸۴۷۹۰", "postcode": "1532914567" });
    for _ in 0..2 {
        let said: Value = put(&company).await.assert_ok().json();
        assert_eq!(
            (&said["name"], &said["legal_id"]),
            (&json!("شرکت نمونه"), &json!("10380284790"))
        );
    }
    let read: Value = program.get(API).await.assert_ok().json();
    assert_eq!(
        (&read["postcode"], &read["address"]),
        (&json!("1532914567"), &Value::Null)
    );
    let page = sara.get(PAGE).await;
    assert!(page.text.contains("1532914567"), "{}", page.text);

    let wrong = [
        (
            json!({ "kind": "company", "name": "x", "legal_id": "10380284791" }),
            "#/legal_id",
        ),
        (
            json!({ "kind": "person", "name": "x", "legal_id": "10380284790" }),
            "#/legal_id",
        ),
        (json!({ "kind": "ghost", "name": "x" }), "#/kind"),
        (json!({ "kind": "person", "name": "" }), "#/name"),
    ];
    for (body, at) in wrong {
        let problem: Value = put(&body).await.assert_status(422).json();
        assert_eq!(problem["errors"][0]["pointer"], at, "{problem}");
    }
    let kept: Value = program.get(API).await.assert_ok().json();
    assert_eq!(kept, read, "a refused one changes nothing");
    // One change, though it was sent twice.
    let told = "SELECT count(*) FROM audit_events WHERE action = 'commerce.buyer.change'";
    assert_eq!(app.value::<i64>(told, &[]).await, 1);
    app.leave_jobs();
}
