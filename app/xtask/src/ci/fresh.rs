//! A build with nothing changed compiles nothing: built once, then again as `make run` does, and counted.
//! Here because a build script that watches a missing path costs each start a compilation, and nothing else shows it.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::run::Line;
use crate::tree::Tree;

pub fn check(tree: &Tree) -> Result<()> {
    let build = || Line::new(super::BUILD).at(tree.root());
    build().run()?;
    Line::new(".ci/assets").at(tree.root()).run()?;
    let said = build().word("--message-format=json").output()?;
    let compiled = compiled(&said);
    if !compiled.is_empty() {
        bail!(
            "nothing was changed, and the second build compiled {}",
            compiled.join(", ")
        );
    }
    Ok(())
}

/// Names of the targets that were not fresh.
fn compiled(messages: &str) -> Vec<String> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let stale = messages.filter(|message| {
        message.get("reason").and_then(Value::as_str) == Some("compiler-artifact")
            && message.get("fresh").and_then(Value::as_bool) != Some(true)
    });
    let name = |message: Value| {
        let name = message.pointer("/target/name").and_then(Value::as_str);
        name.unwrap_or("?").to_owned()
    };
    stale.map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_compiled_is_named_and_what_was_fresh_is_not() {
        let said = r#"{"reason":"compiler-artifact","target":{"name":"ui"},"fresh":true}
{"reason":"compiler-artifact","target":{"name":"tickets"},"fresh":false}
{"reason":"build-finished","success":true}"#;
        assert_eq!(compiled(said), ["tickets"]);
    }
}
