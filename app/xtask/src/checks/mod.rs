//! The checks that read the sources: direction of dependencies, unused ones, licences, sizes, foreign keys.
//! Each hands back faults as lines to read; `settle` prints them and decides.

pub mod foreign_keys;
pub mod licences;
pub mod rules;
pub mod sizes;
pub mod unused;

use anyhow::{Result, bail};

/// Prints the faults; any is an error.
pub fn settle(faults: &[String]) -> Result<()> {
    for fault in faults {
        println!("  {fault}");
    }
    match faults.len() {
        0 => Ok(()),
        1 => bail!("one fault, see above"),
        many => bail!("{many} faults, see above"),
    }
}

#[cfg(test)]
pub mod testing {
    //! A folder for a test's small tree, gone when the test ends.

    use std::path::{Path, PathBuf};
    use std::sync::atomic::{AtomicUsize, Ordering};

    static NEXT: AtomicUsize = AtomicUsize::new(0);

    pub struct Folder(PathBuf);

    impl Folder {
        pub fn path(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    pub fn folder(name: &str) -> Folder {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("xtask-{name}-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}
