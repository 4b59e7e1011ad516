//! What a test holds in its hand: terminals, faults, the payer's choice, the bank's settlement. JSON in and out, known by
//! the terminal's merchant id; what is wrong is told in words for whoever wrote the test.

use std::net::IpAddr;

use kernel::db::{PlatformDb, Tx};
use kernel::error::{AppError, AppResult};
use rocket::http::Status;
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, delete, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::zarinpal::answer::Reply;
use crate::zarinpal::cards::{CARDS, Card};
use crate::zarinpal::desk::Body;
use crate::zarinpal::forms::{
    NAME, REQUESTS, SERVERS, TOKEN, domain, fits, is_merchant_id, values,
};
use crate::zarinpal::models::{self, Choice, Draft, Fault, NewFault, Payment, Terminal};
use crate::zarinpal::words::{Call, FaultKind, FeePayer, Outcome, TerminalState};

/// A done thing, or what is wrong.
type Done = Result<Value, String>;

fn read<T: DeserializeOwned>(body: &Body) -> Result<T, String> {
    if !body.is_json() {
        return Err("send application/json".to_owned());
    }
    // PostgreSQL keeps no NUL.
    if String::from_utf8_lossy(body.bytes()).contains("\\u0000") {
        return Err("a text holds NUL".to_owned());
    }
    serde_json::from_slice(body.bytes()).map_err(|error| error.to_string())
}

/// Why nothing was done.
#[derive(Debug)]
pub enum Wrong {
    /// In words for whoever wrote the test.
    Said(String),
    /// As everywhere.
    Error(AppError),
}

impl From<String> for Wrong {
    fn from(why: String) -> Self {
        Self::Said(why)
    }
}
impl From<&str> for Wrong {
    fn from(why: &str) -> Self {
        Self::Said(why.to_owned())
    }
}
impl From<AppError> for Wrong {
    fn from(error: AppError) -> Self {
        Self::Error(error)
    }
}

impl<'r> Responder<'r, 'static> for Wrong {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'static> {
        match self {
            Self::Said(why) => {
                let told = json!({ "problem": why });
                Reply::json(Status::UnprocessableEntity, &told).respond_to(request)
            }
            Self::Error(error) => error.respond_to(request),
        }
    }
}

/// What a call of a test leads to.
type Answered = Result<Reply, Wrong>;

fn no(why: &str) -> Done {
    Err(why.to_owned())
}

fn reply(done: Done) -> Answered {
    Ok(Reply::json(Status::Ok, &done?))
}

/// A terminal as a test describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TerminalIn {
    merchant_id: String,
    name: String,
    domain: String,
    access_token: String,
    #[serde(default)]
    server_ips: Vec<IpAddr>,
    #[serde(default)]
    state: Option<TerminalState>,
    #[serde(default)]
    fee_payer: Option<FeePayer>,
    #[serde(default)]
    wages_allowed: bool,
    #[serde(default)]
    requests_a_minute: Option<i32>,
}

impl TerminalIn {
    fn draft(&self) -> Result<Draft, &'static str> {
        let most = self.requests_a_minute.unwrap_or(600);
        let names = (1..=NAME).contains(&self.name.chars().count());
        let tokens = TOKEN.contains(&self.access_token.chars().count());
        if !is_merchant_id(&self.merchant_id) {
            return Err("merchant_id is a UUID of 36 characters");
        }
        if !names || !tokens || !REQUESTS.contains(&most) || self.server_ips.len() > SERVERS {
            return Err(
                "name: 1 to 120, access_token: 16 to 200 characters, requests_a_minute: 1 to 10000, server_ips: 20 at most",
            );
        }
        Ok(Draft {
            merchant_id: self.merchant_id.to_ascii_lowercase(),
            name: self.name.clone(),
            domain: domain(&self.domain).ok_or("domain is a name or an address")?,
            state: self.state.unwrap_or(TerminalState::Active),
            server_ips: self.server_ips.iter().map(ToString::to_string).collect(),
            access_token: self.access_token.clone(),
            fee_payer: self.fee_payer.unwrap_or(FeePayer::Merchant),
            wages_allowed: self.wages_allowed,
            requests_a_minute: most,
        })
    }
}

/// Write a terminal, or change the one of this merchant id.
#[post("/dev/simulators/zarinpal/control/terminals", data = "<body>")]
pub async fn terminal(body: Body, db: PlatformDb) -> Answered {
    let typed: TerminalIn = read(&body)?;
    let draft = typed.draft()?;
    let done = db
        .write(async |tx| {
            if Terminal::has_token(&draft.access_token, &draft.merchant_id, tx).await? {
                return Ok(no("another terminal has this access_token"));
            }
            let id = Terminal::put(&draft, tx).await?;
            Ok(Ok(json!({ "terminal_id": id })))
        })
        .await?;
    reply(done)
}

