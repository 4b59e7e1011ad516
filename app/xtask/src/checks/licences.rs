//! Licences, banned crates and sources of all dependencies, against `deny.toml`. Needs no network and no extra tool.
//! The file is cargo-deny's, so that tool checks the same list where it is installed.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use crate::metadata::{Metadata, Package};
use crate::run::Line;
use crate::tree::Tree;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[derive(Debug, Deserialize)]
struct Policy {
    licenses: Licences,
    #[serde(default)]
    bans: Bans,
}

#[derive(Debug, Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
    #[serde(default)]
    clarify: Vec<Clarification>,
}

#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Clarification {
    #[serde(rename = "crate")]
    name: String,
    expression: String,
}

#[derive(Debug, Default, Deserialize)]
struct Bans {
    #[serde(default)]
    deny: Vec<Ban>,
}

#[derive(Debug, Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: Option<String>,
}

pub fn check(tree: &Tree, metadata: &Metadata) -> Result<Vec<String>> {
    let policy: Policy = toml::from_str(&tree.read("deny.toml")?).context("deny.toml")?;
    let faults = judge(&policy, &metadata.packages);
    if faults.is_empty() && Line::new("cargo deny --version").works() {
        Line::new("cargo deny check bans licenses sources")
            .at(tree.root())
            .run()?;
    }
    Ok(faults)
}

fn judge(policy: &Policy, packages: &[Package]) -> Vec<String> {
    let mut faults = Vec::new();
    for package in packages {
        let Some(source) = &package.source else {
            continue;
        };
        let named = format!("{} {}", package.name, package.version);
        if source != CRATES_IO {
            faults.push(format!("{named}: comes from {source}, not from crates.io"));
        }
        if let Some(ban) = policy.bans.deny.iter().find(|ban| ban.name == package.name) {
            let reason = ban.reason.as_deref().unwrap_or("see deny.toml");
            faults.push(format!("{named} is banned: {reason}"));
        }
        faults.extend(
            licence_fault(&policy.licenses, package).map(|fault| format!("{named}: {fault}")),
        );
    }
    faults
}

fn licence_fault(policy: &Licences, package: &Package) -> Option<String> {
    let clarified = policy
        .clarify
        .iter()
        .find(|known| known.name == package.name);
    let expression = clarified
        .map(|known| &known.expression)
        .or(package.license.as_ref());
    let Some(expression) = expression else {
        return Some("names no licence; add a [[licenses.clarify]] to deny.toml".to_owned());
    };
    let own = policy
        .exceptions
        .iter()
        .filter(|exception| exception.name == package.name);
    let lists: Vec<_> = own
        .map(|exception| &exception.allow)
        .chain([&policy.allow])
        .collect();
    let allowed = |licence: &str| {
        lists
            .iter()
            .any(|list| list.iter().any(|one| one == licence))
    };
    (!satisfied(expression, &allowed)).then(|| format!("the licence {expression} is not allowed"))
}

/// Whether it can be met with allowed licences only. Lenient, for `/` is crates.io's old way to write OR.
fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    Expression::parse_mode(expression, ParseMode::LAX)
        .is_ok_and(|expression| expression.evaluate(|one| allowed(&one.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn or_needs_one_and_needs_both_and_a_broken_expression_is_never_met() {
        let list = ["MIT", "Apache-2.0 WITH LLVM-exception", "Zlib"];
        let met = |expression: &str| satisfied(expression, &|licence| list.contains(&licence));
        assert!(met("MIT") && met("MIT OR GPL-3.0") && met("GPL-3.0/MIT"));
        assert!(met("(GPL-3.0 OR MIT) AND Zlib") && !met("MIT AND GPL-3.0"));
        assert!(met("Apache-2.0 WITH LLVM-exception OR GPL-2.0") && !met("Apache-2.0"));
        for broken in ["", "MIT OR", "(MIT", "MIT MIT", "AND MIT"] {
            assert!(!met(broken), "{broken}");
        }
    }

    fn package(name: &str, licence: Option<&str>, source: &str) -> Package {
        Package {
            name: name.into(),
            version: "1.0.0".into(),
            license: licence.map(str::to_owned),
            source: Some(source.into()),
            ..Package::default()
        }
    }

    #[test]
    fn licence_ban_and_source_are_each_judged() {
        let policy: Policy = toml::from_str(
            "[licenses]\nallow = [\"MIT\"]\n\
             exceptions = [{ crate = \"icons\", allow = [\"ISC\"] }]\n\
             [[licenses.clarify]]\ncrate = \"old\"\nexpression = \"MIT\"\nlicense-files = []\n\
             [bans]\ndeny = [{ crate = \"ssl\", reason = \"a C library\" }]\n",
        )
        .unwrap();
        let packages = [
            package("good", Some("MIT OR GPL-3.0-only"), CRATES_IO),
            package("icons", Some("ISC"), CRATES_IO),
            package("old", None, CRATES_IO),
            package("bad", Some("GPL-3.0-only"), CRATES_IO),
            package("none", None, CRATES_IO),
            package("ssl", Some("MIT"), "git+https://example.test/ssl"),
            Package {
                name: "ours".into(),
                ..Package::default()
            },
        ];
        assert_eq!(
            judge(&policy, &packages),
            [
                "bad 1.0.0: the licence GPL-3.0-only is not allowed",
                "none 1.0.0: names no licence; add a [[licenses.clarify]] to deny.toml",
                "ssl 1.0.0: comes from git+https://example.test/ssl, not from crates.io",
                "ssl 1.0.0 is banned: a C library",
            ]
        );
    }
}
