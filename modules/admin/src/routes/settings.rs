//! `/admin/settings`: one form per module, from the modules' declarations.
//! After a change this node reads its settings again before it answers; the others are told by the database.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::module::Can;
use kernel::settings::Values;
use kernel::settings::form::{self, AnyFields};
use kernel::settings::view::Typed;
use kernel::web::{Answer, Cx, Posted, View, redirect};
use rocket::{get, put};

use crate::permissions::ManageSettings;
use crate::{paths, views};

/// Show every setting.
#[get("/admin/settings")]
pub fn edit(_may: Can<ManageSettings>, cx: Cx<'_>) -> View {
    views::settings::edit(&cx, &Values::of_platform(cx.app()), None)
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
    let values = Values::of_platform(app);
    let defs = form::of_module(app, &values, module)?;
    let changed = async {
        let changed = form::changes(&defs, &form.raw, &values, *cx.fmt())?;
        db.write(async |tx| form::change_all(tx, None, &changed).await)
            .await?;
        app.settings.reload(app).await?;
        Ok(redirect(paths::SETTINGS).notice("kernel.settings.saved"))
    };
    form.answer(changed, async |errors| {
        let typed = Typed::new(module, &form.raw, &errors);
        Ok(views::settings::edit(&cx, &values, Some(typed)))
    })
    .await
}
