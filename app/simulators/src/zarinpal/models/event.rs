//! The gateway's own log of a payment.
//! It stands in place of our audit trail, which tells what our people did with our things.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use uuid::Uuid;

use crate::schema::simulators_zarinpal_events as events;
use crate::zarinpal::codes::Code;
use crate::zarinpal::ids::PaymentId;
use crate::zarinpal::words::EventKind;

/// Something that happened to a payment.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: EventKind,
    /// The code that it was refused with.
    pub code: Option<i32>,
    /// From where.
    pub address: String,
}

/// Notes it.
pub async fn note(
    payment: PaymentId,
    kind: EventKind,
    code: Option<Code>,
    tx: &mut Tx,
) -> AppResult<()> {
    let now = tx.now();
    let address = tx.who().address.map(|address| address.to_string());
    diesel::insert_into(events::table)
        .values((
            events::id.eq(Uuid::now_v7()),
            events::payment_id.eq(payment),
            events::at.eq(now),
            events::kind.eq(kind),
            events::code.eq(code.map(Code::number)),
            events::address.eq(address.unwrap_or_default()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

impl Event {
    /// What happened to a payment lately, the newest first.
    pub async fn of(payment: PaymentId, tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        events::table
            .filter(events::payment_id.eq(payment))
            .order(events::id.desc())
            .limit(100)
            .select(Self::as_select())
            .load(tx)
            .await
    }
}
