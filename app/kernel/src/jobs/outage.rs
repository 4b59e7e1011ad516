//! What the worker does while its database is away: nothing. One probe with growing pauses for all who wait, one line a minute.
//! Here because `graphile_worker` asks again at once after a failed fetch: 27 MB of log a second, and a core.

use std::time::Duration;

use graphile_worker::DbError;
use rand::Rng;
use tokio::sync::{Mutex, watch};
use tokio::time::{Instant, sleep};

use crate::db::connect::{self, Reach};

/// Pauses between probes grow from the first to the last.
const FIRST: Duration = Duration::from_millis(100);
const LAST: Duration = Duration::from_secs(3);
/// How often the log says that the database is still away.
const SAY_EVERY: Duration = Duration::from_mins(1);
/// An error of a statement, with the database there, costs this much.
const FAULT: Duration = Duration::from_secs(1);

/// The state of one run of the worker: whether its database is away, and who looks after it.
pub(super) struct Outage {
    url: String,
    /// `None`: nobody waits, errors go to the caller at once.
    stopped: Option<watch::Receiver<bool>>,
    /// Held by the one who probes; the others wait for it.
    turn: Mutex<Option<Away>>,
    ended: watch::Sender<u32>,
}

struct Away {
    since: Instant,
    said: Instant,
    tries: u32,
}

impl Outage {
    /// Of a worker that runs until stopped.
    pub(super) fn new(url: &str, stopped: watch::Receiver<bool>) -> Self {
        Self::with(url, Some(stopped))
    }

    /// Of a command: it waits for no database.
    pub(super) fn unawaited(url: &str) -> Self {
        Self::with(url, None)
    }

    fn with(url: &str, stopped: Option<watch::Receiver<bool>>) -> Self {
        Self {
            url: url.to_owned(),
            stopped,
            turn: Mutex::new(None),
            ended: watch::Sender::new(0),
        }
    }

    /// Changes when an outage is over. A claim of jobs whose answer was lost stands under the worker's name, so the
    /// worker of before is replaced: jobs of a name that is gone are swept.
    pub(super) fn ended(&self) -> watch::Receiver<u32> {
        self.ended.subscribe()
    }

    /// Whether nobody waits for the database any more.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped
            .as_ref()
            .is_none_or(|stopped| *stopped.borrow())
    }

    /// Returns this long after the worker was told to stop: no statement holds its end for longer.
    pub(super) async fn stopped_for(&self, time: Duration) {
        let Some(mut stopped) = self.stopped.clone() else {
            return std::future::pending().await;
        };
        // A sender that is gone stops nobody any more, and is as good as a stop.
        let _ = stopped.wait_for(|stop| *stop).await;
        sleep(time).await;
    }

    /// Returns when asking again makes sense: the database answers, or the program is being stopped.
    pub(super) async fn sit_out(&self, error: &DbError) {
        if self.is_stopped() {
            return;
        }
        tokio::select! {
            () = self.stopped_for(Duration::ZERO) => {}
            () = self.until_answered(error) => {}
        }
    }

    async fn until_answered(&self, error: &DbError) {
        if error.code().is_some_and(|code| !connect::passes(code)) {
            return sleep(FAULT).await;
        }
        let before = *self.ended.borrow();
        let mut turn = self.turn.lock().await;
        if *self.ended.borrow() != before {
            return;
        }
        let away = turn.get_or_insert_with(|| Away::begin(error));
        loop {
            sleep(away.pause()).await;
            match connect::reach(&self.url).await {
                Ok(Reach::Answers) => break,
                Ok(Reach::Away(why) | Reach::Refused(why)) => away.tell(&why),
                Err(error) => away.tell(&error.to_string()),
            }
        }
        tracing::info!(
            seconds = away.since.elapsed().as_secs(),
            tries = away.tries,
            "the database answers again; jobs go on"
        );
        *turn = None;
        self.ended.send_modify(|times| *times += 1);
    }
}

impl Away {
    fn begin(error: &DbError) -> Self {
        tracing::warn!(%error, "the database is away; jobs wait for it");
        let now = Instant::now();
        Self {
            since: now,
            said: now,
            tries: 0,
        }
    }

    fn pause(&mut self) -> Duration {
        let grown = FIRST.saturating_mul(1 << self.tries.min(8)).min(LAST);
        self.tries += 1;
        jittered(grown)
    }

    fn tell(&mut self, why: &str) {
        if self.said.elapsed() < SAY_EVERY {
            return;
        }
        self.said = Instant::now();
        tracing::warn!(
            why,
            seconds = self.since.elapsed().as_secs(),
            tries = self.tries,
            "the database is still away; jobs wait for it"
        );
    }
}

/// Between half and all of it: nodes that lost the same database do not come back in step.
pub(super) fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::rng().random_range(0.5..=1.0))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::net::TcpListener;

    use tokio::time::timeout;

    use super::*;

    /// A server that hangs up, and how often it was asked.
    async fn hangs_up() -> (String, Arc<AtomicU32>) {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("postgres://me@{}/none", server.local_addr().unwrap());
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while server.accept().await.is_ok() {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        (url, asked)
    }

    #[tokio::test]
    async fn all_who_wait_share_one_probe_whose_pauses_grow() {
        let (url, asked) = hangs_up().await;
        let (stop, stopped) = watch::channel(false);
        let outage = Outage::new(&url, stopped);
        let gone = DbError::new("gone");
        let six = std::iter::repeat_with(|| outage.sit_out(&gone)).take(6);
        let waiting = futures::future::join_all(six);
        assert!(timeout(Duration::from_secs(2), waiting).await.is_err());
        let asked = asked.load(Ordering::Relaxed);
        assert!((2..=8).contains(&asked), "{asked} in two seconds");
        drop(stop);
    }

    #[test]
    fn ten_minutes_away_cost_few_probes() {
        let mut away = Away::begin(&DbError::new("gone"));
        let mut waited = Duration::ZERO;
        while waited < Duration::from_mins(10) {
            waited += away.pause();
        }
        assert!(away.tries < 450, "{}", away.tries);
    }

    #[tokio::test]
    async fn stop_ends_the_waiting() {
        let (url, _) = hangs_up().await;
        let (stop, stopped) = watch::channel(false);
        let outage = Outage::new(&url, stopped);
        let gone = DbError::new("gone");
        let waiting = outage.sit_out(&gone);
        stop.send(true).unwrap();
        timeout(Duration::from_secs(5), waiting).await.unwrap();
    }

    #[tokio::test]
    async fn refused_statement_costs_a_second_and_is_no_outage() {
        let (url, asked) = hangs_up().await;
        let (_stop, stopped) = watch::channel(false);
        let outage = Outage::new(&url, stopped);
        let refused = DbError::with_code("no such function", "42883");
        let begin = Instant::now();
        outage.sit_out(&refused).await;
        assert!(begin.elapsed() >= FAULT);
        assert_eq!(asked.load(Ordering::Relaxed), 0);
    }
}
