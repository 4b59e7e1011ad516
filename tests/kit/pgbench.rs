//! Turns the statements of one real request into a pgbench script and runs it: the limit that the
//! bench compares with. Here so that the limit is the database's own on the very same statements.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::process::Command;

mod log;
mod sql;

pub use log::statements_of_log;

/// Most scripts that one pgbench run takes.
const MAX_SCRIPTS: usize = 128;

/// One logged statement; `$1` is the first of `parameters`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text as the server saw it. Several statements joined by `;` are one round trip.
    pub sql: String,
    /// Values in the order of their numbers.
    pub parameters: Vec<Parameter>,
}

/// Where a parameter's value comes from in each transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// SQL NULL.
    Null,
    /// Always this value, in PostgreSQL's text form.
    Fixed(String),
    /// A whole number between both, each time another.
    Random(i64, i64),
    /// One of the rows of the named list (see [`Bench::list`]): lists vary together.
    OneOf(String),
    /// A new UUID per transaction: the same name is the same value in all its statements.
    FreshUuid(String),
    /// A new text per transaction that begins so.
    FreshText(String),
    /// This SQL expression in the parameter's place.
    Sql(String),
}

/// What pgbench is to do.
#[derive(Debug, Clone)]
pub struct Bench {
    /// The program, from the same install as the server.
    pub program: PathBuf,
    /// Database, as the role that the product uses there.
    pub url: String,
    /// Connections, the same number as the load generator's.
    pub clients: usize,
    /// Time to run.
    pub duration: Duration,
    /// Statements of one request, in order.
    pub statements: Vec<Statement>,
    lists: BTreeMap<String, Vec<String>>,
}

/// What pgbench reported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Transactions (requests) a second, without connection time.
    pub per_second: f64,
    /// Mean latency.
    pub latency: Duration,
    /// Transactions done.
    pub count: u64,
}

impl Bench {
    /// Eight clients for ten seconds.
    pub fn new(program: &Path, url: &str, statements: Vec<Statement>) -> Self {
        Self {
            program: program.to_owned(),
            url: url.to_owned(),
            clients: 8,
            duration: Duration::from_secs(10),
            statements,
            lists: BTreeMap::new(),
        }
    }

    /// Values of a list. The n-th values of all lists belong together (a tenant and its session),
    /// and one n is drawn per transaction; so all lists are equally long, 128 at most.
    #[must_use]
    pub fn list(mut self, name: &str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.lists.insert(name.to_owned(), values);
        self
    }

    /// One script per row of the lists; pgbench draws among them with equal weight.
    /// `run` tells fresh values of one run from those of another.
    fn scripts(&self, run: u32) -> anyhow::Result<Vec<String>> {
        let rows = self.lists.values().map(Vec::len).max().unwrap_or(1);
        ensure!(
            (1..=MAX_SCRIPTS).contains(&rows),
            "1 to {MAX_SCRIPTS} rows a list, not {rows}"
        );
        let even = self.lists.values().all(|values| values.len() == rows);
        ensure!(even, "all lists must have {rows} values");
        (0..rows).map(|row| self.script(row, run)).collect()
    }

    fn script(&self, row: usize, run: u32) -> anyhow::Result<String> {
        let (mut sets, mut body) = (String::new(), String::new());
        if self
            .statements
            .iter()
            .flat_map(|s| &s.parameters)
            .any(Parameter::is_fresh)
        {
            writeln!(sets, "\\set n :n + 1")?;
        }
        for (s, statement) in self.statements.iter().enumerate() {
            let mut values = Vec::new();
            for (p, parameter) in statement.parameters.iter().enumerate() {
                let name = format!("s{s}p{p}");
                if let Parameter::Random(low, high) = parameter {
                    writeln!(sets, "\\set {name} random({low}, {high})")?;
                }
                values.push(parameter.in_script(&name, row, run, &self.lists)?);
            }
            let parts = sql::split(&sql::fill(&statement.sql, &values)?);
            // What came in one round trip goes in one round trip.
            let pipeline = parts.len() > 1;
            if pipeline {
                writeln!(body, "\\startpipeline")?;
            }
            for part in parts {
                writeln!(body, "{part};")?;
            }
            if pipeline {
                writeln!(body, "\\endpipeline")?;
            }
        }
        Ok(sets + &body)
    }

