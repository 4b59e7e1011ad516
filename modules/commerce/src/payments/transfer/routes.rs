//! Handing a receipt in, looking at it, and saying what came.

use kernel::db::{OrNotFound, PlatformDb, ReadTx, TenantDb};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::files::{self, Download};
use kernel::module::{Can, Mount};
use kernel::mounts;
use kernel::web::{Answer, Cx, Posted, Raw, Redirection, View, redirect};
use rocket::{get, post};

use super::super::models::{Payment, event};
use super::super::routes::desk;
use super::super::{paths, views};
use super::forms::{AcceptanceForm, ProofForm, RejectionForm};
use super::models::{self, NewProof, Proof};
use crate::ids::PaymentId;
use crate::permissions::{
    BUY, Buy, MANAGE_SALES, ManageSales, SEE_MONEY, SEE_SALES, SeeMoney, SeeSales,
};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Customer Tenant "commerce.transfer_proof.create" may BUY => create,
        Customer Tenant "commerce.transfer_proof.show" may SEE_MONEY => show,
        Staff Platform "commerce.desk_transfer_proof.show" may SEE_SALES => show_at_desk,
        Staff Platform "commerce.transfer_acceptance.create" may MANAGE_SALES => accept,
        Staff Platform "commerce.transfer_rejection.create" may MANAGE_SALES => turn_down,
    ]
}

/// Hand the receipt in. Idempotent by the form's key.
#[post("/payments/<id>/proof", data = "<form>")]
pub async fn create(
    id: PaymentId,
    form: Posted<ProofForm>,
    _by: Can<Buy>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    form.answer(hand_in(id, &form, &db, &cx), async |errors| {
        again(id, &form.raw, &errors, &db, &cx).await
    })
    .await
}

async fn hand_in(
    id: PaymentId,
    form: &Posted<ProofForm>,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<Redirection> {
    let place = paths::payment(id);
    let typed = form.valid();
    // Bytes are stored only for a payment that is theirs; one that was handed in leads to its page.
    let found = db.read(async |tx| models::waiting(id, tx).await).await;
    match found {
        Err(AppError::Conflict(_)) if typed.is_ok() => return Ok(redirect(place)),
        other => other?,
    };
    let (new, fmt) = (typed?, cx.fmt());
    let mut errors = FieldErrors::default();
    let amount = fmt.parse_money(&new.amount, fmt.money_unit);
    if let Err(error) = &amount {
        errors.add("amount", error.key());
    }
    let paid_on = fmt.parse_date(&new.paid_on);
    match &paid_on {
        Err(error) => errors.add("paid_on", error.key()),
        Ok(day) if *day > fmt.today(cx.now()) => {
            errors.add("paid_on", "commerce.transfer.problem.future");
        }
        Ok(_) => {}
    }
    if form.files.is_empty() {
        errors.add("receipt", "commerce.transfer.problem.no_file");
    }
    let (Ok(amount), Ok(paid_on), true) = (amount, paid_on, errors.is_empty()) else {
        return Err(errors.into());
    };
    if !(1..=ledger::LARGEST).contains(&amount.minor) {
        return Err(AppError::invalid("amount", "kernel.invalid.range"));
    }
    let stored = files::store_uploads(db.app(), db.tenant()?, &form.files).await?;
    let Some(file) = stored.first().cloned() else {
        return Err(AppError::invalid(
            "receipt",
            "commerce.transfer.problem.no_file",
        ));
    };
    let proof = NewProof {
        tracking: new.tracking.clone(),
        amount: amount.minor,
        paid_on,
        file,
    };
    let written = db
        .write(async |tx| {
            form.receipt
                .once(tx, async |tx| {
                    models::hand_in(id, &proof, tx).await?;
                    Ok(paths::payment(id))
                })
                .await
        })
        .await;
    let led = files::keep_or_discard(db.app(), &stored, written).await?;
    Ok(redirect(led).notice("commerce.transfer.notice.handed_in"))
}

async fn again(
    id: PaymentId,
    raw: &Raw,
    errors: &FieldErrors,
    db: &TenantDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let (payment, steps, proof) = db
        .read(async |tx| {
            let payment = Payment::find(id, tx)
                .await
                .or_not_found("commerce.payments.one")?;
            let steps = event::steps(id, tx).await?;
            Ok((payment, steps, Proof::of(id, tx).await?))
        })
        .await?;
    let shown = views::mine::Shown {
        payment: &payment,
        steps: &steps,
        proof: proof.as_ref(),
    };
    views::mine::show(cx, &shown, raw, Some(errors))
}

async fn found(id: PaymentId, tx: &mut ReadTx) -> AppResult<Proof> {
    let proof = Proof::of(id, tx).await?;
    proof.ok_or(AppError::NotFound("kernel.file"))
}

async fn download(proof: Proof, app: &kernel::app::App) -> AppResult<Download> {
    Download::of(
        app,
        proof.tenant_id,
        proof.file,
        proof.name,
        proof.content_type,
    )
    .await
}

/// Download the receipt that was handed in.
#[get("/payments/<id>/proof")]
pub async fn show(id: PaymentId, _by: Can<SeeMoney>, db: TenantDb) -> AppResult<Download> {
    let proof = db.read(async |tx| found(id, tx).await).await?;
    download(proof, db.app()).await
}

/// The same, as staff.
#[get("/admin/payments/<id>/proof")]
pub async fn show_at_desk(
    id: PaymentId,
    _by: Can<SeeSales>,
    db: PlatformDb,
) -> AppResult<Download> {
    let proof = db.read(async |tx| found(id, tx).await).await?;
    download(proof, db.app()).await
}

/// It came. Idempotent by the form's key.
#[post("/admin/payments/<id>/acceptance", data = "<form>")]
pub async fn accept(
    id: PaymentId,
    form: Posted<AcceptanceForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let accepted = async {
        let (typed, fmt) = (form.valid()?, cx.fmt());
        let amount = fmt
            .parse_money(&typed.accepted, fmt.money_unit)
            .map_err(|error| AppError::invalid("accepted", error.key()))?
            .minor;
        if !(1..=ledger::LARGEST).contains(&amount) {
            return Err(AppError::invalid("accepted", "kernel.invalid.range"));
        }
        form.write(
            db.clone(),
            paths::desk(id),
            "commerce.transfer.notice.accepted",
            async |form, tx| models::accept(id, amount, &form.number, tx).await,
        )
        .await
    };
    form.answer(accepted, async |errors| {
        desk::page(id, &form.raw, Some(&errors), &db, &cx).await
    })
    .await
}

/// It did not come. Idempotent by the form's key.
#[post("/admin/payments/<id>/rejection", data = "<form>")]
pub async fn turn_down(
    id: PaymentId,
    form: Posted<RejectionForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = form.write(
        db.clone(),
        paths::desk(id),
        "commerce.transfer.notice.turned_down",
        async |form, tx| models::turn_down(id, &form.why, tx).await,
    );
    form.answer(done, async |errors| {
        desk::page(id, &form.raw, Some(&errors), &db, &cx).await
    })
    .await
}
