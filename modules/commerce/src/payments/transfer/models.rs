//! A transfer's proof: handed in once, then accepted with what really came, or turned down.

use chrono::{DateTime, NaiveDate, Utc};
use contracts::commerce::Receipt;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx, sql};
use kernel::error::{AppError, AppResult};
use kernel::files::{self, StoredFile};
use kernel::ids::{FileId, TenantId};
use kernel::{jobs, live};
use l10n::Money;
use serde_json::json;

use super::super::models::event::{self, Step};
use super::super::models::settle::{credit, end, is_received, locked};
use super::super::models::{PAYMENT, Payment, State, topic};
use super::jobs::TellTransfer;
use super::{NAME, is};
use crate::accounts::CURRENCY;
use crate::ids::PaymentId;
use crate::own_account;
use crate::schema::{commerce_payments, commerce_transfer_proofs, stored_files};

/// A proof as pages show it.
#[derive(Clone, Debug, Queryable)]
pub struct Proof {
    /// The bank's number, as the payer says.
    pub tracking: String,
    amount: i64,
    /// On which day he paid, as he says.
    pub paid_on: NaiveDate,
    /// When he handed it in.
    pub handed_in_at: DateTime<Utc>,
    /// Whose it is.
    pub tenant_id: TenantId,
    /// The receipt.
    pub file: FileId,
    /// Its name.
    pub name: String,
    /// Its true type.
    pub content_type: String,
}

impl Proof {
    /// How much he paid, as he says.
    #[must_use]
    pub fn money(&self) -> Money {
        Money::new(self.amount, CURRENCY)
    }

    /// Of this payment, when it was handed in.
    pub async fn of(payment: PaymentId, tx: &mut ReadTx) -> QueryResult<Option<Self>> {
        use commerce_transfer_proofs as p;
        p::table
            .inner_join(stored_files::table.on(stored_files::id.eq(p::file_id)))
            .filter(p::payment_id.eq(payment))
            .select((
                p::tracking,
                p::amount,
                p::paid_on,
                p::handed_in_at,
                p::tenant_id,
                p::file_id,
                stored_files::name,
                stored_files::content_type,
            ))
            .get_result(tx)
            .await
            .optional()
    }
}

/// What a payer hands in.
pub struct NewProof {
    /// The bank's number.
    pub tracking: String,
    /// In rial.
    pub amount: i64,
    /// On which day he paid.
    pub paid_on: NaiveDate,
    /// The receipt, stored and not yet named.
    pub file: StoredFile,
}

/// A transfer of the scope that waits for its proof.
pub async fn waiting(id: PaymentId, tx: &mut ReadTx) -> AppResult<Payment> {
    let payment = Payment::find(id, tx)
        .await
        .or_not_found("commerce.payments.one")?;
    if !is(&payment) {
        return Err(AppError::NotFound("commerce.payments.one"));
    }
    if payment.state != State::Begun {
        return Err(AppError::Conflict("commerce.transfer.problem.not_open"));
    }
    Ok(payment)
}

