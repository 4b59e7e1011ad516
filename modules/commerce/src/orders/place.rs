//! From a cart to an order: what will be provided, and the invoice of it, in one transaction.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use serde_json::json;

use crate::cart::{Filled, FilledLine};
use crate::ids::{InvoiceId, OrderId, SubscriptionId};
use crate::invoices::{Charge, Invoice, NewInvoice, NewLine};
use crate::metering;
use crate::orders::OrderState;
use crate::schema::commerce_orders;
use crate::subscriptions::{NewSubscription, Subscription};

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// The order.
    pub order: OrderId,
    /// What is to be paid.
    pub invoice: InvoiceId,
}

/// Places an order of a sound cart in the tenant's scope.
pub async fn place(
    filled: &Filled,
    tenant: TenantId,
    by: UserId,
    tx: &mut Tx,
) -> AppResult<Placed> {
    let order = OrderId::fresh();
    let row = (
        commerce_orders::id.eq(order),
        commerce_orders::tenant_id.eq(tenant),
        commerce_orders::state.eq(OrderState::Placed),
        commerce_orders::placed_at.eq(tx.now()),
        commerce_orders::placed_by.eq(by),
    );
    let insert = diesel::insert_into(commerce_orders::table).values(row);
    insert.execute(tx).await?;
    let mut lines = Vec::new();
    for line in &filled.lines {
        for _ in 0..line.quoted.quantity {
            let new = NewSubscription {
                tenant,
                order,
                by,
                product: &line.offer.product,
                price: &line.price,
                options: &line.line.options,
            };
            let bought = Subscription::make(&new, tx).await?;
            lines.extend(lines_of(line, bought, filled.quote.tax.rate, tx));
        }
    }
    let invoice = NewInvoice {
        tenant,
        order: Some(order),
        due_at: None,
        runway: metering::runway_of(filled.quote.hourly.minor, tx).await?,
        lines,
    };
    let invoice = Invoice::make(&invoice, tx).await?;
    let event = Audit::new("commerce.order.place", "commerce.order", order.0);
    audit::record(
        tx,
        event.after(json!({ "total": filled.quote.total.minor })),
    )
    .await?;
    Ok(Placed { order, invoice })
}

/// The first period of one piece, and its fee.
fn lines_of(line: &FilledLine, bought: SubscriptionId, rate: i32, tx: &Tx) -> Vec<NewLine> {
    let (product, quoted) = (&line.offer.product, &line.quoted);
    let named = (product.name_fa.as_str(), product.name_en.as_str());
    let one = |key: &str, net: i64, vat: i64, deferred: bool| {
        let charge = Charge {
            net,
            vat_rate: rate,
            vat,
            deferred,
        };
        NewLine::of_period((bought, 1), product.id, named, key, charge, tx)
    };
    let cycle = line.price.cycle;
    let (unit, unit_vat) = if cycle.is_metered() {
        (0, 0)
    } else {
        (quoted.unit, quoted.unit_vat)
    };
    let fee = quoted.setup;
    let mut lines = vec![one(cycle.label(), unit, unit_vat, cycle.recurs())];
    if fee > 0 {
        lines.push(one("commerce.invoice.setup", fee, quoted.setup_vat, false));
    }
    lines
}
