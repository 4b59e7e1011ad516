//! The invoice of a month of hours: it documents what was taken and takes nothing. One for each account and Jalali month,
//! once each hour of the month is taken.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{PlatformDb, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::jobs::{Job, JobCx};
use kernel::{live, module};
use l10n::{Format, Locale};
use ledger::Period;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::facts::InvoicePaid;
use crate::ids::{InvoiceId, ProductId, SubscriptionId};
use crate::invoices::{Invoice, InvoiceState, NewInvoice, NewLine, SUBJECT};
use crate::schema::{
    commerce_charges, commerce_invoices, commerce_metered_wallets, commerce_subscriptions,
};
use crate::topics;

/// Accounts of one run of the query; the run goes on until none is left.
const BATCH: i64 = 200;

/// The job: make the invoices of the months that are over.
#[derive(Serialize, Deserialize)]
pub struct BillHours {}

impl Job for BillHours {
    const NAME: &'static str = "commerce.bill_hours";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        let mut left_out = Vec::new();
        loop {
            let due = db.read(async |tx| due(&left_out, tx).await).await?;
            if due.is_empty() {
                return Ok(());
            }
            for tenant in due {
                bill_one(tenant, &db, &mut left_out).await;
            }
        }
    }
}

async fn bill_one(tenant: TenantId, db: &PlatformDb, left_out: &mut Vec<TenantId>) {
    match db.write(async |tx| bill(tenant, tx).await).await {
        Ok(true) => {}
        Ok(false) => left_out.push(tenant),
        Err(error) => {
            tracing::error!(%tenant, %error, "the invoice of a month of hours could not be made");
            left_out.push(tenant);
        }
    }
}

/// Accounts with a month that is over and has no invoice.
async fn due(left_out: &[TenantId], tx: &mut ReadTx) -> AppResult<Vec<TenantId>> {
    use commerce_metered_wallets as w;
    let last = Period::at(tx.now()).previous();
    let rows = w::table
        .filter(w::billed_month.lt(last))
        .filter(w::tenant_id.ne_all(left_out))
        .order((w::billed_month, w::tenant_id))
        .limit(BATCH)
        .select(w::tenant_id);
    Ok(rows.load(tx).await?)
}

/// What was taken for a service in a month, at one rate of tax.
#[derive(Queryable)]
struct Used {
    service: SubscriptionId,
    vat_rate: i32,
    hours: i64,
    net: i64,
    vat: i64,
}

/// Makes the invoice of an account's next month; false when an hour of it is still to be taken.
async fn bill(tenant: TenantId, tx: &mut Tx) -> AppResult<bool> {
    use commerce_metered_wallets as w;
    let wallet = w::table.find(tenant).for_update();
    let (billed, next_hour): (Period, Option<DateTime<Utc>>) = wallet
        .select((w::billed_month, w::next_hour))
        .get_result(tx)
        .await?;
    let month = billed.next();
    let to = month.next().begins()?;
    if to > tx.now() || next_hour.is_some_and(|hour| hour < to) {
        return Ok(false);
    }
    let used = used(tenant, month, tx).await?;
    if used.iter().any(|one| one.net > 0) {
        make(tenant, month, &used, tx).await?;
    }
    diesel::update(w::table.find(tenant))
        .set(w::billed_month.eq(month))
        .execute(tx)
        .await?;
    Ok(true)
}

async fn used(tenant: TenantId, month: Period, tx: &mut ReadTx) -> QueryResult<Vec<Used>> {
    use commerce_charges as c;
    use diesel::dsl::{count_star, sql};
    use diesel::sql_types::BigInt;
    c::table
        .filter(c::tenant_id.eq(tenant))
        .filter(c::month.eq(month))
        .group_by((c::subscription_id, c::vat_rate))
        .order((c::subscription_id, c::vat_rate))
        .select((
            c::subscription_id,
            c::vat_rate,
            count_star(),
            sql::<BigInt>("sum(net)::bigint"),
            sql::<BigInt>("sum(vat)::bigint"),
        ))
        .load(tx)
        .await
}

async fn make(tenant: TenantId, month: Period, used: &[Used], tx: &mut Tx) -> AppResult<()> {
    let names = names(used, tx).await?;
    let mut lines = Vec::new();
    for one in used.iter().filter(|one| one.net > 0) {
        let Some((product, fa, en)) = names.get(&one.service) else {
            return Err(AppError::internal(format!(
                "{} was metered and is gone",
                one.service
            )));
        };
        let said = |locale: Locale| said(locale.pick(fa, en), month, one.hours, locale, tx);
        lines.push(NewLine {
            product: *product,
            period: Some((one.service, month.number())),
            fa: said(Locale::Fa),
            en: said(Locale::En),
            quantity: 1,
            unit_net: one.net,
            vat_rate: one.vat_rate,
            vat: one.vat,
            deferred: false,
            change: None,
        });
    }
    let new = NewInvoice {
        tenant,
        order: None,
        due_at: None,
        runway: 0,
        lines,
    };
    let id = Invoice::make(&new, tx).await?;
    close(id, tenant, month, tx).await
}

/// «نام، آذر ۱۴۰۵، ۵۱۲ ساعت»
fn said(name: &str, month: Period, hours: i64, locale: Locale, tx: &Tx) -> String {
    let fmt = Format::for_locale(locale);
    let month = month.name(&fmt);
    let (count, hours) = (hours, fmt.number(hours));
    let texts = tx.app().registry.texts();
    let vars = [("name", name), ("month", &month), ("hours", &hours)];
    texts.t_count(locale, "commerce.metering.line", count, &vars)
}

async fn names(
    used: &[Used],
    tx: &mut ReadTx,
) -> QueryResult<BTreeMap<SubscriptionId, (ProductId, String, String)>> {
    use commerce_subscriptions as s;
    let ids: Vec<SubscriptionId> = used.iter().map(|one| one.service).collect();
    let rows: Vec<(SubscriptionId, ProductId, String, String)> = s::table
        .filter(s::id.eq_any(ids))
        .select((s::id, s::product_id, s::name_fa, s::name_en))
        .load(tx)
        .await?;
    let each = rows.into_iter();
    Ok(each
        .map(|(id, product, fa, en)| (id, (product, fa, en)))
        .collect())
}

/// Calls the invoice paid: the database looks whether it says what the hours say.
async fn close(id: InvoiceId, tenant: TenantId, month: Period, tx: &mut Tx) -> AppResult<()> {
    let set = (
        commerce_invoices::state.eq(InvoiceState::Paid),
        commerce_invoices::paid_at.eq(tx.now()),
        commerce_invoices::usage_month.eq(month),
    );
    diesel::update(commerce_invoices::table.find(id))
        .set(set)
        .execute(tx)
        .await?;
    let invoice = Invoice::find(id, tx).await?;
    let event = Audit::new("commerce.invoice.document_hours", SUBJECT, id.0).of_tenant(tenant);
    let event = event.after(json!({ "month": month.number(), "total": invoice.total }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(tenant)).await?;
    let fact = InvoicePaid {
        invoice: id,
        tenant,
        total: invoice.total,
    };
    module::publish(tx, &fact).await
}
