//! `/admin/taxes`: rates by date. One that has begun stays.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, Redirection, View, redirect};
use l10n::{Format, Locale};
use rocket::{delete, get, post};

use super::super::forms::TaxForm;
use super::super::models::taxes::TaxRate;
use super::super::{paths, views};
use crate::ids::TaxId;
use crate::permissions::ManageSales;

/// List the rates, with the form that announces one.
#[get("/admin/taxes")]
pub async fn index(_by: Can<ManageSales>, db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    page(&Raw::default(), None, &db, &cx).await
}

async fn page(
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let all = db.read(async |tx| Ok(TaxRate::all(tx).await?)).await?;
    Ok(views::taxes::index(cx, &all, raw, errors))
}

/// Announce a rate from a day on that has not begun. Idempotent by the form's key.
#[post("/admin/taxes", data = "<form>")]
pub async fn create(
    form: Posted<TaxForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let id = TaxId::fresh();
    let announced = form.write(
        db.clone(),
        paths::TAXES,
        "commerce.editor.notice.tax_made",
        async |typed, tx| {
            let rate = cx.fmt().parse_percent(&typed.rate);
            let rate = rate.map_err(|error| AppError::invalid("rate", error.key()))?;
            let rate = i32::try_from(rate.0)
                .ok()
                .filter(|rate| (0..=10_000).contains(rate));
            let rate =
                rate.ok_or_else(|| AppError::invalid("rate", "commerce.editor.invalid_rate"))?;
            let day = cx.fmt().parse_date(&typed.from);
            let day = day.map_err(|error| AppError::invalid("from", error.key()))?;
            // The tax's days are Tehran's, whoever types them.
            let from = Format::for_locale(Locale::Fa).start_of_day(day);
            TaxRate::announce(id, rate, from, tx).await
        },
    );
    form.answer(announced, async |errors| {
        page(&form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

/// Take back a rate that does not hold yet.
#[delete("/admin/taxes/<id>", data = "<_form>")]
pub async fn destroy(
    id: TaxId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    db.write(async |tx| TaxRate::take_back(id, tx).await)
        .await?;
    Ok(redirect(paths::TAXES).notice("commerce.editor.notice.tax_removed"))
}
