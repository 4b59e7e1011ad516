//! The log: JSON lines in production, readable ones in development; to standard error, or to a file that SIGHUP opens anew.
//! A file of ours because logrotate renames what is written to, and a program that is told nothing writes on into the old one.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use kernel::config::Config;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

/// Sets the log up; a file when one is given.
pub(super) fn set_up(config: &Config, file: Option<&LogFile>) {
    let filter = kernel::log::filter(std::env::var("RUST_LOG").ok().as_deref());
    let writer = match file {
        Some(file) => BoxMakeWriter::new(file.clone()),
        None => BoxMakeWriter::new(io::stderr),
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(file.is_none() && io::stderr().is_terminal())
        .with_writer(writer);
    let result = if config.is_production() {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.compact().try_init()
    };
    if let Err(error) = result {
        let _ = writeln!(io::stderr(), "sarai: the log was set up before: {error}");
    }
}

/// From now on SIGHUP opens the file again, and never ends the program.
pub(super) fn on_hangup(file: Option<LogFile>) -> anyhow::Result<()> {
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            let Some(file) = &file else { continue };
            match file.reopen() {
                Ok(()) => tracing::info!("the log file was opened again"),
                Err(error) => {
                    tracing::error!(%error, "the log file cannot be opened again; the old one is written on");
                }
            }
        }
    });
    Ok(())
}

/// A file that lines are added to, each with one write, until it is opened again.
#[derive(Clone)]
pub(super) struct LogFile {
    path: PathBuf,
    file: Arc<RwLock<Arc<File>>>,
}

impl LogFile {
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let file = append_to(path)
            .with_context(|| format!("the log file {} cannot be written", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            file: Arc::new(RwLock::new(Arc::new(file))),
        })
    }

    fn reopen(&self) -> io::Result<()> {
        let file = Arc::new(append_to(&self.path)?);
        *self.file.write().unwrap_or_else(PoisonError::into_inner) = file;
        Ok(())
    }
}

fn append_to(path: &Path) -> io::Result<File> {
    File::options()
        .create(true)
        .append(true)
        .mode(0o640)
        .open(path)
}

impl MakeWriter<'_> for LogFile {
    type Writer = Arc<File>;

    fn make_writer(&self) -> Arc<File> {
        Arc::clone(&self.file.read().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(log: &LogFile, line: &str) {
        log.make_writer().write_all(line.as_bytes()).unwrap();
    }

    #[test]
    fn renamed_file_is_left_when_the_log_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let (path, old) = (folder.path().join("log"), folder.path().join("log.1"));
        let log = LogFile::open(&path).unwrap();
        say(&log, "one\n");
        std::fs::rename(&path, &old).unwrap();
        say(&log, "two\n");
        log.reopen().unwrap();
        say(&log, "three\n");
        assert_eq!(std::fs::read_to_string(&old).unwrap(), "one\ntwo\n");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three\n");
    }

    #[test]
    fn file_that_cannot_be_opened_again_is_written_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let log = LogFile::open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert!(log.reopen().is_err());
        say(&log, "still here\n");
    }
}
