//! Modules of the current tenant: see them, switch one off, switch it on again.

use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::web::{Cx, Posted, Pressed, Redirection, View, redirect};
use rocket::{delete, get, post};

use super::{models::modules, paths, views};
use crate::permissions::ChooseModules;

/// The list.
#[get("/account/modules")]
pub fn index(_by: Can<ChooseModules>, cx: Cx<'_>) -> View {
    views::modules::page(&cx)
}

/// Switches a module off for the tenant. Idempotent.
#[delete("/account/modules/<module>", data = "<_form>")]
pub async fn destroy(
    module: &str,
    _form: Posted<Pressed>,
    _by: Can<ChooseModules>,
    db: TenantDb,
) -> AppResult<Redirection> {
    let tenant = db.tenant()?;
    db.write(async |tx| modules::switch(tenant, module, false, tx).await)
        .await?;
    Ok(redirect(paths::MODULES).notice("identity.modules.switched_off"))
}

/// Switches it on again. Idempotent.
#[post("/account/modules/<module>", data = "<_form>")]
pub async fn create(
    module: &str,
    _form: Posted<Pressed>,
    _by: Can<ChooseModules>,
    db: TenantDb,
) -> AppResult<Redirection> {
    let tenant = db.tenant()?;
    db.write(async |tx| modules::switch(tenant, module, true, tx).await)
        .await?;
    Ok(redirect(paths::MODULES).notice("identity.modules.switched_on"))
}
