//! Where every call of the REST API goes: its fields, whose it is, the fault that is switched on, the work, the answer.
//! All of it is one transaction, so that a fault is used up and its work done together, on whichever node.

use std::time::Duration;

use kernel::db::{PlatformDb, Tx};
use kernel::error::AppResult;
use kernel::web::RawBody;
use rocket::Request;
use rocket::request::{FromRequest, Outcome};
use serde_json::{Map, Value};

use super::answer::Reply;
use super::asks::Ask;
use super::codes::{Code, Refused};
use super::models::{Fault, Terminal};
use super::words::{Call, FaultKind};

/// Bytes of a call.
pub const LIMIT: u64 = 64 * 1024;

/// The body of a call.
pub type Body = RawBody<LIMIT>;

/// What a call says of itself beside its body.
pub struct Caller {
    /// The page of the shop that asked, for the list of what was not verified.
    referer: String,
    /// A token, for refunds.
    pub bearer: Option<String>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Caller {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let header = |name| request.headers().get_one(name);
        let referer = header("Referer").unwrap_or("/");
        let bearer = header("Authorization").and_then(|value| value.strip_prefix("Bearer "));
        Outcome::Success(Self {
            referer: referer.chars().take(500).collect(),
            bearer: bearer.map(str::to_owned),
        })
    }
}

/// The fields of a body; none when it is no JSON object, or does not say that it is JSON.
pub fn object(body: &Body) -> Option<Map<String, Value>> {
    let value: Value = serde_json::from_slice(body.bytes()).ok()?;
    match value {
        Value::Object(fields) if body.is_json() => Some(fields),
        _ => None,
    }
}

/// What is said of a body without fields.
fn unreadable() -> Refused {
    let sentence = "The body must be a JSON object, sent as application/json.";
    Refused {
        code: Code::Validation,
        validations: vec![("body".to_owned(), sentence.to_owned())],
    }
}

/// Answers a call.
pub async fn serve(call: Call, body: &Body, caller: &Caller, db: &PlatformDb) -> AppResult<Reply> {
    let fields = object(body).unwrap_or_default();
    let read = if fields.is_empty() && object(body).is_none() {
        Err(unreadable())
    } else {
        Ask::read(call, &fields)
    };
    let merchant = fields.get("merchant_id").and_then(Value::as_str);
    let merchant = merchant.unwrap_or_default().replace('\0', "");
    let (said, fault) = db
        .write(async |tx| {
            let Some(terminal) = Terminal::of_merchant(&merchant, tx).await? else {
                let code = read.as_ref().err().cloned();
                return Ok((Err(code.unwrap_or(Code::Terminal.into())), None));
            };
            spoiled(
                &terminal,
                call,
                Code::Unexpected.into(),
                tx,
                async |tx| match &read {
                    Ok(ask) => ask.answer(&terminal, &caller.referer, tx).await,
                    Err(refused) => Ok(Err(refused.clone())),
                },
            )
            .await
        })
        .await?;
    wait(fault.as_ref()).await;
    Ok(Reply::of(&said).with(fault.as_ref()))
}

/// The course of a call of a terminal: the fault that is switched on, the work unless its answer is `lost` before, and the
/// good answer that is kept.
pub async fn spoiled<E>(
    terminal: &Terminal,
    call: Call,
    lost: E,
    tx: &mut Tx,
    work: impl AsyncFnOnce(&mut Tx) -> AppResult<Result<Value, E>>,
) -> AppResult<(Result<Value, E>, Option<Fault>)> {
    let fault = Fault::take(terminal.id, call, tx).await?;
    if fault.as_ref().is_some_and(Fault::skips_work) {
        return Ok((Err(lost), fault));
    }
    let said = work(tx).await?;
    let said = said.map(|data| again(fault.as_ref(), terminal, call, data));
    if let Ok(answer) = &said {
        terminal.remember(call, answer, tx).await?;
    }
    Ok((said, fault))
}

/// The last good answer in place of this one, when that is the fault and there was one.
fn again(fault: Option<&Fault>, terminal: &Terminal, call: Call, data: Value) -> Value {
    let repeats = fault.is_some_and(|fault| fault.kind == FaultKind::Repeat);
    let before = terminal.last_answers.get(call.as_str());
    before.filter(|_| repeats).cloned().unwrap_or(data)
}

/// Waits as long as a delay says.
pub async fn wait(fault: Option<&Fault>) {
    if let Some(fault) = fault.filter(|fault| fault.kind == FaultKind::Delay) {
        let time = Duration::from_millis(u64::try_from(fault.value).unwrap_or(0));
        tokio::time::sleep(time).await;
    }
}
