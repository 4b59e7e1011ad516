//! `/admin/settings`: one form per module, from the modules' declarations.
//! After a change this node reads its settings again before it answers; the others are told by the database.

use rocket::{get, put};

use crate::db::PlatformDb;
use crate::error::{AppError, AppResult};
use crate::module::{Can, SettingDef};
use crate::pages::forms::settings::{AnyFields, changes};
use crate::pages::views::settings::Typed;
use crate::pages::{ManageSettings, paths, views};
use crate::settings;
use crate::web::{Answer, Cx, Posted, View, redirect};

/// Show every setting.
#[get("/admin/settings")]
pub fn edit(_may: Can<ManageSettings>, cx: Cx<'_>) -> View {
    views::settings::edit(&cx, None)
}

/// Change the settings of one module.
#[put("/admin/settings/<module>", data = "<form>")]
pub async fn update(
    module: &str,
    form: Posted<AnyFields>,
    _may: Can<ManageSettings>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Answer> {
    let app = cx.app();
    let defs: Vec<&SettingDef> = app
        .registry
        .settings()
        .values()
        .filter(|def| views::settings::owner(def) == module)
        .collect();
    if defs.is_empty() {
        return Err(AppError::NotFound("kernel.setting"));
    }
    let changed = match changes(&defs, &form.raw, &app.settings) {
        Ok(changed) => changed,
        Err(errors) => {
            let typed = Typed {
                module,
                raw: &form.raw,
                errors: &errors,
            };
            return Ok(views::settings::edit(&cx, Some(typed))
                .unprocessable()
                .into());
        }
    };
    db.write(async |tx| {
        for (key, value) in &changed {
            settings::change(tx, key, value.clone()).await?;
        }
        Ok(())
    })
    .await?;
    app.settings.reload(app).await?;
    Ok(redirect(paths::SETTINGS)
        .notice("kernel.settings.saved")
        .into())
}
