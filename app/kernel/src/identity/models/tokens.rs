//! One-time tokens in mails: issued for an account, kept as a hash, used once.
//! A sign-up has none: its account comes with the confirmation (`sign_up.rs`).

use chrono::Duration;
use diesel::sql_types::{Binary, Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;

use super::Recipient;
use crate::db::{ReadTx, Tx, sql};
use crate::error::AppResult;
use crate::ids::UserId;
use crate::keys;

/// What a token is for: a new password.
const PURPOSE: &str = "reset";
const LIFE: Duration = Duration::hours(1);

#[derive(QueryableByName)]
#[allow(clippy::struct_field_names)] // the columns of the SQL function
struct Row {
    #[diesel(sql_type = SqlUuid)]
    account_id: UserId,
    #[diesel(sql_type = Text)]
    account_name: String,
    #[diesel(sql_type = Text)]
    account_locale: String,
}

#[derive(QueryableByName)]
struct Valid {
    #[diesel(sql_type = Bool)]
    valid: bool,
}

/// Issues a token; `None` when no account has this address.
pub async fn issue(tx: &mut Tx, email: &str) -> AppResult<Option<(Recipient, String)>> {
    let (token, hash) = keys::fresh_token();
    let now = tx.now();
    let row: Option<Row> = sql("SELECT * FROM identity_issue_token($1, $2, $3, $4, $5)")
        .bind::<Text, _>(email)
        .bind::<Text, _>(PURPOSE)
        .bind::<Binary, _>(hash)
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(now + LIFE)
        .get_result(tx)
        .await
        .optional()?;
    Ok(row.map(|row| {
        let recipient = Recipient {
            user: row.account_id,
            email: email.to_owned(),
            name: row.account_name,
            locale: row.account_locale.parse().unwrap_or_default(),
        };
        (recipient, token)
    }))
}

/// Whether the token can still be used.
pub async fn is_valid(tx: &mut ReadTx, token: &str) -> AppResult<bool> {
    let now = tx.now();
    let row: Valid = sql("SELECT identity_token_valid($1, $2, $3) AS valid")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Text, _>(PURPOSE)
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await?;
    Ok(row.valid)
}
