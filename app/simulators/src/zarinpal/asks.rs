//! The five calls of the REST API, read field by field, and what each comes to.
//! What is wrong with a call's own fields is told before anybody looks at whose it is, as the gateway does.

use kernel::db::Tx;
use kernel::error::AppResult;
use l10n::validate;
use serde_json::{Map, Value, json};
use url::Url;

use super::codes::{Code, Refused, Said};
use super::fields::Fields;
use super::models::{self, NewPayment, Payment, Share, Terminal, note};
use super::words::{Call, EventKind, Unit};

/// Characters of a merchant id and of an authority.
const ID: usize = 36;
/// Most characters of a description.
const DESCRIPTION: usize = 500;
/// Least and most rial of a payment.
pub const AMOUNTS: std::ops::RangeInclusive<i64> = 1_000..=1_000_000_000;

/// A call whose fields are fine.
pub enum Ask {
    /// A payment, please.
    Request(Box<NewPayment>),
    /// Which were paid and not verified?
    Unverified,
    /// Something about one payment, by its authority.
    Of(String, Wish),
}

/// What is wished of a payment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// It was so much, in its unit; was it paid?
    Verify(i64),
    /// How does it stand?
    Inquiry,
    /// Give it back.
    Reverse,
}

impl Ask {
    /// Reads a call's body.
    pub fn read(call: Call, body: &Map<String, Value>) -> Result<Self, Refused> {
        let mut fields = Fields::of(body);
        fields.exactly("merchant_id", ID);
        let wish = match call {
            Call::Request => return request(fields).map(|new| Self::Request(Box::new(new))),
            Call::Unverified | Call::Refund | Call::Callback | Call::Any => {
                return fields.finish().map(|()| Self::Unverified);
            }
            Call::Verify => Wish::Verify(fields.integer("amount")),
            Call::Inquiry => Wish::Inquiry,
            Call::Reverse => Wish::Reverse,
        };
        let authority = fields.exactly("authority", ID).to_owned();
        fields.finish().map(|()| Self::Of(authority, wish))
    }

    /// What it comes to.
    pub async fn answer(&self, terminal: &Terminal, referer: &str, tx: &mut Tx) -> AppResult<Said> {
        let address = tx.who().address;
        let reverses = matches!(self, Self::Of(_, Wish::Reverse));
        if reverses && !terminal.is_registered(address) {
            return Ok(Err(Code::ReverseIp.into()));
        }
        if let Some(code) = terminal.refusal(address) {
            return Ok(Err(code.into()));
        }
        match self {
            Self::Request(new) => new.begin(terminal, referer, tx).await,
            Self::Unverified => Ok(Ok(models::unverified(terminal.id, tx).await?)),
            Self::Of(authority, wish) => match own(terminal, authority, tx).await? {
                Ok(payment) => wish.answer(terminal, &payment, tx).await,
                Err(code) => Ok(Err(code.into())),
            },
        }
    }
}

impl Wish {
    async fn answer(self, terminal: &Terminal, payment: &Payment, tx: &mut Tx) -> AppResult<Said> {
        match self {
            Self::Verify(amount) => models::verify(terminal, payment, amount, tx).await,
            Self::Reverse => models::reverse(payment, tx).await,
            Self::Inquiry => {
                note(payment.id, EventKind::Inquired, None, tx).await?;
                let status = payment.status(tx.now());
                let said = json!({ "status": status, "code": 100, "message": "Success" });
                Ok(Ok(said))
            }
        }
    }
}

/// The terminal's own payment.
async fn own(
    terminal: &Terminal,
    authority: &str,
    tx: &mut Tx,
) -> AppResult<Result<Payment, Code>> {
    let found = Payment::of_for_update(authority, tx).await?;
    Ok(match found {
        None => Err(Code::Authority),
        Some(payment) if payment.terminal_id != terminal.id => Err(Code::OtherMerchant),
        Some(payment) => Ok(payment),
    })
}

