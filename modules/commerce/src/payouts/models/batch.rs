//! A file for the bank: what is approved leaves the wallets together, by capturing what was held, and the file is kept to
//! the byte. A group transfer by Paya wants for each: Sheba, sum in rial, whose account it is, what for, and a number.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::UserId;
use kernel::live;
use kernel::web::{Page, PageQuery};
use l10n::{Locale, Money};
use ledger::{BookId, Entry, EntryId, Refusal};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::decide;
use super::tell::{self, Told};
use super::withdrawal::{State, Withdrawal, topic};
use crate::accounts::{self, CURRENCY};
use crate::ids::BatchId;
use crate::schema::{commerce_payout_batches, commerce_withdrawals};
use crate::topics;

/// Kind of a file, for the trail.
pub const BATCH: &str = "commerce.payout_batch";

/// Transfers in a file; more wait for the next.
const MOST: i64 = 200;

/// A file's row, without its bytes.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_payout_batches)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// As people call it.
    pub number: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub made_by: Option<UserId>,
    /// How many are in it.
    pub transfers: i32,
    /// What they come to, in rial.
    pub total: i64,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
}

impl Batch {
    /// What is in it, together.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::new(self.total, CURRENCY)
    }

    /// Finds one.
    pub async fn find(id: BatchId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_payout_batches::table
            .find(id)
            .select(Self::as_select());
        let found = found.get_result(tx).await;
        found.or_not_found("commerce.payouts.batch")
    }

    /// Its number and its bytes, as they were made.
    pub async fn file(id: BatchId, tx: &mut ReadTx) -> AppResult<(i64, Vec<u8>)> {
        let found = commerce_payout_batches::table.find(id).select((
            commerce_payout_batches::number,
            commerce_payout_batches::file,
        ));
        let found = found.get_result(tx).await;
        found.or_not_found("commerce.payouts.batch")
    }

    /// A page of files, newest first.
    pub async fn page(query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Self>> {
        use commerce_payout_batches as b;
        let rows = b::table.select(Self::as_select());
        kernel::page!(tx, query, rows, b::made_at, b::id, |one: &Self| {
            (one.made_at, one.id.0)
        })
    }

    /// What is in it.
    pub async fn content(id: BatchId, tx: &mut ReadTx) -> QueryResult<Vec<Withdrawal>> {
        commerce_withdrawals::table
            .filter(commerce_withdrawals::batch_id.eq(id))
            .order(commerce_withdrawals::id)
            .select(Withdrawal::as_select())
            .load(tx)
            .await
    }

    /// Takes what is approved from the wallets and writes it into a new file.
    pub async fn make(tx: &mut Tx) -> AppResult<BatchId> {
        let approved = commerce_withdrawals::table
            .filter(commerce_withdrawals::state.eq(State::Approved))
            .order(commerce_withdrawals::id)
            .limit(MOST)
            .select(Withdrawal::as_select());
        let approved: Vec<Withdrawal> = approved.for_update().load(tx).await?;
        let mut taken = Vec::with_capacity(approved.len());
        for one in approved {
            if let Some(entry) = capture(&one, tx).await? {
                taken.push((one, entry));
            } else {
                let why = text(tx, "commerce.payouts.problem.gone");
                decide::refuse(one.id, &why, tx).await?;
            }
        }
        if taken.is_empty() {
            return Err(AppError::Conflict("commerce.payouts.problem.nothing"));
        }
        let id = write(&taken, tx).await?;
        for (one, entry) in &taken {
            sent(one, *entry, id, tx).await?;
        }
        Ok(id)
    }
}

fn text(tx: &Tx, key: &str) -> String {
    tx.app().registry.texts().t(Locale::Fa, key)
}

/// `Dr wallet · Cr payouts`, out of what is held. Nothing when the hold is not there any more.
async fn capture(one: &Withdrawal, tx: &mut Tx) -> AppResult<Option<EntryId>> {
    let key = format!("withdrawal:{}", one.id);
    let entry = Entry::draft(BookId::PLATFORM, "commerce.entries.withdrawal", key)
        .about(one.as_ref())
        .debit(&accounts::wallet(one.tenant_id), one.money())
        .credit(&accounts::payouts(), one.money())
        .balanced()?;
    match ledger::capture(tx, one.hold_id, &entry).await {
        Ok(posted) => Ok(Some(posted.id())),
        Err(error) => match error.refusal() {
            Some(Refusal::Gone | Refusal::Short { .. }) => Ok(None),
            _ => Err(error.into()),
        },
    }
}

