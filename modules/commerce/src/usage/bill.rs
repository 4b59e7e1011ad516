//! The invoice of what was used: once a month is over, one for each account, like any other that is to be paid. Whoever has
//! the money in the wallet pays it at once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use contracts::commerce::CounterDef;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{PlatformDb, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::jobs::{Job, JobCx};
use l10n::{Format, Locale};
use ledger::Period;
use serde::{Deserialize, Serialize};

use super::counter::{Usage, defs};
use super::rate::Rate;
use super::{amount, debt, notices};
use crate::catalogue::Tax;
use crate::ids::{InvoiceId, RateId, SubscriptionId};
use crate::invoices::{self, Invoice, NewInvoice, NewLine, Payment};
use crate::schema::{commerce_subscriptions, commerce_usages};

/// Accounts of one run of the query; the run goes on until none is left.
const BATCH: i64 = 200;

/// The job: make the invoices of what was used in months that are over, and let rest what was not paid for.
#[derive(Serialize, Deserialize)]
pub struct BillUsage {}

impl Job for BillUsage {
    const NAME: &'static str = "commerce.bill_usage";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        let mut left_out = Vec::new();
        loop {
            let due = db.read(async |tx| due(&left_out, tx).await).await?;
            if due.is_empty() {
                break;
            }
            for tenant in due {
                if let Err(error) = bill_one(tenant, &db).await {
                    tracing::error!(%tenant, %error, "what was used could not be invoiced");
                    left_out.push(tenant);
                }
            }
        }
        debt::let_rest(&db).await
    }
}

/// Accounts with a month that is over and not settled.
async fn due(left_out: &[TenantId], tx: &mut ReadTx) -> AppResult<Vec<TenantId>> {
    use commerce_usages as u;
    let this = Period::at(tx.now());
    let rows = u::table
        .filter(u::billed_at.is_null())
        .filter(u::month.lt(this))
        .filter(u::tenant_id.ne_all(left_out))
        .select(u::tenant_id)
        .distinct()
        .order(u::tenant_id)
        .limit(BATCH);
    Ok(rows.load(tx).await?)
}

async fn bill_one(tenant: TenantId, db: &PlatformDb) -> AppResult<()> {
    let invoice = db.write(async |tx| bill(tenant, tx).await).await?;
    let Some(invoice) = invoice else {
        return Ok(());
    };
    db.write(async |tx| {
        if invoices::pay(invoice, tx).await? == Payment::Short {
            notices::to_be_paid(tenant, invoice, tx).await?;
        }
        Ok(())
    })
    .await
}

/// Settles what an account has used in the months that are over; tells the invoice, where something is to be paid.
async fn bill(tenant: TenantId, tx: &mut Tx) -> AppResult<Option<InvoiceId>> {
    use commerce_usages as u;
    let this = Period::at(tx.now());
    let open = u::table
        .filter(u::tenant_id.eq(tenant))
        .filter(u::billed_at.is_null())
        .filter(u::month.lt(this));
    let used: Vec<Usage> = open
        .order((u::month, u::subscription_id, u::counter))
        .select(Usage::as_select())
        .for_update()
        .load(tx)
        .await?;
    let lines = lines(&used, tx).await?;
    let invoice = if lines.is_empty() {
        None
    } else {
        let new = NewInvoice {
            tenant,
            order: None,
            due_at: None,
            runway: 0,
            lines: lines.iter().map(|(_, line)| line.clone()).collect(),
        };
        Some(Invoice::make(&new, tx).await?)
    };
    let at: DateTime<Utc> = tx.now();
    for one in &used {
        let has_line = lines.iter().any(|(of, _)| std::ptr::eq(*of, one));
        let set = (
            u::billed_at.eq(at),
            u::invoice_id.eq(invoice.filter(|_| has_line)),
        );
        let row = u::table.find((one.subscription_id, &one.counter, one.month));
        diesel::update(row).set(set).execute(tx).await?;
    }
    Ok(invoice)
}

/// A line for each that costs something, by the tax of the month's last moment.
async fn lines<'a>(used: &'a [Usage], tx: &mut Tx) -> AppResult<Vec<(&'a Usage, NewLine)>> {
    let names = names(used, tx).await?;
    let ids: Vec<RateId> = used.iter().filter_map(|one| one.rate_id).collect();
    let rates: BTreeMap<RateId, Rate> = Rate::all(&ids, tx)
        .await?
        .into_iter()
        .map(|rate| (rate.id, rate))
        .collect();
    let mut lines = Vec::new();
    for one in used {
        let Some(rate) = one.rate_id.and_then(|id| rates.get(&id)) else {
            continue;
        };
        let too_much = || AppError::internal(format!("{}: too much was used", one.subscription_id));
        let net = rate.cost(one.used).ok_or_else(too_much)?;
        if net == 0 {
            continue;
        }
        let last = one.month.next().begins()? - chrono::TimeDelta::seconds(1);
        let tax = Tax::at(last, tx).await?;
        let Some(name) = names.get(&one.subscription_id) else {
            return Err(AppError::internal(format!(
                "{} is gone",
                one.subscription_id
            )));
        };
        let said = |locale| said(name, one, rate, locale, tx.app());
        let line = NewLine {
            product: one.product_id,
            period: None,
            fa: said(Locale::Fa),
            en: said(Locale::En),
            quantity: 1,
            unit_net: net,
            vat_rate: tax.rate,
            vat: tax.on(net).ok_or_else(too_much)?,
            deferred: false,
            change: None,
        };
        lines.push((one, line));
    }
    Ok(lines)
}

/// A service's name in both languages, and its kind.
struct Named {
    fa: String,
    en: String,
    kind: String,
}

async fn names(used: &[Usage], tx: &mut ReadTx) -> QueryResult<BTreeMap<SubscriptionId, Named>> {
    use commerce_subscriptions as s;
    let ids: Vec<SubscriptionId> = used.iter().map(|one| one.subscription_id).collect();
    let rows: Vec<(SubscriptionId, String, String, String)> = s::table
        .filter(s::id.eq_any(ids))
        .select((s::id, s::name_fa, s::name_en, s::kind))
        .load(tx)
        .await?;
    let each = rows.into_iter();
    let each = each.map(|(id, fa, en, kind)| (id, Named { fa, en, kind }));
    Ok(each.collect())
}

/// «نام، ترافیک آذر ۱۴۰۵: ۶۲ گیگابایت، ۵۰ از آن در قیمت ماه»
fn said(name: &Named, usage: &Usage, rate: &Rate, locale: Locale, app: &App) -> String {
    let (fmt, texts) = (Format::for_locale(locale), app.registry.texts());
    let def = defs(app, &name.kind)
        .into_iter()
        .find(|def| def.name == usage.counter);
    let (label, unit) = def.map_or_else(
        || (usage.counter.clone(), String::new()),
        |CounterDef { label, units, .. }| (texts.t(locale, label), texts.t(locale, units)),
    );
    let units = |counted| amount::units(fmt, counted, rate.scale);
    let vars = [
        ("name", locale.pick(&name.fa, &name.en).clone()),
        ("what", label),
        ("month", usage.month.name(&fmt)),
        ("used", units(usage.used)),
        ("unit", unit),
        ("included", units(rate.included)),
    ];
    let vars = vars.each_ref().map(|(key, value)| (*key, value.as_str()));
    let key = if rate.included == 0 {
        "commerce.usage.line"
    } else {
        "commerce.usage.line_beyond"
    };
    texts.t_with(locale, key, &vars)
}
