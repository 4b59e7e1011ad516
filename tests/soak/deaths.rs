//! In the middle of what a killed program died: a transaction, a job, a mail. From evidence, never from a guess.
//! Here because rounds that always died between two pieces of work would prove nothing.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use kernel::db::Role;
use kit::SmtpSink;
use serde_json::json;
use uuid::Uuid;

use crate::report::Promise;
use crate::stage::Stage;

/// PostgreSQL says so of a client that vanished between `BEGIN` and `COMMIT`.
const TORN: &str = "unexpected EOF on client connection with an open transaction";
/// Rendered (its own transaction) and not noted as sent: the job was between the two.
const HALF_DONE: &str =
    "SELECT id FROM mail_deliveries WHERE state = 'queued' AND subject IS NOT NULL";
const HELD: &str = "SELECT payload->'job'->>'delivery' FROM graphile_worker._private_jobs \
    WHERE locked_at IS NOT NULL AND payload->'job'->>'delivery' IS NOT NULL";
const QUEUED: &str = "SELECT id FROM mail_deliveries WHERE state = 'queued' AND id = ANY($1)";

/// The deliveries whose mail the server took: with its word for it, and without.
fn ids(sink: &SmtpSink) -> (Vec<Uuid>, Vec<Uuid>) {
    let (mut taken, mut cut) = (Vec::new(), Vec::new());
    for mail in sink.mails() {
        let id = mail.message_id.split_once('@').map(|(id, _)| id.parse());
        if let Some(Ok(id)) = id {
            let list = if mail.acknowledged {
                &mut taken
            } else {
                &mut cut
            };
            list.push(id);
        }
    }
    (taken, cut)
}

/// Counts over the rounds.
#[derive(Default)]
pub struct Deaths {
    log_read: u64,
    half_done: HashSet<Uuid>,
    rounds: usize,
    transactions: Counted,
    jobs: Counted,
    mails: Counted,
}

#[derive(Default)]
struct Counted {
    rounds: usize,
    all: usize,
}

impl Counted {
    fn add(&mut self, count: usize) {
        self.rounds += usize::from(count > 0);
        self.all += count;
    }

    fn promise(&self, name: &'static str, of: usize, evidence: &str) -> Promise {
        let detail = format!("{} of {of} rounds ({} {evidence})", self.rounds, self.all);
        Promise::new(
            name,
            self.rounds > 0,
            detail,
            json!({ "rounds": self.rounds, "all": self.all }),
        )
    }
}

impl Deaths {
    /// Counts from what the log says from here on.
    pub async fn begin(stage: &Stage) -> anyhow::Result<Self> {
        let log_read = std::fs::metadata(stage.log_file().await?)?.len();
        Ok(Self {
            log_read,
            ..Self::default()
        })
    }

    /// Looks at what a killed program left, before another one takes it up.
    pub async fn look(&mut self, stage: &Stage, sink: &SmtpSink) -> anyhow::Result<()> {
        self.rounds += 1;
        let log = self.new_log(&stage.log_file().await?)?;
        let of_ours = |line: &&str| {
            line.contains(TORN)
                && (line.contains("sarai_tenant@") || line.contains("sarai_platform@"))
        };
        self.transactions.add(log.lines().filter(of_ours).count());

        let (platform, queue) = (
            stage.sql(Role::Platform).await?,
            stage.sql(Role::Jobs).await?,
        );
        let held = queue.query(HELD, &[]).await?;
        let held: HashSet<Uuid> = held
            .iter()
            .filter_map(|row| row.get::<_, String>(0).parse().ok())
            .collect();
        let rows = platform.query(HALF_DONE, &[]).await?;
        let half_done: HashSet<Uuid> = rows.iter().map(|row| row.get(0)).collect();
        // A mail that the server took and cut the line on failed before the kill: it waits for its next try.
        let (taken, cut) = ids(sink);
        let is_new = |id: &&Uuid| !self.half_done.contains(*id) && !cut.contains(*id);
        let died = half_done.intersection(&held).filter(is_new).count();
        self.jobs.add(died);
        self.half_done = half_done;
        self.mails
            .add(platform.query(QUEUED, &[&taken]).await?.len());
        Ok(())
    }

    /// What the log says since the last look; it may have been cut in between.
    fn new_log(&mut self, path: &Path) -> anyhow::Result<String> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let from = if length < self.log_read {
            0
        } else {
            self.log_read
        };
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        self.log_read = from + u64::try_from(bytes.len())?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// None over all rounds is a failed test.
    pub fn promises(&self) -> Vec<Promise> {
        let of = self.rounds;
        vec![
            self.transactions.promise(
                "died inside a transaction",
                of,
                "open transactions in the database's log",
            ),
            self.jobs.promise(
                "died inside a job",
                of,
                "jobs between their two transactions",
            ),
            self.mails.promise(
                "died inside a mail",
                of,
                "mails taken by the server, not yet noted as sent",
            ),
        ]
    }
}
