//! `/admin/jobs`: what waits, what runs, what is stuck; a stuck job can be tried again.
//! A try is a resource: `POST /admin/jobs/<id>/tries`.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use kernel::jobs;
use kernel::jobs::desk::{self, Filter, JobState};
use kernel::module::Can;
use kernel::web::{Answer, Cx, ListOnly, PageQuery, Posted, Pressed, View, redirect};
use rocket::{get, post};

use crate::permissions::ManageJobs;
use crate::{paths, views};

/// List jobs.
#[get("/admin/jobs?<state>&<job>&<q>&<after>&<before>")]
pub async fn index(
    state: Option<&str>,
    job: Option<&str>,
    q: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _may: Can<ManageJobs>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let filter = Filter {
        state: state.and_then(JobState::parse),
        job: job.unwrap_or_default(),
        words: q.unwrap_or_default(),
    };
    let page = PageQuery::new(after, before);
    let (rows, count) = db
        .read(async |tx| Ok(desk::list(filter, &page, tx).await?))
        .await?;
    Ok(views::jobs::index(&cx, list_only, filter, &rows, count))
}

/// List what runs by the clock.
#[get("/admin/jobs/schedules")]
pub async fn schedules(_may: Can<ManageJobs>, cx: Cx<'_>, db: PlatformDb) -> AppResult<View> {
    let rows = db.read(async |tx| Ok(jobs::planned(tx).await?)).await?;
    Ok(views::jobs::schedules(&cx, &rows))
}

/// Let a stuck job be tried again.
#[post("/admin/jobs/<id>/tries", data = "<_form>")]
pub async fn retry(
    id: i64,
    _form: Posted<Pressed>,
    _may: Can<ManageJobs>,
    db: PlatformDb,
) -> AppResult<Answer> {
    db.write(async |tx| desk::retry(id, tx).await).await?;
    Ok(redirect(paths::JOBS).notice("admin.jobs.retried").into())
}