async fn write(taken: &[(Withdrawal, EntryId)], tx: &mut Tx) -> AppResult<BatchId> {
    let too_much = || AppError::internal("a file for the bank of more than can be counted");
    let mut sums = taken.iter().map(|(one, _)| one.amount);
    let total = sums
        .try_fold(0_i64, i64::checked_add)
        .ok_or_else(too_much)?;
    let transfers = i32::try_from(taken.len()).map_err(|_| too_much())?;
    let head = ["sheba", "amount", "owner", "description", "number"]
        .map(|name| text(tx, &format!("commerce.payouts.file.{name}")));
    let what = text(tx, "commerce.payouts.file.what");
    let bytes = csv(&head, &what, taken.iter().map(|(one, _)| one));
    let (id, now, by) = (BatchId::fresh(), tx.now(), tx.who().user);
    let sha256 = Sha256::digest(&bytes).to_vec();
    let row = (
        commerce_payout_batches::id.eq(id),
        commerce_payout_batches::made_at.eq(now),
        commerce_payout_batches::made_by.eq(by),
        commerce_payout_batches::transfers.eq(transfers),
        commerce_payout_batches::total.eq(total),
        commerce_payout_batches::file.eq(&bytes),
        commerce_payout_batches::sha256.eq(&sha256),
    );
    let insert = diesel::insert_into(commerce_payout_batches::table).values(row);
    insert.execute(tx).await?;
    let event = Audit::new("commerce.payout_batch.make", BATCH, id.0);
    let after = json!({ "transfers": transfers, "total": total, "sha256": hex(&sha256) });
    audit::record(tx, event.after(after)).await?;
    Ok(id)
}

async fn sent(one: &Withdrawal, entry: EntryId, batch: BatchId, tx: &mut Tx) -> AppResult<()> {
    let set = (
        commerce_withdrawals::state.eq(State::Sent),
        commerce_withdrawals::batch_id.eq(batch),
        commerce_withdrawals::sent_entry.eq(entry),
    );
    let row = commerce_withdrawals::table.find(one.id);
    diesel::update(row).set(set).execute(tx).await?;
    let event = Audit::new("commerce.withdrawal.send", super::SUBJECT, one.id.0)
        .of_tenant(one.tenant_id)
        .after(json!({ "amount": one.money(), "batch": batch }));
    audit::record(tx, event).await?;
    live::announce(tx, &topics::money(one.tenant_id)).await?;
    live::announce(tx, &topic(one.id)).await?;
    tell::customer(one, Told::Sent, tx).await
}

/// Bytes in hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a string does not fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// With a byte order mark, so that a spreadsheet reads Persian; lines end as RFC 4180 says.
fn csv<'a>(head: &[String; 5], what: &str, rows: impl Iterator<Item = &'a Withdrawal>) -> Vec<u8> {
    let line = |cells: &[String; 5]| cells.each_ref().map(|text| cell(text)).join(",") + "\r\n";
    let mut out = format!("\u{feff}{}", line(head));
    for one in rows {
        let number = one.number.to_string();
        out.push_str(&line(&[
            one.sheba.clone(),
            one.amount.to_string(),
            one.owner.clone(),
            format!("{what} {number}"),
            number,
        ]));
    }
    out.into_bytes()
}

/// What a person typed is never run as a formula, and is quoted where it must be.
fn cell(text: &str) -> String {
    let text = text.trim_start_matches(['=', '+', '-', '@', ' ']);
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_run() {
        assert_eq!(cell("سارا"), "سارا");
        assert_eq!(cell("شرکت «الف», تهران"), "\"شرکت «الف», تهران\"");
        assert_eq!(cell("a\"b"), "\"a\"\"b\"");
        assert_eq!(cell("=1+1"), "1+1");
        assert_eq!(hex(&[0, 171, 255]), "00abff");
    }
}
