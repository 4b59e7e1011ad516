//! Running server processes: the pid file, `/proc`, signals.
//! Here, because after kill -9 the pid file may name a dead, a foreign or an orphaned process.

use std::{
    ffi::OsStr,
    fs,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

/// How often a condition outside this program is looked at.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// `postmaster.pid`, lines 1, 4, 5 and 8 (PostgreSQL's `miscadmin.h`; `pg_ctl` reads them too).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PidFile {
    pub pid: i32,
    pub socket: PathBuf,
    pub status: String,
}

impl PidFile {
    pub fn path(data: &Path) -> PathBuf {
        data.join("postmaster.pid")
    }

    /// Nothing when missing or not (yet) whole; the later lines appear while the server starts.
    pub async fn read(data: &Path) -> Option<Self> {
        Self::parse(&tokio::fs::read_to_string(Self::path(data)).await.ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok().filter(|pid| *pid > 1)?;
        let port = lines.nth(2).unwrap_or_default();
        let dir = lines.next().unwrap_or_default();
        let status = lines.nth(2).unwrap_or_default().trim().to_owned();
        Some(Self {
            pid,
            socket: Path::new(dir).join(format!(".s.PGSQL.{port}")),
            status,
        })
    }
}

/// True when this process is alive and is the main server process of this data folder. The command
/// line is readable for every account, unlike the rest of `/proc`; a zombie has none.
pub(crate) fn is_postmaster(pid: i32, data: &Path) -> bool {
    let Ok(line) = fs::read(format!("/proc/{pid}/cmdline")) else {
        return false;
    };
    let mut words = line.split(|byte| *byte == 0);
    let program = words.next().map(|word| Path::new(OsStr::from_bytes(word)));
    program
        .and_then(Path::file_name)
        .is_some_and(|name| name == "postgres")
        && words.any(|word| word == data.as_os_str().as_bytes())
}

/// The main server process of this data folder, wherever it came from.
pub(crate) fn find_postmaster(data: &Path) -> Option<i32> {
    all().into_iter().find(|pid| is_postmaster(*pid, data))
}

/// Server processes of the cluster of this name: they outlive a killed postmaster for a moment.
pub(crate) fn backends(name: &str) -> Vec<i32> {
    let title = format!("postgres: {name}: ");
    let is_ours = |pid: &i32| {
        fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|l| l.starts_with(title.as_bytes()))
    };
    all().into_iter().filter(is_ours).collect()
}

/// True for any process of this id, a zombie included.
pub(crate) fn exists(pid: i32) -> bool {
    Path::new("/proc").join(pid.to_string()).exists()
}

fn all() -> Vec<i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

/// Sends a signal; a process that is gone already is fine.
pub(crate) fn signal(pid: i32, signal: Signal) {
    if let Some(target) = Pid::from_raw(pid)
        && let Err(error) = kill_process(target, signal)
    {
        tracing::debug!(pid, %error, "signal was not delivered");
    }
}

/// Waits until the condition holds; false when the time is over first.
pub(crate) async fn until(limit: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + limit;
    while !holds() {
        if Instant::now() >= end {
            return false;
        }
        sleep(TICK).await;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pid_file_is_read_while_it_grows() {
        let whole = "4711\n/d\n1700000000\n5432\n/tmp/s\n\n  5432001  12\nready   \n";
        let expected = |status: &str, socket: &str| {
            Some(PidFile {
                pid: 4711,
                socket: socket.into(),
                status: status.into(),
            })
        };
        assert_eq!(
            PidFile::parse(whole),
            expected("ready", "/tmp/s/.s.PGSQL.5432")
        );
        assert_eq!(
            PidFile::parse("4711\n/d\n17\n5432\n"),
            expected("", ".s.PGSQL.5432")
        );
        assert_eq!(PidFile::parse(""), None);
        assert_eq!(PidFile::parse("1\n"), None);
    }

    #[test]
    fn another_program_is_not_taken_for_the_server() {
        let me = i32::try_from(std::process::id()).unwrap();
        assert!(exists(me));
        assert!(!is_postmaster(me, Path::new("/d")));
    }
}
