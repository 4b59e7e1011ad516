//! `sarai token`: a token for a program or a check, without a screen. Audited like one made by its person.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, bail};
use identity::seed;
use kernel::api::{NewToken, issue};
use kernel::config::Config;
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::module::Registry;

use crate::start::{Database, assemble};

/// What was asked for.
pub(super) struct Asked {
    pub person: String,
    pub tenant: Option<String>,
    pub scopes: String,
    pub days: u16,
    pub per_hour: Option<i32>,
}

/// What came of it.
enum Made {
    Token(String),
    NoPerson,
    NoTenant(Vec<String>),
}

pub(super) async fn run(
    config: Config,
    registry: Registry,
    asked: Asked,
) -> anyhow::Result<ExitCode> {
    let scopes = scopes(&registry, &asked.scopes)?;
    let database = Database::open(&config, false).await?;
    let made = database
        .during(async |database| {
            let app = assemble(config, database.urls.clone(), registry).await?;
            let db = app.without_request().platform();
            Ok(db.write(async |tx| make(tx, &asked, &scopes).await).await?)
        })
        .await;
    match made.context("the token was not made")? {
        Made::Token(token) => writeln!(std::io::stdout(), "{token}")?,
        Made::NoPerson => bail!("nobody with the confirmed address {}", asked.person),
        Made::NoTenant(theirs) => bail!(
            "{} is a member of these tenants; name one by --tenant:\n{}",
            asked.person,
            theirs.join("\n")
        ),
    }
    Ok(ExitCode::SUCCESS)
}

/// The scopes, each of which some mounted route asks for.
fn scopes(registry: &Registry, asked: &str) -> anyhow::Result<Vec<String>> {
    let known = registry.scopes();
    let scopes: Vec<String> = asked.split_whitespace().map(str::to_owned).collect();
    let unknown = scopes.iter().find(|s| !known.contains_key(s.as_str()));
    if scopes.is_empty() || unknown.is_some() {
        let all: Vec<&str> = known.keys().copied().collect();
        let what = unknown.map_or("no scope was named", String::as_str);
        bail!(
            "{what}: programs can use these permissions here: {}",
            all.join(" ")
        );
    }
    Ok(scopes)
}

async fn make(tx: &mut Tx, asked: &Asked, scopes: &[String]) -> AppResult<Made> {
    let Some(person) = seed::confirmed(tx, &asked.person).await? else {
        return Ok(Made::NoPerson);
    };
    let theirs = seed::tenants_of(tx, person).await?;
    let fits = |(id, name): &(_, String)| match &asked.tenant {
        Some(named) => name == named || ToString::to_string(id) == *named,
        None => theirs.len() == 1,
    };
    let Some((tenant, _)) = theirs.iter().find(|tenant| fits(tenant)) else {
        let listed = theirs.iter().map(|(id, name)| format!("  {id}  {name}"));
        return Ok(Made::NoTenant(listed.collect()));
    };
    let new = NewToken {
        tenant: *tenant,
        person,
        name: "sarai token",
        scopes,
        days: asked.days,
        per_hour: asked.per_hour,
    };
    issue(tx, &new).await.map(Made::Token)
}
