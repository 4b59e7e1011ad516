//! The command line. Each command is one file; this one parses, sets up the log and reports errors in plain words.

mod doctor;
mod grant_admin;
mod mail_in;
mod migrate;
mod openapi;
mod print;
mod seed;
mod serve;
mod token;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use kernel::config::Config;
use kernel::module::Registry;

#[derive(Parser)]
#[command(
    name = "sarai",
    version,
    about = "Sarai: hosting, domains, machines, shops and support in one program"
)]
struct Cli {
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
    Doctor,
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
}

#[derive(Clone, Copy, ValueEnum)]
enum Output {
    Text,
    Json,
}

/// Runs the program.
#[must_use]
pub fn main(registry: Registry) -> ExitCode {
    let cli = Cli::parse();
    // A mail server keeps the message when we say: try again later.
    let failure = if matches!(cli.command, Command::MailIn) {
        ExitCode::from(mail_in::EX_TEMPFAIL)
    } else {
        ExitCode::FAILURE
    };
    match run(cli.command, registry) {
        Ok(code) => code,
        Err(error) => {
            // A log may not be set up yet.
            let _ = writeln!(std::io::stderr(), "sarai: {error:#}");
            failure
        }
    }
}

fn run(command: Command, registry: Registry) -> anyhow::Result<ExitCode> {
    let registry = registry.finish()?;
    match command {
        Command::Routes { format } => {
            return print::routes(&registry, matches!(format, Output::Json));
        }
        Command::Modules { format } => {
            return print::modules(&registry, matches!(format, Output::Json));
        }
        Command::Openapi => return openapi::run(&registry),
        _ => {}
    }
    let config = Config::load()?;
    log(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async move {
        match command {
            Command::Serve { no_work } => serve::run(config, registry, !no_work).await,
            Command::Work => serve::work(config, registry).await,
            Command::Migrate { undo } => migrate::run(config, registry, undo).await,
            Command::Seed { .. } => seed::run(config, registry).await,
            Command::GrantAdmin { email } => grant_admin::run(config, registry, &email).await,
            Command::Token {
                person,
                tenant,
                scopes,
                days,
                per_hour,
            } => {
                let asked = token::Asked {
                    person,
                    tenant,
                    scopes,
                    days,
                    per_hour,
                };
                token::run(config, registry, asked).await
            }
            Command::Doctor => doctor::run(config, registry).await,
            Command::MailIn => mail_in::run(config, registry).await,
            Command::Routes { .. } | Command::Modules { .. } | Command::Openapi => {
                Ok(ExitCode::SUCCESS)
            }
        }
    })
}

/// JSON lines in production, readable lines in development; `RUST_LOG` overrides.
fn log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    let default = "info,rocket=warn,tokio_postgres=warn,graphile_worker=warn";
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let result = if config.is_production() {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.compact().try_init()
    };
    if let Err(error) = result {
        let _ = writeln!(
            std::io::stderr(),
            "sarai: the log was set up before: {error}"
        );
    }
}
