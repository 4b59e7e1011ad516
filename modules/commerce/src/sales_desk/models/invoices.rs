//! Invoices of all customers: by the number of their paper, customer and product, sorted by time, by when they are due, or by
//! what they come to.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use documents::{DocumentId, Number};
use kernel::db::{CountOf, First, OrNotFound, ReadTx};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::web::{COUNTED_TO, Cursor, Page, PageQuery};

use super::{Words, of_sum, walked};
use crate::ids::{InvoiceId, OrderId};
use crate::invoices::{Invoice, InvoiceState};
use crate::narrowing::EXPORTED;
use crate::schema::{commerce_invoice_lines, commerce_invoices, tenants};

kernel::words! {
    /// By what the list is sorted.
    pub enum Sorted {
        /// The newest first.
        Newest = "newest",
        /// The oldest first.
        Oldest = "oldest",
        /// What is due first.
        DueFirst = "due",
        /// What is due last.
        DueLast = "due_last",
        /// The largest first.
        Largest = "largest",
        /// The smallest first.
        Smallest = "smallest",
    }

    /// Which invoices.
    pub enum Which {
        /// Not paid.
        Open = "open",
        /// Not paid, and late.
        Overdue = "overdue",
        /// Paid.
        Paid = "paid",
        /// Voided.
        Void = "void",
    }
}

impl Which {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => InvoiceState::Open.label(),
            Self::Overdue => "commerce.sales_desk.overdue",
            Self::Paid => InvoiceState::Paid.label(),
            Self::Void => InvoiceState::Void.label(),
        }
    }
}

/// What the list is narrowed to.
#[derive(Clone, Debug)]
pub struct Filter {
    /// What somebody typed.
    pub words: Words,
    /// The words as a sum in rial, when they are one.
    pub amount: Option<i64>,
    /// Which.
    pub which: Option<Which>,
    /// One customer.
    pub customer: Option<TenantId>,
    /// Made at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Made before this moment.
    pub until: Option<DateTime<Utc>>,
    /// In which order.
    pub sorted: Sorted,
    /// Late is what was due before this moment.
    pub now: DateTime<Utc>,
}

/// An invoice in a list.
#[derive(Clone, Debug, Queryable)]
pub struct Row {
    /// The invoice.
    pub invoice: Invoice,
    /// The tenant's name.
    pub tenant: String,
    /// Why it was voided.
    pub void_reason: Option<String>,
}

/// An invoice with the number of its paper.
#[derive(Clone, Debug)]
pub struct Found {
    /// The row.
    pub row: Row,
    /// As its paper is called, when it has one.
    pub number: Option<Number>,
}

type Ids = commerce_invoices::BoxedQuery<'static, Pg, diesel::sql_types::Uuid>;

impl Filter {
    fn ids(&self) -> Ids {
        use commerce_invoices as i;
        let mut ids = i::table.select(i::id).into_boxed::<Pg>();
        ids = match self.which {
            Some(Which::Open) => ids.filter(i::state.eq(InvoiceState::Open)),
            Some(Which::Overdue) => ids
                .filter(i::state.eq(InvoiceState::Open))
                .filter(i::due_at.lt(self.now)),
            Some(Which::Paid) => ids.filter(i::state.eq(InvoiceState::Paid)),
            Some(Which::Void) => ids.filter(i::state.eq(InvoiceState::Void)),
            None => ids,
        };
        if let Some(customer) = self.customer {
            ids = ids.filter(i::tenant_id.eq(customer));
        }
        if let Some(from) = self.from {
            ids = ids.filter(i::made_at.ge(from));
        }
        if let Some(until) = self.until {
            ids = ids.filter(i::made_at.lt(until));
        }
        if self.words.is_empty() {
            return ids;
        }
        let sold = commerce_invoice_lines::table
            .filter(commerce_invoice_lines::product_id.eq_any(self.words.products.clone()))
            .select(commerce_invoice_lines::invoice_id);
        ids.filter(
            i::id
                .nullable()
                .eq(self.words.text.parse::<InvoiceId>().ok())
                .or(i::total.nullable().eq(self.amount))
                .assume_not_null()
                .or(i::id.eq_any(self.words.invoices.clone()))
                .or(i::tenant_id.eq_any(self.words.customers.clone()))
                .or(i::id.eq_any(sold)),
        )
    }

