//! The cart's page and its lines. Whoever is here may be a guest.

use kernel::db::PublicDb;
use kernel::error::{AppError, AppResult};
use kernel::web::{Answer, Cx, Form, Posted, Pressed, Reader, Redirection, View, redirect};
use rocket::http::CookieJar;
use rocket::{delete, get, post};

use super::{Cart, Filled, views};
use crate::catalogue::{Shelf, pieces};
use crate::paths;

/// A count for a line.
pub struct Count(u32);

impl Form for Count {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(pieces(reader, "quantity").unwrap_or(0))
    }
}

/// Show the cart.
#[get("/cart")]
pub async fn show(cookies: &CookieJar<'_>, db: PublicDb, cx: Cx<'_>) -> AppResult<View> {
    let filled = filled(cookies, &db, &cx).await?;
    Ok(views::show(&cx, &filled))
}

async fn filled(cookies: &CookieJar<'_>, db: &PublicDb, cx: &Cx<'_>) -> AppResult<Filled> {
    let shelf = db.read(async |tx| Shelf::read(tx).await).await?;
    Filled::of(&Cart::of(cookies), &shelf, cx.app())
}

/// Change how many of a line.
#[post("/cart/<n>", data = "<form>")]
pub async fn update(
    n: usize,
    form: Posted<Count>,
    cookies: &CookieJar<'_>,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let changed = form
        .valid()
        .and_then(|count| change(n, count.0, cookies, &cx));
    form.answer(async { changed }, async |_| {
        let filled = filled(cookies, &db, &cx).await?;
        Ok(views::show_refused(&cx, &filled, n))
    })
    .await
}

/// Take a line out.
#[delete("/cart/<n>", data = "<_form>")]
pub fn destroy(
    n: usize,
    _form: Posted<Pressed>,
    cookies: &CookieJar<'_>,
    cx: Cx<'_>,
) -> AppResult<Redirection> {
    change(n, 0, cookies, &cx)
}

fn change(n: usize, quantity: u32, cookies: &CookieJar<'_>, cx: &Cx<'_>) -> AppResult<Redirection> {
    let mut cart = Cart::of(cookies);
    cart.count(n, quantity);
    let kept = cart.cookie(&cx.app().config);
    let kept = kept.ok_or_else(|| AppError::invalid("", "commerce.cart.full"))?;
    Ok(redirect(paths::CART).cookie(kept))
}
