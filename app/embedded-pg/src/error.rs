//! What can go wrong with the embedded PostgreSQL, in words for the person who operates it.
//! Here, because every message must say what happened and what to do next.

use std::path::{Path, PathBuf};

use crate::MIN_MAJOR;

/// Why the cluster did not start or stop. `Display` is meant for an operator's terminal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No usable PostgreSQL programs on this machine.
    #[error(
        "PostgreSQL {MIN_MAJOR} or newer was not found.\n\
         Looked in: {looked}\n\
         Install it with:  apt-get install postgresql\n\
         or set SARAI_PG_BIN to the folder that holds the programs `postgres` and `initdb`."
    )]
    NotFound {
        /// The places that were tried, with what was found there.
        looked: String,
    },

    /// The data folder was made by another major version than those installed.
    #[error(
        "The database in {} was made by PostgreSQL {found}, but this machine has PostgreSQL \
         {installed}. One major version cannot open the files of another.\n\
         Either install PostgreSQL {found} next to it (apt-get install postgresql-{found}) and start \
         again, or move the data: with PostgreSQL {found} write a dump (pg_dumpall), move the folder \
         away, start again, and load the dump with psql.",
        folder.display()
    )]
    OtherMajor {
        /// The cluster's data folder.
        folder: PathBuf,
        /// Major version that made the folder.
        found: String,
        /// Major versions that are installed.
        installed: String,
    },

    /// Another living program owns this cluster.
    #[error(
        "The database folder {} is in use by another program{holder}.\n\
         Stop that one first, or give this one a data folder of its own.",
        folder.display()
    )]
    InUse {
        /// The folder that is locked.
        folder: PathBuf,
        /// ` (process 123)`, or empty when the owner did not say.
        holder: String,
    },

    /// Started as root, but there is no account that may run PostgreSQL.
    #[error(
        "PostgreSQL refuses to run as root, and /etc/passwd has neither a user `postgres` nor \
         `nobody` to run it as.\n\
         Create one (adduser --system postgres) or start this program as a normal user."
    )]
    NoAccount,

    /// The files belong to somebody else.
    #[error(
        "{} belongs to user id {owner}, and this program runs as user id {me}.\n\
         Start it as that user or as root, or give it a data folder of its own.",
        folder.display()
    )]
    WrongOwner {
        /// The file or folder.
        folder: PathBuf,
        /// User id that owns it.
        owner: u32,
        /// User id of this program.
        me: u32,
    },

    /// The account of PostgreSQL cannot enter the folder of an existing cluster.
    #[error(
        "The database in {} can no longer be entered by user id {uid}, which PostgreSQL runs as.\n\
         Allow it to pass through every parent folder (chmod o+x), or move the data folder elsewhere.",
        folder.display()
    )]
    Unreachable {
        /// The cluster's folder.
        folder: PathBuf,
        /// User id that PostgreSQL would run as.
        uid: u32,
    },

    /// The pointer file names a folder that is gone.
    #[error(
        "{} says that the database is in {}, but that folder is missing.\n\
         Bring it back (from a backup), or delete the pointer file to begin with an empty database.",
        pointer.display(), target.display()
    )]
    Lost {
        /// The pointer file.
        pointer: PathBuf,
        /// Where it points.
        target: PathBuf,
    },

    /// One of our own files in the cluster is missing or unreadable as text.
    #[error(
        "{} is missing or damaged, so the database cannot be opened.\n\
         Bring the file back from a backup, or move its folder away to begin with an empty database.",
        file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
    },

    /// `initdb` or the bootstrap failed.
    #[error("{program} failed while making a new database:\n{output}")]
    Bootstrap {
        /// Which program.
        program: &'static str,
        /// The last lines that it printed.
        output: String,
    },

    /// PostgreSQL ended before it was ready.
    #[error("PostgreSQL ended while starting. The last lines of {}:\n{tail}", log.display())]
    Ended {
        /// The log file.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },

    /// PostgreSQL is still not ready (usually: a long crash recovery).
    #[error(
        "PostgreSQL was not ready after {seconds} seconds. It goes on in the background, so a long \
         recovery is not lost: start again in a few minutes. The last lines of {}:\n{tail}",
        log.display()
    )]
    NotReady {
        /// How long was waited.
        seconds: u64,
        /// The log file.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },

    /// PostgreSQL ignored both a fast and an immediate shutdown.
    #[error(
        "PostgreSQL (process {pid}) did not stop. Look at {} for the reason.",
        log.display()
    )]
    WillNotStop {
        /// The postmaster.
        pid: i32,
        /// The log file.
        log: PathBuf,
    },

    /// The operating system refused something.
    #[error("Cannot {doing}: {source}")]
    Io {
        /// What was tried, with the path.
        doing: String,
        /// The system's own words.
        source: std::io::Error,
    },
}

impl Error {
    /// `map_err(Error::io("write", path))`.
    pub(crate) fn io(verb: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let doing = format!("{verb} {}", path.display());
        move |source| Self::Io { doing, source }
    }
}

/// Runs file work off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Io {
            doing: "finish work on files".into(),
            source: std::io::Error::other(e),
        })?
}
