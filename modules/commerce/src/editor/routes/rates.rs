//! What a unit of a product's usage costs: the rate that stands, those that stood, and setting the next.

use contracts::commerce::CounterDef;
use kernel::app::App;
use kernel::db::{PlatformDb, Tx};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Raw, Redirection, View, redirect};
use rocket::{delete, get, put};

use super::super::forms::{EndForm, PRICE_STALE, RateForm, rial};
use super::super::models::products::Kept;
use super::super::paths;
use super::super::views::rate::{self, Shown};
use crate::catalogue::Tax;
use crate::ids::{ProductId, RateId};
use crate::permissions::ManageSales;
use crate::usage::{self, NewRate, Rate};

/// As much as the table holds, as it is counted.
const MOST: i64 = 1_000_000_000_000_000_000;

fn counter(product: &Kept, name: &str, app: &App) -> AppResult<CounterDef> {
    usage::def(app, &product.kind, name).ok_or(AppError::NotFound("kernel.page"))
}

/// Show a rate with its history and the form that sets the next.
#[get("/admin/products/<id>/rates/<name>")]
pub async fn edit(
    id: ProductId,
    name: &str,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, name, None, &db, &cx).await
}

async fn page(
    id: ProductId,
    name: &str,
    typed: Option<(&Raw, &FieldErrors)>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let shown = db
        .read(async |tx| {
            let kept = Kept::find(id, tx).await?;
            Ok(Shown {
                def: counter(&kept, name, cx.app())?,
                history: Rate::history(id, name, tx).await?,
                tax: Tax::at(tx.now(), tx).await?,
                kept,
            })
        })
        .await?;
    Ok(rate::edit(cx, &shown, typed))
}

/// Set a rate from now on. Services keep the one that they were bought at.
#[put("/admin/products/<id>/rates/<name>", data = "<form>")]
pub async fn update(
    id: ProductId,
    name: &str,
    form: Posted<RateForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    form.answer(set(id, name, &form, &db, &cx), async |errors| {
        page(id, name, Some((&form.raw, &errors)), &db, &cx).await
    })
    .await
}

async fn set(
    id: ProductId,
    name: &str,
    form: &Posted<RateForm>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let typed = form.valid()?;
    let mut errors = FieldErrors::default();
    let amount = rial(cx, &mut errors, "amount", &typed.amount);
    let units = match typed.included.as_str() {
        "" => Ok(0),
        text => cx.fmt().parse_integer(text),
    };
    let units = units.unwrap_or_else(|error| {
        errors.add("included", error.key());
        0
    });
    let kept = db.read(async |tx| Kept::find(id, tx).await).await?;
    let def = counter(&kept, name, cx.app())?;
    let included = units.checked_mul(def.scale);
    let included = included.filter(|all| (0..=MOST).contains(all));
    if included.is_none() {
        errors.add("included", "kernel.invalid.range");
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let new = NewRate {
        product: id,
        counter: name.to_owned(),
        included: included.unwrap_or_default(),
        scale: def.scale,
        amount,
    };
    db.write(async |tx| {
        seen(id, name, typed.seen, tx).await?;
        Rate::set(&new, tx).await
    })
    .await?;
    Ok(redirect(paths::rate(id, name)).notice("commerce.editor.notice.priced"))
}

/// Two editors of a product come one after the other; who has not seen the rate that stands is told.
async fn seen(id: ProductId, name: &str, seen: Option<RateId>, tx: &mut Tx) -> AppResult<()> {
    Kept::find_for_update(id, tx).await?;
    let now = Rate::at(id, tx.now(), tx).await?;
    let stands = now.iter().find(|rate| rate.counter == name);
    if stands.map(|rate| rate.id) == seen {
        Ok(())
    } else {
        Err(AppError::invalid("", PRICE_STALE))
    }
}

/// Let new services use it for nothing.
#[delete("/admin/products/<id>/rates/<name>", data = "<form>")]
pub async fn destroy(
    id: ProductId,
    name: &str,
    form: Posted<EndForm<RateId>>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let ended = async {
        let known = form.valid()?.seen;
        db.write(async |tx| {
            seen(id, name, known, tx).await?;
            Rate::end(id, name, tx).await
        })
        .await?;
        Ok(redirect(paths::rate(id, name)).notice("commerce.editor.notice.ended"))
    };
    form.answer(ended, async |errors| {
        page(id, name, Some((&Raw::default(), &errors)), &db, &cx).await
    })
    .await
}
