//! The real `sarai` program as a child: started, waited for, killed, started again, its log kept.
//! Here because soak and bench promise things about the program as people run it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::sync::watch;

use crate::Client;

/// How long a start or an orderly end may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// How to start the program. One value starts it as often as wanted, on the same port and data.
#[derive(Debug, Clone)]
pub struct Sarai {
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: BTreeMap<OsString, OsString>,
    address: SocketAddr,
    log_file: Option<PathBuf>,
}

/// A running program. Dropped, it is asked to end, and killed if it does not.
#[derive(Debug)]
pub struct Running {
    pid: Pid,
    address: SocketAddr,
    log: watch::Receiver<Vec<String>>,
    end: watch::Receiver<Option<ExitStatus>>,
}

impl Sarai {
    /// `sarai serve` on a free port with this data folder. No setting of the caller's own
    /// environment that begins with `SARAI_`, and no `DATABASE_URL`, reaches it.
    pub fn serve(data_dir: &Path) -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let new = Self {
            program: program()?,
            arguments: vec!["serve".into()],
            environment: BTreeMap::new(),
            address,
            log_file: None,
        };
        Ok(new
            .env("SARAI_PORT", address.port().to_string())
            .env("SARAI_ADDRESS", address.ip().to_string())
            .env("SARAI_BASE_URL", format!("http://{address}"))
            .env("SARAI_DATA_DIR", data_dir))
    }

    /// Another program than `SARAI_BIN`: one with modules of its own.
    #[must_use]
    pub fn program(mut self, path: PathBuf) -> Self {
        self.program = path;
        self
    }

    /// Another command than `serve`, such as `work`.
    #[must_use]
    pub fn command(mut self, name: &str) -> Self {
        self.arguments = vec![name.into()];
        self
    }

    /// Set a variable of the child's environment.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// Add an argument, such as `--no-work`.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Write both outputs into this file, as operators do, and keep no lines here.
    #[must_use]
    pub fn log_to(mut self, file: &Path) -> Self {
        self.log_file = Some(file.to_owned());
        self
    }

    /// Where it will listen.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Start it and wait until `/readyz` answers 200.
    pub async fn start(&self) -> anyhow::Result<Running> {
        let running = self.launch()?;
        running.until_ready().await?;
        Ok(running)
    }

    /// Start it without waiting.
    pub fn launch(&self) -> anyhow::Result<Running> {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("SARAI_") || name == "DATABASE_URL" {
                command.env_remove(name);
            }
        }
        let (out, errors) = match &self.log_file {
            Some(path) => {
                let file = File::options().create(true).append(true).open(path)?;
                (file.try_clone()?.into(), file.into())
            }
            None => (Stdio::piped(), Stdio::piped()),
        };
        let mut child = command
            .args(&self.arguments)
            .envs(&self.environment)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(errors)
            .spawn()
            .with_context(|| format!("start {}", self.program.display()))?;
        let pid = Pid::from_child(&child);
        let log = watch::Sender::new(Vec::new());
        let (tell_end, end) = watch::channel(None);
        let lines = log.subscribe();
        keep_lines(child.stdout.take(), log.clone());
        keep_lines(child.stderr.take(), log);
        // Reaps the child whenever it ends, whatever the test's runtime does meanwhile.
        std::thread::spawn(move || tell_end.send(child.wait().ok()));
        Ok(Running {
            pid,
            address: self.address,
            log: lines,
            end,
        })
    }
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Base URL.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A new visitor.
    pub fn client(&self) -> Client {
        Client::new(&self.base())
    }

    /// Process id.
    pub fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Whether it has not ended.
    pub fn is_alive(&self) -> bool {
        self.end.borrow().is_none() && self.end.has_changed().is_ok()
    }

    /// Everything it has written to both outputs.
    pub fn log(&self) -> Vec<String> {
        self.log.borrow().clone()
    }

    /// Resident memory in kibibytes, of this process alone.
    pub fn memory_kib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// Processor time so far, of this process alone.
    pub fn processor(&self) -> anyhow::Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid()))?;
        let (_, fields) = stat.rsplit_once(") ").context("stat")?;
        let mut ticks = 0;
        for field in fields.split(' ').skip(11).take(2) {
            ticks += field.parse::<u64>()?;
        }
        // The clock of /proc ticks a hundred times a second.
        Ok(Duration::from_millis(ticks * 10))
    }

    /// What it wrote at its end may still be on its way when its end is known. Something that it left behind may hold the
    /// outputs open, so this waits a second at most.
    async fn last_words(&self) {
        let mut log = self.log.clone();
        let closed = async { while log.changed().await.is_ok() {} };
        let _ = tokio::time::timeout(Duration::from_secs(1), closed).await;
    }

    /// Wait until `/readyz` answers 200; fails with the log when it ends or takes a minute.
    pub async fn until_ready(&self) -> anyhow::Result<()> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        let url = format!("{}/readyz", self.base());
        let mut tick = tokio::time::interval(Duration::from_millis(25));
        let ready = async {
            loop {
                tick.tick().await;
                if http
                    .get(&url)
                    .send()
                    .await
                    .is_ok_and(|answer| answer.status() == 200)
                {
                    return Ok(());
                }
                if !self.is_alive() {
                    self.last_words().await;
                    bail!("it ended:\n{}", self.log().join("\n"));
                }
            }
        };
        let in_time = tokio::time::timeout(PATIENCE, ready).await;
        in_time.with_context(|| format!("not ready in time:\n{}", self.log().join("\n")))?
    }

    /// Wait for a line of its log.
    pub async fn until_log(&self, wanted: impl Fn(&str) -> bool) -> anyhow::Result<()> {
        let mut log = self.log.clone();
        let line = log.wait_for(|lines| lines.iter().any(|line| wanted(line)));
        let found = tokio::time::timeout(PATIENCE, line).await;
        found.with_context(|| format!("no such line:\n{}", self.log().join("\n")))??;
        Ok(())
    }

    /// SIGKILL: no chance to finish anything. Only this process; its database server goes on.
    pub async fn kill(self) -> anyhow::Result<ExitStatus> {
        kill_process(self.pid, Signal::KILL)?;
        self.ended().await
    }

    /// SIGTERM, and wait for the orderly end.
    pub async fn terminate(self) -> anyhow::Result<ExitStatus> {
        kill_process(self.pid, Signal::TERM)?;
        self.ended().await
    }

    /// Wait until it has ended by itself or by a signal sent before.
    pub async fn ended(&self) -> anyhow::Result<ExitStatus> {
        let mut end = self.end.clone();
        let ended = tokio::time::timeout(PATIENCE, end.wait_for(Option::is_some)).await;
        let status =
            *ended.with_context(|| format!("still runs:\n{}", self.log().join("\n")))??;
        status.context("its end is unknown")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_alive() || kill_process(self.pid, Signal::TERM).is_err() {
            return;
        }
        let (pid, mut end) = (self.pid, self.end.clone());
        // A thread with a runtime of its own: the test's may be the one being torn down.
        let wait = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .ok()?;
            runtime.block_on(async {
                let ended = tokio::time::timeout(PATIENCE, end.wait_for(Option::is_some)).await;
                if ended.is_err() {
                    kill_process(pid, Signal::KILL).ok();
                }
            });
            Some(())
        });
        wait.join().ok();
    }
}