/// How many answers a fault may spoil.
const TIMES: std::ops::RangeInclusive<i32> = 1..=1_000_000;

/// A fault as a test describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultIn {
    merchant_id: String,
    call: Call,
    kind: FaultKind,
    #[serde(default)]
    value: i64,
    #[serde(default)]
    work_done: bool,
    #[serde(default)]
    times: Option<i32>,
}

/// Switch a fault on.
#[post("/dev/simulators/zarinpal/control/faults", data = "<body>")]
pub async fn fault(body: Body, db: PlatformDb) -> Answered {
    let typed: FaultIn = read(&body)?;
    let times = typed.times.unwrap_or(1);
    if !values(typed.kind).contains(&typed.value) || !TIMES.contains(&times) {
        return Err("value does not fit the kind, or times is not 1 to 1000000".into());
    }
    if !fits(typed.kind, typed.call) {
        return Err("the kind amount is of the call callback, and of no other".into());
    }
    let done = db
        .write(async |tx| {
            let Some(terminal) = Terminal::of_merchant(&typed.merchant_id, tx).await? else {
                return Ok(no(NO_TERMINAL));
            };
            let new = NewFault {
                terminal: terminal.id,
                call: typed.call,
                kind: typed.kind,
                value: typed.value,
                work_done: typed.work_done,
                times,
            };
            let id = Fault::add(&new, tx).await?;
            Ok(Ok(json!({ "fault_id": id })))
        })
        .await?;
    reply(done)
}

const NO_TERMINAL: &str = "no terminal has this merchant_id";
const NO_PAYMENT: &str = "this terminal has no such payment";

/// Whose.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MerchantIn {
    merchant_id: String,
}

/// Switch all faults of a terminal off.
#[delete("/dev/simulators/zarinpal/control/faults", data = "<body>")]
pub async fn end_faults(body: Body, db: PlatformDb) -> Answered {
    let typed: MerchantIn = read(&body)?;
    let done = db
        .write(async |tx| {
            let Some(terminal) = Terminal::of_merchant(&typed.merchant_id, tx).await? else {
                return Ok(no(NO_TERMINAL));
            };
            Fault::end_all(terminal.id, tx).await?;
            Ok(Ok(json!({})))
        })
        .await?;
    reply(done)
}

/// The payer's choice.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeIn {
    merchant_id: String,
    authority: String,
    outcome: Outcome,
    #[serde(default)]
    card: Option<String>,
}

/// Choose for the payer; tells where they go back to, and the number that refunds know the payment by.
#[post("/dev/simulators/zarinpal/control/outcomes", data = "<body>")]
pub async fn outcome(body: Body, db: PlatformDb) -> Answered {
    let typed: OutcomeIn = read(&body)?;
    let [first, ..] = CARDS;
    let card = match typed.card.as_deref().map(Card::find) {
        Some(None) => return Err("card is none of the cards of the page".into()),
        Some(Some(card)) => card,
        None => first,
    };
    let choice = Choice {
        outcome: typed.outcome,
        card,
    };
    let done = db
        .write(async |tx| {
            if own(&typed.merchant_id, &typed.authority, tx)
                .await?
                .is_none()
            {
                return Ok(no(NO_PAYMENT));
            }
            let payment = models::choose(&typed.authority, choice, tx).await?;
            Ok(Ok(
                json!({ "return_url": payment.way_back(), "session_id": payment.session_id }),
            ))
        })
        .await?;
    reply(done)
}

/// Which payment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PaymentIn {
    merchant_id: String,
    authority: String,
}

/// Settle a payment.
#[post("/dev/simulators/zarinpal/control/settlements", data = "<body>")]
pub async fn settle(body: Body, db: PlatformDb) -> Answered {
    let typed: PaymentIn = read(&body)?;
    let done = db
        .write(async |tx| {
            let Some(payment) = own(&typed.merchant_id, &typed.authority, tx).await? else {
                return Ok(no(NO_PAYMENT));
            };
            if !models::settle(&payment, tx).await? {
                return Ok(no("it is not verified, or was settled before"));
            }
            Ok(Ok(json!({})))
        })
        .await?;
    reply(done)
}

async fn own(merchant: &str, authority: &str, tx: &mut Tx) -> AppResult<Option<Payment>> {
    let Some(terminal) = Terminal::of_merchant(merchant, tx).await? else {
        return Ok(None);
    };
    let payment = Payment::of_for_update(authority, tx).await?;
    Ok(payment.filter(|payment| payment.terminal_id == terminal.id))
}
