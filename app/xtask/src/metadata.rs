//! What `cargo metadata` says, as far as the checks need it: packages, their dependencies, licences and sources.
//! Rules are read from here and not from memory, so that a manifest cannot break them unseen.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::run::Line;
use crate::tree::Tree;

#[derive(Debug, Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
    pub target_directory: PathBuf,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub license: Option<String>,
    /// `None` for a package of this workspace.
    pub source: Option<String>,
    pub manifest_path: PathBuf,
    pub dependencies: Vec<Dependency>,
    #[serde(default)]
    pub features: std::collections::BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub metadata: serde_json::Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Dependency {
    pub name: String,
    pub rename: Option<String>,
    /// Set for a dependency by path, that is, on one of our own crates.
    pub path: Option<PathBuf>,
}

impl Metadata {
    /// Our own packages only; needs neither network nor lock file.
    pub fn own(tree: &Tree) -> Result<Self> {
        Self::read(tree, "cargo metadata --format-version 1 --no-deps")
    }

    /// Everything in the lock file that this platform builds.
    pub fn with_dependencies(tree: &Tree) -> Result<Self> {
        let host = Line::new("rustc --print host-tuple")
            .at(tree.root())
            .output()?;
        let line = "cargo metadata --format-version 1 --filter-platform";
        Self::read(tree, &format!("{line} {}", host.trim()))
    }

    fn read(tree: &Tree, line: &str) -> Result<Self> {
        let text = Line::new(line).at(tree.root()).output()?;
        serde_json::from_str(&text).context("cargo metadata said something else than expected")
    }

    pub fn package(&self, name: &str) -> Result<&Package> {
        let found = self.packages.iter().find(|package| package.name == name);
        found.with_context(|| format!("there is no package {name} in the workspace"))
    }
}

impl Package {
    /// The package's folder relative to the root, with `/`.
    pub fn folder(&self, tree: &Tree) -> String {
        let folder = self.manifest_path.parent().unwrap_or(Path::new(""));
        folder
            .strip_prefix(tree.root())
            .unwrap_or(folder)
            .to_string_lossy()
            .into_owned()
    }
}
