//! The built program as an operator types it: in the wrong folder, with its log rotated, with its database gone.
//! Here as a crate test, because only the crate that has the program is sure that it is built.

#![allow(
    clippy::disallowed_methods,
    reason = "threads of a test without a runtime; a window of time is what is measured"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed step is the test's failure"
)]

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_mins(1);

/// A folder that PostgreSQL's own user may pass through.
fn folder() -> TempDir {
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    folder
}

fn sarai(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sarai"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("SARAI_") || name == "DATABASE_URL" || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn postmaster(folder: &Path) -> PathBuf {
    folder.join("var/postgres/cluster/data/postmaster.pid")
}

/// A program that serves in this folder with its own database and a log file; killed at the end with its database.
struct Serving {
    folder: TempDir,
    child: Child,
}

impl Serving {
    fn start() -> Self {
        let folder = folder();
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        let settings = format!(
            "port = {}\nlog_file = \"sarai.log\"\n",
            port.local_addr().unwrap().port()
        );
        drop(port);
        fs::write(folder.path().join("Sarai.toml"), settings).unwrap();
        let child = sarai(folder.path(), &["serve"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let serving = Self { folder, child };
        until("it opens", || serving.log().contains("Sarai is open"));
        serving
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("sarai.log")).unwrap_or_default()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Its processor time so far, in hundredths of a second.
    fn ticks(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, fields) = stat.rsplit_once(") ").unwrap();
        let ticks = fields.split(' ').skip(11).take(2);
        ticks.map(|field| field.parse::<u64>().unwrap()).sum()
    }

    fn database(&self) -> Pid {
        let text = fs::read_to_string(postmaster(self.folder.path())).unwrap();
        let pid = text.lines().next().unwrap().parse().unwrap();
        Pid::from_raw(pid).unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ended = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let _ = self.child.wait();
    }
}

#[test]
fn doctor_in_an_empty_folder_makes_nothing_and_says_which_settings_it_read() {
    let empty = folder();
    let output = sarai(empty.path(), &["doctor"]).output().unwrap();
    assert!(!output.status.success());
    let said = said(&output);
    assert!(
        said.contains("no Sarai.toml in") && said.contains("nothing was ever started"),
        "{said}"
    );
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0, "{said}");
}

#[test]
fn command_that_is_asked_about_what_is_there_makes_no_database() {
    let empty = folder();
    let admin = ["grant-admin", "somebody@sarai.test"];
    for arguments in [&admin[..], &["work"], &["mail-in"]] {
        let output = sarai(empty.path(), arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
    }
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
}

#[test]
fn settings_file_may_be_named_and_must_then_be_there() {
    let (here, there) = (folder(), folder());
    let file = there.path().join("Other.toml");
    let named = ["doctor", "--config", file.to_str().unwrap()];
    let output = sarai(here.path(), &named).output().unwrap();
    assert!(said(&output).contains("Other.toml is not there"));
    fs::write(&file, "secret_key = \"too short\"").unwrap();
    let output = sarai(here.path(), &["doctor"])
        .env("SARAI_CONFIG", &file)
        .output()
        .unwrap();
    let said = said(&output);
    assert!(
        said.contains("Other.toml") && said.contains("SARAI_CONFIG"),
        "{said}"
    );
    assert!(said.contains("must be 32 bytes"), "{said}");
}

#[test]
fn private_database_is_stopped_when_a_command_fails() {
    let folder = folder();
    let undo = ["migrate", "--undo", "0"];
    let output = sarai(folder.path(), &undo).output().unwrap();
    assert!(!output.status.success(), "there are no roles to undo as");
    assert!(said(&output).contains("data in"), "{}", said(&output));
    let admin = ["grant-admin", "somebody@sarai.test"];
    let output = sarai(folder.path(), &admin).output().unwrap();
    assert!(!output.status.success() && !said(&output).contains("nothing was ever started"));
    assert!(!postmaster(folder.path()).exists(), "{}", said(&output));
}

#[test]
fn log_file_is_opened_again_on_sighup_which_never_ends_the_program() {
    let mut serving = Serving::start();
    fs::rename(serving.path("sarai.log"), serving.path("sarai.log.1")).unwrap();
    serving.signal(Signal::HUP);
    until("a new file", || {
        serving.log().contains("the log file was opened again")
    });
    serving.signal(Signal::HUP);
    until("again", || {
        serving.log().matches("opened again").count() == 2
    });
    assert!(serving.child.try_wait().unwrap().is_none());
    serving.signal(Signal::TERM);
    assert!(serving.child.wait().unwrap().success());
    assert!(serving.log().contains("stopping"));
}

#[test]
fn program_whose_database_is_gone_is_quiet_and_idle() {
    let mut serving = Serving::start();
    kill_process(serving.database(), Signal::INT).unwrap();
    until("it is known", || {
        serving.log().contains("the database is away; jobs wait")
    });
    let (bytes, ticks) = (serving.log().len(), serving.ticks());
    std::thread::sleep(Duration::from_secs(4));
    let (bytes, ticks) = (serving.log().len() - bytes, serving.ticks() - ticks);
    assert!(bytes < 4096, "{bytes} bytes of log in four seconds");
    assert!(ticks <= 20, "{ticks} hundredths of a second of processor");
    serving.signal(Signal::TERM);
    assert!(serving.child.wait().unwrap().success());
}
