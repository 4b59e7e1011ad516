//! Demo data: what demo customers own and owe, and sales of the months before, so that reports have a shape. Idempotent:
//! purchases by account, sales by month.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::{TenantId, UserId};
use kernel::people::{self, customers};
use l10n::{Calendar, Format, Locale};
use ledger::{BookId, Draft, Entry, Grain, Period};
use serde_json::json;

use crate::accounts;
use crate::cart::{Cart, CartLine, Filled};
use crate::catalogue::{Cycle, Product, Shelf, Tax};
use crate::invoices;
use crate::orders::place;
use crate::schema::commerce_orders;

/// Months before this one in which something was sold.
const MONTHS: i32 = 11;

/// Writes it, when the shelves stand.
pub async fn run(db: &JobDb) -> AppResult<()> {
    db.platform()
        .write(async |tx| {
            for tenant in people::tenants(tx).await? {
                purchases(tenant, tx).await?;
                for back in 1..=MONTHS {
                    month(tenant, back, tx).await?;
                }
            }
            Ok(())
        })
        .await
}

/// A month of support, paid, and an hour of consulting that waits for its money.
async fn purchases(tenant: TenantId, tx: &mut Tx) -> AppResult<()> {
    let any = commerce_orders::table.filter(commerce_orders::tenant_id.eq(tenant));
    let has_bought: bool = diesel::select(diesel::dsl::exists(any))
        .get_result(tx)
        .await?;
    let owner = customers::find(tenant, tx).await?.owner_email;
    let owner = match owner {
        Some(email) => people::by_email(&email, tx).await?,
        None => None,
    };
    let Some(owner) = owner.filter(|_| !has_bought) else {
        return Ok(());
    };
    buy(
        tenant,
        owner.user,
        ("support-monthly", Cycle::Month),
        true,
        tx,
    )
    .await?;
    buy(
        tenant,
        owner.user,
        ("consulting-hour", Cycle::Once),
        false,
        tx,
    )
    .await
}

async fn buy(
    tenant: TenantId,
    by: UserId,
    (slug, cycle): (&str, Cycle),
    pays: bool,
    tx: &mut Tx,
) -> AppResult<()> {
    let line = CartLine {
        slug: slug.to_owned(),
        cycle,
        quantity: 1,
        options: json!({ "brief": "سرور فروشگاه اینترنتی و پشتیبان‌گیری از آن" }),
    };
    let (shelf, app) = (Shelf::read(tx).await?, std::sync::Arc::clone(tx.app()));
    let filled = Filled::of(&Cart { lines: vec![line] }, &shelf, &app)?;
    if !filled.is_sound() {
        return Ok(());
    }
    let placed = place(&filled, tenant, by, tx).await?;
    if pays {
        let total = filled.total().minor;
        paid_in(tenant, total, format!("demo:{tenant}:first"), None, tx).await?;
        invoices::pay(placed.invoice, tx).await?;
    }
    Ok(())
}

/// What was sold so many months ago: paid in, and spent for work that people did.
async fn month(tenant: TenantId, back: i32, tx: &mut Tx) -> AppResult<()> {
    let tehran = Format::for_locale(Locale::Fa);
    let this = Grain::Month(Calendar::Jalali).first_of(tehran.today(tx.now()));
    let Some(first) = Calendar::Jalali.add_months(this, -back) else {
        return Ok(());
    };
    let month = Period::of_day(first).number();
    for (slug, day, pieces) in sales(back) {
        let product = Product::by_slug(slug, tx).await?.id;
        let at = tehran.start_of_day(first + Duration::days(day)) + Duration::hours(10);
        let net = price_of(slug) * pieces;
        let vat = Tax::at(at, tx).await?.on(net).unwrap_or_default();
        let key = format!("demo:{tenant}:{month}:{slug}");
        paid_in(tenant, net + vat, format!("{key}:in"), Some(at), tx).await?;
        let sale = Entry::draft(BookId::PLATFORM, "commerce.entries.sale", key)
            .at(at)
            .debit(&accounts::wallet(tenant), net + vat)
            .credit(&accounts::income(product), net)
            .credit(&accounts::vat(), vat);
        post(sale, tx).await?;
    }
    Ok(())
}

/// Pieces that were sold: more of late, with good months and bad ones.
fn sales(back: i32) -> [(&'static str, i64, i64); 2] {
    let late = i64::from((MONTHS - back) / 3);
    let swing = i64::from((back * 7) % 4);
    [
        ("consulting-hour", 4, 1 + late + swing),
        ("migration", 17, 1 + late / 2),
    ]
}

fn price_of(slug: &str) -> i64 {
    match slug {
        "migration" => 12_000_000,
        _ => 4_200_000,
    }
}

async fn paid_in(
    tenant: TenantId,
    rial: i64,
    key: String,
    at: Option<DateTime<Utc>>,
    tx: &mut Tx,
) -> AppResult<()> {
    let draft = Entry::draft(BookId::PLATFORM, "commerce.entries.payment", key)
        .debit(&accounts::clearing("demo"), rial)
        .credit(&accounts::wallet(tenant), rial);
    let draft = match at {
        Some(at) => draft.at(at),
        None => draft,
    };
    post(draft, tx).await
}

async fn post(draft: Draft, tx: &mut Tx) -> AppResult<()> {
    let entry = draft
        .balanced()
        .map_err(|fault| AppError::internal(fault.to_string()))?;
    ledger::post(tx, &entry).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_month_has_sales() {
        for back in 1..=MONTHS {
            assert!(
                sales(back)
                    .iter()
                    .all(|(_, day, pieces)| *pieces > 0 && *day < 28),
                "{back}"
            );
        }
    }
}
