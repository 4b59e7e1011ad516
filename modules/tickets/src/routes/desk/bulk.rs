//! One thing done with many tickets of the queue: each in a transaction of its own, so that one that fails holds up no other.

use kernel::db::{PlatformDb, Tx};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use kernel::web::{Answer, Cx, PageQuery, Posted, View, redirect};
use rocket::http::Status;
use rocket::post;

use super::assignment::must_answer;
use super::tickets::read;
use crate::forms::{Act, BulkForm};
use crate::ids::TicketId;
use crate::models::{self, Way};
use crate::permissions::AnswerTickets;
use crate::views::bulk::{Failed, Told};
use crate::{paths, views};

/// Do it with each of the chosen, and tell of each that failed. Idempotent.
#[post("/admin/tickets?<from>", data = "<form>")]
pub async fn update(
    from: Way,
    form: Posted<BulkForm>,
    _by: Can<AnswerTickets>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let done = async {
        let (wish, failed) = do_all(&form, &db).await?;
        if failed.is_empty() {
            let queue = redirect(from.queue(paths::DESK));
            return Ok(Answer::from(queue.notice("tickets.notice.bulk")));
        }
        let told = Told::Done {
            of: wish.ids.len(),
            failed,
        };
        let view = page(&from, told, &form, &db, &cx).await?;
        Ok(view.status(Status::Conflict).into())
    };
    form.answer(done, async |errors: FieldErrors| {
        page(&from, Told::Refused(errors), &form, &db, &cx).await
    })
    .await
}

async fn page(
    way: &Way,
    told: Told,
    form: &Posted<BulkForm>,
    db: &PlatformDb,
    cx: &Cx<'_>,
) -> AppResult<View> {
    let filter = way.filter(cx.user().map(|user| user.id));
    let desk = read(&filter, &PageQuery::default(), db).await?;
    Ok(views::desk::queue::after_bulk(cx, &desk, &told, &form.raw))
}

async fn do_all<'f>(
    form: &'f Posted<BulkForm>,
    db: &PlatformDb,
) -> AppResult<(&'f BulkForm, Vec<Failed>)> {
    let wish = form.valid()?;
    if let Some(Act::Assign(to)) = wish.act {
        db.read(async |tx| must_answer(to, tx).await).await?;
    }
    let mut failed = Vec::new();
    for id in &wish.ids {
        match db.write(async |tx| change(*id, wish, tx).await).await {
            Ok(()) => {}
            Err(AppError::NotFound(_)) => failed.push(Failed {
                id: *id,
                why: "tickets.bulk.gone",
            }),
            Err(error) => {
                tracing::warn!(ticket = %id, %error, "one of many tickets was not changed");
                failed.push(Failed {
                    id: *id,
                    why: "tickets.bulk.not_now",
                });
            }
        }
    }
    Ok((wish, failed))
}

async fn change(id: TicketId, wish: &BulkForm, tx: &mut Tx) -> AppResult<()> {
    match wish.act {
        Some(Act::Assign(to)) => models::assign(id, to, tx).await?,
        Some(Act::Rank(priority)) => models::rank(id, priority, tx).await?,
        Some(Act::Close) => models::close(id, tx).await?,
        None => {}
    }
    match &wish.tag {
        Some(tag) => models::set_tag(id, tag, true, tx).await,
        None => Ok(()),
    }
}
