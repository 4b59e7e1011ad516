//! The project's files: where the root is, which owners there are, and walks that leave out what builds wrote.
//! Every tool takes a `Tree`, so that a test can hand it a small one in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use walkdir::WalkDir;

/// Folders that are never part of the project's sources, wherever they stand.
const NOT_SOURCES: [&str; 6] = [
    "target",
    "node_modules",
    ".git",
    "var",
    "dist",
    "test-results",
];

/// A checkout of the project.
#[derive(Clone, Debug)]
pub struct Tree {
    root: PathBuf,
}

impl Tree {
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The checkout that this program was built from, or the one that it stands in when moved.
    pub fn of_this_workspace() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let start = manifest.map_or_else(std::env::current_dir, Ok)?;
        let root = start
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file() && folder.join("app").is_dir())
            .with_context(|| format!("no workspace around {}", start.display()))?;
        Ok(Self::at(root))
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn has(&self, relative: &str) -> bool {
        self.path(relative).exists()
    }

    pub fn read(&self, relative: &str) -> Result<String> {
        fs::read_to_string(self.path(relative)).with_context(|| format!("cannot read {relative}"))
    }

    /// Writes only when something changes, so that cargo sees no newer file for nothing.
    pub fn write(&self, relative: &str, text: &str) -> Result<bool> {
        let path = self.path(relative);
        if fs::read_to_string(&path).is_ok_and(|before| before == text) {
            return Ok(false);
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {relative}"))?;
        Ok(true)
    }

    /// Source files under `folder` with one of these endings, as paths relative to the root, sorted.
    pub fn files(&self, folder: &str, endings: &[&str]) -> Result<Vec<String>> {
        let start = self.path(folder);
        if !start.is_dir() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let walk = WalkDir::new(start).into_iter().filter_entry(|entry| {
            entry.depth() == 0
                || !entry.file_type().is_dir()
                || entry
                    .file_name()
                    .to_str()
                    .is_none_or(|name| !NOT_SOURCES.contains(&name))
        });
        for entry in walk {
            let entry = entry?;
            let relative = entry
                .path()
                .strip_prefix(&self.root)?
                .to_string_lossy()
                .into_owned();
            let wanted = endings.is_empty() || endings.iter().any(|end| relative.ends_with(end));
            if entry.file_type().is_file() && wanted {
                found.push(relative);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Names of the folders directly inside `folder`, sorted.
    pub fn folders(&self, folder: &str) -> Result<Vec<String>> {
        let path = self.path(folder);
        if !path.is_dir() {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// Module ids: the folders of `modules/`.
    pub fn modules(&self) -> Result<Vec<String>> {
        self.folders("modules")
    }

    /// The crate folder of an owner of texts or migrations.
    pub fn crate_of(&self, owner: &str) -> Option<String> {
        let candidates = [format!("modules/{owner}"), format!("app/{owner}")];
        candidates
            .into_iter()
            .find(|folder| self.has(&format!("{folder}/Cargo.toml")))
    }
}
