//! `sarai meter`: takes hours that were missed, as the job of each minute would, or says what that comes to.

use chrono::{DateTime, SecondsFormat, Utc};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use kernel::db::JobDb;
use kernel::module::{CommandDef, CommandResult};

use super::missed::{self, Tally};
use super::run;

/// The command.
pub fn meter() -> CommandDef {
    CommandDef {
        name: "meter",
        about: "Take the hours of services that began until a moment and were not taken",
        arguments,
        run: |db, asked| Box::pin(answer(db, asked)),
    }
}

fn arguments(command: Command) -> Command {
    command
        .arg(
            Arg::new("until")
                .long("until")
                .value_name("TIME")
                .help(
                    "Hours that began until then, as 2026-12-01T09:30:00+03:30; not later than now",
                )
                .required(true)
                .value_parser(value_parser!(DateTime<Utc>)),
        )
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .help("Take nothing, and say what would be taken")
                .action(ArgAction::SetTrue),
        )
}

async fn answer(db: JobDb, asked: ArgMatches) -> CommandResult {
    let db = db.platform();
    let until: DateTime<Utc> = *asked.get_one("until").ok_or("--until is missing")?;
    let now = db.read(async |tx| Ok(tx.now())).await?;
    if until > now {
        return Err(format!(
            "{} is still to come: an hour is taken when it has begun, and it is {} now",
            written(until),
            written(now)
        )
        .into());
    }
    if asked.get_flag("dry-run") {
        let would = missed::until(until, &db).await?;
        return Ok(vec![said("would be taken", until, would)]);
    }
    let taken = run::meter_until(until, &db).await?;
    Ok(vec![said("taken", until, taken)])
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn said(what: &str, until: DateTime<Utc>, tally: Tally) -> String {
    format!(
        "{what} until {}: {} hours of services, {} IRR with tax; {} services without money for theirs",
        written(until),
        tally.hours,
        tally.rial,
        tally.rest
    )
}
