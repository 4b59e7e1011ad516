//! Confirming an address. The link's page shows a button, because mail scanners follow links.
//! The button confirms and signs in.

use rocket::{get, post};

use super::forms::{AskMail, Pressed};
use super::{Device, models, paths, replaced, views, wait, with_session};
use crate::db::PublicDb;
use crate::error::AppResult;
use crate::web::{Answer, Cx, Posted, Raw, View, redirect};

/// Asks for the mail again.
#[get("/confirm?<next>")]
pub fn new(next: Option<&str>, cx: Cx<'_>) -> View {
    views::confirmation::ask(
        &cx,
        &Raw::prefilled(&[("next", next.unwrap_or_default())]),
        None,
    )
}

/// Says that a mail is on its way.
#[get("/confirm/sent?<next>")]
pub fn sent(next: Option<&str>, cx: Cx<'_>) -> View {
    views::confirmation::sent(&cx, next.unwrap_or_default())
}

/// Sends the mail again.
#[post("/confirm", data = "<posted>")]
pub async fn create(posted: Posted<AskMail>, db: PublicDb, cx: Cx<'_>) -> AppResult<Answer> {
    let form = match posted.value() {
        Ok(form) => form,
        Err(errors) => {
            return Ok(views::confirmation::ask(&cx, &posted.raw, Some(errors))
                .unprocessable()
                .into());
        }
    };
    Ok(
        match models::confirmation::send_again(&db, &form.email, &form.next).await? {
            Ok(()) => redirect(paths::with_next(
                &format!("{}/sent", paths::CONFIRM),
                &form.next,
            ))
            .into(),
            Err(seconds) => wait(&cx, seconds, |errors| {
                views::confirmation::ask(&cx, &posted.raw, Some(errors))
            }),
        },
    )
}

/// The link of the mail.
#[get("/confirm/<token>?<next>")]
pub async fn show(token: &str, next: Option<&str>, db: PublicDb, cx: Cx<'_>) -> AppResult<View> {
    let valid = db
        .read(async |tx| models::confirmation::is_valid(tx, token).await)
        .await?;
    let next = next.unwrap_or_default();
    Ok(if valid {
        views::confirmation::show(&cx, token, next)
    } else {
        views::confirmation::spent(&cx, next)
    })
}

/// Confirms and signs in.
#[post("/confirm/<token>?<next>", data = "<posted>")]
pub async fn update(
    token: &str,
    next: Option<&str>,
    posted: Posted<Pressed>,
    device: Device,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let _ = posted;
    let before = replaced(&cx);
    let next = next.unwrap_or_default();
    match db
        .write(async |tx| models::confirmation::confirm(tx, token, &device, before).await)
        .await?
    {
        Some(session) => Ok(with_session(
            redirect(paths::local(next)).notice("kernel.confirm.done"),
            &cx,
            session,
        )),
        None => Ok(views::confirmation::spent(&cx, next).into()),
    }
}
