//! `cargo xtask`: the project's own tools (pipeline, schema files, texts, new and removed modules, assets).
//! One binary beside the program, so that a build machine and a person at a desk run the same code.

mod checks;
mod ci;
mod i18n;
mod literals;
mod metadata;
mod run;
mod scaffold;
mod schema;
mod tree;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own tools")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// The whole pipeline, step by step; stops at the first failure
    Ci(ci::Options),
    /// Write every `schema.rs` from a freshly migrated database
    Schema(schema::Options),
    /// Check texts: the same keys in fa and en, none missing, none unused
    I18n,
    /// Make a module from the template `modules/_dummy`
    NewModule {
        /// Lower-case letters and digits; also its table, text and permission prefix
        id: String,
    },
    /// Take a module out: crate, migrations, texts, static files, tests, its lines in the lists
    RemoveModule {
        /// The module's id
        id: String,
    },
    /// Build style sheet, scripts and fonts into `static/dist`
    Assets,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes is the message; a backtrace of this program helps nobody.
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    let tree = tree::Tree::of_this_workspace()?;
    match cli.task {
        Task::Ci(options) => ci::run(&tree, &options),
        Task::Schema(options) => schema::run(&tree, &options),
        Task::I18n => checks::settle(&i18n::check(&tree)?),
        Task::NewModule { id } => {
            scaffold::new_module(&tree, &id)?;
            println!(
                "modules/{id} is there and mounted. Next: docs/guides/write-a-module.md, or make run FEATURES={id}"
            );
            Ok(())
        }
        Task::RemoveModule { id } => {
            scaffold::remove_module(&tree, &id)?;
            println!("{id} is gone. Next: cargo check -p sarai");
            Ok(())
        }
        Task::Assets => run::Line::new(".ci/assets").at(tree.root()).run(),
    }
}
