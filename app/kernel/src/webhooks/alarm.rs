//! Tells people that an endpoint fails or was switched off: a notification and a mail to who made it and to who owns it.
//! In the transaction that notes the failure, so each alarm goes out once.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use l10n::Format;
use url::Url;

use super::models::tries::Failing;
use super::{Desk, ManagePlatformWebhooks};
use crate::db::{ReadTx, Tx};
use crate::error::AppResult;
use crate::ids::UserId;
use crate::mail::{self, NewMail};
use crate::module::{Permission as _, TenantRole};
use crate::pages::{notify, paths};
use crate::people::{self, Contact};
use crate::schema::memberships;

/// Most members of a tenant who are told.
const MOST_TOLD: i64 = 50;

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
            person.user,
            alarm.notification(),
            &[("host", &host)],
            &place,
        )
        .await?;
        let since = Format::for_locale(person.locale).date_time(failing.since);
        let mail = NewMail::new(alarm.mail(), person.locale, &person.email, &person.name)
            .user(person.user)
            .var("name", &person.name)
            .var("host", &host)
            .var("since", since)
            .var("link", &link);
        mail::queue(tx, mail).await?;
    }
    Ok(())
}

/// The tenant's owners, and who made the endpoint while a member; the platform's: staff who may manage it.
async fn concerned(failing: &Failing, tx: &mut ReadTx) -> AppResult<Vec<Contact>> {
    let ids: Vec<UserId> = match failing.tenant_id {
        None => {
            let staff = people::holders(ManagePlatformWebhooks::KEY, tx).await?;
            staff.iter().map(|colleague| colleague.user_id).collect()
        }
        Some(tenant) => {
            memberships::table
                .filter(memberships::tenant_id.eq(tenant))
                .filter(
                    memberships::role
                        .eq(TenantRole::Owner)
                        .or(memberships::user_id
                            .nullable()
                            .is_not_distinct_from(failing.created_by)),
                )
                .order(memberships::user_id)
                .limit(MOST_TOLD)
                .select(memberships::user_id)
                .load(tx)
                .await?
        }
    };
    Ok(people::contacts(&ids, tx).await?)
}
