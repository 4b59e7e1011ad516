//! `/admin/customers`: looks tenants up by their own and their members' names and addresses.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::module::{Can, ResourceRef, Slot};
use kernel::people::customers::{self, Filter, Kinds, Since};
use kernel::people::{TENANT, arrivals};
use kernel::web::{Cx, ListOnly, PageQuery, View, slot};
use rocket::get;

use crate::permissions::SeeCustomers;
use crate::views;
use crate::views::customers::Asked;

/// List tenants.
#[get("/admin/customers?<q>&<kind>&<since>&<after>&<before>")]
pub async fn index(
    q: Option<&str>,
    kind: Option<&str>,
    since: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _may: Can<SeeCustomers>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let asked = Asked::new(q, kind, since);
    let days = asked.since.map(Since::days);
    let filter = Filter {
        words: asked.words,
        kinds: asked.kind.map_or(&[], Kinds::kinds),
        since: days.map(|days| arrivals::since(days, cx.now(), cx.fmt())),
    };
    let page = PageQuery::new(after, before);
    let (rows, count) = db
        .read(async |tx| Ok(customers::list(filter, &page, tx).await?))
        .await?;
    Ok(views::customers::index(&cx, list_only, asked, &rows, count))
}

/// Show one tenant, its members, and what the modules know of it.
#[get("/admin/customers/<id>")]
pub async fn show(
    id: TenantId,
    _may: Can<SeeCustomers>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let (tenant, members) = db
        .read(async |tx| {
            Ok((
                customers::find(id, tx)
                    .await
                    .or_not_found("admin.customers.one")?,
                customers::members(id, tx).await?,
            ))
        })
        .await?;
    let subject = ResourceRef {
        kind: TENANT.to_owned(),
        id: id.0,
    };
    let widgets = slot(&cx, Slot::CUSTOMER_PROFILE, Some(&subject)).await;
    Ok(views::customers::show(&cx, &tenant, &members, &widgets))
}
