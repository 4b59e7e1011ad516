//! Confirming an address. The link's page shows a button, because mail scanners follow links; it makes the account and
//! signs in. In another browser than that of the sign-up it asks for name and password first.

use kernel::db::PublicDb;
use kernel::error::{AppResult, FieldErrors};
use kernel::web::{Answer, Cx, Posted, Raw, View, redirect};
use rocket::{get, post};

use super::forms::{AskMail, Confirm};
use super::models::confirmation::{self, Outcome};
use super::{Browser, Device, paths, replaced, views, wait, with_opened};

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
pub async fn create(
    posted: Posted<AskMail>,
    browser: Browser,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let again = |errors: &FieldErrors| views::confirmation::ask(&cx, &posted.raw, Some(errors));
    let sent = async {
        let form = posted.valid()?;
        let sent = confirmation::send_again(&db, &form.email, &browser, &form.next).await?;
        let place = format!("{}/sent", paths::CONFIRM);
        Ok(match sent {
            Ok(()) => redirect(paths::with_next(&place, &form.next)).into(),
            Err(seconds) => wait(&cx, seconds, again),
        })
    };
    posted.answer(sent, async |errors| Ok(again(&errors))).await
}

/// The link of the mail.
#[get("/confirm/<token>?<next>")]
pub async fn show(
    token: &str,
    next: Option<&str>,
    browser: Browser,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let waiting = db
        .read(async |tx| confirmation::find(tx, token).await)
        .await?;
    let next = next.unwrap_or_default();
    Ok(match waiting {
        Some(waiting) if waiting.is_of(&browser) => views::confirmation::press(&cx, token, next),
        Some(waiting) => {
            let raw = Raw::prefilled(&[("name", &waiting.display_name)]);
            views::confirmation::choose(&cx, token, next, (&waiting.email, &raw, None))
        }
        None => views::confirmation::spent(&cx, next),
    })
}

/// Makes the account and signs in.
#[post("/confirm/<token>?<next>", data = "<posted>")]
pub async fn update(
    token: &str,
    next: Option<&str>,
    posted: Posted<Confirm>,
    device: Device,
    browser: Browser,
    db: PublicDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let next = next.unwrap_or_default();
    let (form, before) = (posted.value(), replaced(&cx));
    let done = confirmation::confirm(&db, token, form, &device, &browser, before).await?;
    Ok(match done {
        Outcome::Opened(opened) => {
            let to = redirect(paths::local(next)).notice("identity.confirm.done");
            with_opened(to, &cx, opened)
        }
        Outcome::Choose(waiting, errors) => {
            let shown = (waiting.email.as_str(), &posted.raw, Some(&errors));
            views::confirmation::choose(&cx, token, next, shown)
                .unprocessable()
                .into()
        }
        Outcome::Spent => views::confirmation::spent(&cx, next).into(),
    })
}
