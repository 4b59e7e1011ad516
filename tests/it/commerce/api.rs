//! The shop as programs see it: what is offered, what it costs, ordering, and what came of it.

use commerce::Cycle;
use kit::{Member, Program, TestApp};
use serde_json::{Value, json};

use super::stall::{self, MONTH, SLUG, balance, pay_in};

/// What a month costs with tax.
const TOTAL: i64 = MONTH / 10 * 11;

const ORDERS: &str = "/api/v1/orders";

async fn with_program() -> (TestApp, Member, Program) {
    let app = stall::app().await;
    let sara = app.customer("sara").await;
    let program = app.program(&sara).start().await;
    (app, sara, program)
}

fn wish(title: &str) -> Value {
    json!({ "product": SLUG, "cycle": "month", "options": { "title": title } })
}

fn order(title: &str) -> Value {
    let mut order = wish(title);
    order["pay"] = json!("wallet");
    order
}

fn rial(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "IRR" })
}

async fn count(app: &TestApp, table: &str) -> i64 {
    app.value(&format!("SELECT count(*) FROM {table}"), &[])
        .await
}

/// The first fault of an answer that refuses values: where, and its code.
async fn fault(program: &Program, body: &Value) -> (String, String) {
    let problem: Value = program.post(ORDERS, body).await.assert_status(422).json();
    let first = &problem["errors"][0];
    let text = |name: &str| first[name].as_str().unwrap().to_owned();
    (text("pointer"), text("code"))
}

#[tokio::test]
async fn catalogue_tells_anybody_prices_with_tax_and_what_one_chooses() {
    let app = stall::app().await;
    let catalogue: Value = app
        .client()
        .get("/api/v1/catalogue")
        .await
        .assert_ok()
        .json();
    assert_eq!(catalogue["vat_rate"], 1000);
    assert_eq!(catalogue["categories"][0]["slug"], "things");
    let product = &catalogue["products"][0];
    assert_eq!(
        (&product["slug"], &product["category"]),
        (&json!(SLUG), &json!("things"))
    );
    assert_eq!(product["name"], json!({ "fa": "چیز", "en": "Thing" }));
    let month = product["prices"].as_array().unwrap().iter();
    let month = month
        .filter(|price| price["cycle"] == "month")
        .collect::<Vec<_>>();
    assert_eq!(month[0]["total"], rial(TOTAL));
    assert_eq!(month[0]["net"], rial(MONTH));
    let option = &product["options"][0];
    assert_eq!(
        (&option["name"], &option["kind"]),
        (&json!("title"), &json!("line"))
    );
    assert_eq!(option["max_length"], 40);
}

#[tokio::test]
async fn quote_shows_each_step_and_its_digest_holds_the_price() {
    let (app, sara, program) = with_program().await;
    let mut two = wish("دو تا");
    two["quantity"] = json!(2);
    let quote: Value = program
        .post("/api/v1/quotes", &two)
        .await
        .assert_ok()
        .json();
    assert_eq!(quote["total"], rial(2 * TOTAL));
    let step = &quote["steps"][0];
    assert_eq!(
        (&step["each"], &step["each_vat"]),
        (&rial(MONTH), &rial(MONTH / 10))
    );
    assert_eq!(quote["options"], json!({ "title": "دو تا" }));
    pay_in(&app, sara.tenant, 10 * TOTAL).await;
    let product = stall::product(&app).await;
    let db = app.platform();
    db.write(async |tx| stall::price(product, Cycle::Month, 2 * MONTH, tx).await)
        .await
        .unwrap();
    two["pay"] = json!("wallet");
    two["digest"] = quote["digest"].clone();
    let refused = fault(&program, &two).await;
    assert_eq!(
        refused,
        ("#/digest".to_owned(), "commerce.api.changed".to_owned())
    );
    assert_eq!(
        (
            count(&app, "commerce_orders").await,
            balance(&app, sara.tenant).await
        ),
        (0, 10 * TOTAL)
    );
    two.as_object_mut().unwrap().remove("pay");
    two.as_object_mut().unwrap().remove("digest");
    let anew: Value = program
        .post("/api/v1/quotes", &two)
        .await
        .assert_ok()
        .json();
    two["pay"] = json!("wallet");
    two["digest"] = anew["digest"].clone();
    program.post(ORDERS, &two).await.assert_status(201);
    assert_eq!(balance(&app, sara.tenant).await, 6 * TOTAL);
    assert_eq!(count(&app, "commerce_subscriptions").await, 2);
    app.run_jobs().await;
}

