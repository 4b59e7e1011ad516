//! `/admin/withdrawals`: what customers want paid out; found, decided, and ended.

use kernel::db::{PlatformDb, ReadTx};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::ids::UserId;
use kernel::module::Can;
use kernel::people::{self, Contact};
use kernel::web::{
    Answer, Cx, Export, ExportFormat, ListOnly, PageQuery, Posted, Pressed, Raw, Redirection, View,
    redirect,
};
use rocket::{FromForm, get, post};

use super::super::forms::{FailedForm, PaidForm, RefusalForm};
use super::super::models::search::{self, Filter, Found};
use super::super::models::{Batch, State, decide, outcome};
use super::super::views::desk::Sent;
use super::super::{paths, views};
use crate::ids::WithdrawalId;
use crate::narrowing;
use crate::permissions::{ManageSales, SeeSales};

/// What the address narrows the list to, as it was typed.
#[derive(FromForm, Clone, Copy, Default)]
pub struct Narrowed<'r> {
    /// Words.
    pub q: Option<&'r str>,
    /// A state's word.
    pub state: Option<&'r str>,
    /// The first day.
    pub from: Option<&'r str>,
    /// The last day.
    pub to: Option<&'r str>,
}

impl<'r> Narrowed<'r> {
    /// Names and values as they stand in the address.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &'r str); 4] {
        [
            ("q", self.q.unwrap_or_default()),
            ("state", self.state.unwrap_or_default()),
            ("from", self.from.unwrap_or_default()),
            ("to", self.to.unwrap_or_default()),
        ]
    }

    fn filter(&self, cx: &Cx<'_>) -> Filter {
        let words = self.q.unwrap_or_default();
        Filter {
            words: narrowing::words(words),
            amount: narrowing::sum(cx, words),
            state: self.state.and_then(State::parse),
            from: narrowing::from(cx, self.from),
            until: narrowing::until(cx, self.to),
        }
    }
}

/// List withdrawals.
#[get("/admin/withdrawals?<after>&<before>&<narrowed..>")]
pub async fn index(
    narrowed: Narrowed<'_>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (filter, query) = (narrowed.filter(&cx), PageQuery::new(after, before));
    let (page, count) = db
        .read(async |tx| Ok(search::list(&filter, &query, tx).await?))
        .await?;
    Ok(views::desk::index(&cx, list_only, &narrowed, &page, count))
}

/// Download the filtered list. A format that is not named must not lead to the page beside it, which others may see.
#[get("/admin/withdrawals/export?<format>&<narrowed..>", rank = 1)]
pub async fn export(
    format: Option<&str>,
    narrowed: Narrowed<'_>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Export> {
    let format = format
        .and_then(ExportFormat::parse)
        .ok_or(AppError::NotFound("kernel.page"))?;
    let filter = narrowed.filter(&cx);
    let rows = db
        .read(async |tx| Ok(search::exported(&filter, tx).await?))
        .await?;
    let (head, rows) = views::sheet::rows(&cx, &rows);
    Export::new(&cx, "withdrawals", format, &head, &rows)
}

/// Show one with what may be done.
#[get("/admin/withdrawals/<id>", rank = 2)]
pub async fn show(
    id: WithdrawalId,
    _by: Can<SeeSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    page(id, Sent::default(), &db, &cx).await
}

async fn page(id: WithdrawalId, sent: Sent<'_>, db: &PlatformDb, cx: &Cx<'_>) -> AppResult<View> {
    let known = db.read(async |tx| read(id, tx).await).await?;
    Ok(views::desk::show(cx, &known, sent))
}

/// A withdrawal with everybody who had to do with it.
pub struct Known {
    /// The withdrawal.
    pub found: Found,
    /// The file in which it went.
    pub batch: Option<Batch>,
    /// Whoever asked, approved, made the file, ended it.
    pub people: Vec<Contact>,
}

async fn read(id: WithdrawalId, tx: &mut ReadTx) -> AppResult<Known> {
    let found = search::find(id, tx).await?;
    let one = &found.withdrawal;
    let batch = match one.batch_id {
        Some(batch) => Some(Batch::find(batch, tx).await?),
        None => None,
    };
    let made_by = batch.as_ref().and_then(|batch| batch.made_by);
    let who = [
        one.asked_by,
        one.checked_by,
        one.approved_by,
        made_by,
        one.ended_by,
    ];
    let who: Vec<UserId> = who.into_iter().flatten().collect();
    let people = people::contacts(&who, tx).await?;
    Ok(Known {
        found,
        batch,
        people,
    })
}

/// Approve it, as the first or the second.
#[post("/admin/withdrawals/<id>/approval", data = "<_form>")]
pub async fn approve(
    id: WithdrawalId,
    _form: Posted<Pressed>,
    _by: Can<ManageSales>,
    db: PlatformDb,
) -> AppResult<Redirection> {
    let state = db.write(async |tx| decide::approve(id, tx).await).await?;
    let notice = match state {
        State::Checked => "commerce.payouts.notice.checked",
        _ => "commerce.payouts.notice.approved",
    };
    Ok(redirect(paths::desk(id)).notice(notice))
}

/// What failed in a form goes back to that form.
fn of<'a>(form: &'static str, raw: &'a Raw, errors: &'a FieldErrors) -> Sent<'a> {
    Sent {
        form,
        typed: Some((raw, errors)),
    }
}

/// Refuse it. Idempotent by the form's key.
#[post("/admin/withdrawals/<id>/refusal", data = "<form>")]
pub async fn refuse(
    id: WithdrawalId,
    form: Posted<RefusalForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = form.write(
        db.clone(),
        paths::desk(id),
        "commerce.payouts.notice.refused",
        async |form, tx| decide::refuse(id, &form.reason, tx).await,
    );
    form.answer(done, async |errors| {
        page(id, of("refusal", &form.raw, &errors), &db, &cx).await
    })
    .await
}

/// The bank has paid. Idempotent by the form's key.
#[post("/admin/withdrawals/<id>/payment", data = "<form>")]
pub async fn paid(
    id: WithdrawalId,
    form: Posted<PaidForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = form.write(
        db.clone(),
        paths::desk(id),
        "commerce.payouts.notice.paid",
        async |form, tx| outcome::paid(id, &form.tracking, tx).await,
    );
    form.answer(done, async |errors| {
        page(id, of("payment", &form.raw, &errors), &db, &cx).await
    })
    .await
}

/// The bank has not paid. Idempotent by the form's key.
#[post("/admin/withdrawals/<id>/failure", data = "<form>")]
pub async fn failed(
    id: WithdrawalId,
    form: Posted<FailedForm>,
    _by: Can<ManageSales>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = form.write(
        db.clone(),
        paths::desk(id),
        "commerce.payouts.notice.failed",
        async |form, tx| outcome::failed(id, &form.failure, tx).await,
    );
    form.answer(done, async |errors| {
        page(id, of("failure", &form.raw, &errors), &db, &cx).await
    })
    .await
}
