//! Members of the current tenant: see them, change a role, remove one.
//! Invitations stand on the same page and have their own routes.

use kernel::db::{ReadTx, TenantDb};
use kernel::error::{AppResult, FieldErrors};
use kernel::ids::UserId;
use kernel::module::Can;
use kernel::web::{Answer, Cx, PageQuery, Posted, Raw, View, redirect};
use rocket::{delete, get, put};

use super::forms::{Pressed, SetRole};
use super::{models, paths, views};
use crate::permissions::ManageMembers;

/// What the page shows.
pub(super) async fn load(tx: &mut ReadTx, query: &PageQuery) -> AppResult<views::members::Shown> {
    Ok(views::members::Shown {
        members: models::members::list(tx, query).await?,
        owners: models::members::owners(tx).await?,
        invitations: models::invitations::list(tx).await?,
        refused: None,
    })
}

/// The list, and the form to invite somebody.
#[get("/account/members?<after>&<before>")]
pub async fn index(
    after: Option<&str>,
    before: Option<&str>,
    _by: Can<ManageMembers>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let query = PageQuery::new(after, before);
    let shown = db.read(async |tx| load(tx, &query).await).await?;
    Ok(views::members::page(&cx, &shown, &Raw::default(), None))
}

/// The list again, with what is wrong said in the member's row.
async fn refused(
    db: &TenantDb,
    cx: &Cx<'_>,
    member: UserId,
    errors: &FieldErrors,
) -> AppResult<View> {
    let mut shown = db
        .read(async |tx| load(tx, &PageQuery::default()).await)
        .await?;
    shown.refused = errors.get("role").map(|error| (member, error.key));
    Ok(views::members::page(cx, &shown, &Raw::default(), None))
}

/// Gives a member another role.
#[put("/account/members/<id>", data = "<posted>")]
pub async fn update(
    id: UserId,
    posted: Posted<SetRole>,
    _by: Can<ManageMembers>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let changed = async {
        let (SetRole(to), by) = (posted.valid()?, cx.in_tenant()?.role);
        db.write(async |tx| models::members::change_role(tx, by, id, *to).await)
            .await?;
        Ok(redirect(paths::MEMBERS).notice("identity.members.role_changed"))
    };
    posted
        .answer(changed, async |errors| refused(&db, &cx, id, &errors).await)
        .await
}

/// Removes a member.
#[delete("/account/members/<id>", data = "<posted>")]
pub async fn destroy(
    id: UserId,
    posted: Posted<Pressed>,
    _by: Can<ManageMembers>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let removed = async {
        let by = cx.in_tenant()?.role;
        db.write(async |tx| models::members::remove(tx, by, id).await)
            .await?;
        Ok(redirect(paths::MEMBERS).notice("identity.members.removed"))
    };
    posted
        .answer(removed, async |errors| refused(&db, &cx, id, &errors).await)
        .await
}
