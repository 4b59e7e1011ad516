//! An invoice's row: making, finding, voiding.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::module::ResourceRef;
use kernel::web::{Page, PageQuery};
use l10n::Money;
use ledger::Period;
use serde_json::json;
use uuid::Uuid;

use super::lines::{self, NewLine};
use crate::accounts::CURRENCY;
use crate::ids::{InvoiceId, OrderId};
use crate::schema::commerce_invoices;

/// Kind of an invoice, as the subject of entries and events.
pub const SUBJECT: &str = "commerce.invoice";

/// How long an order's invoice may wait for its money.
const DUE_IN: TimeDelta = TimeDelta::days(3);

kernel::words! {
    /// Where an invoice stands.
    pub enum InvoiceState {
        /// Waits for its money.
        Open = "open",
        /// Paid.
        Paid = "paid",
        /// Will not be paid.
        Void = "void",
    }
}

impl InvoiceState {
    /// Text key of its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "commerce.invoice.state.open",
            Self::Paid => "commerce.invoice.state.paid",
            Self::Void => "commerce.invoice.state.void",
        }
    }
}

/// An invoice.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_invoices)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// Whose.
    pub tenant_id: TenantId,
    /// Of which order.
    pub order_id: Option<OrderId>,
    /// Where it stands.
    pub state: InvoiceState,
    /// Without tax.
    pub net: i64,
    /// Tax.
    pub vat: i64,
    /// To be paid.
    pub total: i64,
    /// Since when.
    pub made_at: DateTime<Utc>,
    /// What has to stay in the wallet when it is paid, for the hours of what begins with it.
    pub runway: i64,
    /// The Jalali month whose hours it documents.
    pub usage_month: Option<Period>,
    /// Until when it should be paid.
    pub due_at: DateTime<Utc>,
    /// When it was paid.
    pub paid_at: Option<DateTime<Utc>>,
    /// What was printed of it.
    pub document_id: Option<Uuid>,
}

/// What is said of a new invoice.
pub struct NewInvoice {
    /// Whose.
    pub tenant: TenantId,
    /// Of which order.
    pub order: Option<OrderId>,
    /// By when it is to be paid; some days from now when nobody says.
    pub due_at: Option<DateTime<Utc>>,
    /// What has to stay in the wallet when it is paid.
    pub runway: i64,
    /// What it is for.
    pub lines: Vec<NewLine>,
}

impl Invoice {
    /// As a thing that others may point at.
    #[must_use]
    pub fn reference(id: InvoiceId) -> ResourceRef {
        ResourceRef {
            kind: SUBJECT.to_owned(),
            id: id.0,
        }
    }

    /// What the wallet needs to pay it.
    #[must_use]
    pub fn needs(&self) -> i64 {
        self.total.saturating_add(self.runway)
    }

    /// To be paid.
    #[must_use]
    pub fn total(&self) -> Money {
        Money::new(self.total, CURRENCY)
    }

    /// Finds one in the scope.
    pub async fn find(id: InvoiceId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_invoices::table.find(id).select(Self::as_select());
        found.get_result(tx).await.or_not_found("commerce.invoice")
    }

    /// The same, kept from others until the transaction ends.
    pub async fn find_for_update(id: InvoiceId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_invoices::table.find(id).select(Self::as_select());
        let found = found.for_update().get_result(tx).await;
        found.or_not_found("commerce.invoice")
    }

    /// The invoice of an order.
    pub async fn of_order(order: OrderId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_invoices::table.filter(commerce_invoices::order_id.eq(order));
        let found = found.select(Self::as_select()).first(tx).await;
        found.or_not_found("commerce.invoice")
    }

    /// A page of the scope's invoices, newest first; of one state when it is given.
    pub async fn page(
        state: Option<InvoiceState>,
        query: &PageQuery,
        tx: &mut ReadTx,
    ) -> QueryResult<Page<Self>> {
        let invoices = commerce_invoices::table.select(Self::as_select());
        let (at, id) = (commerce_invoices::made_at, commerce_invoices::id);
        if let Some(state) = state {
            let some = invoices.filter(commerce_invoices::state.eq(state));
            return kernel::page!(tx, query, some, at, id, Self::stands_at);
        }
        kernel::page!(tx, query, invoices, at, id, Self::stands_at)
    }

    /// Where it stands in lists.
    #[must_use]
    pub fn stands_at(&self) -> (DateTime<Utc>, Uuid) {
        (self.made_at, self.id.0)
    }

    /// Makes an open invoice with its lines.
    pub async fn make(new: &NewInvoice, tx: &mut Tx) -> AppResult<InvoiceId> {
        let id = InvoiceId::fresh();
        let too_dear = || AppError::invalid("", "commerce.cart.too_dear");
        let sum = |part: fn(&NewLine) -> Option<i64>| {
            let mut sums = new.lines.iter().map(part);
            sums.try_fold(0_i64, |sum, one| sum.checked_add(one?))
        };
        let net = sum(NewLine::net).ok_or_else(too_dear)?;
        let vat = sum(|line| Some(line.vat)).ok_or_else(too_dear)?;
        let total = net.checked_add(vat).ok_or_else(too_dear)?;
        let now = tx.now();
        let row = (
            commerce_invoices::id.eq(id),
            commerce_invoices::tenant_id.eq(new.tenant),
            commerce_invoices::order_id.eq(new.order),
            commerce_invoices::state.eq(InvoiceState::Open),
            commerce_invoices::currency.eq(CURRENCY.code()),
            commerce_invoices::net.eq(net),
            commerce_invoices::vat.eq(vat),
            commerce_invoices::total.eq(total),
            commerce_invoices::runway.eq(new.runway),
            commerce_invoices::made_at.eq(now),
            commerce_invoices::due_at.eq(new.due_at.unwrap_or(now + DUE_IN)),
        );
        let insert = diesel::insert_into(commerce_invoices::table).values(row);
        insert.execute(tx).await?;
        lines::write(id, new.tenant, &new.lines, tx).await?;
        let event = Audit::new("commerce.invoice.create", SUBJECT, id.0).of_tenant(new.tenant);
        audit::record(tx, event.after(json!({ "total": total }))).await?;
        Ok(id)
    }

    /// Voids the open invoices of an order.
    pub async fn void_of(order: OrderId, tx: &mut Tx) -> AppResult<()> {
        let open = commerce_invoices::table
            .filter(commerce_invoices::order_id.eq(order))
            .filter(commerce_invoices::state.eq(InvoiceState::Open));
        let ids: Vec<InvoiceId> = open
            .select(commerce_invoices::id)
            .for_update()
            .load(tx)
            .await?;
        for id in ids {
            Self::void_one(id, tx).await?;
        }
        Ok(())
    }

    /// Voids an open invoice: its periods may be invoiced again.
    pub async fn void_one(id: InvoiceId, tx: &mut Tx) -> AppResult<()> {
        lines::void(id, tx).await?;
        let set = (
            commerce_invoices::state.eq(InvoiceState::Void),
            commerce_invoices::voided_at.eq(tx.now()),
        );
        let one = commerce_invoices::table.find(id);
        diesel::update(one).set(set).execute(tx).await?;
        audit::record(tx, Audit::new("commerce.invoice.void", SUBJECT, id.0)).await
    }
}
