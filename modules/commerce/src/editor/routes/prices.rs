//! A product's price for a period: the one that stands, those that stood, and setting the next.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, Posted, Raw, Redirection, View, redirect};
use rocket::{delete, get, put};

use super::super::forms::{EndForm, PriceForm, rial};
use super::super::models::prices;
use super::super::models::products::Kept;
use super::super::paths;
use super::super::views::price::{self, Shown};
use crate::catalogue::{Cycle, NewPrice, Tax};
use crate::ids::{PriceId, ProductId};
use crate::permissions::ManageSales;

fn cycle(word: &str) -> AppResult<Cycle> {
    Cycle::parse(word).ok_or(AppError::NotFound("kernel.page"))
}

/// Show a price with its history and the form that sets the next.
#[get("/admin/products/<id>/prices/<word>")]
pub async fn edit(
    id: ProductId,
    word: &str,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, cycle(word)?, None, &db, &cx).await
}

async fn page(
    id: ProductId,
    cycle: Cycle,
    typed: Option<(&Raw, &FieldErrors)>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let shown = db
        .read(async |tx| {
            let history = prices::history(id, tx).await?.into_iter();
            let history = history.filter(|one| one.price.cycle == cycle);
            Ok(Shown {
                kept: Kept::find(id, tx).await?,
                cycle,
                history: history.collect(),
                tax: Tax::at(tx.now(), tx).await?,
            })
        })
        .await?;
    Ok(price::edit(cx, &shown, typed))
}

/// Set a price from now on. Services keep the one that they were bought at.
#[put("/admin/products/<id>/prices/<word>", data = "<form>")]
pub async fn update(
    id: ProductId,
    word: &str,
    form: Posted<PriceForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let cycle = cycle(word)?;
    form.answer(set(id, cycle, &form, &db, &cx), async |errors| {
        page(id, cycle, Some((&form.raw, &errors)), &db, &cx).await
    })
    .await
}

async fn set(
    id: ProductId,
    cycle: Cycle,
    form: &Posted<PriceForm>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let typed = form.valid()?;
    let mut errors = FieldErrors::default();
    let amount = rial(cx, &mut errors, "amount", &typed.amount);
    let setup = if typed.setup.is_empty() {
        0
    } else {
        rial(cx, &mut errors, "setup", &typed.setup)
    };
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let new = NewPrice {
        product: id,
        cycle,
        amount,
        setup,
    };
    db.write(async |tx| prices::set(&new, typed.seen, tx).await)
        .await?;
    Ok(redirect(paths::price(id, cycle)).notice("commerce.editor.notice.priced"))
}

/// End the offer for a period.
#[delete("/admin/products/<id>/prices/<word>", data = "<form>")]
pub async fn destroy(
    id: ProductId,
    word: &str,
    form: Posted<EndForm<PriceId>>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let cycle = cycle(word)?;
    let ended = async {
        let seen = form.valid()?.seen;
        db.write(async |tx| prices::end(id, cycle, seen, tx).await)
            .await?;
        Ok(redirect(paths::price(id, cycle)).notice("commerce.editor.notice.ended"))
    };
    form.answer(ended, async |errors| {
        page(id, cycle, Some((&Raw::default(), &errors)), &db, &cx).await
    })
    .await
}
