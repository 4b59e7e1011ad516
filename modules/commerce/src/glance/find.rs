//! What the search finds: products for everybody; services, orders and invoices of one's own, or a customer's for staff.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{Holds, folded};
use kernel::error::AppResult;
use kernel::module::{Hit, SearchSource};
use kernel::web::{Cx, PageQuery};
use l10n::normalise;

use crate::catalogue::Shelf;
use crate::editor::{self, search};
use crate::invoices::Invoice;
use crate::narrowing::customers;
use crate::orders::Order;
use crate::paths;
use crate::permissions::{MANAGE_SALES, SEE_MONEY, SEE_SALES};
use crate::schema::{commerce_invoices, commerce_orders, commerce_subscriptions};
use crate::subscriptions::{Subscription, Wanted};

/// Finds products: what is for sale, or the editor's for whoever keeps the shop.
pub struct Products;

#[rocket::async_trait]
impl SearchSource for Products {
    fn label(&self) -> &'static str {
        "commerce.editor.products"
    }

    async fn find(&self, cx: &Cx<'_>, text: &str, limit: i64) -> AppResult<Vec<Hit>> {
        let most = usize::try_from(limit).unwrap_or(8);
        if let Some(db) = cx.platform_db(MANAGE_SALES) {
            let filter = search::Filter {
                words: text.to_owned(),
                ..search::Filter::default()
            };
            let query = PageQuery::default();
            let (page, _) = db
                .read(async |tx| Ok(search::list(&filter, &query, tx).await?))
                .await?;
            let hits = page.rows.into_iter().take(most).map(|found| Hit {
                title: found.kept.name(cx.locale()).to_owned(),
                text: cx.t(found.kept.face.visibility.label()),
                href: editor::paths::product(found.kept.id),
            });
            return Ok(hits.collect());
        }
        let shelf = cx
            .public_db()
            .read(async |tx| Shelf::read(tx).await)
            .await?;
        let holds = |name: &str| normalise::search_text(name).contains(text);
        let listed = shelf.categories.iter().flat_map(|one| shelf.of(one.id));
        let hits =
            listed.filter(|offer| holds(&offer.product.name_fa) || holds(&offer.product.name_en));
        let hits = hits.take(most).map(|offer| Hit {
            title: offer.product.name(cx.locale()).to_owned(),
            text: offer.product.summary(cx.locale()).to_owned(),
            href: paths::product(&offer.product.slug),
        });
        Ok(hits.collect())
    }
}

/// Finds services: one's own by name or by what was chosen, a customer's for staff.
pub struct Services;

#[rocket::async_trait]
impl SearchSource for Services {
    fn label(&self) -> &'static str {
        "commerce.service.title"
    }

    async fn find(&self, cx: &Cx<'_>, text: &str, limit: i64) -> AppResult<Vec<Hit>> {
        use commerce_subscriptions as s;
        let bought = || {
            s::table
                .filter(s::wanted.ne(Wanted::Nothing))
                .order((s::made_at.desc(), s::id.desc()))
                .limit(limit)
                .select(Subscription::as_select())
        };
        let hit = |one: Subscription, href: String| Hit {
            title: one.name(cx.locale()).to_owned(),
            text: cx.fmt().relative(one.made_at, cx.now()),
            href,
        };
        if let Some(db) = cx.platform_db(SEE_SALES) {
            let found: Vec<Subscription> = db
                .read(async |tx| {
                    let of = customers(text, tx).await?;
                    let rows = bought().filter(s::tenant_id.eq_any(of));
                    Ok(rows.load(tx).await?)
                })
                .await?;
            let hits = found.into_iter().map(|one| {
                let href = paths::desk_service(one.id);
                hit(one, href)
            });
            return Ok(hits.collect());
        }
        let Some(db) = cx.tenant_db(SEE_MONEY) else {
            return Ok(Vec::new());
        };
        let tenant = db.tenant()?;
        let found: Vec<Subscription> = db
            .read(async |tx| {
                let chosen = diesel::dsl::sql::<diesel::sql_types::Text>(
                    "commerce_subscriptions.options::text",
                );
                let rows = bought().filter(s::tenant_id.eq(tenant)).filter(
                    Holds::words(folded(s::name_fa), text)
                        .or(Holds::words(folded(s::name_en), text))
                        .or(Holds::words(folded(chosen), text)),
                );
                Ok(rows.load(tx).await?)
            })
            .await?;
        let hits = found.into_iter().map(|one| {
            let href = paths::service(one.id);
            hit(one, href)
        });
        Ok(hits.collect())
    }
}

/// Finds one's own orders by number.
pub struct Orders;

#[rocket::async_trait]
impl SearchSource for Orders {
    fn label(&self) -> &'static str {
        "commerce.order.title"
    }

    async fn find(&self, cx: &Cx<'_>, text: &str, limit: i64) -> AppResult<Vec<Hit>> {
        let Ok(number) = text.parse::<i64>() else {
            return Ok(Vec::new());
        };
        let Some(db) = cx.tenant_db(SEE_MONEY) else {
            return Ok(Vec::new());
        };
        let tenant = db.tenant()?;
        let found: Vec<Order> = db
            .read(async |tx| {
                let rows = commerce_orders::table
                    .filter(commerce_orders::tenant_id.eq(tenant))
                    .filter(commerce_orders::number.eq(number))
                    .limit(limit)
                    .select(Order::as_select());
                Ok(rows.load(tx).await?)
            })
            .await?;
        let hits = found.into_iter().map(|order| Hit {
            title: cx.t_with(
                "commerce.order.number",
                &[("number", &cx.fmt().digits(&order.number.to_string()))],
            ),
            text: cx.t(order.state.label()),
            href: paths::order(order.id),
        });
        Ok(hits.collect())
    }
}

/// Finds one's own invoices by their sum.
pub struct Invoices;

#[rocket::async_trait]
impl SearchSource for Invoices {
    fn label(&self) -> &'static str {
        "commerce.invoice.title"
    }

    async fn find(&self, cx: &Cx<'_>, text: &str, limit: i64) -> AppResult<Vec<Hit>> {
        let Ok(sum) = cx.fmt().parse_money(text, cx.fmt().money_unit) else {
            return Ok(Vec::new());
        };
        let Some(db) = cx.tenant_db(SEE_MONEY) else {
            return Ok(Vec::new());
        };
        let tenant = db.tenant()?;
        let found: Vec<Invoice> = db
            .read(async |tx| {
                let rows = commerce_invoices::table
                    .filter(commerce_invoices::tenant_id.eq(tenant))
                    .filter(commerce_invoices::total.eq(sum.minor))
                    .order((
                        commerce_invoices::made_at.desc(),
                        commerce_invoices::id.desc(),
                    ))
                    .limit(limit)
                    .select(Invoice::as_select());
                Ok(rows.load(tx).await?)
            })
            .await?;
        let hits = found.into_iter().map(|invoice| Hit {
            title: cx.fmt().money(invoice.total()),
            text: format!(
                "{} · {}",
                cx.t(invoice.state.label()),
                cx.fmt().date(invoice.made_at)
            ),
            href: paths::invoice(invoice.id),
        });
        Ok(hits.collect())
    }
}
