//! The store front: all that is offered, and one product with what one chooses of it.

use kernel::db::PublicDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::web::{Answer, Cx, Form, Posted, Raw, Reader, View, redirect};
use rocket::http::CookieJar;
use rocket::{get, post};

use super::{Cycle, Shelf, field_name, kind, read_options, views};
use crate::cart::{Cart, CartLine, MOST_PIECES};
use crate::paths;

/// What is put into the cart; the options are read by the product's kind.
pub struct Wanted {
    cycle: Option<Cycle>,
    quantity: u32,
}

impl Form for Wanted {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            cycle: reader.parsed("cycle", "kernel.invalid.choice", Cycle::parse),
            quantity: pieces(reader, "quantity").unwrap_or(1),
        }
    }
}

/// A count of pieces, in any digits.
pub fn pieces(reader: &mut Reader<'_>, name: &str) -> Option<u32> {
    let typed = l10n::normalise::ascii_digits(reader.typed(name).trim());
    let count = typed.parse().ok().filter(|n| *n <= MOST_PIECES);
    if count.is_none() {
        reader.error(name, "commerce.cart.pieces");
    }
    count
}

/// Show all that is offered.
#[get("/store?<cycle>")]
pub async fn index(cycle: Option<&str>, db: PublicDb, cx: Cx<'_>) -> AppResult<View> {
    let shelf = db.read(async |tx| Shelf::read(tx).await).await?;
    let cycle = cycle.and_then(Cycle::parse);
    Ok(views::index(&cx, &shelf, cycle))
}

/// Show a product with what one chooses of it.
#[get("/store/<slug>?<cycle>")]
pub async fn show(slug: &str, cycle: Option<&str>, db: PublicDb, cx: Cx<'_>) -> AppResult<View> {
    let raw = Raw::prefilled(&[("cycle", cycle.unwrap_or_default()), ("quantity", "1")]);
    page(slug, &raw, None, &db, &cx).await
}

async fn page(
    slug: &str,
    raw: &Raw,
    errors: Option<&FieldErrors>,
    db: &PublicDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let shelf = db.read(async |tx| Shelf::read(tx).await).await?;
    let offer = shelf.offer(slug)?;
    let kind = kind(cx.app(), &offer.product.kind)?;
    Ok(views::show(cx, &shelf, offer, kind.as_ref(), raw, errors))
}

/// Put it into the cart.
#[post("/store/<slug>", data = "<form>")]
pub async fn choose(
    slug: &str,
    form: Posted<Wanted>,
    cookies: &CookieJar<'_>,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let put = async {
        let wanted = form.valid()?;
        let shelf = db.read(async |tx| Shelf::read(tx).await).await?;
        let offer = shelf.offer(slug)?;
        let cycle = wanted.cycle.filter(|cycle| offer.price(*cycle).is_some());
        let cycle = cycle.ok_or_else(|| AppError::invalid("cycle", "kernel.invalid.choice"))?;
        let kind = kind(cx.app(), &offer.product.kind)?;
        let options = read_options(&offer.product, kind.as_ref(), |name| form.raw.get(name));
        of_fields(&kind.check(&options))?;
        let mut cart = Cart::of(cookies);
        cart.put(CartLine {
            slug: slug.to_owned(),
            cycle,
            quantity: wanted.quantity.max(1),
            options,
        });
        let kept = cart.cookie(&cx.app().config);
        let kept = kept.ok_or_else(|| AppError::invalid("", "commerce.cart.full"))?;
        Ok(redirect(paths::CART)
            .cookie(kept)
            .notice("commerce.notice.in_cart"))
    };
    form.answer(put, async |errors| {
        page(slug, &form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

/// Faults of options, at their fields.
fn of_fields(found: &FieldErrors) -> AppResult<()> {
    if found.is_empty() {
        return Ok(());
    }
    let mut errors = FieldErrors::default();
    for (option, error) in found.iter() {
        errors.add_with(&field_name(option), error.key, error.vars.clone());
    }
    Err(AppError::Invalid(errors))
}
