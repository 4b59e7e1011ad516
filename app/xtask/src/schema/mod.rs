//! `cargo xtask schema`: migrates a throwaway database and writes each crate's `src/schema.rs` from its catalogue.
//! Written and not typed by hand, so that the Rust types cannot drift from the tables; CI fails on a difference.

mod catalogue;
mod render;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use embedded_pg::{Cluster, Mode};
use serde::Deserialize;

use crate::checks::{foreign_keys, settle};
use crate::run::{Line, formatted};
use crate::tree::Tree;
use catalogue::Table;

/// The owner of every table that no other owner's prefix claims.
const KERNEL: &str = "kernel";

#[derive(Args, Debug, Default)]
pub struct Options {
    /// Write nothing; fail when a file differs
    #[arg(long)]
    check: bool,
    /// Read this database, already migrated, instead of a fresh private one
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Migrate with this program, built with every module, instead of building one
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
}

/// `schema.toml` of a crate.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    /// Tables of the kernel that this crate's queries join.
    #[serde(default)]
    join: Vec<String>,
    /// Columns to leave out, as `table.column`: of a type that diesel has no word for, or not for the program's eyes.
    #[serde(default)]
    skip_columns: Vec<String>,
}

/// For the pipeline: differences are faults.
pub fn check(tree: &Tree, program: PathBuf) -> Result<()> {
    let options = Options {
        check: true,
        program: Some(program),
        ..Options::default()
    };
    run(tree, &options)
}

pub fn run(tree: &Tree, options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let tables = match &options.database_url {
        Some(url) => runtime.block_on(catalogue::read(url))?,
        None => runtime.block_on(read_fresh(tree, options.program.as_deref()))?,
    };
    let mut faults = Vec::new();
    for (folder, text) in files(tree, &tables)? {
        let path = format!("{folder}/src/schema.rs");
        let text =
            formatted(tree.root(), &text).with_context(|| format!("{path} would not be Rust"))?;
        if options.check {
            if !tree.read(&path).is_ok_and(|before| before == text) {
                faults.push(format!(
                    "{path} differs from the database: cargo xtask schema"
                ));
            }
        } else if tree.write(&path, &text)? {
            println!("wrote {path}");
        }
    }
    settle(&faults)
}

async fn read_fresh(tree: &Tree, program: Option<&Path>) -> Result<Vec<Table>> {
    let folder = std::env::temp_dir().join(format!("sarai-schema-{}", std::process::id()));
    let options = embedded_pg::Options {
        data_dir: folder.join("data"),
        mode: Mode::Throwaway,
    };
    let cluster = Cluster::start(options).await?;
    let url = cluster.url(embedded_pg::DATABASE);
    let tables = migrate_and_read(tree, program, &url, &folder).await;
    let stopped = cluster.stop().await;
    let _may_be_gone = std::fs::remove_dir_all(&folder);
    let tables = tables?;
    stopped?;
    Ok(tables)
}

async fn migrate_and_read(
    tree: &Tree,
    program: Option<&Path>,
    url: &str,
    folder: &Path,
) -> Result<Vec<Table>> {
    let line = match program {
        Some(program) => Line::new("").word(program.to_string_lossy()),
        None => Line::new("cargo run --quiet -p sarai --all-features --"),
    };
    let line = line
        .word("migrate")
        .at(tree.root())
        .env("DATABASE_URL", url)
        .env("SARAI_DATA_DIR", folder.join("sarai").to_string_lossy());
    tokio::task::spawn_blocking(move || line.run()).await??;
    catalogue::read(url).await
}

/// Crate folder → text, for every module that has tables or joins some, and every crate that has a schema file.
fn files(tree: &Tree, tables: &[Table]) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut owners: BTreeSet<String> = tree.folders("migrations")?.into_iter().collect();
    owners.remove("_replaceable");
    owners.extend(tree.modules()?);
    owners.insert(KERNEL.to_owned());
    for owner in &owners {
        let Some(folder) = tree.crate_of(owner) else {
            continue;
        };
        let config = config(tree, &folder)?;
        let own = |table: &&Table| owner_of(&table.name, &owners) == owner;
        let joined = |table: &&Table| !own(table) && config.join.contains(&table.name);
        for name in &config.join {
            let theirs =
                |table: &Table| table.name == *name && owner_of(&table.name, &owners) == KERNEL;
            if !tables.iter().any(theirs) {
                bail!("{folder}/schema.toml joins {name}, which is no table of the kernel");
            }
        }
        let own: Vec<_> = tables.iter().filter(own).collect();
        let joined: Vec<_> = tables.iter().filter(joined).collect();
        let path = format!("{folder}/src/schema.rs");
        let asks = !(own.is_empty() && joined.is_empty());
        if !asks && !tree.has(&path) {
            continue;
        }
        let text = render::file(&own, &joined, &config.skip_columns)
            .with_context(|| format!("for {path}"))?;
        files.insert(folder, text);
    }
    Ok(files)
}

fn config(tree: &Tree, folder: &str) -> Result<Config> {
    let path = format!("{folder}/schema.toml");
    if !tree.has(&path) {
        return Ok(Config::default());
    }
    toml::from_str(&tree.read(&path)?).with_context(|| path)
}

fn owner_of<'a>(table: &str, owners: &'a BTreeSet<String>) -> &'a str {
    let others = owners.iter().filter(|owner| *owner != KERNEL);
    others
        .into_iter()
        .find(|owner| foreign_keys::belongs(table, owner))
        .map_or(KERNEL, |owner| owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing;

    #[test]
    fn a_table_belongs_to_the_owner_of_its_prefix_or_to_the_kernel() {
        let owners: BTreeSet<String> = ["_dummy", "kernel", "tickets", "vps"]
            .map(str::to_owned)
            .into();
        for (table, owner) in [
            ("tickets_messages", "tickets"),
            ("_dummy_things", "_dummy"),
            ("vpsx", "kernel"),
            ("people", "kernel"),
        ] {
            assert_eq!(owner_of(table, &owners), owner);
        }
    }

    #[tokio::test]
    async fn files_come_from_a_real_catalogue_and_are_formatted() {
        let folder = testing::folder("schema");
        let options = embedded_pg::Options {
            data_dir: folder.path().join("pg"),
            mode: Mode::Throwaway,
        };
        let cluster = Cluster::start(options).await.unwrap();
        let url = cluster.url(embedded_pg::DATABASE);
        catalogue::execute(&url, include_str!("example.sql"))
            .await
            .unwrap();
        let tables = catalogue::read(&url).await.unwrap();
        cluster.stop().await.unwrap();

        let tree = Tree::at(folder.path());
        tree.write("app/kernel/Cargo.toml", "").unwrap();
        tree.write("app/kernel/src/schema.rs", "").unwrap();
        tree.write("modules/shop/Cargo.toml", "").unwrap();
        tree.write("migrations/shop/1_a/up.sql", "").unwrap();
        tree.write(
            "modules/shop/schema.toml",
            "join = [\"people\"]\nskip_columns = [\"shop_items.search\"]\n",
        )
        .unwrap();
        let files = files(&tree, &tables).unwrap();
        let shop = formatted(tree.root(), &files["modules/shop"]).unwrap();
        assert_eq!(shop, include_str!("example.txt"));
        assert!(files["app/kernel"].contains("people (user_id) {"));
        assert!(!files["app/kernel"].contains("shop_items"));

        tree.write("modules/shop/schema.toml", "").unwrap();
        let error = format!("{:#}", super::files(&tree, &tables).unwrap_err());
        assert!(
            error.contains("shop_items.search has the type tsvector"),
            "{error}"
        );
    }
}
