//! One-time tokens in mails: issued for an account, kept as a hash, used once.
//! A sign-up has none: its account comes with the confirmation (`sign_up.rs`).

use chrono::Duration;
use diesel::sql_types::{Binary, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx, sql};
use kernel::error::AppResult;
use kernel::ids::UserId;
use kernel::keys;

use super::Recipient;

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

diesel::define_sql_function! {
    /// Whether a token can still be used.
    fn identity_token_valid(token_hash: Binary, purpose: Text, now: Timestamptz) -> Bool;
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
    let valid = identity_token_valid(keys::token_hash(token), PURPOSE, now);
    Ok(diesel::select(valid).get_result(tx).await?)
}
