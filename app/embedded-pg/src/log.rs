//! The server's log file: opened for the child, kept below a size, and its last lines for errors.
//! Here, because PostgreSQL's own rotation bounds age, not size.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Seek, SeekFrom},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::task::JoinHandle;

use crate::{Error, error::blocking};

const LIMIT: u64 = 20 * 1024 * 1024;
const TAIL_BYTES: u64 = 8 * 1024;
const TAIL_LINES: usize = 15;

/// Opens for appending and says how long it is now.
pub(crate) fn open(path: &Path) -> Result<(File, u64), Error> {
    trim(path, LIMIT).map_err(Error::io("shorten", path))?;
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map_err(Error::io("open", path))?;
    let length = file.metadata().map_err(Error::io("look at", path))?.len();
    Ok((file, length))
}

/// The last lines written after `from` bytes; a word instead when there are none.
pub(crate) async fn tail(path: &Path, from: u64) -> String {
    let file = path.to_owned();
    let read = blocking(move || read_tail(&file, from).map_err(Error::io("read", &file))).await;
    match read {
        Ok(text) if !text.trim().is_empty() => text,
        Ok(_) => "(nothing was logged)".into(),
        Err(error) => format!("({error})"),
    }
}

fn read_tail(path: &Path, from: u64) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES).max(from)))?;
    let mut bytes = Vec::new();
    file.take(TAIL_BYTES).read_to_end(&mut bytes)?;
    Ok(last_lines(&String::from_utf8_lossy(&bytes)))
}

/// The last lines of a text.
pub(crate) fn last_lines(text: &str) -> String {
    let skip = text.lines().count().saturating_sub(TAIL_LINES);
    text.lines().skip(skip).collect::<Vec<_>>().join("\n")
}

/// Keeps the previous part as `….1` and empties the file in place: the server writes in append
/// mode, so it goes on at the new end. Lines written between the two steps are lost.
fn trim(path: &Path, limit: u64) -> std::io::Result<()> {
    let Ok(meta) = fs::metadata(path) else {
        return Ok(());
    };
    if meta.len() <= limit {
        return Ok(());
    }
    let mut old = path.as_os_str().to_owned();
    old.push(".1");
    fs::copy(path, PathBuf::from(old))?;
    OpenOptions::new().write(true).open(path)?.set_len(0)
}

/// Bounds the log of a running server; ends when dropped.
#[derive(Debug)]
pub(crate) struct Trimmer(JoinHandle<()>);

impl Trimmer {
    pub fn spawn(path: PathBuf) -> Self {
        Self(tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_mins(1)).await;
                let file = path.clone();
                let work = move || trim(&file, LIMIT).map_err(Error::io("shorten", &file));
                if let Err(error) = blocking(work).await {
                    tracing::warn!(%error, "the PostgreSQL log was not shortened");
                }
            }
        }))
    }
}

impl Drop for Trimmer {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn long_log_moves_aside_and_an_appending_writer_goes_on_at_the_start() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("postgres.log");
        let (mut writer, _) = open(&path).unwrap();
        writer.write_all(b"old\n").unwrap();
        trim(&path, 3).unwrap();
        writer.write_all(b"new\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new\n");
        assert_eq!(
            fs::read_to_string(dir.path().join("postgres.log.1")).unwrap(),
            "old\n"
        );
    }

    #[tokio::test]
    async fn tail_leaves_out_what_was_there_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("l");
        fs::write(&path, "before\nafter\n").unwrap();
        assert_eq!(tail(&path, 7).await, "after");
        assert_eq!(tail(&path, 13).await, "(nothing was logged)");
    }
}
