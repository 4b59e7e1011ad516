//! The payer's way back, by whoever holds the token of its address: what the browser brings is noted and decides nothing.

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{OrNotFound, PublicDb, ReadTx, sql};
use kernel::error::AppResult;
use kernel::{jobs, keys};
use l10n::Money;
use uuid::Uuid;

use super::payment::{State, money};
use crate::ids::{InvoiceId, PaymentId};
use crate::payments::jobs::SettlePayment;

/// What the page of the way back shows.
#[derive(Clone, Debug, QueryableByName)]
pub struct Returned {
    /// The payment.
    #[diesel(sql_type = SqlUuid)]
    pub id: PaymentId,
    /// What it was made for.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub invoice_id: Option<InvoiceId>,
    #[diesel(sql_type = Text)]
    currency: String,
    #[diesel(sql_type = BigInt)]
    amount: i64,
    /// Where it stands.
    #[diesel(sql_type = Text)]
    pub state: State,
    /// The number that payer and bank know.
    #[diesel(sql_type = Nullable<Text>)]
    pub receipt: Option<String>,
    /// The card, masked.
    #[diesel(sql_type = Nullable<Text>)]
    pub card: Option<String>,
    /// When it ended.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ended_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    ask: bool,
}

impl Returned {
    /// The amount.
    #[must_use]
    pub fn money(&self) -> Money {
        money(self.amount, &self.currency)
    }
}

/// How the payment of this token stands.
pub async fn look(token: &str, db: &PublicDb) -> AppResult<Returned> {
    db.read(async |tx| read(token, None, tx).await).await
}

/// Notes that the payer has come back with this query, and has the gateway asked.
pub async fn note(token: &str, said: &str, db: &PublicDb) -> AppResult<()> {
    db.write(async |tx| {
        let returned = read(token, Some(said), tx).await?;
        if returned.ask {
            let payment = returned.id;
            jobs::enqueue(tx, &SettlePayment { payment }).await?;
        }
        Ok(())
    })
    .await
}

async fn read(token: &str, said: Option<&str>, tx: &mut ReadTx) -> AppResult<Returned> {
    let now = tx.now();
    sql("SELECT * FROM commerce_payment_returned($1, $2, $3, $4)")
        .bind::<Binary, _>(keys::token_hash(token))
        .bind::<Nullable<Text>, _>(said)
        .bind::<SqlUuid, _>(Uuid::now_v7())
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await
        .or_not_found("commerce.payments.one")
}
