//! Starts, adopts and stops the server process.
//! Here, because either side may have been killed: each start first looks at what is running.

use std::{fs, io::ErrorKind, path::Path, process::Stdio, time::Duration};

use rustix::process::Signal;
use tokio::{
    net::UnixStream,
    process::{Child, ChildStdin},
    time::{Instant, sleep, timeout},
};

use crate::{
    Error, Mode,
    account::Account,
    error::blocking,
    home::{Home, write_synced},
    install::Install,
    log,
    process::{self, PidFile, TICK, backends, exists, find_postmaster, is_postmaster},
    settings::PORT,
};

const READY: Duration = Duration::from_mins(2);
const FAST: Duration = Duration::from_secs(30);
const IMMEDIATE: Duration = Duration::from_secs(10);
/// One knock at the socket; a server that is full or frozen lets it wait.
const PROBE: Duration = Duration::from_secs(2);

/// What a start needs to know.
pub(crate) struct Plan<'a> {
    pub home: &'a Home,
    pub install: &'a Install,
    pub account: Account,
    pub mode: Mode,
    pub name: &'a str,
    pub socket_dir: &'a Path,
    /// The configuration file's text.
    pub conf: String,
}

/// A ready server. Dropping it leaves a durable server running; the next start adopts it.
#[derive(Debug)]
pub(crate) struct Server {
    pid: i32,
    child: Option<Child>,
    watchdog: Option<(Child, ChildStdin)>,
}

enum Outcome {
    Ready,
    Gone,
    /// Runs, but nobody can reach its socket any more.
    Deaf,
    Late,
}

impl Plan<'_> {
    /// Adopts a healthy orphan with the same settings; else starts afresh.
    pub async fn bring_up(self) -> Result<Server, Error> {
        let data = self.home.data();
        if let Some(pid) = find_postmaster(&data) {
            if self.may_adopt(pid).await {
                match wait_ready(pid, &data, || is_postmaster(pid, &data)).await {
                    Outcome::Ready => {
                        tracing::info!(pid, "adopted the running PostgreSQL");
                        return self.watched(Server {
                            pid,
                            child: None,
                            watchdog: None,
                        });
                    }
                    Outcome::Late => return Err(self.not_ready(0).await),
                    Outcome::Gone | Outcome::Deaf => {}
                }
            }
            shut_down(pid, self.home).await?;
        }
        self.clear_stale().await?;
        self.launch().await
    }

    /// A throwaway orphan is about to be stopped by its watchdog, so it is never adopted.
    async fn may_adopt(&self, pid: i32) -> bool {
        let same = tokio::fs::read_to_string(self.home.conf())
            .await
            .is_ok_and(|text| text.trim_end() == self.conf.trim_end());
        let known = PidFile::read(&self.home.data())
            .await
            .is_some_and(|file| file.pid == pid);
        self.mode == Mode::Durable && same && known
    }

    /// No main process is left. Waits for the rest of the family (PostgreSQL must not start beside
    /// them), then removes what a dead server left and PostgreSQL would stumble over.
    async fn clear_stale(&self) -> Result<(), Error> {
        let gone = || backends(self.name).is_empty();
        if !process::until(IMMEDIATE, gone).await {
            for pid in backends(self.name) {
                process::signal(pid, Signal::KILL);
            }
            process::until(IMMEDIATE, gone).await;
        }
        let file = PidFile::path(&self.home.data());
        // PostgreSQL handles a dead pid itself, but stops at an empty file, a foreign process of
        // the same number, or a zombie.
        let blocks = PidFile::read(&self.home.data())
            .await
            .is_none_or(|f| exists(f.pid));
        let socket = self.socket();
        blocking(move || {
            if blocks {
                remove(&file)?;
            }
            remove(&socket.with_file_name(format!(".s.PGSQL.{PORT}.lock")))?;
            remove(&socket)
        })
        .await
    }

    fn socket(&self) -> std::path::PathBuf {
        self.socket_dir.join(format!(".s.PGSQL.{PORT}"))
    }

    async fn launch(self) -> Result<Server, Error> {
        let data = self.home.data();
        let (home, conf) = (self.home.clone(), self.conf.clone());
        let (file, copy, start) = blocking(move || {
            write_synced(&home.conf(), &conf, 0o644)?;
            let (file, start) = log::open(&home.log())?;
            let copy = file.try_clone().map_err(Error::io("open", &home.log()))?;
            Ok((file, copy, start))
        })
        .await?;
        let program = self.install.bin.join("postgres");
        let mut command = self.account.command(&program);
        command.arg("-D").arg(&data).arg("-c");
        command.arg(format!("config_file={}", self.home.conf().display()));
        command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(copy)
            .process_group(0);
        let mut child = command.spawn().map_err(Error::io("start", &program))?;
        let Some(pid) = child.id().and_then(|id| i32::try_from(id).ok()) else {
            return Err(self.ended(start).await);
        };
        // Not by /proc: just after exec the command line is still empty there.
        let alive = || child.try_wait().is_ok_and(|status| status.is_none());
        match wait_ready(pid, &data, alive).await {
            Outcome::Ready => self.watched(Server {
                pid,
                child: Some(child),
                watchdog: None,
            }),
            Outcome::Late => Err(self.not_ready(start).await),
            Outcome::Gone => Err(self.ended(start).await),
            Outcome::Deaf => {
                shut_down(pid, self.home).await?;
                Err(self.ended(start).await)
            }
        }
    }

    /// A throwaway server ends with its program, even when that is killed: a small shell waits for
    /// the end of a pipe that only we hold open.
    fn watched(&self, mut server: Server) -> Result<Server, Error> {
        if self.mode == Mode::Durable {
            return Ok(server);
        }
        let shell = Path::new("/bin/sh");
        let script = "while read -r _; do :; done; \
                      grep -qaF -- \"$2\" \"/proc/$1/cmdline\" && kill -INT \"$1\"";
        let mut command = self.account.command(shell);
        command
            .args(["-c", script, "sh", &server.pid.to_string()])
            .arg(self.home.data());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        let mut child = command.spawn().map_err(Error::io("start", shell))?;
        server.watchdog = child.stdin.take().map(|pipe| (child, pipe));
        Ok(server)
    }

    async fn ended(&self, from: u64) -> Error {
        let log = self.home.log();
        Error::Ended {
            tail: log::tail(&log, from).await,
            log,
        }
    }

    async fn not_ready(&self, from: u64) -> Error {
        let log = self.home.log();
        Error::NotReady {
            seconds: READY.as_secs(),
            tail: log::tail(&log, from).await,
            log,
        }
    }
}

