//! From the payer's button to the gateway's page. The payer waits for it; everything is committed before he leaves us.

use std::sync::Arc;

use contracts::commerce::{Ask, Begun, Gateway, GatewayError, Said};
use kernel::app::App;
use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::keys;
use kernel::web::{Cx, Made, Receipt, Redirection, redirect};
use l10n::{Currency, Money};
use url::Url;

use super::models::begin::{self, NewPayment};
use super::models::{Payment, State};
use super::paths;
use crate::ids::{InvoiceId, PaymentId};

/// Banks count in steps of a toman.
const STEP: i64 = 10;

/// What a payer has decided.
pub struct Wish<'a> {
    /// What for; nothing when the wallet is topped up.
    pub invoice: Option<InvoiceId>,
    /// How much.
    pub amount: Money,
    /// The gateway's name among ports, as it came from the form.
    pub gateway: &'a str,
    /// What it is for, as the gateway shows it.
    pub text: String,
}

/// A gateway that payers can use.
pub struct Offered {
    /// Its name among ports.
    pub name: &'static str,
    /// Who takes the money.
    pub gateway: Arc<dyn Gateway>,
    /// The smallest sum that it takes.
    pub least: Money,
    /// The largest.
    pub most: Money,
}

/// Gateways that payers can use for this currency.
pub fn offered(app: &Arc<App>, currency: Currency) -> Vec<Offered> {
    let all = app.registry.ports().all::<dyn Gateway>().into_iter();
    let usable = all.filter(|(_, gateway)| gateway.is_offered(app));
    let bounded = |(name, gateway): (_, Arc<dyn Gateway>)| {
        let (least, most) = gateway.bounds(currency)?;
        Some(Offered {
            name,
            gateway,
            least: Money::new(least, currency),
            most: Money::new(most, currency),
        })
    };
    let mut all: Vec<Offered> = usable.filter_map(bounded).collect();
    // What is done at once stands first, and is chosen first.
    all.sort_by_key(|one| one.gateway.is_reviewed());
    all
}

/// Begins a payment, once however often its form is sent, and says where the payer goes. What the payer can mend is
/// [`AppError::Invalid`], in the fields `amount` and `gateway`; the form is then shown again with another key.
pub async fn start(
    wish: &Wish<'_>,
    receipt: &Receipt,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let gateway = chosen(wish, cx)?;
    let (id, (token, hash)) = (PaymentId::fresh(), keys::fresh_token());
    let payer = cx.signed_in()?;
    let new = NewPayment {
        id,
        tenant: db.tenant()?,
        by: payer.id,
        invoice: wish.invoice,
        gateway: wish.gateway,
        amount: wish.amount,
        return_hash: &hash,
    };
    let place = paths::payment(id);
    let made = db.write(async |tx| {
        receipt
            .make(tx, &place, async |tx| begin::begin(&new, tx).await)
            .await
    });
    if let Made::Before(place) = made.await? {
        return again(&place, db).await;
    }
    let ask = Ask {
        payment: id.0,
        amount: wish.amount,
        text: wish.text.clone(),
        back: back(&token, cx.app())?,
        email: Some(payer.email.clone()),
        mobile: None,
    };
    let begun = gateway.begin(&ask, cx.app()).await;
    go_on(id, begun, db).await
}

/// The gateway, if it can be used for this sum.
fn chosen(wish: &Wish<'_>, cx: &Cx<'_>) -> AppResult<Arc<dyn Gateway>> {
    let mut offered = offered(cx.app(), wish.amount.currency).into_iter();
    let Some(chosen) = offered.find(|one| one.name == wish.gateway) else {
        let key = "commerce.payments.problem.no_gateway";
        return Err(AppError::invalid("gateway", key));
    };
    let (sum, amount) = (|sum| cx.fmt().money(sum), wish.amount);
    let mut errors = FieldErrors::default();
    if amount.minor < chosen.least.minor {
        let key = "commerce.payments.problem.too_little";
        errors.add_with("amount", key, vec![("least", sum(chosen.least))]);
    } else if amount.minor > chosen.most.minor {
        let key = "commerce.payments.problem.too_much";
        errors.add_with("amount", key, vec![("most", sum(chosen.most))]);
    } else if amount.currency == Currency::Irr && amount.minor % STEP != 0 {
        errors.add("amount", "commerce.payments.problem.odd");
    }
    if errors.is_empty() {
        Ok(chosen.gateway)
    } else {
        Err(errors.into())
    }
}

fn back(token: &str, app: &App) -> AppResult<Url> {
    let back = app.config.absolute(&paths::back(token));
    Url::parse(&back).map_err(|error| AppError::internal(format!("the way back: {error}")))
}

/// The form was sent before: to the gateway, if the payer can still pay there.
async fn again(place: &str, db: &TenantDb) -> AppResult<Redirection> {
    let id = place
        .rsplit('/')
        .next()
        .and_then(|id| id.parse::<PaymentId>().ok());
    let Some(id) = id else {
        return Ok(redirect(place));
    };
    let payment = db.read(async |tx| Ok(Payment::find(id, tx).await?)).await?;
    let page = payment.page.filter(|_| payment.state == State::Sent);
    Ok(redirect(page.unwrap_or_else(|| place.to_owned())))
}

async fn go_on(
    id: PaymentId,
    begun: Result<Said<Begun>, GatewayError>,
    db: &TenantDb,
) -> AppResult<Redirection> {
    let (why, raw, problem) = match begun {
        Ok(Said {
            answer: Begun::Review,
            ..
        }) => return Ok(redirect(paths::payment(id))),
        Ok(Said {
            answer: Begun::Redirect { reference, page },
            raw,
        }) => {
            let sent =
                db.write(async |tx| begin::sent(id, &reference, page.as_str(), &raw, tx).await);
            if sent.await? {
                return Ok(redirect(page.as_str()));
            }
            // Somebody else's payment: whoever paid there would pay for them.
            (
                "repeated".to_owned(),
                raw,
                "commerce.payments.problem.silent",
            )
        }
        Err(error) => refused(&error),
    };
    tracing::warn!(payment = %id, why, "a payment could not begin");
    db.write(async |tx| begin::could_not(id, &why, &raw, tx).await)
        .await?;
    Err(AppError::invalid("", problem))
}

/// Why it could not begin: for the row, for staff, for the payer.
fn refused(error: &GatewayError) -> (String, String, &'static str) {
    let silent = "commerce.payments.problem.silent";
    let closed = "commerce.payments.problem.closed";
    match error {
        GatewayError::Refused { code, raw } => (code.clone(), raw.clone(), closed),
        GatewayError::NotSetUp | GatewayError::NotOffered => {
            ("not_set_up".to_owned(), error.to_string(), closed)
        }
        GatewayError::Silent(_) => ("silent".to_owned(), error.to_string(), silent),
        GatewayError::Unclear(_) => ("unclear".to_owned(), error.to_string(), silent),
    }
}
