//! Faults that are switched on: which answers they spoil, and how many.
//! Taken under a lock, so that two nodes spoil as many answers together as were asked for.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{First, ReadTx, Tx};
use kernel::error::AppResult;

use crate::schema::{
    simulators_zarinpal_faults as faults, simulators_zarinpal_terminals as terminals,
};
use crate::zarinpal::ids::{FaultId, TerminalId};
use crate::zarinpal::words::{Call, FaultKind};

/// Faults that a page shows.
const SHOWN: u32 = 200;

/// A fault's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = faults)]
pub struct Fault {
    /// Its id.
    pub id: FaultId,
    /// Of which call.
    pub call: Call,
    /// What goes wrong.
    pub kind: FaultKind,
    /// Milliseconds of a delay, status of a failure, rial of an amount.
    pub value: i64,
    /// Whether the work is done before its answer is lost.
    pub work_done: bool,
    /// How many answers it still spoils.
    pub times_left: i32,
}

/// What is said of a fault.
#[derive(Clone, Copy, Debug)]
pub struct NewFault {
    /// Whose answers.
    pub terminal: TerminalId,
    /// Of which call.
    pub call: Call,
    /// What goes wrong.
    pub kind: FaultKind,
    /// See [`Fault::value`].
    pub value: i64,
    /// See [`Fault::work_done`].
    pub work_done: bool,
    /// How many answers.
    pub times: i32,
}

impl Fault {
    /// Switches one on.
    pub async fn add(new: &NewFault, tx: &mut Tx) -> AppResult<FaultId> {
        let now = tx.now();
        let id = FaultId::fresh();
        diesel::insert_into(faults::table)
            .values((
                faults::id.eq(id),
                faults::terminal_id.eq(new.terminal),
                faults::call.eq(new.call),
                faults::kind.eq(new.kind),
                faults::value.eq(new.value),
                faults::work_done.eq(new.work_done),
                faults::times_left.eq(new.times),
                faults::created_at.eq(now),
            ))
            .execute(tx)
            .await?;
        Ok(id)
    }

    /// The oldest that spoils an answer of this call; one of its times is used by that.
    pub async fn take(terminal: TerminalId, call: Call, tx: &mut Tx) -> AppResult<Option<Self>> {
        let of_call = if call == Call::Callback {
            vec![call]
        } else {
            vec![call, Call::Any]
        };
        let next = faults::table
            .filter(faults::terminal_id.eq(terminal))
            .filter(faults::call.eq_any(of_call))
            .filter(faults::times_left.gt(0))
            .order(faults::id)
            .select(Self::as_select())
            .for_update()
            .first(tx)
            .await
            .optional()?;
        if let Some(fault) = &next {
            diesel::update(faults::table.find(fault.id))
                .set(faults::times_left.eq(fault.times_left - 1))
                .execute(tx)
                .await?;
        }
        Ok(next)
    }

    /// Those that spoil more answers, with their shop's name; the oldest first.
    pub async fn list(tx: &mut ReadTx) -> QueryResult<Vec<(Self, String)>> {
        let rows = faults::table
            .inner_join(terminals::table.on(terminals::id.eq(faults::terminal_id)))
            .filter(faults::times_left.gt(0))
            .order(faults::id)
            .select((Self::as_select(), terminals::name));
        First::of(SHOWN, rows).load(tx).await
    }

    /// Switches one off.
    pub async fn end(id: FaultId, tx: &mut Tx) -> AppResult<()> {
        diesel::delete(faults::table.find(id)).execute(tx).await?;
        Ok(())
    }

    /// Switches all of a terminal off.
    pub async fn end_all(terminal: TerminalId, tx: &mut Tx) -> AppResult<()> {
        diesel::delete(faults::table.filter(faults::terminal_id.eq(terminal)))
            .execute(tx)
            .await?;
        Ok(())
    }

    /// Whether the call's work is left undone: its answer is lost before.
    #[must_use]
    pub fn skips_work(&self) -> bool {
        let loses = !matches!(
            self.kind,
            FaultKind::Delay | FaultKind::Repeat | FaultKind::Amount
        );
        loses && !self.work_done
    }
}