#[tokio::test]
async fn program_orders_from_the_wallet_and_sees_what_came_of_it() {
    let (app, sara, program) = with_program().await;
    pay_in(&app, sara.tenant, 3 * TOTAL).await;
    let made = program.post(ORDERS, &order("برنامه")).await;
    let placed: Value = made.assert_status(201).json();
    let place = made.header("location").to_owned();
    assert_eq!(
        place,
        format!("{ORDERS}/{}", placed["id"].as_str().unwrap())
    );
    assert_eq!(
        (&placed["state"], &placed["total"]),
        (&json!("paid"), &rial(TOTAL))
    );
    assert_eq!(placed["services"][0]["state"], "working");
    app.run_jobs().await;
    let shown: Value = program.get(&place).await.assert_ok().json();
    let service = &shown["services"][0];
    assert_eq!(
        (&service["state"], &service["product"]),
        (&json!("running"), &json!(SLUG))
    );
    let wallet: Value = program.get("/api/v1/wallet").await.assert_ok().json();
    assert_eq!(wallet["balance"], rial(2 * TOTAL));
    assert!(wallet.as_object().unwrap().contains_key("runs_out_at"));
    let services: Value = program.get("/api/v1/services").await.assert_ok().json();
    assert_eq!(services["data"][0], *service);
    let place = format!("/api/v1/services/{}", service["id"].as_str().unwrap());
    let one: Value = program.get(&place).await.assert_ok().json();
    assert_eq!(one, *service);
    let place = format!("/api/v1/invoices/{}", placed["invoice"].as_str().unwrap());
    let invoice: Value = program.get(&place).await.assert_ok().json();
    assert_eq!(
        (&invoice["state"], &invoice["total"]),
        (&json!("paid"), &rial(TOTAL))
    );
    assert_eq!(invoice["lines"][0]["net"], rial(MONTH));
    let invoices: Value = program.get("/api/v1/invoices").await.assert_ok().json();
    assert_eq!(invoices["data"][0]["id"], invoice["id"]);
}

#[tokio::test]
async fn the_same_order_sent_twice_under_one_key_is_one_order() {
    let (app, sara, program) = with_program().await;
    pay_in(&app, sara.tenant, 5 * TOTAL).await;
    let body = order("یک بار");
    let both = futures::future::join(
        program.post_under("one", ORDERS, &body),
        program.post_under("one", ORDERS, &body),
    );
    let (first, second) = both.await;
    let (first, second): (Value, Value) = (
        first.assert_status(201).json(),
        second.assert_status(201).json(),
    );
    assert_eq!(first, second);
    assert_eq!(balance(&app, sara.tenant).await, 4 * TOTAL);
    program
        .post_under("one", ORDERS, &order("دیگری"))
        .await
        .assert_status(422);
    assert_eq!(count(&app, "commerce_orders").await, 1);
    app.run_jobs().await;
}

#[tokio::test]
async fn wallet_that_is_short_orders_nothing_and_the_same_key_works_after_a_top_up() {
    let (app, sara, program) = with_program().await;
    pay_in(&app, sara.tenant, TOTAL - 1).await;
    let refused: Value = program
        .post_under("k", ORDERS, &order("کم"))
        .await
        .assert_status(422)
        .json();
    assert_eq!(refused["errors"][0]["pointer"], "#/pay");
    assert_eq!(refused["errors"][0]["code"], "commerce.checkout.short");
    let rows = (
        count(&app, "commerce_orders").await,
        count(&app, "commerce_invoices").await,
    );
    assert_eq!(
        (rows, balance(&app, sara.tenant).await),
        ((0, 0), TOTAL - 1)
    );
    pay_in(&app, sara.tenant, 1).await;
    program
        .post_under("k", ORDERS, &order("کم"))
        .await
        .assert_status(201);
    assert_eq!(balance(&app, sara.tenant).await, 0);
    app.run_jobs().await;
}