/// A process and those that it started, which is all there is of a database server.
pub fn family(pid: i32) -> anyhow::Result<Vec<i32>> {
    let mut family = vec![pid];
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let Some(child) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        // One that ends while we look is no fault.
        let text = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let fields = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
        if fields
            .split(' ')
            .nth(1)
            .and_then(|parent| parent.parse().ok())
            == Some(pid)
        {
            family.push(child);
        }
    }
    Ok(family)
}

/// The program: `SARAI_BIN`, or the one beside this test program in the target folder.
pub fn program() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("SARAI_BIN") {
        return Ok(path.into());
    }
    let own = std::env::current_exe()?;
    let beside = own
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join("sarai"));
    beside
        .into_iter()
        .find(|path| path.is_file())
        .with_context(|| {
            format!(
                "no `sarai` near {}: run `cargo build -p sarai`, or set SARAI_BIN",
                own.display()
            )
        })
}

fn keep_lines(output: Option<impl Read + Send + 'static>, log: watch::Sender<Vec<String>>) {
    let Some(output) = output else { return };
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            log.send_modify(|lines| lines.push(line));
        }
    });
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    /// A shell script in the program's place: says its settings, serves /readyz when told so.
    fn script(text: &str) -> Sarai {
        let sarai = Sarai {
            program: "/bin/sh".into(),
            arguments: vec!["-c".into(), text.into()],
            environment: BTreeMap::new(),
            address: TcpListener::bind("127.0.0.1:0")
                .unwrap()
                .local_addr()
                .unwrap(),
            log_file: None,
        };
        sarai.env("SARAI_PORT", "77")
    }

    #[tokio::test]
    async fn log_of_both_outputs_is_kept_and_waited_for() {
        let running = script("echo port $SARAI_PORT; echo oops >&2; exec sleep 60")
            .launch()
            .unwrap();
        running.until_log(|line| line == "port 77").await.unwrap();
        running.until_log(|line| line == "oops").await.unwrap();
        assert!(running.is_alive() && running.memory_kib().unwrap() > 0);
        assert!(!running.terminate().await.unwrap().success());
    }

    #[tokio::test]
    async fn killed_program_is_gone() {
        let running = script("trap '' TERM; echo up; sleep 60 & wait")
            .launch()
            .unwrap();
        running.until_log(|line| line == "up").await.unwrap();
        let pid = running.pid();
        assert_eq!(running.kill().await.unwrap().signal(), Some(9));
        assert!(!Path::new(&format!("/proc/{pid}")).exists());
    }

    #[tokio::test]
    async fn program_that_ends_before_it_is_ready_shows_its_log() {
        let error = script("echo no database; exit 3")
            .start()
            .await
            .unwrap_err();
        assert!(format!("{error:#}").contains("no database"), "{error:#}");
    }

    #[tokio::test]
    async fn dropped_program_is_asked_to_end() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("ended");
        let text = format!(
            "trap 'touch {}; exit' TERM; echo up; while :; do sleep 0.05; done",
            mark.display()
        );
        let running = script(&text).launch().unwrap();
        running.until_log(|line| line == "up").await.unwrap();
        drop(running);
        assert!(mark.exists());
    }
}
