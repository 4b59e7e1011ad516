//! `sarai mail-in`: one message on standard input, as a mail server's pipe gives it.
//! Exit codes are sysexits': 0 taken, 65 refused for ever, 69 nobody takes mail here, 75 try again later.

use std::io::{Read, Write};
use std::process::ExitCode;

use contracts::mail::{InboundMail, Received};
use kernel::config::Config;
use kernel::module::Registry;

use crate::start::{Database, assemble};

const EX_DATAERR: u8 = 65;
const EX_UNAVAILABLE: u8 = 69;
pub(super) const EX_TEMPFAIL: u8 = 75;
/// A little more than the largest message, so that a larger one is seen to be larger.
const READ_LIMIT: u64 = 26 * 1024 * 1024 + 64 * 1024;

pub(super) async fn run(config: Config, registry: Registry) -> anyhow::Result<ExitCode> {
    let mut raw = Vec::new();
    std::io::stdin().take(READ_LIMIT).read_to_end(&mut raw)?;
    // What is beyond the limit is read and forgotten, so that the mail server's pipe does not break.
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    match take(config, registry, raw).await {
        Ok(Some(Received::Filed(text) | Received::Noted(text))) => {
            tracing::info!(%text, "mail taken");
            Ok(ExitCode::SUCCESS)
        }
        Ok(Some(Received::Refused(text))) => say(&text, EX_DATAERR),
        Ok(None) => say(
            "this program takes no mail: no mounted module keeps conversations",
            EX_UNAVAILABLE,
        ),
        Err(error) => say(&format!("try again later: {error:#}"), EX_TEMPFAIL),
    }
}

fn say(text: &str, code: u8) -> anyhow::Result<ExitCode> {
    writeln!(std::io::stderr(), "sarai mail-in: {text}")?;
    Ok(ExitCode::from(code))
}

async fn take(
    config: Config,
    registry: Registry,
    raw: Vec<u8>,
) -> anyhow::Result<Option<Received>> {
    let database = Database::open(&config, false).await?;
    database
        .during(async |database| {
            let app = assemble(config, database.urls.clone(), registry).await?;
            app.settings.reload(&app).await?;
            match app.registry.ports().get::<dyn InboundMail>() {
                Some(port) => Ok(Some(port.receive(&app.without_request(), raw).await?)),
                None => Ok(None),
            }
        })
        .await
}
