//! Which system account PostgreSQL runs as, and the clean environment of every child.
//! Here, because PostgreSQL refuses root while containers and small servers often start as root.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::Path,
};

use tokio::process::Command;

use crate::Error;

/// The account that owns the data folder and runs the server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Account {
    pub uid: u32,
    pub gid: u32,
    /// True when this program is root and must step down for its children.
    pub switch: bool,
}

impl Account {
    /// Ourselves, or for root: `postgres`, else `nobody`.
    pub fn choose() -> Result<Self, Error> {
        let uid = rustix::process::geteuid().as_raw();
        if uid != 0 {
            let gid = rustix::process::getegid().as_raw();
            return Ok(Self {
                uid,
                gid,
                switch: false,
            });
        }
        let file = Path::new("/etc/passwd");
        let passwd = fs::read_to_string(file).map_err(Error::io("read", file))?;
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| lookup(&passwd, name))
            .map(|(uid, gid)| Self {
                uid,
                gid,
                switch: true,
            })
            .ok_or(Error::NoAccount)
    }

    /// The owner of an existing data folder keeps it, whatever accounts appeared since.
    pub fn of_existing(self, data: &Path) -> Result<Self, Error> {
        let meta = fs::metadata(data).map_err(Error::io("look at", data))?;
        if meta.uid() == self.uid {
            return Ok(self);
        }
        if self.switch && meta.uid() != 0 {
            return Ok(Self {
                uid: meta.uid(),
                gid: meta.gid(),
                switch: true,
            });
        }
        let me = rustix::process::geteuid().as_raw();
        Err(Error::WrongOwner {
            folder: data.into(),
            owner: meta.uid(),
            me,
        })
    }

    /// A child of this account: nothing of our environment but the search paths, so that neither
    /// `PG*` variables steer it nor our secrets reach it. Setting the uid as root also drops the
    /// supplementary groups and every capability.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C").current_dir("/");
        for name in ["PATH", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if self.switch {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Hands a file or folder to the account.
    pub fn give(&self, path: &Path) -> Result<(), Error> {
        if self.switch {
            chown(path, Some(self.uid), Some(self.gid)).map_err(Error::io("hand over", path))?;
        }
        Ok(())
    }

    /// Mode of folders that are ours but that the account must pass through.
    pub fn passage_mode(&self) -> u32 {
        if self.switch { 0o711 } else { 0o700 }
    }
}

fn lookup(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then_some(())?;
        let uid = fields.nth(1)?.parse().ok().filter(|uid| *uid != 0)?;
        Some((uid, fields.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::lookup;

    #[test]
    fn account_is_found_by_its_whole_name_and_never_root() {
        let passwd = "root:x:0:0::/root:/bin/sh\npostgres2:x:7:7::/:/\npostgres:x:101:104::/:/\n";
        assert_eq!(lookup(passwd, "postgres"), Some((101, 104)));
        assert_eq!(lookup(passwd, "nobody"), None);
        assert_eq!(lookup("nobody:x:0:0::/:/\n", "nobody"), None);
    }
}
