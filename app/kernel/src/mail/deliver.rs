//! The job that renders and sends one delivery. Rendering happens once and is kept in the row, so that every try sends
//! the same message under the same Message-ID.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use l10n::Locale;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::compose;
use super::delivery::{Delivery, State};
use super::foreign;
use super::render::render;
use super::send::Sent;
use crate::app::App;
use crate::db::{Kept, PlatformDb};
use crate::error::{AppError, AppResult};
use crate::files;
use crate::ids::DeliveryId;
use crate::jobs::{Job, JobCx};
use crate::schema::mail_deliveries;

/// Renders and sends one delivery.
#[derive(Serialize, Deserialize)]
pub struct DeliverMail {
    /// Which.
    pub delivery: DeliveryId,
}

impl Job for DeliverMail {
    const NAME: &'static str = "kernel.deliver_mail";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        let Some(delivery) = rendered(&cx.app, &db, self.delivery).await? else {
            return Ok(());
        };
        let sender_name = cx
            .app
            .registry
            .texts()
            .t(locale(&delivery), "kernel.mail.sender");
        let attached = files::load(&cx.app, &db, &delivery.attachments).await?;
        let outcome = match compose::compose(&cx.app.config, &sender_name, &delivery, attached) {
            Ok(message) => cx.app.mailer.send(message).await,
            Err(error) => Ok(Sent::Refused(error.to_string())),
        };
        let (state, problem) = match &outcome {
            Ok(Sent::Accepted) => (State::Sent, None),
            Ok(Sent::Kept) => (State::Kept, None),
            Ok(Sent::Refused(why)) => (State::Failed, Some(why.clone())),
            Err(error) if cx.last_attempt => (State::Failed, Some(error.to_string())),
            Err(error) => (State::Queued, Some(error.to_string())),
        };
        note(&db, self.delivery, state, problem).await?;
        match outcome {
            // The last try has been noted; the job is done, the delivery waits for a person.
            Err(error) if !cx.last_attempt => Err(error),
            _ => Ok(()),
        }
    }
}

fn locale(delivery: &Delivery) -> Locale {
    delivery.locale.parse().unwrap_or_default()
}

/// The delivery with its texts, rendered now if they are not yet; `None` when it has gone out already.
async fn rendered(app: &App, db: &PlatformDb, id: DeliveryId) -> AppResult<Option<Delivery>> {
    let found = db
        .read(async |tx| {
            Ok(mail_deliveries::table
                .find(id)
                .filter(mail_deliveries::state.eq(State::Queued))
                .select(Delivery::as_select())
                .get_result(tx)
                .await
                .optional()?)
        })
        .await?;
    let Some(mut delivery) = found else {
        return Ok(None);
    };
    if delivery.subject.is_none() {
        let locale = locale(&delivery);
        let site = &app.config.base_url;
        let given = delivery.variables.as_object().cloned().unwrap_or_default();
        let variables = foreign::shown(&given, site);
        let text = |part: &str| {
            worded(
                app,
                locale,
                &format!("{}.{part}", delivery.mail),
                &variables,
            )
        };
        let subject = text("subject")?.trim().replace(['\r', '\n'], " ");
        let body = text("body")?;
        delivery.body_html = Some(compose::as_html(locale, site, &subject, &body));
        delivery.subject = Some(subject);
        delivery.body_text = Some(body);
        let ready = delivery.clone();
        db.write(async |tx| {
            let update = diesel::update(mail_deliveries::table.find(ready.id)).set((
                mail_deliveries::subject.eq(&ready.subject),
                mail_deliveries::body_text.eq(&ready.body_text),
                mail_deliveries::body_html.eq(&ready.body_html),
            ));
            Kept(update).execute(tx).await?;
            Ok(())
        })
        .await?;
    }
    Ok(Some(delivery))
}

/// The text with its variables. A rewording from before the rules of today must not keep a mail from going out.
fn worded(
    app: &App,
    locale: Locale,
    key: &str,
    variables: &Map<String, Value>,
) -> AppResult<String> {
    let texts = app.registry.texts();
    let (text, shipped) = (texts.t(locale, key), texts.shipped(locale, key));
    let reworded = render(&text, variables);
    match reworded {
        Err(error) if text != shipped => {
            tracing::warn!(%key, locale = locale.tag(), %error, "a reworded text cannot be used; the shipped one goes out");
            render(&shipped, variables)
        }
        other => other,
    }
    .map_err(|e| AppError::internal(format!("text {key}: {e}")))
}

async fn note(
    db: &PlatformDb,
    id: DeliveryId,
    state: State,
    problem: Option<String>,
) -> AppResult<()> {
    db.write(async |tx| {
        let sent_at = matches!(state, State::Sent | State::Kept).then(|| tx.now());
        let update = diesel::update(mail_deliveries::table.find(id)).set((
            mail_deliveries::state.eq(state),
            mail_deliveries::attempts.eq(mail_deliveries::attempts + 1),
            mail_deliveries::last_error.eq(&problem),
            mail_deliveries::sent_at.eq(sent_at),
        ));
        Kept(update).execute(tx).await?;
        Ok(())
    })
    .await
}
