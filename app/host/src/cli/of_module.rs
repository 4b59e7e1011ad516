//! Commands that modules declare: `sarai NAME`, beside the host's own.

use std::io::Write;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::ArgMatches;
use kernel::config::Config;
use kernel::module::{CommandDef, Registry};

use crate::start::{Database, assemble};

/// What was typed after the name of a module's command.
pub(super) struct Typed {
    name: String,
    asked: ArgMatches,
}

/// The host's commands, and those of all modules.
pub(super) fn all(host: clap::Command, registry: &Registry) -> clap::Command {
    let of = |def: &CommandDef| (def.arguments)(clap::Command::new(def.name).about(def.about));
    host.subcommands(registry.commands().values().map(of))
}

/// The command of a module that was typed, if it is one.
pub(super) fn typed(matches: &ArgMatches, registry: &Registry) -> Option<Typed> {
    let (name, asked) = matches.subcommand()?;
    registry.commands().contains_key(name).then(|| Typed {
        name: name.to_owned(),
        asked: asked.clone(),
    })
}

pub(super) async fn run(
    config: Config,
    registry: Registry,
    typed: &Typed,
) -> anyhow::Result<ExitCode> {
    let database = Database::open(&config, false).await?;
    let lines = database
        .during(async |database| {
            let app = assemble(config, database.urls.clone(), registry).await?;
            let def = app.registry.commands().get(typed.name.as_str());
            let def = def.ok_or_else(|| anyhow!("no module has the command {}", typed.name))?;
            (def.run)(app.without_request(), typed.asked.clone())
                .await
                .map_err(|error| anyhow!(error))
        })
        .await?;
    let mut out = std::io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::Cli;
    use super::*;

    #[test]
    fn no_module_takes_a_word_of_the_host_or_of_another() {
        let registry = crate::modules::all().finish().unwrap();
        all(Cli::command(), &registry).debug_assert();
    }
}