    fn cursor(&self, found: &Found) -> Cursor {
        let invoice = &found.row.invoice;
        let id = invoice.id.0;
        match self.sorted {
            Sorted::Newest | Sorted::Oldest => Cursor {
                at: invoice.made_at,
                id,
            },
            Sorted::DueFirst | Sorted::DueLast => Cursor {
                at: invoice.due_at,
                id,
            },
            Sorted::Largest | Sorted::Smallest => of_sum(invoice.total, id),
        }
    }

    fn walked(&self, query: &PageQuery) -> Ids {
        use commerce_invoices as i;
        let ids = self.ids();
        match self.sorted {
            Sorted::Newest => walked!(ids, query, i::made_at, i::id, false),
            Sorted::Oldest => walked!(ids, query, i::made_at, i::id, true),
            Sorted::DueFirst => walked!(ids, query, i::due_at, i::id, true),
            Sorted::DueLast => walked!(ids, query, i::due_at, i::id, false),
            Sorted::Largest => by_total(ids, query, false),
            Sorted::Smallest => by_total(ids, query, true),
        }
    }
}

fn by_total(ids: Ids, query: &PageQuery, rising: bool) -> Ids {
    use commerce_invoices as i;
    let climbs = query.before.is_some() != rising;
    let beyond = query.before.or(query.after);
    let sum = beyond.map(|cursor| (cursor.at.timestamp_micros(), InvoiceId(cursor.id)));
    let ids = match sum {
        Some((sum, id)) if climbs => {
            ids.filter(i::total.gt(sum).or(i::total.eq(sum).and(i::id.gt(id))))
        }
        Some((sum, id)) => ids.filter(i::total.lt(sum).or(i::total.eq(sum).and(i::id.lt(id)))),
        None => ids,
    };
    if climbs {
        ids.order((i::total.asc(), i::id.asc()))
    } else {
        ids.order((i::total.desc(), i::id.desc()))
    }
}

macro_rules! rows {
    () => {
        commerce_invoices::table.inner_join(tenants::table).select((
            Invoice::as_select(),
            tenants::name,
            commerce_invoices::void_reason,
        ))
    };
}

/// With the numbers of their papers, in one more statement.
async fn numbered(rows: Vec<Row>, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    let papers = rows.iter().filter_map(|row| row.invoice.document_id);
    let papers: Vec<DocumentId> = papers.map(DocumentId).collect();
    let mut numbers = documents::numbers(&papers, tx).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let paper = row.invoice.document_id.map(DocumentId);
        let place = numbers.iter().position(|(id, _)| Some(*id) == paper);
        let number = place.map(|place| numbers.swap_remove(place).1);
        found.push(Found { row, number });
    }
    Ok(found)
}

/// A page of invoices, and how many there are.
pub async fn list(
    filter: &Filter,
    query: &PageQuery,
    tx: &mut ReadTx,
) -> QueryResult<(Page<Found>, i64)> {
    let count = CountOf::new(filter.ids(), COUNTED_TO)
        .get_result(tx)
        .await?;
    Ok((page(filter, query, tx).await?, count))
}

async fn page(filter: &Filter, query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Found>> {
    let ids = First::of(PageQuery::LIMIT, filter.walked(query));
    let ids: Vec<InvoiceId> = ids.load(tx).await?;
    let rows = rows!().filter(commerce_invoices::id.eq_any(&ids));
    let mut rows: Vec<Row> = rows.load(tx).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.invoice.id));
    let found = numbered(rows, tx).await?;
    Ok(Page::of(query, found, |found| filter.cursor(found)))
}

/// Every invoice that the filter leaves, up to a bound.
pub async fn exported(filter: &Filter, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    Ok(kernel::every_row!(EXPORTED, |query| page(
        filter, query, tx
    )
    .await?))
}

/// One invoice.
pub async fn find(id: InvoiceId, tx: &mut ReadTx) -> AppResult<Found> {
    let row = rows!().filter(commerce_invoices::id.eq(id));
    let row = row.get_result(tx).await.or_not_found("commerce.invoice")?;
    let mut found = numbered(vec![row], tx).await?;
    found
        .pop()
        .ok_or(kernel::error::AppError::NotFound("commerce.invoice"))
}

/// The invoices of an order, the oldest first.
pub async fn of_order(order: OrderId, tx: &mut ReadTx) -> QueryResult<Vec<Found>> {
    let rows = rows!().filter(commerce_invoices::order_id.eq(order));
    let rows = rows.order(commerce_invoices::made_at).load(tx).await?;
    numbered(rows, tx).await
}
