//! What owners are told of usage: what is included is nearly or wholly used, an invoice waits.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::module::{MailDef, MailVariable};
use l10n::{Format, Money};

use super::amount;
use super::counter::{Usage, def};
use super::rate::Rate;
use crate::accounts::CURRENCY;
use crate::catalogue::Tax;
use crate::ids::InvoiceId;
use crate::invoices::Invoice;
use crate::paths;
use crate::reader::{self, News};
use crate::schema::commerce_usages;
use crate::subscriptions::Subscription;

const SHARE: &str = "commerce.mail.usage_share";
const DUE: &str = "commerce.mail.usage_due";

const fn variable(name: &'static str, sample: &'static str) -> MailVariable {
    MailVariable { name, sample }
}

/// Mails of this area.
pub fn mails() -> Vec<MailDef> {
    const SHARES: &[MailVariable] = &[
        variable("name", "سارا"),
        variable("service", "دفترچهٔ گروهی"),
        variable("what", "ترافیک"),
        variable("share", "۸۰٪"),
        variable("used", "۴۰"),
        variable("included", "۵۰"),
        variable("unit", "گیگابایت"),
        variable("units", "گیگابایت"),
        variable("price", "۴٬۴۰۰ تومان"),
        variable("link", "https://sarai.test/services/0"),
    ];
    const DUES: &[MailVariable] = &[
        variable("name", "سارا"),
        variable("total", "۵۲٬۸۰۰ تومان"),
        variable("until", "۱۴۰۵/۱۰/۰۴"),
        variable("link", "https://sarai.test/invoices/0"),
    ];
    let mail = |key, variables| MailDef { key, variables };
    vec![mail(SHARE, SHARES), mail(DUE, DUES)]
}

/// Of how many percent somebody is told.
const LEVELS: [i16; 2] = [100, 80];

/// Tells how much of what is included is used, once at each level and month.
pub async fn of_included(usage: &Usage, tx: &mut Tx) -> AppResult<()> {
    use commerce_usages as u;
    let rate = Rate::by_id(usage.rate_id, tx).await?.into_values().next();
    let Some(rate) = rate.filter(|rate| rate.amount > 0) else {
        return Ok(());
    };
    let Some(percent) = amount::percent(usage.used, rate.included) else {
        return Ok(());
    };
    let level = LEVELS
        .into_iter()
        .find(|level| i16::from(percent) >= *level);
    let Some(level) = level.filter(|level| usage.told.is_none_or(|told| told < *level)) else {
        return Ok(());
    };
    let row = u::table.find((usage.subscription_id, &usage.counter, usage.month));
    diesel::update(row)
        .set(u::told.eq(level))
        .execute(tx)
        .await?;
    share(usage, &rate, level, tx).await
}

async fn share(usage: &Usage, rate: &Rate, level: i16, tx: &mut Tx) -> AppResult<()> {
    let service = Subscription::find(usage.subscription_id, tx).await?;
    let app = std::sync::Arc::clone(tx.app());
    let Some(def) = def(&app, &service.kind, &usage.counter) else {
        return Ok(());
    };
    let tax = Tax::at(tx.now(), tx).await?;
    let price = Money::new(tax.with(rate.amount), CURRENCY);
    let texts = app.registry.texts();
    let vars = |fmt: &Format| {
        vec![
            ("service", service.name(fmt.locale).to_owned()),
            ("what", texts.t(fmt.locale, def.label)),
            ("share", fmt.percent(i64::from(level) * 100)),
            ("used", amount::units(*fmt, usage.used, rate.scale)),
            ("included", amount::units(*fmt, rate.included, rate.scale)),
            ("unit", texts.t(fmt.locale, def.unit)),
            ("units", texts.t(fmt.locale, def.units)),
            ("price", fmt.money(price)),
        ]
    };
    let news = News {
        mail: SHARE,
        bell: "commerce.told.usage_share",
        href: paths::service(service.id),
    };
    reader::tell(&news, service.bought_by, service.tenant_id, vars, tx).await
}

/// An invoice of usage was made, and the wallet did not pay it.
pub async fn to_be_paid(tenant: TenantId, invoice: InvoiceId, tx: &mut Tx) -> AppResult<()> {
    let owed = Invoice::find(invoice, tx).await?;
    let vars = |fmt: &Format| {
        vec![
            ("total", fmt.money(owed.total())),
            ("until", fmt.date(owed.due_at)),
        ]
    };
    let news = News {
        mail: DUE,
        bell: "commerce.told.usage_due",
        href: paths::invoice(invoice),
    };
    reader::tell(&news, None, tenant, vars, tx).await
}
