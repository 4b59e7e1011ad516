//! Runs other programs with a clean environment and an error that names the line to repeat by hand.
//! `cargo run` leaves its own `CARGO_PKG_*` behind; handed on, they make build scripts run again each time.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// A command line, written as one would type it: words separated by spaces, no quoting.
#[derive(Clone, Debug)]
pub struct Line {
    words: Vec<String>,
    env: Vec<(String, String)>,
    folder: Option<PathBuf>,
}

impl Line {
    pub fn new(line: &str) -> Self {
        let words = line.split_whitespace().map(str::to_owned).collect();
        Self {
            words,
            env: Vec::new(),
            folder: None,
        }
    }

    /// One more word, which may hold spaces.
    pub fn word(mut self, word: impl Into<String>) -> Self {
        self.words.push(word.into());
        self
    }

    pub fn env(mut self, name: &str, value: impl Into<String>) -> Self {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    pub fn at(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// As one would type it.
    pub fn shown(&self) -> String {
        let env = self
            .env
            .iter()
            .map(|(name, value)| format!("{name}={}", quoted(value)));
        env.chain(self.words.iter().map(|word| quoted(word)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Runs it with our own output; an exit status other than 0 is an error.
    pub fn run(&self) -> Result<()> {
        let status = self
            .command()?
            .status()
            .with_context(|| format!("cannot start {}", self.shown()))?;
        if !status.success() {
            bail!("{status}: {}", self.shown());
        }
        Ok(())
    }

    /// Runs it and hands back what it wrote to standard output.
    pub fn output(&self) -> Result<String> {
        let output = self
            .command()?
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("cannot start {}", self.shown()))?;
        if !output.status.success() {
            bail!("{}: {}", output.status, self.shown());
        }
        String::from_utf8(output.stdout).with_context(|| format!("not UTF-8: {}", self.shown()))
    }

    /// Whether it can be started and ends well; says nothing.
    pub fn works(&self) -> bool {
        self.command().is_ok_and(|mut command| {
            command
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        })
    }

    fn command(&self) -> Result<Command> {
        let (program, arguments) = self.words.split_first().context("an empty command line")?;
        let mut command = Command::new(program);
        command.args(arguments);
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(is_left_by_cargo_run) {
                command.env_remove(name);
            }
        }
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        Ok(command)
    }
}

/// Rust source as rustfmt writes it, by the rustfmt.toml of `folder`. Through a pipe: it follows no `mod`.
pub fn formatted(folder: &Path, source: &str) -> Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start rustfmt")?;
    child
        .stdin
        .take()
        .context("rustfmt has no standard input")?
        .write_all(source.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("rustfmt: {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn is_left_by_cargo_run(name: &str) -> bool {
    [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_NAME",
        "CARGO_PRIMARY_PACKAGE",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
}

fn quoted(word: &str) -> String {
    if word.contains(char::is_whitespace) {
        format!("'{word}'")
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_line_names_itself() {
        let error = Line::new("false --now").run().unwrap_err().to_string();
        assert!(error.ends_with("false --now"), "{error}");
    }

    #[test]
    fn output_is_what_the_program_wrote_and_env_reaches_it() {
        let line = Line::new("sh -c")
            .word("printf %s \"$GREETING\"")
            .env("GREETING", "salam");
        assert_eq!(line.output().unwrap(), "salam");
        assert!(!Line::new("no-such-program-here").works());
    }
}
