//! The job queue as tests drive it: no worker runs beside a test, `run_jobs` runs what is due.
//! Here because a job that nobody looked at must fail the test that made it.

use std::sync::atomic::Ordering;

use kernel::db::Role;
use kernel::jobs;

use super::TestApp;
use crate::pg;

const DUE: &str = "SELECT count(*) FROM graphile_worker.jobs \
                   WHERE run_at <= now() AND locked_at IS NULL AND attempts < max_attempts";

impl TestApp {
    /// Run every job that is due, and those that they enqueue, until nothing is due.
    pub async fn run_jobs(&self) {
        let queue = self.sql_as(Role::Jobs).await;
        while queue
            .query_one(DUE, &[])
            .await
            .expect("the queue")
            .get::<_, i64>(0)
            > 0
        {
            jobs::drain(&self.app).await.expect("the worker runs");
        }
    }

    /// Move the clock, and run what was planned until then, with what comes of it.
    pub async fn run_jobs_after(&self, time: chrono::Duration) {
        self.clock().advance(time);
        let queue = self.sql_as(Role::Jobs).await;
        let now = self.clock().now();
        queue
            .execute(
                "UPDATE graphile_worker._private_jobs SET run_at = now() WHERE run_at <= $1 AND run_at > now()",
                &[&now],
            )
            .await
            .expect("the queue");
        self.run_jobs().await;
    }

    /// Names of the jobs in the queue, oldest first: waiting, planned and stuck ones.
    pub async fn jobs(&self) -> Vec<String> {
        let url = self
            .app
            .urls
            .get(Role::Jobs)
            .expect("an address")
            .to_owned();
        names(url).await.expect("the queue can be read")
    }

    /// This test is about something else: jobs may stay in the queue.
    pub fn leave_jobs(&self) {
        self.leaves_jobs.store(true, Ordering::SeqCst);
    }

    #[cfg(feature = "tickets")]
    /// Take out the jobs that `set_up` enqueues: they belong to the scene, not to the test.
    pub(super) async fn without_its_jobs<T>(&self, set_up: impl Future<Output = T>) -> T {
        let queue = self.sql_as(Role::Jobs).await;
        let newest = "SELECT coalesce(max(id), 0) FROM graphile_worker._private_jobs";
        let mark: i64 = queue
            .query_one(newest, &[])
            .await
            .expect("the queue")
            .get(0);
        let made = set_up.await;
        queue
            .execute(
                "DELETE FROM graphile_worker._private_jobs WHERE id > $1",
                &[&mark],
            )
            .await
            .expect("the queue");
        made
    }
}

/// Names of the jobs in the queue at this address.
pub(super) async fn names(url: String) -> anyhow::Result<Vec<String>> {
    let queue = pg::connect(&url).await?;
    let rows = queue
        .query(
            "SELECT task_identifier FROM graphile_worker.jobs ORDER BY id",
            &[],
        )
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}