    /// Text values go in as variables of the command line, which no quoting can spoil.
    fn variables(&self) -> Vec<String> {
        let mut all = vec!["n=0".to_owned()];
        for (s, statement) in self.statements.iter().enumerate() {
            for (p, parameter) in statement.parameters.iter().enumerate() {
                if let Parameter::Fixed(value) = parameter {
                    all.push(format!("s{s}p{p}={value}"));
                }
            }
        }
        for (name, values) in &self.lists {
            all.extend(
                values
                    .iter()
                    .enumerate()
                    .map(|(row, v)| format!("l{row}_{name}={v}")),
            );
        }
        all
    }

    /// Run with prepared statements. Any failed transaction is an error, not a slower limit.
    pub async fn run(&self) -> anyhow::Result<Limit> {
        let folder = tempfile::tempdir()?;
        let mut pgbench = Command::new(&self.program);
        pgbench
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={}", self.clients))
            .arg(format!("--time={}", self.duration.as_secs().max(1)));
        for variable in self.variables() {
            pgbench.arg("-D").arg(variable);
        }
        for (row, script) in self.scripts(rand::random())?.into_iter().enumerate() {
            let file = folder.path().join(format!("{row}.sql"));
            tokio::fs::write(&file, script).await?;
            pgbench.arg("-f").arg(file);
        }
        let out = pgbench
            .arg(&self.url)
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .with_context(|| format!("start {}", self.program.display()))?;
        let (text, errors) = (
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr),
        );
        ensure!(out.status.success(), "pgbench failed: {errors}\n{text}");
        read_report(&text).with_context(|| format!("pgbench said: {text}\n{errors}"))
    }
}

impl Parameter {
    fn is_fresh(&self) -> bool {
        matches!(self, Self::FreshUuid(_) | Self::FreshText(_))
    }

    /// What stands in the script for `$n`.
    fn in_script(
        &self,
        name: &str,
        row: usize,
        run: u32,
        lists: &BTreeMap<String, Vec<String>>,
    ) -> anyhow::Result<String> {
        // It grows in all clients alike, as UUIDv7 does, sorts behind every real one (7fff…), and
        // costs the server next to nothing.
        let counter = "lpad(to_hex(:n::bigint * 4096 + :client_id::bigint), 12, '0')";
        Ok(match self {
            Self::Null => "NULL".to_owned(),
            Self::Fixed(_) | Self::Random(..) => format!(":{name}"),
            Self::OneOf(list) => {
                ensure!(lists.contains_key(list), "no list {list:?}");
                format!(":l{row}_{list}")
            }
            Self::FreshUuid(key) => {
                let key = sql::short_hash(key);
                let (high, low) = (run >> 16, run & 0xffff);
                format!("('7fff{high:04x}-{low:04x}-7000-{key:04x}-' || {counter})::uuid")
            }
            Self::FreshText(start) => {
                // pgbench would read what follows a colon as a variable, in quotes too.
                let start = start.replace('\'', "''").replace(':', ":' || '");
                format!("('{start}{run:08x}' || {counter})")
            }
            Self::Sql(expression) => format!("({expression})"),
        })
    }
}

fn read_report(text: &str) -> anyhow::Result<Limit> {
    let number = |label: &str| {
        let rest = text
            .lines()
            .find_map(|line| line.trim().strip_prefix(label));
        let rest = rest.with_context(|| format!("no {label:?}"))?;
        let word = rest.split([' ', '/']).find(|word| !word.is_empty());
        word.context("no number")?
            .parse::<f64>()
            .context("not a number")
    };
    let failed = number("number of failed transactions:")?;
    ensure!(failed == 0.0, "{failed} transactions failed");
    let count = number("number of transactions actually processed:")?;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count"
    )]
    Ok(Limit {
        per_second: number("tps =")?,
        latency: Duration::from_secs_f64(number("latency average =")? / 1000.0),
        count: count as u64,
    })
}

#[cfg(test)]
mod tests;
