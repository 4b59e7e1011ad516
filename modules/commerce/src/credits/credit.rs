//! A credit: money of a paid line back into its tenant's wallet, with one entry. What was not earned yet is taken from there,
//! the rest from income; the tax in its share.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::module::ResourceRef;
use kernel::{jobs, live};
use l10n::Money;
use ledger::{BookId, Entry};
use serde_json::json;
use uuid::Uuid;

use super::jobs::IssueCreditNote;
use super::line::Line;
use super::notes;
use crate::accounts::{self, CURRENCY};
use crate::ids::{CreditId, InvoiceId, ProductId, SubscriptionId};
use crate::invoices::{self, Invoice, InvoiceState};
use crate::schema::{commerce_credits, commerce_deferrals};
use crate::subscriptions::{self, Subscription};
use crate::topics;

/// Kind of a credit, as what a document is about.
pub const CREDIT: &str = "commerce.credit";

/// Characters of a reason.
pub const MOST_REASON: u16 = 500;

kernel::words! {
    /// Who wanted it.
    pub enum Cause {
        /// Somebody of the staff.
        Staff = "staff",
        /// What was paid did not come in time.
        Unprovided = "unprovided",
    }
}

/// How much of a line.
#[derive(Clone, Copy, Debug)]
pub enum HowMuch {
    /// All that is left of it.
    Rest,
    /// So many rial, with tax.
    Sum(i64),
}

/// A credit that is wanted.
pub struct NewCredit<'a> {
    /// Of which invoice.
    pub invoice: InvoiceId,
    /// Of which of its lines.
    pub n: i16,
    /// How much of it.
    pub how_much: HowMuch,
    /// Who wants it.
    pub cause: Cause,
    /// Why, as it stands on the credit note.
    pub reason: &'a str,
}

/// A credit that was made.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_credits)]
pub struct Credit {
    /// Its id.
    pub id: CreditId,
    /// Whose.
    pub tenant_id: TenantId,
    /// Of which invoice.
    pub invoice_id: InvoiceId,
    /// Of which of its lines.
    pub n: i16,
    /// Without tax.
    pub net: i64,
    /// Tax.
    pub vat: i64,
    /// What went into the wallet.
    pub total: i64,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Its credit note.
    pub document_id: Option<Uuid>,
}

impl Credit {
    /// As a thing that a document is about.
    pub fn reference(id: CreditId) -> ResourceRef {
        ResourceRef {
            kind: CREDIT.to_owned(),
            id: id.0,
        }
    }

    /// What went into the wallet.
    pub fn total(&self) -> Money {
        Money::new(self.total, CURRENCY)
    }