impl Server {
    pub fn pid(&self) -> i32 {
        self.pid
    }

    /// Fast shutdown, then immediate.
    pub async fn stop(self, home: &Home) -> Result<(), Error> {
        shut_down(self.pid, home).await?;
        if let Some(mut child) = self.child {
            let _reaped = child.wait().await;
        }
        if let Some((mut shell, pipe)) = self.watchdog {
            drop(pipe);
            let _reaped = shell.wait().await;
        }
        Ok(())
    }
}

/// Ready means what `pg_ctl` means by it, and that the socket answers.
async fn wait_ready(pid: i32, data: &Path, mut alive: impl FnMut() -> bool) -> Outcome {
    let end = Instant::now() + READY;
    loop {
        if !alive() {
            return Outcome::Gone;
        }
        if let Some(file) = PidFile::read(data).await.filter(|f| f.pid == pid)
            && file.status == "ready"
        {
            match timeout(PROBE, UnixStream::connect(&file.socket)).await {
                Ok(Ok(_)) => return Outcome::Ready,
                Ok(Err(e))
                    if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) =>
                {
                    return Outcome::Deaf;
                }
                Ok(Err(_)) | Err(_) => {}
            }
        }
        if Instant::now() >= end {
            return Outcome::Late;
        }
        sleep(TICK).await;
    }
}

async fn shut_down(pid: i32, home: &Home) -> Result<(), Error> {
    let data = home.data();
    for (signal, limit) in [(Signal::INT, FAST), (Signal::QUIT, IMMEDIATE)] {
        if !is_postmaster(pid, &data) {
            return Ok(());
        }
        process::signal(pid, signal);
        if process::until(limit, || !is_postmaster(pid, &data)).await {
            return Ok(());
        }
        tracing::warn!(pid, "PostgreSQL has not stopped yet");
    }
    Err(Error::WillNotStop {
        pid,
        log: home.log(),
    })
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Error::io("remove", path)(e)),
        _ => Ok(()),
    }
}
