//! `sarai rotate-secrets`: after the secret key was changed, brings what is sealed at rest from the old key to it.
//! The old key comes from a file or standard input: arguments of a program can be read by everybody on the machine.

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use kernel::config::{Config, parse_secret};
use kernel::module::Registry;
use kernel::sealed;

use crate::start::{Database, assemble};

pub(super) async fn run(
    config: Config,
    registry: Registry,
    from: &Path,
) -> anyhow::Result<ExitCode> {
    let old = old_key(from)?;
    let database = Database::open(&config, false).await?;
    let rotated = database
        .during(async |database| {
            let app = assemble(config, database.urls.clone(), registry).await?;
            Ok(sealed::rotate(&app, &old).await?)
        })
        .await?;
    let mut out = std::io::stdout();
    for (column, count) in &rotated.resealed {
        writeln!(out, "sealed anew: {count} in {column}")?;
    }
    if rotated.resealed.is_empty() {
        writeln!(out, "nothing to do")?;
    }
    writeln!(
        out,
        "sealed with the present key before: {}",
        rotated.current
    )?;
    Ok(ExitCode::SUCCESS)
}

fn old_key(from: &Path) -> anyhow::Result<[u8; 32]> {
    let text = if from == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().take(1024).read_to_string(&mut text)?;
        text
    } else {
        std::fs::read_to_string(from)
            .with_context(|| format!("the old key in {} cannot be read", from.display()))?
    };
    parse_secret(&text)
        .map_err(|_| anyhow!("the old key must be 32 bytes written as 64 hexadecimal digits"))
}
