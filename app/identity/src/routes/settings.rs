//! `/account/settings`: what a tenant decides for itself, one form a module, from the modules' declarations.
//! Every node is told of a change by the database.

use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::settings::Values;
use kernel::settings::form::{self, AnyFields};
use kernel::settings::view::Typed;
use kernel::web::{Answer, Cx, Posted, View, redirect};
use rocket::{get, put};

use super::{paths, views};
use crate::permissions::ManageTenantSettings;

/// Show the tenant's settings.
#[get("/account/settings")]
pub async fn edit(_by: Can<ManageTenantSettings>, db: TenantDb, cx: Cx<'_>) -> AppResult<View> {
    let values = db.read(Values::of_tenant).await?;
    Ok(views::settings::edit(&cx, &values, None))
}

/// Change the tenant's settings of one module.
#[put("/account/settings/<module>", data = "<form>")]
pub async fn update(
    module: &str,
    form: Posted<AnyFields>,
    _by: Can<ManageTenantSettings>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let values = db.read(Values::of_tenant).await?;
    let defs = form::of_module(cx.app(), &values, module)?;
    let changed = match form::changes(&defs, &form.raw, &values, *cx.fmt()) {
        Ok(changed) => changed,
        Err(errors) => {
            let typed = Typed::new(module, &form.raw, &errors);
            return Ok(views::settings::edit(&cx, &values, Some(typed))
                .unprocessable()
                .into());
        }
    };
    let tenant = Some(db.tenant()?);
    db.write(async |tx| form::change_all(tx, tenant, &changed).await)
        .await?;
    Ok(redirect(paths::SETTINGS)
        .notice("identity.tenant_settings.saved")
        .into())
}