#[tokio::test]
async fn order_to_be_paid_later_is_paid_by_its_invoice_once() {
    let (app, sara, program) = with_program().await;
    let mut later = order("بعداً");
    later["pay"] = json!("later");
    let placed: Value = program.post(ORDERS, &later).await.assert_status(201).json();
    assert_eq!(
        (&placed["state"], &placed["services"][0]["state"]),
        (&json!("placed"), &json!("unpaid"))
    );
    let place = format!(
        "/api/v1/invoices/{}/payment",
        placed["invoice"].as_str().unwrap()
    );
    program.post(&place, &json!({})).await.assert_status(422);
    pay_in(&app, sara.tenant, 2 * TOTAL).await;
    for _ in 0..2 {
        let paid: Value = program.post(&place, &json!({})).await.assert_ok().json();
        assert_eq!(paid["state"], "paid");
    }
    assert_eq!(balance(&app, sara.tenant).await, TOTAL);
    app.run_jobs().await;
}

#[tokio::test]
async fn faults_are_named_where_they_stand_and_charge_nothing() {
    let (app, sara, program) = with_program().await;
    pay_in(&app, sara.tenant, 50 * TOTAL).await;
    let with = |name: &str, value: Value| {
        let mut body = order("درست");
        body[name] = value;
        body
    };
    let long = "ی".repeat(41);
    for (body, at, code) in [
        (
            with("product", json!("nothing")),
            "#/product",
            "commerce.api.unknown_product",
        ),
        (
            with("cycle", json!("hour")),
            "#/cycle",
            "commerce.api.unknown_cycle",
        ),
        (
            with("cycle", json!("fortnight")),
            "#/cycle",
            "commerce.api.unknown_cycle",
        ),
        (
            with("quantity", json!(0)),
            "#/quantity",
            "commerce.api.pieces",
        ),
        (
            with("quantity", json!(21)),
            "#/quantity",
            "commerce.api.pieces",
        ),
        (
            with("quantity", json!(-1)),
            "#/quantity",
            "kernel.invalid.shape",
        ),
        (
            with("options", json!({})),
            "#/options/title",
            "kernel.invalid.required",
        ),
        (
            with("options", json!({ "title": long })),
            "#/options/title",
            "kernel.invalid.too_long_plain",
        ),
        (
            with("options", json!({ "title": ["x"] })),
            "#/options/title",
            "kernel.invalid.choice",
        ),
        (
            with("options", json!({ "title": "x", "a/b": 1 })),
            "#/options/a~1b",
            "kernel.invalid.unknown",
        ),
        (
            with("pay", json!("credit")),
            "#/pay",
            "kernel.invalid.shape",
        ),
        (with("price", json!(1)), "#/price", "kernel.invalid.shape"),
        (
            with("digest", json!("x")),
            "#/digest",
            "commerce.api.changed",
        ),
    ] {
        assert_eq!(
            fault(&program, &body).await,
            (at.to_owned(), code.to_owned()),
            "{body}"
        );
    }
    assert_eq!(
        (
            count(&app, "commerce_orders").await,
            balance(&app, sara.tenant).await
        ),
        (0, 50 * TOTAL)
    );
}

#[tokio::test]
async fn lists_page_by_key_and_hold_nothing_of_others() {
    let (app, sara, program) = with_program().await;
    pay_in(&app, sara.tenant, 5 * TOTAL).await;
    for n in 0..5 {
        program
            .post(ORDERS, &order(&format!("{n}")))
            .await
            .assert_status(201);
    }
    let other = app.program(&app.customer("kaveh").await).start().await;
    for list in [ORDERS, "/api/v1/invoices", "/api/v1/services"] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page: Value = program
                .get(format!("{list}?limit=2{after}"))
                .await
                .assert_ok()
                .json();
            seen.extend(
                page["data"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["id"].to_string()),
            );
            let Some(next) = page["next"].as_str() else {
                break;
            };
            after = format!("&after={next}");
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 5, "{list}");
        let empty: Value = other.get(list).await.assert_ok().json();
        assert_eq!(empty, json!({ "data": [], "next": null }));
        let foreign = seen[0].trim_matches('"').to_owned();
        other
            .get(format!("{list}/{foreign}"))
            .await
            .assert_not_found();
    }
    app.leave_jobs();
}

#[tokio::test]
async fn token_that_may_look_may_not_buy() {
    let (app, sara, _) = with_program().await;
    pay_in(&app, sara.tenant, 5 * TOTAL).await;
    let reader = app
        .program(&sara)
        .scopes(&["commerce.money.see"])
        .start()
        .await;
    reader.get("/api/v1/wallet").await.assert_ok();
    reader.post(ORDERS, &order("نه")).await.assert_status(403);
    reader
        .post("/api/v1/quotes", &wish("نه"))
        .await
        .assert_status(403);
    assert_eq!(count(&app, "commerce_orders").await, 0);
}
