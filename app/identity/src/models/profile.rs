//! The person's profile: name, language, formats, theme, time zone, keys.
//! `None` in a format means: as the language has it.

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx, sql};
use kernel::error::AppResult;
use kernel::schema::{people, users};
use serde::Serialize;

/// What a person may change of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Queryable)]
pub struct Profile {
    /// Name that others see.
    pub display_name: String,
    /// `fa` or `en`.
    pub locale: String,
    /// `jalali`, `gregorian`, or the language's.
    pub calendar: Option<String>,
    /// `persian`, `latin`, or the language's.
    pub digits: Option<String>,
    /// `toman`, `rial`, or the language's.
    pub money_unit: Option<String>,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// IANA name.
    pub time_zone: String,
    /// Whether keys without Ctrl are switched off.
    pub single_keys_off: bool,
}

/// The person's profile.
pub async fn find(tx: &mut ReadTx) -> AppResult<Profile> {
    let user = tx.who().person()?;
    users::table
        .inner_join(people::table.on(people::user_id.eq(users::id)))
        .filter(users::id.eq(user))
        .select((
            people::display_name,
            users::locale,
            users::calendar,
            users::digits,
            users::money_unit,
            users::theme,
            users::time_zone,
            users::single_keys_off,
        ))
        .get_result(tx)
        .await
        .or_not_found("identity.account.thing")
}

/// Changes it.
pub async fn update(tx: &mut Tx, to: &Profile) -> AppResult<()> {
    let user = tx.who().person()?;
    let before = find(tx).await?;
    if before == *to {
        return Ok(());
    }
    diesel::update(users::table.find(user))
        .set((
            users::locale.eq(&to.locale),
            users::calendar.eq(&to.calendar),
            users::digits.eq(&to.digits),
            users::money_unit.eq(&to.money_unit),
            users::theme.eq(&to.theme),
            users::time_zone.eq(&to.time_zone),
            users::single_keys_off.eq(to.single_keys_off),
        ))
        .execute(tx)
        .await?;
    diesel::update(people::table.find(user))
        .set(people::display_name.eq(&to.display_name))
        .execute(tx)
        .await?;
    audit::record(
        tx,
        Audit::new("kernel.profile.update", "kernel.user", user.0)
            .before(before)
            .after(to),
    )
    .await
}

/// Stores the theme of whoever has signed in; works in the public scope, where the switch stands.
pub async fn set_theme(tx: &mut Tx, theme: &str) -> AppResult<()> {
    sql("SELECT identity_set_theme($1)")
        .bind::<Text, _>(theme)
        .execute(tx)
        .await?;
    let user = tx.who().person()?;
    let event = Audit::new("kernel.profile.theme", "kernel.user", user.0);
    audit::record(tx, event.after(serde_json::json!({ "theme": theme }))).await
}
