//! The command line. Each command is one file; this one parses, sets up the log and reports errors in plain words.

mod doctor;
mod grant_admin;
mod log;
mod mail_in;
mod migrate;
mod of_module;
mod openapi;
mod print;
mod production;
mod rotate_secrets;
mod seed;
mod serve;
mod token;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use kernel::config::{Config, Origin};
use kernel::module::Registry;

#[derive(Parser)]
#[command(
    name = "sarai",
    version,
    about = "Sarai: hosting, domains, machines, shops and support in one program"
)]
struct Cli {
    /// The settings file; without it `Sarai.toml` in this folder or one above.
    #[arg(long, global = true, env = "SARAI_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the web, and run the jobs too.
    Serve {
        /// Leave the jobs to `sarai work` elsewhere.
        #[arg(long)]
        no_work: bool,
    },
    /// Run the jobs only.
    Work,
    /// Bring the database to what this program carries.
    Migrate {
        /// Undo the newest N migrations instead.
        #[arg(long)]
        undo: Option<usize>,
    },
    /// Write data.
    Seed {
        /// The demo accounts and what belongs to them (never in production).
        #[arg(long, required = true)]
        demo: bool,
    },
    /// Make somebody who has signed up an administrator of the platform (the first one has nobody to ask).
    GrantAdmin {
        /// The e-mail address of their confirmed account.
        email: String,
    },
    /// After the secret key was changed: seal stored secrets with the new one.
    RotateSecrets {
        /// File with the old key, 64 hexadecimal digits; `-` reads it from standard input.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
    /// Print an API token of a person in a tenant; it is shown this once.
    Token {
        /// The e-mail address of the person that it acts as.
        #[arg(long)]
        person: String,
        /// The tenant that it acts in: its id, or its exact name. Not needed by who belongs to one only.
        #[arg(long)]
        tenant: Option<String>,
        /// Permissions that it may use, with spaces between them; `sarai routes` shows them.
        #[arg(long)]
        scopes: String,
        /// How many days it lives.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=365))]
        days: u16,
        /// Requests an hour; as the setting says when it is not given.
        #[arg(long, value_parser = clap::value_parser!(i32).range(1..=1_000_000))]
        per_hour: Option<i32>,
    },
    /// Look at every part and say what to do.
    Doctor {
        /// Look at the settings, too: what is fit for a workshop and not for the street.
        #[arg(long)]
        production: bool,
    },
    /// Print every mounted route.
    Routes {
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
    },
    /// Print what every module declares.
    Modules {
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
    },
    /// Print the `OpenAPI` document.
    Openapi,
    /// Take one mail message on standard input (for the mail server's pipe).
    MailIn,
    /// One that a module declares.
    #[command(skip)]
    OfModule(of_module::Typed),
}

#[derive(Clone, Copy, ValueEnum)]
enum Output {
    Text,
    Json,
}

/// Runs the program.
#[must_use]
pub fn main(registry: Registry) -> ExitCode {
    let registry = match registry.finish() {
        Ok(registry) => registry,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "sarai: {error:#}");
            return ExitCode::from(mail_in::EX_TEMPFAIL);
        }
    };
    let cli = Cli::typed(&registry);
    // A mail server keeps the message when we say: try again later.
    let failure = if matches!(cli.command, Command::MailIn) {
        ExitCode::from(mail_in::EX_TEMPFAIL)
    } else {
        ExitCode::FAILURE
    };
    match run(&cli, registry) {
        Ok(code) => code,
        Err(error) => {
            // A log may not be set up yet.
            let _ = writeln!(std::io::stderr(), "sarai: {error:#}");
            failure
        }
    }
}

