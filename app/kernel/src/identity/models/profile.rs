//! The person's profile: name, language, formats, theme, time zone.
//! `None` in a format means: as the language has it.

use diesel::QueryableByName;
use diesel::sql_types::{Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde::Serialize;

use crate::audit::{self, Audit};
use crate::db::{OrNotFound, ReadTx, Tx, sql};
use crate::error::AppResult;

/// What a person may change of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, QueryableByName)]
pub struct Profile {
    /// Name that others see.
    #[diesel(sql_type = Text)]
    pub display_name: String,
    /// `fa` or `en`.
    #[diesel(sql_type = Text)]
    pub locale: String,
    /// `jalali`, `gregorian`, or the language's.
    #[diesel(sql_type = Nullable<Text>)]
    pub calendar: Option<String>,
    /// `persian`, `latin`, or the language's.
    #[diesel(sql_type = Nullable<Text>)]
    pub digits: Option<String>,
    /// `toman`, `rial`, or the language's.
    #[diesel(sql_type = Nullable<Text>)]
    pub money_unit: Option<String>,
    /// `light`, `dark` or `system`.
    #[diesel(sql_type = Text)]
    pub theme: String,
    /// IANA name.
    #[diesel(sql_type = Text)]
    pub time_zone: String,
}

/// The person's profile.
pub async fn find(tx: &mut ReadTx) -> AppResult<Profile> {
    let user = tx.who().person()?;
    sql(
        "SELECT p.display_name, u.locale, u.calendar, u.digits, u.money_unit, u.theme, u.time_zone \
           FROM users u JOIN people p ON p.user_id = u.id WHERE u.id = $1",
    )
    .bind::<SqlUuid, _>(user)
    .get_result(tx)
    .await
    .or_not_found("kernel.account.thing")
}

/// Changes it.
pub async fn update(tx: &mut Tx, to: &Profile) -> AppResult<()> {
    let user = tx.who().person()?;
    let before = find(tx).await?;
    if before == *to {
        return Ok(());
    }
    sql(
        "UPDATE users SET locale = $2, calendar = $3, digits = $4, money_unit = $5, theme = $6, time_zone = $7 \
         WHERE id = $1",
    )
    .bind::<SqlUuid, _>(user)
    .bind::<Text, _>(&to.locale)
    .bind::<Nullable<Text>, _>(&to.calendar)
    .bind::<Nullable<Text>, _>(&to.digits)
    .bind::<Nullable<Text>, _>(&to.money_unit)
    .bind::<Text, _>(&to.theme)
    .bind::<Text, _>(&to.time_zone)
    .execute(tx)
    .await?;
    sql("UPDATE people SET display_name = $2 WHERE user_id = $1")
        .bind::<SqlUuid, _>(user)
        .bind::<Text, _>(&to.display_name)
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
