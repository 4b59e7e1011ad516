//! What the owners of services are told by bell and mail: an invoice that is due, a suspension.

use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::mail::{self, NewMail};
use kernel::module::{MailDef, MailVariable};
use kernel::{live, pages};
use l10n::Format;

use super::service::Subscription;
use crate::ids::InvoiceId;
use crate::invoices::Invoice;
use crate::{paths, reader, topics};

const DUE: &str = "commerce.mail.due";
const SUSPENDED: &str = "commerce.mail.suspended";
const ENDING: &str = "commerce.mail.ending";
const ENDED: &str = "commerce.mail.ended";
const CHANGED: &str = "commerce.mail.changed";

const OF_SERVICE: &[MailVariable] = &[
    MailVariable {
        name: "name",
        sample: "سارا",
    },
    MailVariable {
        name: "service",
        sample: "دفترچهٔ گروهی",
    },
    MailVariable {
        name: "until",
        sample: "۱۴۰۵/۱۰/۰۹",
    },
    MailVariable {
        name: "link",
        sample: "https://sarai.test/services/0",
    },
];

const VARIABLES: &[MailVariable] = &[
    MailVariable {
        name: "name",
        sample: "سارا",
    },
    MailVariable {
        name: "service",
        sample: "دفترچهٔ گروهی",
    },
    MailVariable {
        name: "total",
        sample: "۲۰۹٬۰۰۰ تومان",
    },
    MailVariable {
        name: "until",
        sample: "۱۴۰۵/۱۰/۰۹",
    },
    MailVariable {
        name: "link",
        sample: "https://sarai.test/invoices/0",
    },
];

/// Mails of this area.
pub fn mails() -> Vec<MailDef> {
    let of_money = [DUE, SUSPENDED].map(|key| (key, VARIABLES));
    let of_services = [ENDING, ENDED, CHANGED].map(|key| (key, OF_SERVICE));
    let all = of_money.into_iter().chain(of_services);
    all.map(|(key, variables)| MailDef { key, variables })
        .collect()
}

/// The next period's invoice was made.
pub async fn due(service: &Subscription, invoice: InvoiceId, tx: &mut Tx) -> AppResult<()> {
    tell(DUE, "commerce.told.due", service, invoice, tx).await
}

/// It was suspended.
pub async fn suspended(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    let invoice = super::renewal::open_invoice(service, tx).await?;
    match invoice {
        Some(invoice) => suspended_for(service, invoice, tx).await,
        None => Ok(()),
    }
}

/// It was suspended until this invoice is paid.
pub async fn suspended_for(
    service: &Subscription,
    invoice: InvoiceId,
    tx: &mut Tx,
) -> AppResult<()> {
    tell(SUSPENDED, "commerce.told.suspended", service, invoice, tx).await
}

/// It will end with its period.
pub async fn ending(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    of_service(ENDING, "commerce.told.ending", service, tx).await
}

/// It is over.
pub async fn ended(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    of_service(ENDED, "commerce.told.ended", service, tx).await
}

/// It is another product now.
pub async fn changed(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    of_service(CHANGED, "commerce.told.changed", service, tx).await
}

async fn of_service(
    key: &'static str,
    bell: &str,
    service: &Subscription,
    tx: &mut Tx,
) -> AppResult<()> {
    let Some(reader) = reader::of(service.bought_by, service.tenant_id, tx).await? else {
        return Ok(());
    };
    let (fmt, href) = (
        Format::for_locale(reader.locale),
        paths::service(service.id),
    );
    let name = service.name(reader.locale);
    let until = service.period_to.map(|at| fmt.date(at));
    let until = until.unwrap_or_default();
    let vars = [("name", name), ("until", until.as_str())];
    pages::notify(tx, reader.user, bell, &vars, &href).await?;
    let link = tx.app().config.absolute(&href);
    let new = NewMail::new(key, reader.locale, &reader.email, &reader.name)
        .user(reader.user)
        .var("name", &reader.name)
        .var("service", name)
        .var("until", until)
        .var("link", link);
    mail::queue(tx, new).await.map(|_| ())
}

async fn tell(
    key: &'static str,
    bell: &str,
    service: &Subscription,
    invoice: InvoiceId,
    tx: &mut Tx,
) -> AppResult<()> {
    live::announce(tx, &topics::money(service.tenant_id)).await?;
    let Some(reader) = reader::of(service.bought_by, service.tenant_id, tx).await? else {
        return Ok(());
    };
    let owed = Invoice::find(invoice, tx).await?;
    let (fmt, href) = (Format::for_locale(reader.locale), paths::invoice(invoice));
    let (name, total) = (service.name(reader.locale), fmt.money(owed.total()));
    let until = fmt.date(owed.due_at);
    let vars = [("name", name), ("total", &total), ("until", &until)];
    pages::notify(tx, reader.user, bell, &vars, &href).await?;
    let link = tx.app().config.absolute(&href);
    let new = NewMail::new(key, reader.locale, &reader.email, &reader.name)
        .user(reader.user)
        .var("name", &reader.name)
        .var("service", name)
        .var("total", total)
        .var("until", until)
        .var("link", link);
    mail::queue(tx, new).await.map(|_| ())
}
