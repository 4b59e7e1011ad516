//! The invoice of what was used: once a month is over, one for each account, like any other that is to be paid. Whoever has
//! the money in the wallet pays it at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, TimeDelta, Utc};
use contracts::commerce::CounterDef;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::jobs::{Job, JobCx};
use l10n::{Format, Locale};
use ledger::Period;
use serde::{Deserialize, Serialize};

use super::counter::{Usage, def};
use super::rate::Rate;
use super::{amount, debt, notices};
use crate::catalogue::Tax;
use crate::ids::{InvoiceId, SubscriptionId};
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
                if let Err(error) = db.write(async |tx| bill(tenant, tx).await).await {
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

/// Settles what an account has used in the months that are over, and has what is to be paid taken from the wallet, or asks
/// for it: all at once, so that no invoice is left that nobody was told of.
async fn bill(tenant: TenantId, tx: &mut Tx) -> AppResult<()> {
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
    let invoice = make(tenant, lines.iter().flatten().cloned().collect(), tx).await?;
    let at: DateTime<Utc> = tx.now();
    for (one, line) in used.iter().zip(&lines) {
        let set = (
            u::billed_at.eq(at),
            u::invoice_id.eq(invoice.filter(|_| line.is_some())),
        );
        let row = u::table.find((one.subscription_id, &one.counter, one.month));
        diesel::update(row).set(set).execute(tx).await?;
    }
    match invoice {
        Some(invoice) if invoices::pay(invoice, tx).await? == Payment::Short => {
            notices::to_be_paid(tenant, invoice, tx).await
        }
        _ => Ok(()),
    }
}

/// The invoice of these lines; none of none.
async fn make(tenant: TenantId, lines: Vec<NewLine>, tx: &mut Tx) -> AppResult<Option<InvoiceId>> {
    if lines.is_empty() {
        return Ok(None);
    }
    let new = NewInvoice {
        tenant,
        order: None,
        due_at: None,
        runway: 0,
        lines,
    };
    Invoice::make(&new, tx).await.map(Some)
}

/// A line for each, where it costs something.
async fn lines(used: &[Usage], tx: &mut Tx) -> AppResult<Vec<Option<NewLine>>> {
    let names = names(used, tx).await?;
    let rates = Rate::by_id(used.iter().filter_map(|one| one.rate_id), tx).await?;
    let taxes = taxes(used, tx).await?;
    let each = used.iter().map(|one| {
        let Some(rate) = one.rate_id.and_then(|id| rates.get(&id)) else {
            return Ok(None);
        };
        let fault = |what| AppError::internal(format!("{}: {what}", one.subscription_id));
        let too_much = || fault("too much was used");
        let net = rate.cost(one.used).ok_or_else(too_much)?;
        if net == 0 {
            return Ok(None);
        }
        let name = names.get(&one.subscription_id);
        let name = name.ok_or_else(|| fault("it is gone"))?;
        let tax = taxes.get(&one.month);
        let tax = *tax.ok_or_else(|| fault("its month has no tax"))?;
        let said = |locale| said(name, one, rate, locale, tx.app());
        Ok(Some(NewLine {
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
        }))
    });
    each.collect()
}

/// The tax of each month's last moment.
async fn taxes(used: &[Usage], tx: &mut ReadTx) -> AppResult<BTreeMap<Period, Tax>> {
    let mut taxes = BTreeMap::new();
    for one in used {
        if let Entry::Vacant(place) = taxes.entry(one.month) {
            let last = one.month.next().begins()? - TimeDelta::seconds(1);
            place.insert(Tax::at(last, tx).await?);
        }
    }
    Ok(taxes)
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
    let (label, unit) = def(app, &name.kind, &usage.counter).map_or_else(
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
