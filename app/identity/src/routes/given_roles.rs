//! Roles of modules: who has which in the current tenant, giving one, taking one.

use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::ids::GivenRoleId;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use super::{forms::GiveRole, models::given_roles, paths, views};
use crate::permissions::GiveRoles;

/// The list, and the form to give one.
#[get("/account/roles")]
pub async fn index(_by: Can<GiveRoles>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    page(&db, &cx, &Raw::default(), None).await
}

async fn page(
    db: &TenantDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let kind = cx.in_tenant()?.kind;
    let shown = db
        .read(async |tx| {
            Ok(views::given_roles::Shown {
                rows: given_roles::list(tx).await?,
                members: given_roles::members(tx).await?,
                offers: given_roles::offers(kind, tx).await?,
            })
        })
        .await?;
    Ok(views::given_roles::page(cx, &shown, raw, errors))
}

/// Gives a member a role. Idempotent.
#[post("/account/roles", data = "<form>")]
pub async fn create(
    form: Posted<GiveRole>,
    _by: Can<GiveRoles>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let given = async {
        let (tenant, kind) = (db.tenant()?, cx.in_tenant()?.kind);
        let GiveRole { member, role } = form.valid()?;
        let (Some(member), Some(role)) = (*member, role) else {
            return Err(AppError::invalid("role", "kernel.invalid.choice"));
        };
        db.write(async |tx| given_roles::give(tenant, kind, member, role, tx).await)
            .await?;
        Ok(redirect(paths::ROLES).notice("identity.roles.given"))
    };
    form.answer(given, async |errors| {
        page(&db, &cx, &form.raw, Some(&errors)).await
    })
    .await
}

/// Takes a role away.
#[delete("/account/roles/<id>", data = "<_form>")]
pub async fn destroy(
    id: GivenRoleId,
    _form: Posted<Pressed>,
    _by: Can<GiveRoles>,
    db: TenantDb,
) -> AppResult<Redirection> {
    db.write(async |tx| given_roles::take(id, tx).await).await?;
    Ok(redirect(paths::ROLES).notice("identity.roles.taken"))
}