/// Hands a proof in: staff look at it next.
pub async fn hand_in(id: PaymentId, new: &NewProof, tx: &mut Tx) -> AppResult<()> {
    let payment = waiting(id, tx).await?;
    let (now, by) = (tx.now(), tx.who().user);
    if paid_before(&new.tracking, tx).await? {
        return Err(AppError::invalid(
            "tracking",
            "commerce.transfer.problem.used",
        ));
    }
    let open = commerce_payments::table
        .filter(commerce_payments::id.eq(id))
        .filter(commerce_payments::state.eq(State::Begun));
    let set = (
        commerce_payments::state.eq(State::Sent),
        commerce_payments::sent_at.eq(now),
    );
    if diesel::update(open).set(set).execute(tx).await? == 0 {
        return Err(AppError::Conflict("commerce.transfer.problem.not_open"));
    }
    files::record(std::slice::from_ref(&new.file), tx).await?;
    let row = (
        commerce_transfer_proofs::payment_id.eq(id),
        commerce_transfer_proofs::tenant_id.eq(payment.tenant_id),
        commerce_transfer_proofs::tracking.eq(&new.tracking),
        commerce_transfer_proofs::amount.eq(new.amount),
        commerce_transfer_proofs::paid_on.eq(new.paid_on),
        commerce_transfer_proofs::file_id.eq(new.file.id),
        commerce_transfer_proofs::handed_in_at.eq(now),
        commerce_transfer_proofs::handed_in_by.eq(by),
    );
    let insert = diesel::insert_into(commerce_transfer_proofs::table).values(row);
    insert.execute(tx).await?;
    event::note(&payment, Step::HandedIn, Some(&new.tracking), tx).await?;
    let event = Audit::new("commerce.payment.hand_in", PAYMENT, id.0);
    let after = json!({ "amount": Money::new(new.amount, CURRENCY), "tracking": new.tracking });
    audit::record(tx, event.after(after)).await?;
    jobs::enqueue(tx, &TellTransfer::of(id)).await?;
    live::announce(tx, &topic(id)).await
}

/// Whether this number paid something that the scope sees already.
async fn paid_before(tracking: &str, tx: &mut ReadTx) -> QueryResult<bool> {
    let same = commerce_payments::table
        .filter(commerce_payments::gateway.eq(NAME))
        .filter(commerce_payments::receipt.eq(tracking));
    diesel::select(diesel::dsl::exists(same))
        .get_result(tx)
        .await
}

/// One that staff may decide: handed in, and not of an account to which the reader belongs.
async fn undecided(id: PaymentId, tx: &mut Tx) -> AppResult<Payment> {
    let payment = locked(id, tx).await?;
    if !is(&payment) {
        return Err(AppError::NotFound("commerce.payments.one"));
    }
    if payment.state != State::Sent {
        return Err(AppError::Conflict("commerce.transfer.problem.decided"));
    }
    own_account::refuse(payment.tenant_id, tx).await?;
    Ok(payment)
}

/// It came: so much, under this number. The number pays once, whoever handed it in.
pub async fn accept(id: PaymentId, amount: i64, number: &str, tx: &mut Tx) -> AppResult<()> {
    let payment = undecided(id, tx).await?;
    // Two who accept the same number at once: the second sees what the first did.
    sql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind::<Text, _>(format!("{NAME} {number}"))
        .execute(tx)
        .await?;
    let receipt = Receipt {
        number: number.to_owned(),
        ..Receipt::default()
    };
    if is_received(&payment, number, tx).await? {
        return Err(AppError::invalid(
            "number",
            "commerce.transfer.problem.used",
        ));
    }
    let asked = payment.money();
    let row = commerce_payments::table.find(id);
    diesel::update(row)
        .set(commerce_payments::amount.eq(amount))
        .execute(tx)
        .await?;
    let payment = Payment { amount, ..payment };
    let said = (asked != payment.money()).then(|| format!("{} / {}", asked.minor, amount));
    event::note(&payment, Step::Accepted, said.as_deref(), tx).await?;
    let event = Audit::new("commerce.payment.accept", PAYMENT, id.0)
        .of_tenant(payment.tenant_id)
        .before(json!({ "amount": asked }))
        .after(json!({ "amount": payment.money(), "receipt": number }));
    audit::record(tx, event).await?;
    credit(&payment, &receipt, tx).await
}

/// It did not come, or not so that anybody can tell.
pub async fn turn_down(id: PaymentId, why: &str, tx: &mut Tx) -> AppResult<()> {
    let payment = undecided(id, tx).await?;
    event::note(&payment, Step::TurnedDown, Some(why), tx).await?;
    end(&payment, State::Failed, why, tx).await?;
    super::jobs::turned_down(&payment, why, tx).await
}
