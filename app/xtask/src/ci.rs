//! The whole pipeline as one readable list: what `make test` and every build machine run.
//! Each step is timed; the first failure ends the run and names itself.

mod features;
mod fresh;
mod removal;

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::checks::{licences, rules, settle, sizes, unused};
use crate::metadata::Metadata;
use crate::run::Line;
use crate::tree::Tree;
use crate::{i18n, schema};

#[derive(Args, Debug, Default)]
pub struct Options {
    /// Print the steps and run none
    #[arg(long)]
    list: bool,
    /// Run this step only (may be given more than once)
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Leave this step out (may be given more than once)
    #[arg(long, value_name = "NAME")]
    skip: Vec<String>,
}

struct Step {
    name: &'static str,
    does: Does,
}

enum Does {
    /// A command line.
    Line(&'static str),
    /// Code of ours, and what to say about it.
    Code(&'static str, fn(&Tree) -> Result<()>),
}

use Does::{Code, Line as Run};

/// The one build that tests, schema, soak and browser share. Other packages or features would compile most of it again.
const BUILD: &str = "cargo build --workspace --all-targets --features sarai-tests/_dummy";

#[rustfmt::skip]
const STEPS: &[Step] = &[
    Step { name: "assets",     does: Run(".ci/assets") },
    Step { name: "fmt",        does: Run("cargo fmt --all --check") },
    Step { name: "sizes",      does: Code("no file over 600 lines", |tree| settle(&sizes::check(tree)?)) },
    Step { name: "rules",      does: Code("direction of dependencies, names, foreign keys", direction) },
    Step { name: "unused",     does: Code("no dependency that no source mentions", |tree| settle(&unused::check(tree, &Metadata::own(tree)?)?)) },
    Step { name: "licences",   does: Code("licences, bans and sources by deny.toml", |tree| settle(&licences::check(tree, &Metadata::with_dependencies(tree)?)?)) },
    Step { name: "i18n",       does: Code("the same texts in fa and en, none missing, none unused", |tree| settle(&i18n::check(tree)?)) },
    Step { name: "clippy",     does: Run("cargo clippy --workspace --all-targets --features sarai-tests/_dummy -- -D warnings") },
    Step { name: "doc",        does: Code("cargo doc, warnings denied", doc) },
    Step { name: "features",   does: Code("cargo check with no module, each alone, all", features::check) },
    Step { name: "removal",    does: Code("modules taken out of a copy, which still compiles", removal::check) },
    Step { name: "build",      does: Run(BUILD) },
    Step { name: "schema",     does: Code("schema.rs as the migrated database has it", schema) },
    Step { name: "tests",      does: Run("cargo test --workspace --features sarai-tests/_dummy -- --test-threads=4") },
    Step { name: "fresh",      does: Code("a second build with nothing changed compiles nothing", fresh::check) },
    Step { name: "soak",       does: Code("ten rounds of crashes, races and faults", soak) },
    Step { name: "assets-js",  does: Code("tests of the scripts", |tree| npm_test(tree, "static")) },
    Step { name: "browser",    does: Code("browser tests against a running server", browser) },
];

pub fn run(tree: &Tree, options: &Options) -> Result<()> {
    let unknown = options
        .only
        .iter()
        .chain(&options.skip)
        .find(|name| !is_step(name));
    if let Some(name) = unknown {
        bail!("there is no step {name}; see cargo xtask ci --list");
    }
    let chosen = STEPS.iter().filter(|step| is_chosen(step.name, options));
    if options.list {
        chosen.for_each(|step| println!("{:<10} {}", step.name, step.shown()));
        return Ok(());
    }
    let mut times = Vec::new();
    let mut outcome = Ok(());
    for step in chosen {
        println!("\n=== {}: {}", step.name, step.shown());
        let start = Instant::now();
        outcome = step
            .run(tree)
            .with_context(|| format!("the step {} failed", step.name));
        times.push((step.name, start.elapsed(), outcome.is_ok()));
        if outcome.is_err() {
            break;
        }
    }
    print!("{}", table(&times));
    outcome
}

fn is_step(name: &str) -> bool {
    STEPS.iter().any(|step| step.name == name)
}

fn is_chosen(name: &str, options: &Options) -> bool {
    let named = |list: &[String]| list.iter().any(|one| one == name);
    (options.only.is_empty() || named(&options.only)) && !named(&options.skip)
}

impl Step {
    fn shown(&self) -> &'static str {
        match self.does {
            Run(text) | Code(text, _) => text,
        }
    }

    fn run(&self, tree: &Tree) -> Result<()> {
        match self.does {
            Run(line) => Line::new(line).at(tree.root()).run(),
            Code(_, check) => check(tree),
        }
    }
}

fn table(times: &[(&str, Duration, bool)]) -> String {
    let total: Duration = times.iter().map(|(_, time, _)| *time).sum();
    let rows = times.iter().map(|(name, time, ok)| {
        format!(
            "{name:<10} {:>7.1} s  {}\n",
            time.as_secs_f64(),
            if *ok { "ok" } else { "FAILED" }
        )
    });
    format!(
        "\n{}{:<10} {:>7.1} s\n",
        rows.collect::<String>(),
        "all",
        total.as_secs_f64()
    )
}

fn direction(tree: &Tree) -> Result<()> {
    settle(&rules::check(tree, &Metadata::own(tree)?)?)
}

fn doc(tree: &Tree) -> Result<()> {
    let line = Line::new("cargo doc --workspace --no-deps").env("RUSTDOCFLAGS", "-D warnings");
    line.at(tree.root()).run()
}

fn npm_test(tree: &Tree, folder: &str) -> Result<()> {
    Line::new(".ci/npm-ci").word(folder).at(tree.root()).run()?;
    Line::new("npm test --silent").at(&tree.path(folder)).run()
}

/// Where the programs of the shared build lie, which is made when something is missing.
fn built(tree: &Tree) -> Result<PathBuf> {
    Line::new(BUILD).at(tree.root()).run()?;
    Ok(Metadata::own(tree)?.target_directory.join("debug"))
}

fn schema(tree: &Tree) -> Result<()> {
    schema::check(tree, built(tree)?.join("sarai"))
}

/// Ten rounds of each fault; `make soak` runs two hundred.
fn soak(tree: &Tree) -> Result<()> {
    let programs = built(tree)?;
    Line::new("")
        .word(programs.join("soak").to_string_lossy())
        .env("SARAI_BIN", programs.join("sarai").to_string_lossy())
        .env("ROUNDS", "10")
        .at(tree.root())
        .run()
}

fn browser(tree: &Tree) -> Result<()> {
    let programs = built(tree)?;
    Line::new(".ci/npm-ci tests/browser")
        .at(tree.root())
        .run()?;
    let kept =
        ["pages", "speed"].map(|part| tree.path(&format!("tests/browser/{part}.failed.log")));
    for file in &kept {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let run = Line::new("npm test --silent")
        .env("SARAI_BIN", programs.join("sarai").to_string_lossy())
        .env(
            "GALLERY_BIN",
            programs.join("examples/gallery").to_string_lossy(),
        )
        .at(&tree.path("tests/browser"))
        .run();
    // What is read of a long output is its end.
    let failed = |file: &PathBuf| std::fs::read_to_string(file).unwrap_or_default();
    run.with_context(|| kept.iter().map(failed).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn step_names_are_unique() {
        let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }

    #[test]
    fn only_and_skip_choose_steps_and_unknown_names_are_refused() {
        let options = |only: &[&str], skip: &[&str]| Options {
            only: only.iter().map(|&name| name.to_owned()).collect(),
            skip: skip.iter().map(|&name| name.to_owned()).collect(),
            list: true,
        };
        assert!(is_chosen("fmt", &options(&[], &[])) && !is_chosen("fmt", &options(&[], &["fmt"])));
        assert!(
            is_chosen("fmt", &options(&["fmt"], &[])) && !is_chosen("doc", &options(&["fmt"], &[]))
        );
        let tree = Tree::at("/nowhere");
        assert!(run(&tree, &options(&["fmt"], &[])).is_ok());
        assert!(
            run(&tree, &options(&["fnt"], &[]))
                .unwrap_err()
                .to_string()
                .contains("fnt")
        );
    }

    #[test]
    fn the_table_names_the_step_that_failed() {
        let times = [
            ("fmt", Duration::from_millis(1500), true),
            ("doc", Duration::from_secs(2), false),
        ];
        let expected =
            "\nfmt            1.5 s  ok\ndoc            2.0 s  FAILED\nall            3.5 s\n";
        assert_eq!(table(&times), expected);
    }
}
