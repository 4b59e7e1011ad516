//! Refunds by GraphQL: the mutation `AddRefund`, with a token of the shop's panel.
//! GraphQL answers 200 whatever happens; what is wrong stands in `errors`.

use chrono::{DateTime, Utc};
use chrono_tz::Asia::Tehran;
use kernel::db::PlatformDb;
use kernel::error::AppResult;
use rocket::http::Status;
use rocket::post;
use serde_json::{Map, Value, json};

use crate::zarinpal::answer::Reply;
use crate::zarinpal::desk::{Body, Caller, object, spoiled, wait};
use crate::zarinpal::fields::Fields;
use crate::zarinpal::graphql::{Wanted, mutation};
use crate::zarinpal::models::{NewRefund, Refund, Terminal};
use crate::zarinpal::words::{Call, RefundMethod, RefundReason};

const FIELDS: [&str; 4] = ["id", "terminal_id", "amount", "timeline"];
const TIMELINE: [&str; 3] = ["refund_amount", "refund_time", "refund_status"];

/// Give a part back to the card.
#[post("/dev/simulators/zarinpal/api/v4/graphql", data = "<body>")]
pub async fn create(body: Body, caller: Caller, db: PlatformDb) -> AppResult<Reply> {
    let read = read(&body);
    let token = caller.bearer.unwrap_or_default();
    let (told, fault) = db
        .write(async |tx| {
            let Some(terminal) = Terminal::of_token(&token, tx).await? else {
                return Ok((Err("Unauthenticated.".to_owned()), None));
            };
            let lost = "Internal server error".to_owned();
            spoiled(&terminal, Call::Refund, lost, tx, async |tx| match &read {
                Ok((wanted, new)) => Ok(match new.give(&terminal, tx).await? {
                    Ok(refund) => Ok(told(wanted, &terminal, &refund)),
                    Err(why) => Err(why.to_owned()),
                }),
                Err(why) => Ok(Err(why.clone())),
            })
            .await
        })
        .await?;
    wait(fault.as_ref()).await;
    Ok(reply(told).with(fault.as_ref()))
}

fn reply(told: Result<Value, String>) -> Reply {
    let value = match told {
        Ok(data) => json!({ "data": data }),
        Err(why) => json!({ "errors": [{ "message": why }], "data": null }),
    };
    Reply::json(Status::Ok, &value)
}

/// The query, and what it asks for.
fn read(body: &Body) -> Result<(Wanted, NewRefund), String> {
    let fields = object(body).ok_or("The body must be a JSON object, sent as application/json.")?;
    let query = fields.get("query").and_then(Value::as_str);
    let query = query.ok_or("GraphQL Request must include at least one of those two parameters: \"query\" or \"queryId\"")?;
    let none = Map::new();
    let variables = match fields.get("variables") {
        None | Some(Value::Null) => &none,
        Some(Value::Object(variables)) => variables,
        Some(_) => return Err("GraphQL Request parameter \"variables\" must be object".to_owned()),
    };
    let wanted = mutation(query, variables)?;
    selects(&wanted)?;
    let new = arguments(&wanted.arguments)?;
    Ok((wanted, new))
}

/// Every field that is wanted is one of a refund.
fn selects(wanted: &Wanted) -> Result<(), String> {
    if wanted.name != "AddRefund" {
        return Err(format!(
            "Cannot query field \"{}\" on type \"Mutation\".",
            wanted.name
        ));
    }
    if wanted.below.is_empty() {
        return Err("Field \"AddRefund\" must have a selection of subfields.".to_owned());
    }
    for field in &wanted.below {
        let known = FIELDS.contains(&field.name.as_str());
        let below: &[&str] = if field.name == "timeline" {
            &TIMELINE
        } else {
            &[]
        };
        let fits = field.below.is_empty() == below.is_empty();
        let all = field.below.iter().all(|f| below.contains(&f.name.as_str()));
        if !(known && fits && all) {
            return Err(format!("Cannot query field \"{}\" so.", field.name));
        }
    }
    Ok(())
}

/// The arguments, each of its own kind and none that nobody knows.
fn arguments(given: &Map<String, Value>) -> Result<NewRefund, String> {
    let mut fields = Fields::of(given);
    let session = match given.get("session_id") {
        // An `ID` of GraphQL is a text or a whole number.
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let session = if session.is_empty() {
        fields.required("session_id", 20).to_owned()
    } else {
        fields.integer("session_id");
        session
    };
    let amount = fields.integer("amount");
    let description = fields.required("description", 500).to_owned();
    let method = RefundMethod::parse(fields.required("method", 40));
    let reason = RefundReason::parse(fields.required("reason", 40));
    fields.finish().map_err(|refused| {
        let first = refused.validations.into_iter().next();
        first.map_or_else(|| "Invalid arguments.".to_owned(), |(_, why)| why)
    })?;
    Ok(NewRefund {
        session_id: session.parse().unwrap_or(0),
        amount,
        description,
        method: method.ok_or("The method is invalid.")?,
        reason: reason.ok_or("The reason is invalid.")?,
    })
}

/// The fields that are wanted, under the names that are wanted.
fn told(wanted: &Wanted, terminal: &Terminal, refund: &Refund) -> Value {
    let value = |name: &str| match name {
        "id" => json!(refund.number.to_string()),
        "terminal_id" => json!(terminal.id.to_string()),
        "refund_time" => json!(in_tehran(refund.created_at)),
        "refund_status" => json!(status(refund.method)),
        _ => json!(refund.amount_rial),
    };
    let mut fields = Map::new();
    for field in &wanted.below {
        let inner = field.below.iter();
        let inner: Map<String, Value> = inner.map(|f| (f.key.clone(), value(&f.name))).collect();
        let told = if inner.is_empty() {
            value(&field.name)
        } else {
            Value::Object(inner)
        };
        fields.insert(field.key.clone(), told);
    }
    Value::Object(Map::from_iter([(
        wanted.key.clone(),
        Value::Object(fields),
    )]))
}

/// What is sent with the next cycle waits; what goes to the card is there.
fn status(method: RefundMethod) -> &'static str {
    match method {
        RefundMethod::Paya => "PENDING",
        RefundMethod::Card => "SUCCESS",
    }
}

fn in_tehran(at: DateTime<Utc>) -> String {
    at.with_timezone(&Tehran).to_rfc3339()
}
