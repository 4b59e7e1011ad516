//! Finds installed PostgreSQL programs: explicit setting, PATH, `pg_config`, packagers' folders.
//! Here, because Debian keeps them off PATH and several majors may live side by side.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use tokio::process::Command;

use crate::{Error, MIN_MAJOR, account::Account, error::blocking};

/// One set of programs of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Install {
    pub bin: PathBuf,
    pub major: u32,
}

/// Where to look; a value, so that tests need not change the process environment.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    pub explicit: Option<PathBuf>,
    pub path: OsString,
    /// Folders whose children named `{prefix}{version}` hold a `bin`.
    pub packaged: Vec<(PathBuf, &'static str)>,
}

impl Places {
    pub fn of_this_machine() -> Self {
        Self {
            explicit: std::env::var_os("SARAI_PG_BIN")
                .filter(|v| !v.is_empty())
                .map(PathBuf::from),
            path: std::env::var_os("PATH").unwrap_or_default(),
            packaged: vec![
                ("/usr/lib/postgresql".into(), ""),
                ("/usr".into(), "pgsql-"),
            ],
        }
    }

    /// Every usable install, best first. An explicit folder is the only one considered.
    pub async fn find(&self, account: &Account) -> Result<Vec<Install>, Error> {
        let mut looked = Vec::new();
        let mut found: Vec<Install> = Vec::new();
        for (place, bin) in self.candidates().await? {
            let Some(bin) = bin.filter(|b| !found.iter().any(|f| &f.bin == b)) else {
                looked.push(format!("{place} (nothing there)"));
                continue;
            };
            match version_of(&bin, account).await {
                Some(major) if major >= MIN_MAJOR => found.push(Install { bin, major }),
                Some(major) => looked.push(format!("{place} (version {major}, too old)")),
                None => looked.push(format!("{place} (cannot be run by uid {})", account.uid)),
            }
        }
        if found.is_empty() {
            return Err(Error::NotFound {
                looked: looked.join(", "),
            });
        }
        Ok(found)
    }

    async fn candidates(&self) -> Result<Vec<(String, Option<PathBuf>)>, Error> {
        if let Some(folder) = self.explicit.clone() {
            let place = format!("SARAI_PG_BIN={}", folder.display());
            return blocking(move || Ok(vec![(place, programs_in(&folder))])).await;
        }
        let reported = Command::new("pg_config")
            .arg("--bindir")
            .env("PATH", &self.path)
            .output()
            .await
            .ok()
            .and_then(|out| String::from_utf8(out.stdout).ok())
            .map(|text| PathBuf::from(text.trim()));
        let places = self.clone();
        blocking(move || {
            let on_path = std::env::split_paths(&places.path).find_map(|dir| programs_in(&dir));
            let mut all = vec![
                ("PATH".to_owned(), on_path),
                (
                    "pg_config --bindir".to_owned(),
                    reported.and_then(|dir| programs_in(&dir)),
                ),
            ];
            for (parent, prefix) in &places.packaged {
                let place = format!("{}/{prefix}*/bin", parent.display());
                let dirs = versions_in(parent, prefix);
                if dirs.is_empty() {
                    all.push((place, None));
                } else {
                    all.extend(dirs.into_iter().map(|dir| (place.clone(), Some(dir))));
                }
            }
            Ok(all)
        })
        .await
    }
}

/// The real folder of `postgres` (links resolved, so that its companions are found beside it).
fn programs_in(dir: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(dir.join("postgres")).ok()?;
    let bin = real.parent()?.to_path_buf();
    bin.join("initdb").is_file().then_some(bin)
}

/// Highest version first.
fn versions_in(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let version = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((version, programs_in(&entry.path().join("bin"))?))
        })
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, dir)| dir).collect()
}

async fn version_of(bin: &Path, account: &Account) -> Option<u32> {
    let out = account
        .command(&bin.join("postgres"))
        .arg("--version")
        .output()
        .await
        .ok()?;
    major_of(&String::from_utf8(out.stdout).ok()?)
}

/// `postgres (PostgreSQL) 15.18 (Debian …)`, also `18beta1`.
fn major_of(text: &str) -> Option<u32> {
    let version = text.split_whitespace().nth(2)?;
    version
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nowhere() -> Places {
        Places {
            explicit: None,
            path: "/nonexistent".into(),
            packaged: vec![],
        }
    }

    #[test]
    fn version_is_read_from_every_shape_of_release() {
        assert_eq!(
            major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_of("bash: no such thing"), None);
    }

    #[tokio::test]
    async fn nothing_installed_names_the_places_and_the_cure() {
        let account = Account::choose().unwrap();
        let text = nowhere().find(&account).await.unwrap_err().to_string();
        assert!(
            text.contains("PATH") && text.contains("pg_config --bindir"),
            "{text}"
        );
        assert!(text.contains("apt-get install postgresql"), "{text}");
    }

    #[tokio::test]
    async fn wrong_explicit_folder_is_not_silently_passed_over() {
        let mut places = Places::of_this_machine();
        places.explicit = Some("/nonexistent/pg".into());
        let text = places
            .find(&Account::choose().unwrap())
            .await
            .unwrap_err()
            .to_string();
        assert!(text.contains("SARAI_PG_BIN=/nonexistent/pg"), "{text}");
    }

    #[tokio::test]
    async fn old_version_is_refused_by_number() {
        let dir = tempfile::tempdir_in("/tmp").unwrap();
        let mode = |m| std::os::unix::fs::PermissionsExt::from_mode(m);
        fs::set_permissions(dir.path(), mode(0o755)).unwrap();
        for name in ["postgres", "initdb"] {
            let file = dir.path().join(name);
            fs::write(&file, "#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n").unwrap();
            fs::set_permissions(&file, mode(0o755)).unwrap();
        }
        let places = Places {
            explicit: Some(dir.path().into()),
            ..nowhere()
        };
        let text = places
            .find(&Account::choose().unwrap())
            .await
            .unwrap_err()
            .to_string();
        assert!(text.contains("version 13, too old"), "{text}");
    }

    #[tokio::test]
    async fn each_way_of_looking_finds_the_same_install() {
        let account = Account::choose().unwrap();
        let all = Places::of_this_machine().find(&account).await.unwrap();
        let first = all.first().unwrap().clone();
        let explicit = Places {
            explicit: Some(first.bin.clone()),
            ..nowhere()
        };
        assert_eq!(explicit.find(&account).await.unwrap(), vec![first.clone()]);
        let path = Places {
            path: first.bin.clone().into(),
            ..nowhere()
        };
        assert_eq!(path.find(&account).await.unwrap(), vec![first.clone()]);
        let link = tempfile::tempdir().unwrap();
        for name in ["postgres", "initdb"] {
            std::os::unix::fs::symlink(first.bin.join(name), link.path().join(name)).unwrap();
        }
        let linked = Places {
            path: link.path().into(),
            ..nowhere()
        };
        assert_eq!(linked.find(&account).await.unwrap(), vec![first]);
    }
}
