//! Statements whose answers nobody waits for: BEGIN and COMMIT of a transaction that only reads.
//! Here because each awaited trip wakes two sockets, and a page made five of them for three statements.
//!
//! PostgreSQL answers in the order in which it was asked, so an unheard BEGIN comes before the first statement and an
//! unheard COMMIT before whatever the connection's next borrower asks. A lost BEGIN shows as the next statement's error:
//! the connection is gone. A transaction that writes hears both: its COMMIT is the answer that somebody waits for.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use diesel::QueryResult;
use diesel::connection::{TransactionDepthChange, TransactionManagerStatus};
use diesel_async::{
    AnsiTransactionManager, AsyncPgConnection, SimpleAsyncConnection, TransactionManager,
};

/// Opens a transaction by `sql`. Dropped before [`close`], the connection counts as broken and the pool discards it.
pub(super) fn open(conn: &mut AsyncPgConnection, sql: &str) -> QueryResult<()> {
    count(conn, TransactionDepthChange::IncreaseDepth)?;
    send(conn, sql)
}

/// Ends what [`open`] opened.
pub(super) fn close(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    send(conn, "COMMIT")?;
    count(conn, TransactionDepthChange::DecreaseDepth)
}

fn count(conn: &mut AsyncPgConnection, change: TransactionDepthChange) -> QueryResult<()> {
    let status: &mut TransactionManagerStatus =
        AnsiTransactionManager::transaction_manager_status_mut(conn);
    status.transaction_state()?.change_transaction_depth(change)
}

/// Hands `sql` to the connection's task, which a future's first poll does; the answer is read and dropped there.
fn send(conn: &AsyncPgConnection, sql: &str) -> QueryResult<()> {
    let mut conn = conn;
    let asked = pin!(conn.batch_execute(sql));
    match asked.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => Ok(()),
    }
}