fn request(mut fields: Fields<'_>) -> Result<NewPayment, Refused> {
    let currency = currency(&mut fields);
    let amount = amount(&mut fields, currency);
    let description = fields.required("description", DESCRIPTION).to_owned();
    let callback_url = callback(&mut fields);
    let referrer_id = fields.text("referrer_id", 100).map(str::to_owned);
    let wages = fields.list("wages").map(|list| shares(list));
    let mut payer = Payer::default();
    if let Some(object) = fields.object("metadata") {
        let mut inner = Fields::below(object, "metadata.");
        payer = Payer::read(&mut inner);
        fields.merge(inner);
    }
    fields.finish()?;
    Ok(NewPayment {
        amount,
        currency,
        description,
        // `finish` has refused the call when there is none.
        callback_url: callback_url.ok_or(Code::Validation)?,
        mobile: payer.mobile,
        email: payer.email,
        order_id: payer.order_id,
        referrer_id,
        wages,
    })
}

fn currency(fields: &mut Fields<'_>) -> Unit {
    match fields.text("currency", 10).map(Unit::parse) {
        Some(None) => {
            fields.wrong("currency", "is invalid.");
            Unit::Rial
        }
        Some(Some(unit)) => unit,
        None => Unit::Rial,
    }
}

fn amount(fields: &mut Fields<'_>, unit: Unit) -> i64 {
    let before = fields.faults();
    let amount = fields.integer("amount");
    if fields.faults() == before {
        let rial = amount.saturating_mul(unit.rial());
        let bound = |rial: i64| rial / unit.rial();
        if rial < *AMOUNTS.start() {
            let rule = format!("must be at least {}.", bound(*AMOUNTS.start()));
            fields.wrong("amount", &rule);
        } else if rial > *AMOUNTS.end() {
            let rule = format!("may not be greater than {}.", bound(*AMOUNTS.end()));
            fields.wrong("amount", &rule);
        }
    }
    amount
}

fn callback(fields: &mut Fields<'_>) -> Option<Url> {
    let before = fields.faults();
    let text = fields.required("callback_url", 2_000);
    if fields.faults() != before {
        return None;
    }
    let url = text.parse::<Url>().ok();
    let url = url.filter(|url| ["http", "https"].contains(&url.scheme()) && url.has_host());
    if url.is_none() {
        fields.wrong("callback_url", "format is invalid.");
    }
    url
}

/// What may be known of the payer.
#[derive(Default)]
struct Payer {
    mobile: Option<String>,
    email: Option<String>,
    order_id: Option<String>,
}

impl Payer {
    fn read(fields: &mut Fields<'_>) -> Self {
        let mobile = fields.text("mobile", 20).map(str::to_owned);
        let is_mobile = |text: &String| validate::mobile(text).is_ok_and(|mobile| mobile == *text);
        if mobile.as_ref().is_some_and(|text| !is_mobile(text)) {
            fields.wrong("mobile", "format is invalid.");
        }
        let email = fields.text("email", 254).map(str::to_owned);
        if email
            .as_ref()
            .is_some_and(|text| validate::email(text).is_err())
        {
            fields.wrong("email", "must be a valid email address.");
        }
        Self {
            mobile,
            email,
            order_id: fields.text("order_id", 100).map(str::to_owned),
        }
    }
}

/// The shares of a payment, each with a real account, an amount and its words.
fn shares(list: &[Value]) -> Result<Vec<Share>, ()> {
    list.iter().map(|value| share(value).ok_or(())).collect()
}

fn share(value: &Value) -> Option<Share> {
    let mut fields = Fields::of(value.as_object()?);
    let iban = fields.required("iban", 26).to_owned();
    let amount = fields.integer("amount");
    let description = fields.required("description", 255).to_owned();
    let is_fine = amount > 0 && validate::sheba(&iban).is_ok_and(|sheba| sheba == iban);
    fields.finish().ok().filter(|()| is_fine)?;
    Some(Share {
        iban,
        amount,
        description,
    })
}
