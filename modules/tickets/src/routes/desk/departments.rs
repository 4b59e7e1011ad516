//! Departments: list, add, archive, offer again.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use crate::forms::{DepartmentForm, EmptyForm};
use crate::ids::DepartmentId;
use crate::models::{Department, NewDepartment};
use crate::permissions::ManageDepartments;
use crate::{paths, views};

/// List departments.
#[get("/admin/departments")]
pub async fn index(_by: Can<ManageDepartments>, db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    let departments = db.read(async |tx| Ok(Department::list(tx).await?)).await?;
    Ok(views::desk::departments::index(
        &cx,
        &departments,
        &Raw::default(),
        None,
    ))
}

/// Add a department.
#[post("/admin/departments", data = "<form>")]
pub async fn create(
    form: Posted<DepartmentForm>,
    _by: Can<ManageDepartments>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let value = match form.value() {
        Ok(value) => value,
        Err(errors) => {
            let departments = db.read(async |tx| Ok(Department::list(tx).await?)).await?;
            return Ok(
                views::desk::departments::index(&cx, &departments, &form.raw, Some(errors))
                    .unprocessable()
                    .into(),
            );
        }
    };
    db.write(async |tx| {
        if form.receipt.earlier(tx).await?.is_some() {
            return Ok(());
        }
        let position = i32::try_from(Department::list(tx).await?.len()).unwrap_or(i32::MAX);
        let (name_fa, name_en) = (value.name_fa.clone(), value.name_en.clone());
        Department::create(
            NewDepartment {
                id: DepartmentId::fresh(),
                name_fa,
                name_en,
                position,
            },
            tx,
        )
        .await?;
        form.receipt.keep(tx, paths::DEPARTMENTS).await
    })
    .await?;
    Ok(redirect(paths::DEPARTMENTS)
        .notice("tickets.notice.saved")
        .into())
}

/// Offer a department no more. Idempotent.
#[post("/admin/departments/<id>/archive", data = "<_form>")]
pub async fn archive(
    id: DepartmentId,
    _form: Posted<EmptyForm>,
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
    _form: Posted<EmptyForm>,
    _by: Can<ManageDepartments>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| Department::set_archived(id, false, tx).await)
        .await?;
    Ok(redirect(paths::DEPARTMENTS).notice("tickets.notice.saved"))
}
