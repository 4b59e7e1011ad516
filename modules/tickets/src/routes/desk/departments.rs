//! Departments: list, add, archive, offer again.

use kernel::db::PlatformDb;
use kernel::error::{AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use crate::forms::DepartmentForm;
use crate::ids::DepartmentId;
use crate::models::Department;
use crate::permissions::ManageDepartments;
use crate::{paths, views};

/// List departments.
#[get("/admin/departments")]
pub async fn index(_by: Can<ManageDepartments>, db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    page(&db, &cx, &Raw::default(), None).await
}

async fn page(
    db: &PlatformDb,
    cx: &Cx<'_>,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> AppResult<View> {
    let departments = db.read(async |tx| Ok(Department::list(tx).await?)).await?;
    Ok(views::desk::departments::index(
        cx,
        &departments,
        raw,
        errors,
    ))
}

/// Add a department. Idempotent by the form's key.
#[post("/admin/departments", data = "<form>")]
pub async fn create(
    form: Posted<DepartmentForm>,
    _by: Can<ManageDepartments>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let (place, saved) = (paths::DEPARTMENTS, "tickets.notice.saved");
    let created = form.write(db.clone(), place, saved, async |names, tx| {
        Department::create(&names.name_fa, &names.name_en, tx).await
    });
    form.answer(created, async |errors| {
        page(&db, &cx, &form.raw, Some(&errors)).await
    })
    .await
}

/// Offer a department no more. Idempotent.
#[post("/admin/departments/<id>/archive", data = "<_form>")]
pub async fn archive(
    id: DepartmentId,
    _form: Posted<Pressed>,
    _by: Can<ManageDepartments>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| Department::set_archived(id, true, tx).await)
        .await?;
    Ok(redirect(paths::DEPARTMENTS).notice("tickets.notice.saved"))
}

/// Offer a department again. Idempotent.
#[delete("/admin/departments/<id>/archive", data = "<_form>")]
pub async fn restore(
    id: DepartmentId,
    _form: Posted<Pressed>,
    _by: Can<ManageDepartments>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| Department::set_archived(id, false, tx).await)
        .await?;
    Ok(redirect(paths::DEPARTMENTS).notice("tickets.notice.saved"))
}
