//! The payer's page: what is to be paid, and what the payer does about it. Afterwards the way back to the shop.
//! Works without scripts, as a bank's page does.

use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::AppResult;
use kernel::web::{Answer, Cx, FormView, Posted, Raw, Redirection, View, redirect};
use rocket::http::Header;
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, get, post};
use url::Url;

use crate::zarinpal::forms::{ChoiceForm, WAITS};
use crate::zarinpal::models::{self, Payment, Terminal};
use crate::zarinpal::words::{Outcome, Status};
use crate::zarinpal::{paths, views};

/// A page that sends the payer on after a while.
pub struct Gateway {
    view: View,
    later: Option<(u32, Url)>,
}

impl<'r> Responder<'r, 'static> for Gateway {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'static> {
        let mut response = self.view.respond_to(request)?;
        response.set_header(Header::new("Cache-Control", "no-store"));
        if let Some((seconds, place)) = self.later {
            response.set_header(Header::new("Refresh", format!("{seconds};url={place}")));
        }
        Ok(response)
    }
}

async fn find(authority: &str, db: &PlatformDb) -> AppResult<(Payment, Terminal)> {
    db.read(async |tx| {
        let what = "simulators.zarinpal.payment";
        let payment = Payment::of(authority, tx).await.or_not_found(what)?;
        let terminal = Terminal::find(payment.terminal_id, tx).await?;
        Ok((payment, terminal))
    })
    .await
}

/// What is to be paid; or, when it has ended, how.
#[get("/dev/simulators/zarinpal/pg/StartPay/<authority>?<then>&<wait>")]
pub async fn show(
    authority: &str,
    then: Option<&str>,
    wait: Option<u32>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Gateway> {
    let (payment, terminal) = find(authority, &db).await?;
    if payment.status(cx.now()) == Status::InBank {
        let raw = Raw::prefilled(&[]);
        let view = views::gateway::pay(&cx, &payment, &terminal, &FormView::new(&cx, &raw, None));
        return Ok(Gateway { view, later: None });
    }
    let then = then.and_then(Outcome::parse).unwrap_or(Outcome::Pay);
    let wait = wait.filter(|wait| then == Outcome::Late && WAITS.contains(wait));
    let view = views::gateway::ended(&cx, &payment, &terminal, then, wait);
    let later = wait.zip(payment.way_back());
    Ok(Gateway { view, later })
}

/// The payer has chosen.
#[post("/dev/simulators/zarinpal/pg/StartPay/<authority>", data = "<form>")]
pub async fn create(
    authority: &str,
    form: Posted<ChoiceForm>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let chosen = choose(authority, &form, &db);
    form.answer(chosen, async |errors| {
        let (payment, terminal) = find(authority, &db).await?;
        let form = FormView::new(&cx, &form.raw, Some(&errors));
        Ok(views::gateway::pay(&cx, &payment, &terminal, &form))
    })
    .await
}

/// Back to the shop; or to this page, where the choice is not to go there at once.
async fn choose(
    authority: &str,
    form: &Posted<ChoiceForm>,
    db: &PlatformDb,
) -> AppResult<Redirection> {
    let ChoiceForm { choice, wait } = form.valid()?;
    let payment = db
        .write(async |tx| models::choose(authority, *choice, tx).await)
        .await?;
    let leaves = matches!(
        choice.outcome,
        Outcome::Pay | Outcome::Decline | Outcome::Cancel
    );
    let place = payment.way_back().filter(|_| leaves);
    let stays = paths::after(authority, choice.outcome, *wait);
    Ok(redirect(place.map_or(stays, String::from)))
}
