//! `/admin/payments`: where is my money. Found by what somebody has in hand, shown with each step, and what can be pressed.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Cx, Export, ExportFormat, ListOnly, PageQuery, Raw, View};
use rocket::{FromForm, get};

use super::super::models::search::{self, Filter};
use super::super::models::{State, event};
use super::super::transfer::{self, models::Proof};
use super::super::views;
use crate::ids::PaymentId;
use crate::narrowing;
use crate::permissions::SeeSales;

/// What the address narrows the list to, as it was typed.
#[derive(FromForm, Clone, Copy, Default)]
pub struct Narrowed<'r> {
    /// Words.
    pub q: Option<&'r str>,
    /// A state's word.
    pub state: Option<&'r str>,
    /// A gateway's name.
    pub gateway: Option<&'r str>,
    /// The first day.
    pub from: Option<&'r str>,
    /// The last day.
    pub to: Option<&'r str>,
}

impl<'r> Narrowed<'r> {
    /// Names and values as they stand in the address.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &'r str); 5] {
        [
            ("q", self.q.unwrap_or_default()),
            ("state", self.state.unwrap_or_default()),
            ("gateway", self.gateway.unwrap_or_default()),
            ("from", self.from.unwrap_or_default()),
            ("to", self.to.unwrap_or_default()),
        ]
    }

    fn filter(&self, cx: &Cx<'_>) -> Filter {
        let words = self.q.unwrap_or_default();
        Filter {
            words: narrowing::words(words),
            amount: narrowing::sum(cx, words),
            state: self.state.and_then(State::parse),
            gateway: self.gateway.unwrap_or_default().to_owned(),
            from: narrowing::from(cx, self.from),
            until: narrowing::until(cx, self.to),
        }
    }
}

/// List payments.
#[get("/admin/payments?<after>&<before>&<narrowed..>")]
pub async fn index(
    narrowed: Narrowed<'_>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (filter, query) = (narrowed.filter(&cx), PageQuery::new(after, before));
    let (page, count) = db
        .read(async |tx| Ok(search::list(&filter, &query, tx).await?))
        .await?;
    Ok(views::desk::index(&cx, list_only, &narrowed, &page, count))
}

/// Download the filtered list.
#[get("/admin/payments/export?<format>&<narrowed..>", rank = 1)]
pub async fn export(
    format: &str,
    narrowed: Narrowed<'_>,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let filter = narrowed.filter(&cx);
    let rows = db
        .read(async |tx| Ok(search::exported(&filter, tx).await?))
        .await?;
    let (head, rows) = views::sheet::rows(&cx, &rows);
    Export::new(&cx, "payments", format, &head, &rows)
}

/// Show a payment with each step and what the gateway said.
#[get("/admin/payments/<id>", rank = 2)]
pub async fn show(
    id: PaymentId,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, &Raw::default(), None, &db, &cx).await
}

/// The payment's page, with what was typed and what is wrong with it.
pub async fn page(
    id: PaymentId,
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let (found, steps, proof) = db
        .read(async |tx| {
            let found = search::find(id, tx)
                .await
                .or_not_found("commerce.payments.one")?;
            let steps = event::steps(id, tx).await?;
            let proof = if transfer::is(&found.payment) {
                Proof::of(id, tx).await?
            } else {
                None
            };
            Ok((found, steps, proof))
        })
        .await?;
    let shown = views::desk::Shown {
        found: &found,
        steps: &steps,
        proof: proof.as_ref(),
    };
    Ok(views::desk::show(cx, &shown, raw, errors))
}
