//! `/admin/staff`: who has which platform role; giving one by e-mail address, taking one away.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::ids::UserId;
use kernel::module::{Can, PlatformRole};
use kernel::pages::notify;
use kernel::people::staff;
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, View, redirect};
use rocket::{delete, get, post};

use crate::forms::staff::Grant;
use crate::permissions::ManageStaff;
use crate::{paths, views};

/// List the staff.
#[get("/admin/staff")]
pub async fn index(_may: Can<ManageStaff>, cx: Cx<'_>, db: PlatformDb) -> AppResult<View> {
    page(&cx, &db, &Raw::default(), None).await
}

/// Give a role.
#[post("/admin/staff", data = "<form>")]
pub async fn create(
    form: Posted<Grant>,
    _may: Can<ManageStaff>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Answer> {
    let (place, given) = (paths::STAFF, "admin.staff.granted");
    let granted = form.write(db.clone(), place, given, async |grant, tx| {
        let user = staff::grant(&grant.email, grant.role()?, tx).await?;
        notify(tx, user, "kernel.staff.granted_notice", &[], paths::HOME).await
    });
    form.answer(granted, async |errors| {
        page(&cx, &db, &form.raw, Some(&errors)).await
    })
    .await
}

/// Take a role away.
#[delete("/admin/staff/<user>/<role>", data = "<form>")]
pub async fn destroy(
    user: UserId,
    role: &str,
    form: Posted<Pressed>,
    _may: Can<ManageStaff>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Answer> {
    let role = PlatformRole::parse(role).ok_or(AppError::NotFound("kernel.staff.one"))?;
    let revoked = async {
        db.write(async |tx| staff::revoke(user, role, tx).await)
            .await?;
        Ok(redirect(paths::STAFF).notice("admin.staff.revoked"))
    };
    form.answer(revoked, async |errors| {
        page(&cx, &db, &Raw::default(), Some(&errors)).await
    })
    .await
}

/// The staff, and the form with what was typed and what is wrong with it.
async fn page(
    cx: &Cx<'_>,
    db: &PlatformDb,
    raw: &Raw,
    wrong: Option<&FieldErrors>,
) -> AppResult<View> {
    let rows = db.read(async |tx| Ok(staff::list(tx).await?)).await?;
    Ok(views::staff::index(cx, &rows, raw, wrong))
}
