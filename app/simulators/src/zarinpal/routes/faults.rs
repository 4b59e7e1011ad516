//! Faults that a developer switches on and off. Tests do the same by `control`.

use kernel::db::PlatformDb;
use kernel::error::{AppResult, FieldErrors};
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, Redirection, View, redirect};
use rocket::{delete, get, post};

use crate::zarinpal::forms::FaultForm;
use crate::zarinpal::ids::FaultId;
use crate::zarinpal::models::{Fault, Terminal};
use crate::zarinpal::{paths, views};

/// List them, with the form of a new one.
#[get("/dev/simulators/zarinpal/faults")]
pub async fn index(db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    list(&Raw::prefilled(&[("times", "1")]), None, &db, &cx).await
}

/// Switch one on.
#[post("/dev/simulators/zarinpal/faults", data = "<form>")]
pub async fn create(form: Posted<FaultForm>, db: PlatformDb, cx: Cx<'_>) -> AppResult<Answer> {
    let notice = "simulators.zarinpal.fault_on";
    let written = form.write(db.clone(), paths::FAULTS, notice, async |typed, tx| {
        Fault::add(&typed.0, tx).await
    });
    form.answer(written, async |errors| {
        list(&form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

/// Switch one off.
#[delete("/dev/simulators/zarinpal/faults/<id>", data = "<_form>")]
pub async fn destroy(
    id: FaultId,
    _form: Posted<Pressed>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| Fault::end(id, tx).await).await?;
    Ok(redirect(paths::FAULTS).notice("simulators.zarinpal.fault_off"))
}

async fn list(
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let (faults, terminals) = db
        .read(async |tx| Ok((Fault::list(tx).await?, Terminal::list(tx).await?)))
        .await?;
    Ok(views::faults::index(cx, &faults, &terminals, raw, errors))
}
