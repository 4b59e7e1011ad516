//! `/admin/customers`: looks tenants up by their own and their members' names and addresses.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::module::{Can, ResourceRef, Slot, TenantKind};
use kernel::people::{TENANT, customers};
use kernel::web::{Cx, ListOnly, PageQuery, View, slot};
use rocket::get;

use crate::permissions::SeeCustomers;
use crate::views;

/// List tenants.
#[get("/admin/customers?<q>&<kind>&<after>&<before>")]
pub async fn index(
    q: Option<&str>,
    kind: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _may: Can<SeeCustomers>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let (words, kind) = (q.unwrap_or_default(), kind.and_then(TenantKind::parse));
    let page = PageQuery::new(after, before);
    let (rows, count) = db
        .read(async |tx| Ok(customers::list(words, kind, &page, tx).await?))
        .await?;
    Ok(views::customers::index(
        &cx, list_only, words, kind, &rows, count,
    ))
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