impl Cli {
    /// What was typed, with the commands of modules among it; a mistake ends the program with a hint.
    fn typed(registry: &Registry) -> Self {
        let matches = of_module::all(Self::command(), registry).get_matches();
        match of_module::typed(&matches, registry) {
            Some(typed) => Self {
                config: matches.get_one("config").cloned(),
                command: Command::OfModule(typed),
            },
            None => Self::from_arg_matches(&matches).unwrap_or_else(|mistake| mistake.exit()),
        }
    }
}

fn run(cli: &Cli, registry: Registry) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Routes { format } => {
            return print::routes(&registry, matches!(format, Output::Json));
        }
        Command::Modules { format } => {
            return print::modules(&registry, matches!(format, Output::Json));
        }
        Command::Openapi => return openapi::run(&registry),
        _ => {}
    }
    let origin = Origin::find(cli.config.as_deref())?;
    let config = match cli.command {
        Command::Doctor { production: true } => Config::read(&origin, false),
        _ => Config::load(&origin, cli.command.makes()),
    };
    let config = config.with_context(|| format!("settings: {origin}"))?;
    let file = cli.command.log_file(&config)?;
    log::set_up(&config, file.as_ref());
    say_settings(&cli.command, &origin, &config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async move {
        log::on_hangup(file)?;
        match &cli.command {
            Command::Serve { no_work } => Box::pin(serve::run(config, registry, !no_work)).await,
            Command::Work => Box::pin(serve::work(config, registry)).await,
            Command::Migrate { undo } => migrate::run(config, registry, *undo).await,
            Command::Seed { .. } => seed::run(config, registry).await,
            Command::GrantAdmin { email } => grant_admin::run(config, registry, email).await,
            Command::RotateSecrets { from } => rotate_secrets::run(config, registry, from).await,
            Command::Token {
                person,
                tenant,
                scopes,
                days,
                per_hour,
            } => {
                let asked = token::Asked {
                    person: person.clone(),
                    tenant: tenant.clone(),
                    scopes: scopes.clone(),
                    days: *days,
                    per_hour: *per_hour,
                };
                token::run(config, registry, asked).await
            }
            Command::Doctor { production: true } => production::run(config, registry).await,
            Command::Doctor { production: false } => doctor::run(config, registry).await,
            Command::MailIn => mail_in::run(config, registry).await,
            Command::OfModule(typed) => of_module::run(config, registry, typed).await,
            Command::Routes { .. } | Command::Modules { .. } | Command::Openapi => {
                Ok(ExitCode::SUCCESS)
            }
        }
    })
}

impl Command {
    /// Whether it may make a data folder with its secret and database; the others are asked about what is there.
    fn makes(&self) -> bool {
        matches!(
            self,
            Self::Serve { .. } | Self::Migrate { .. } | Self::Seed { .. }
        )
    }

    /// The log file, for the commands that run by themselves. A message is not refused for a log that cannot be written.
    fn log_file(&self, config: &Config) -> anyhow::Result<Option<log::LogFile>> {
        let opened = config.log_file.as_deref().map(log::LogFile::open);
        match self {
            Self::Serve { .. } | Self::Work => opened.transpose(),
            Self::MailIn => Ok(opened.and_then(Result::ok)),
            _ => Ok(None),
        }
    }
}

/// One line: which settings these are. In the log for what runs by itself; a mail server returns what `mail-in` writes to
/// standard error to the sender, who is not told.
fn say_settings(command: &Command, origin: &Origin, config: &Config) -> anyhow::Result<()> {
    let environment = if config.is_production() {
        "production"
    } else {
        "development"
    };
    let data = std::path::absolute(&config.data_dir)?;
    match command {
        Command::Serve { .. } | Command::Work => {
            tracing::info!(settings = %origin, environment, data = %data.display(), "starting");
        }
        Command::MailIn => {
            tracing::debug!(settings = %origin, environment, data = %data.display(), "starting");
        }
        _ => writeln!(
            std::io::stderr(),
            "sarai: settings: {origin}; {environment}; data in {}",
            data.display()
        )?,
    }
    Ok(())
}
