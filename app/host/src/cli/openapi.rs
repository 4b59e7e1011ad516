//! `sarai openapi`: the document of the mounted modules' API.

use std::io::Write;
use std::process::ExitCode;

use kernel::module::Registry;

pub(super) fn run(registry: &Registry) -> anyhow::Result<ExitCode> {
    writeln!(
        std::io::stdout(),
        "{}",
        serde_json::to_string_pretty(&registry.openapi())?
    )?;
    Ok(ExitCode::SUCCESS)
}