    /// The credits of an invoice, in their order.
    pub async fn of(invoice: InvoiceId, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        commerce_credits::table
            .filter(commerce_credits::invoice_id.eq(invoice))
            .order((commerce_credits::made_at, commerce_credits::id))
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// Finds one in the scope.
    pub async fn find(id: CreditId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_credits::table.find(id).select(Self::as_select());
        found.get_result(tx).await.or_not_found("commerce.credit")
    }

    /// The same, kept from others until the transaction ends.
    pub async fn find_for_update(id: CreditId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_credits::table.find(id).select(Self::as_select());
        let found = found.for_update().get_result(tx).await;
        found.or_not_found("commerce.credit")
    }

    /// Notes its credit note.
    pub async fn printed(id: CreditId, document: Uuid, tx: &mut Tx) -> QueryResult<usize> {
        let row = diesel::update(commerce_credits::table.find(id));
        row.set(commerce_credits::document_id.eq(document))
            .execute(tx)
            .await
    }
}

/// Finds a line of an invoice.
async fn line(new: &NewCredit<'_>, tx: &mut ReadTx) -> AppResult<Line> {
    let lines = Line::of(new.invoice, tx).await?;
    let found = lines.into_iter().find(|line| line.n == new.n);
    found.ok_or(AppError::NotFound("commerce.invoice"))
}

/// Takes back so much of a paid line, in the platform's scope. Locks its service, then its invoice, then the wallet. The
/// customer is told, and the credit note follows by a job. A sum that does not fit is an error of the field `amount`.
pub async fn credit(new: &NewCredit<'_>, tx: &mut Tx) -> AppResult<CreditId> {
    if let Some(service) = line(new, tx).await?.service() {
        Subscription::find_for_update(service, tx).await?;
    }
    let invoice = Invoice::find_for_update(new.invoice, tx).await?;
    if invoice.state != InvoiceState::Paid {
        return Err(AppError::Conflict("commerce.credits.problem.not_paid"));
    }
    let line = line(new, tx).await?;
    let sum = sum(&line, new.how_much)?;
    let parts = line.divide(sum);
    let id = CreditId::fresh();
    let entry = post(id, &invoice, &line, parts, tx).await?;
    write(id, &invoice, new, parts, entry, tx).await?;
    let event = Audit::new("commerce.invoice.credit", invoices::SUBJECT, invoice.id.0)
        .of_tenant(invoice.tenant_id)
        .after(json!({ "amount": sum, "reason": new.reason }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(invoice.tenant_id)).await?;
    notes::tell(&invoice, &line, sum, tx).await?;
    jobs::enqueue(tx, &IssueCreditNote { credit: id }).await?;
    // Money came in: what waits for it goes on.
    subscriptions::enqueue_due(invoice.tenant_id, None, tx).await?;
    Ok(id)
}

fn sum(line: &Line, how_much: HowMuch) -> AppResult<i64> {
    let left = line.left();
    match how_much {
        _ if left <= 0 => Err(AppError::Conflict("commerce.credits.problem.nothing_left")),
        HowMuch::Rest => Ok(left),
        HowMuch::Sum(sum) if sum <= 0 => Err(AppError::invalid("amount", "kernel.invalid.range")),
        HowMuch::Sum(sum) if sum > left => Err(AppError::invalid(
            "amount",
            "commerce.credits.problem.too_much",
        )),
        HowMuch::Sum(sum) => Ok(sum),
    }
}

/// Dr earned later, as far as there is some left, income and tax · Cr wallet.
async fn post(
    id: CreditId,
    invoice: &Invoice,
    line: &Line,
    (net, vat): (i64, i64),
    tx: &mut Tx,
) -> AppResult<Uuid> {
    let unearned = take_unearned(invoice.id, line.n, net, tx).await?;
    let product = ProductId(line.product_id);
    let mut draft = Entry::draft(
        BookId::PLATFORM,
        "commerce.entries.credit",
        format!("credit:{id}"),
    )
    .about(Invoice::reference(invoice.id));
    for (account, part) in [
        (accounts::deferred(product), unearned),
        (accounts::income(product), net - unearned),
        (accounts::vat(), vat),
    ] {
        if part > 0 {
            draft = draft.debit(&account, part);
        }
    }
    let sum = Money::new(net + vat, CURRENCY);
    let entry = draft
        .credit(&accounts::wallet(invoice.tenant_id), sum)
        .balanced()?;
    Ok(ledger::post(tx, &entry).await?.id().0)
}

/// Takes up to so much out of what the line has not earned yet; how much it was.
async fn take_unearned(invoice: InvoiceId, n: i16, most: i64, tx: &mut Tx) -> AppResult<i64> {
    use commerce_deferrals as d;
    let row = d::table.find((invoice, n));
    let left = row
        .select(d::amount - d::earned - d::credited)
        .for_update()
        .get_result::<i64>(tx)
        .await
        .optional()?;
    let taken = left.unwrap_or(0).min(most);
    if taken == 0 {
        return Ok(0);
    }
    let credited = d::credited.eq(d::credited + taken);
    let update = diesel::update(row);
    if left == Some(taken) {
        let over = d::next_at.eq(None::<DateTime<Utc>>);
        update.set((credited, over)).execute(tx).await?;
    } else {
        update.set(credited).execute(tx).await?;
    }
    Ok(taken)
}

async fn write(
    id: CreditId,
    invoice: &Invoice,
    new: &NewCredit<'_>,
    (net, vat): (i64, i64),
    entry: Uuid,
    tx: &mut Tx,
) -> AppResult<()> {
    use commerce_credits as c;
    let reason: String = new.reason.chars().take(usize::from(MOST_REASON)).collect();
    let row = (
        c::id.eq(id),
        c::tenant_id.eq(invoice.tenant_id),
        c::invoice_id.eq(invoice.id),
        c::n.eq(new.n),
        c::net.eq(net),
        c::vat.eq(vat),
        c::total.eq(net + vat),
        c::cause.eq(new.cause),
        c::reason.eq(reason),
        c::made_at.eq(tx.now()),
        c::made_by.eq(tx.who().user),
        c::entry_id.eq(entry),
    );
    let insert = diesel::insert_into(c::table).values(row);
    insert.execute(tx).await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Given {
    #[diesel(sql_type = BigInt)]
    net: i64,
}

/// What was given back of what paid a period of a service, without tax.
pub async fn of_period(service: SubscriptionId, period: i32, tx: &mut ReadTx) -> QueryResult<i64> {
    let sum: Given = sql(
        "SELECT coalesce(sum(c.net), 0)::bigint AS net FROM commerce_credits c
           JOIN commerce_invoice_lines l ON l.invoice_id = c.invoice_id AND l.n = c.n
          WHERE l.subscription_id = $1 AND l.period_no = $2 AND l.deferred",
    )
    .bind::<SqlUuid, _>(service.0)
    .bind::<Integer, _>(period)
    .get_result(tx)
    .await?;
    Ok(sum.net)
}
