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
    let rows = db.read(async |tx| Ok(staff::list(tx).await?)).await?;
    Ok(views::staff::index(
        &cx,
        &rows,
        &Raw::default(),
        &FieldErrors::default(),
    ))
}

/// Give a role.
#[post("/admin/staff", data = "<form>")]
pub async fn create(
    form: Posted<Grant>,
    _may: Can<ManageStaff>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Answer> {
    let done = match form.value() {
        Ok(Grant {
            email: Some(email),
            role: Some(role),
        }) => {
            db.write(async |tx| {
                let user = staff::grant(email, *role, tx).await?;
                notify(tx, user, "kernel.staff.granted_notice", &[], paths::HOME).await
            })
            .await
        }
        Ok(_) => Err(AppError::Invalid(FieldErrors::default())),
        Err(errors) => Err(AppError::Invalid(errors.clone())),
    };
    answer(done, "admin.staff.granted", &cx, &db, &form.raw).await
}

/// Take a role away.
#[delete("/admin/staff/<user>/<role>", data = "<_form>")]
pub async fn destroy(
    user: UserId,
    role: &str,
    _form: Posted<Pressed>,
    _may: Can<ManageStaff>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Answer> {
    let role = PlatformRole::parse(role).ok_or(AppError::NotFound("kernel.staff.one"))?;
    let done = db
        .write(async |tx| staff::revoke(user, role, tx).await)
        .await;
    answer(done, "admin.staff.revoked", &cx, &db, &Raw::default()).await
}

/// Back to the list, or the list again with what is wrong.
async fn answer(
    done: AppResult<()>,
    notice: &'static str,
    cx: &Cx<'_>,
    db: &PlatformDb,
    raw: &Raw,
) -> AppResult<Answer> {
    match done {
        Ok(()) => Ok(redirect(paths::STAFF).notice(notice).into()),
        Err(AppError::Invalid(errors)) => {
            let rows = db.read(async |tx| Ok(staff::list(tx).await?)).await?;
            Ok(views::staff::index(cx, &rows, raw, &errors)
                .unprocessable()
                .into())
        }
        Err(error) => Err(error),
    }
}
