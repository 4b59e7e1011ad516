//! One try of one delivery: sign, post, keep what came of it, plan the next try or raise the alarm.
//! The call is outside of any transaction; a crash between the two sends again, under the same id.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::db::{PlatformDb, Tx};
use crate::error::AppResult;
use crate::jobs::{self, Job, JobCx, Lane, NewJob};
use crate::webhooks::alarm;
use crate::webhooks::client::{Answer, Problem};
use crate::webhooks::ids::TellingId;
use crate::webhooks::models::deliveries::lane;
use crate::webhooks::models::tries::{self, Due};
use crate::webhooks::signature;

/// The job. Round and number say which try it is: a replay makes those of earlier rounds void.
#[derive(Clone, Serialize, Deserialize)]
pub struct SendWebhook {
    /// What.
    pub delivery: TellingId,
    /// Begins anew with a replay.
    pub round: i32,
    /// Tries that this round had before.
    pub attempt: i32,
}

impl Job for SendWebhook {
    const NAME: &'static str = "kernel.send_webhook";
    const LANE: Lane = Lane::Outside;

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.app.without_request().platform();
        let found = db.read(async |tx| Ok(tries::due(&self, tx).await?)).await?;
        let Some(due) = found else { return Ok(()) };
        if due.is_off {
            let off = Answer {
                problem: Some(Problem::Off),
                ..Answer::default()
            };
            return self.note(&db, &due, &[], &off).await;
        }
        let headers = self.headers(&cx.app, &due)?;
        let answer = cx
            .app
            .outgoing
            .post(&due.url, &headers, due.payload.clone())
            .await;
        tracing::info!(
            delivery = %self.delivery,
            status = answer.status,
            problem = answer.problem.map(Problem::as_str),
            ms = u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX),
            "webhook tried"
        );
        self.note(&db, &due, &headers, &answer).await
    }
}

impl SendWebhook {
    fn headers(&self, app: &App, due: &Due) -> AppResult<Vec<(&'static str, String)>> {
        let mut secrets = vec![app.keys.open(&due.secret)?];
        if let Some(previous) = &due.previous {
            secrets.push(app.keys.open(previous)?);
        }
        let id = self.delivery.to_string();
        let timestamp = app.clock.now().timestamp().to_string();
        let signature = signature::header(&secrets, &id, &timestamp, due.payload.as_bytes())?;
        Ok(vec![
            ("content-type", "application/json".to_owned()),
            (signature::ID, id),
            (signature::TIMESTAMP, timestamp),
            (signature::SIGNATURE, signature),
        ])
    }

    async fn note(
        &self,
        db: &PlatformDb,
        due: &Due,
        headers: &[(&str, String)],
        answer: &Answer,
    ) -> AppResult<()> {
        db.write(async |tx| {
            let next = tries::next_try(self.attempt, answer, tx.now());
            if !tries::keep(self, headers, answer, next, tx).await? {
                return Ok(());
            }
            if let Some(at) = next {
                let again = Self {
                    attempt: self.attempt + 1,
                    ..self.clone()
                };
                let job = NewJob::of(&again)?.at(at).queue(lane(due.endpoint_id));
                jobs::enqueue_raw(tx, job).await?;
            }
            judge(due, answer, tx).await
        })
        .await
    }
}

/// What a try says of its endpoint.
async fn judge(due: &Due, answer: &Answer, tx: &mut Tx) -> AppResult<()> {
    match answer.problem {
        None => Ok(tries::recovered(due.endpoint_id, tx).await?),
        Some(Problem::Off) => Ok(()),
        Some(problem) => {
            let Some(failing) = tries::failed(due.endpoint_id, tx).await? else {
                return Ok(());
            };
            let now = tx.now();
            if problem == Problem::Gone || failing.is_hopeless(now) {
                tries::give_up(&failing, problem.as_str(), tx).await?;
                alarm::raise(alarm::Alarm::SwitchedOff, &failing, tx).await
            } else if failing.is_alarming(now) {
                tries::alarmed(failing.id, tx).await?;
                alarm::raise(alarm::Alarm::Failing, &failing, tx).await
            } else {
                Ok(())
            }
        }
    }
}
