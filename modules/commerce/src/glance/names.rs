//! Names of orders, invoices and services for others, in the language of whoever asks.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::ReadTx;
use kernel::module::ResourceSource;
use kernel::people;
use l10n::{Format, Locale};
use uuid::Uuid;

use crate::invoices::Invoice;
use crate::orders::Order;
use crate::schema::{commerce_invoices, commerce_orders, commerce_subscriptions};
use crate::subscriptions::Subscription;

/// How whoever asks reads.
async fn format(tx: &mut ReadTx) -> QueryResult<Format> {
    let asked: Vec<_> = tx.who().user.into_iter().collect();
    let contact = people::contacts(&asked, tx).await?.pop();
    let locale = contact.map_or_else(Locale::default, |contact| contact.locale);
    Ok(Format::for_locale(locale))
}

/// Names orders by their numbers.
pub struct OrderNames;

fn order(order: &Order, fmt: Format) -> String {
    fmt.digits(&order.number.to_string())
}

#[rocket::async_trait]
impl ResourceSource for OrderNames {
    async fn name(&self, id: Uuid, tx: &mut ReadTx) -> QueryResult<Option<String>> {
        let found = commerce_orders::table.find(id).select(Order::as_select());
        let found: Option<Order> = found.get_result(tx).await.optional()?;
        let fmt = format(tx).await?;
        Ok(found.map(|one| order(&one, fmt)))
    }

    async fn list(&self, limit: u32, tx: &mut ReadTx) -> QueryResult<Vec<(Uuid, String)>> {
        let newest = commerce_orders::table
            .order((
                commerce_orders::placed_at.desc(),
                commerce_orders::id.desc(),
            ))
            .limit(i64::from(limit))
            .select(Order::as_select());
        let found: Vec<Order> = newest.load(tx).await?;
        let fmt = format(tx).await?;
        Ok(found
            .iter()
            .map(|one| (one.id.0, order(one, fmt)))
            .collect())
    }
}

/// Names invoices by day and sum.
pub struct InvoiceNames;

fn invoice(invoice: &Invoice, fmt: Format) -> String {
    format!(
        "{} · {}",
        fmt.date(invoice.made_at),
        fmt.money(invoice.total())
    )
}

#[rocket::async_trait]
impl ResourceSource for InvoiceNames {
    async fn name(&self, id: Uuid, tx: &mut ReadTx) -> QueryResult<Option<String>> {
        let found = commerce_invoices::table
            .find(id)
            .select(Invoice::as_select());
        let found: Option<Invoice> = found.get_result(tx).await.optional()?;
        let fmt = format(tx).await?;
        Ok(found.map(|one| invoice(&one, fmt)))
    }

    async fn list(&self, limit: u32, tx: &mut ReadTx) -> QueryResult<Vec<(Uuid, String)>> {
        let newest = commerce_invoices::table
            .order((
                commerce_invoices::made_at.desc(),
                commerce_invoices::id.desc(),
            ))
            .limit(i64::from(limit))
            .select(Invoice::as_select());
        let found: Vec<Invoice> = newest.load(tx).await?;
        let fmt = format(tx).await?;
        Ok(found
            .iter()
            .map(|one| (one.id.0, invoice(one, fmt)))
            .collect())
    }
}

/// Names services as they were bought.
pub struct ServiceNames;

#[rocket::async_trait]
impl ResourceSource for ServiceNames {
    async fn name(&self, id: Uuid, tx: &mut ReadTx) -> QueryResult<Option<String>> {
        let found = commerce_subscriptions::table.find(id);
        let found: Option<Subscription> = found
            .select(Subscription::as_select())
            .get_result(tx)
            .await
            .optional()?;
        let locale = format(tx).await?.locale;
        Ok(found.map(|one| one.name(locale).to_owned()))
    }

    async fn list(&self, limit: u32, tx: &mut ReadTx) -> QueryResult<Vec<(Uuid, String)>> {
        let newest = commerce_subscriptions::table
            .order((
                commerce_subscriptions::made_at.desc(),
                commerce_subscriptions::id.desc(),
            ))
            .limit(i64::from(limit))
            .select(Subscription::as_select());
        let found: Vec<Subscription> = newest.load(tx).await?;
        let locale = format(tx).await?.locale;
        Ok(found
            .iter()
            .map(|one| (one.id.0, one.name(locale).to_owned()))
            .collect())
    }
}
