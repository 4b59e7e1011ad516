//! Processor time of the server, the database and this program, from /proc.
//! Here because on two shared cores the time spent per request says more than the rate.

use std::fs;

use serde::Serialize;

/// Processor time in milliseconds.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Spent {
    /// The server under test.
    pub sarai: u64,
    /// All processes of the database server.
    pub database: u64,
    /// This program.
    pub bench: u64,
}

/// `(parent, milliseconds)` of a process; the clock of /proc ticks a hundred times a second.
fn of(pid: &str) -> Option<(i32, u64)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    let parent = fields.get(1)?.parse().ok()?;
    Some((parent, 10 * (number(11)? + number(12)?)))
}

impl Spent {
    /// So far.
    pub fn now(sarai: i32, postmaster: i32) -> Self {
        let own = |pid: &str| of(pid).map_or(0, |(_, time)| time);
        let all = fs::read_dir("/proc").into_iter().flatten().flatten();
        let children = all.filter_map(|entry| of(entry.file_name().to_str()?));
        Self {
            sarai: own(&sarai.to_string()),
            database: children
                .filter(|(parent, _)| *parent == postmaster)
                .map(|(_, time)| time)
                .sum(),
            bench: own("self"),
        }
    }

    /// Microseconds for each of `count` answers since `before`.
    pub fn each(self, before: Self, count: u64) -> Self {
        let part = |now: u64, then: u64| now.saturating_sub(then) * 1000 / count.max(1);
        Self {
            sarai: part(self.sarai, before.sarai),
            database: part(self.database, before.database),
            bench: part(self.bench, before.bench),
        }
    }
}
