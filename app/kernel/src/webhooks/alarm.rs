//! Tells people that an endpoint fails or was switched off: a notification and a mail to who made it and to who owns it.
//! In the transaction that notes the failure, so each alarm goes out once.

use diesel::QueryableByName;
use diesel::sql_types::{Array, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use l10n::{Format, Locale};
use url::Url;

use super::models::tries::Failing;
use super::{Desk, MANAGE_PLATFORM_WEBHOOKS};
use crate::db::{ReadTx, Tx, sql};
use crate::error::AppResult;
use crate::ids::UserId;
use crate::mail::{self, NewMail};
use crate::pages::{notify, paths};

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// It fails, and is tried on.
    Failing,
    /// It failed for days, or answered that nobody wants this any more.
    SwitchedOff,
}

impl Alarm {
    fn mail(self) -> &'static str {
        match self {
            Self::Failing => "kernel.mail.webhook_failing",
            Self::SwitchedOff => "kernel.mail.webhook_off",
        }
    }
    fn notification(self) -> &'static str {
        match self {
            Self::Failing => "kernel.webhooks.alarm.failing",
            Self::SwitchedOff => "kernel.webhooks.alarm.switched_off",
        }
    }
}

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = SqlUuid)]
    id: UserId,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    locale: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// Tells everybody whom it concerns.
pub async fn raise(alarm: Alarm, failing: &Failing, tx: &mut Tx) -> AppResult<()> {
    let desk = Desk::of(failing.tenant_id);
    let place = paths::below(desk.endpoints(), failing.id);
    let link = tx.app.config.absolute(&place);
    let host = Url::parse(&failing.url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default();
    for person in concerned(failing, tx).await? {
        notify(
            tx,
            person.id,
            alarm.notification(),
            &[("host", &host)],
            &place,
        )
        .await?;
        let locale: Locale = person.locale.parse().unwrap_or_default();
        let since = Format::for_locale(locale).date_time(failing.since);
        let mail = NewMail::new(alarm.mail(), locale, &person.email, &person.name)
            .user(person.id)
            .var("name", &person.name)
            .var("host", &host)
            .var("since", since)
            .var("link", &link);
        mail::queue(tx, mail).await?;
    }
    Ok(())
}

/// The tenant's owners, and who made the endpoint while a member; the platform's: staff who may manage it.
async fn concerned(failing: &Failing, tx: &mut ReadTx) -> AppResult<Vec<Person>> {
    let staff: Vec<&str> = MANAGE_PLATFORM_WEBHOOKS
        .platform_roles
        .iter()
        .map(|role| role.as_str())
        .collect();
    Ok(sql(
        "SELECT u.id, u.email, u.locale, p.display_name AS name FROM users u JOIN people p ON p.user_id = u.id WHERE \
         CASE WHEN $1 IS NULL THEN EXISTS (SELECT 1 FROM platform_roles r WHERE r.user_id = u.id AND r.role = ANY ($3)) \
         ELSE EXISTS (SELECT 1 FROM memberships m WHERE m.tenant_id = $1 AND m.user_id = u.id \
                      AND (m.role = 'owner' OR m.user_id = $2)) END ORDER BY u.id LIMIT 50",
    )
    .bind::<Nullable<SqlUuid>, _>(failing.tenant_id)
    .bind::<Nullable<SqlUuid>, _>(failing.created_by)
    .bind::<Array<Text>, _>(staff)
    .get_results(tx)
    .await?)
}
