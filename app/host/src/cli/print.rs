//! `sarai routes` and `sarai modules`: what is declared, without a database.
//! The JSON of `routes` is a contract that checks rely on.

use std::io::Write;
use std::process::ExitCode;

use kernel::module::Registry;
use serde_json::json;

pub(super) fn routes(registry: &Registry, as_json: bool) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    if as_json {
        writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(registry.declarations())?
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    for route in registry.declarations() {
        let permission = route.permission.unwrap_or("-");
        let (audience, scope) = (json!(route.audience), json!(route.scope));
        writeln!(
            out,
            "{:<6} {:<44} {:<9} {:<9} {:<28} {}",
            route.method,
            route.path,
            audience.as_str().unwrap_or_default(),
            scope.as_str().unwrap_or_default(),
            permission,
            route.name
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn modules(registry: &Registry, as_json: bool) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let all = registry.describe();
    if as_json {
        writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    for module in registry.metas() {
        writeln!(out, "{:<12} requires {:?}", module.id, module.requires)?;
    }
    for (kind, list) in all
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(kind, _)| *kind != "modules")
    {
        writeln!(out, "\n{kind}")?;
        for item in list.as_array().into_iter().flatten() {
            writeln!(
                out,
                "  {}",
                item.get("key").or(item.get("name")).unwrap_or(item)
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
