//! `/wallet/top-up`: how much, through which gateway, and off to it.

use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Raw, Redirection, View};
use rocket::{get, post};

use super::super::forms::TopUpForm;
use super::super::start::{Wish, start};
use super::super::views;
use crate::permissions::Buy;

/// Show the form, with a sum when the address names one.
#[get("/wallet/top-up?<amount>")]
pub fn new(amount: Option<&str>, _by: Can<Buy>, _db: TenantDb, cx: Cx<'_>) -> View {
    let raw = Raw::prefilled(&[("amount", amount.unwrap_or_default())]);
    views::top_up::form(&cx, &raw, None)
}

/// Begin the payment and send the payer to the gateway. Idempotent by the form's key.
#[post("/wallet/top-up", data = "<form>")]
pub async fn create(
    form: Posted<TopUpForm>,
    _by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    form.answer(begin(&form, &db, &cx), async |errors| {
        Ok(again(&cx, &form.raw, &errors))
    })
    .await
}

async fn begin(form: &Posted<TopUpForm>, db: &TenantDb, cx: &Cx<'_>) -> AppResult<Redirection> {
    let typed = form.valid()?;
    let amount = cx
        .fmt()
        .parse_money(&typed.amount, cx.fmt().money_unit)
        .map_err(|error| AppError::invalid("amount", error.key()))?;
    let wish = Wish {
        invoice: None,
        amount,
        gateway: &typed.gateway,
        text: cx.t("commerce.top_up.description"),
    };
    start(&wish, &form.receipt, db, cx).await
}

/// The form with what was typed and a key of its own: the one that was sent may stand for a payment that failed.
fn again(cx: &Cx<'_>, raw: &Raw, errors: &FieldErrors) -> View {
    let kept = Raw::prefilled(&[
        ("amount", raw.get("amount")),
        ("gateway", raw.get("gateway")),
    ]);
    views::top_up::form(cx, &kept, Some(errors))
}
