//! Where the cluster lives on disk, who holds it (lock files), and its socket folder.
//! Here, because an unprivileged server must reach the folder while only one program may own it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    hash::{DefaultHasher, Hash, Hasher},
    io::{ErrorKind, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Stdio,
};

use rustix::fs::FlockOperation;

use crate::{Error, Mode, account::Account, error::blocking};

const POINTER: &str = "postgres.location";
const SOCKET_PARENTS: [&str; 2] = ["/tmp", "/var/tmp"];
const SOCKET_PREFIX: &str = "sarai-pg-";

/// The cluster's folder. Everything in it is ours, except `cluster/data`, which is the server's.
#[derive(Debug, Clone)]
pub(crate) struct Home(pub PathBuf);

impl Home {
    /// Appears in one rename when the bootstrap is complete.
    pub fn cluster(&self) -> PathBuf {
        self.0.join("cluster")
    }
    pub fn data(&self) -> PathBuf {
        self.cluster().join("data")
    }
    pub fn conf(&self) -> PathBuf {
        self.0.join("postgres.conf")
    }
    pub fn log(&self) -> PathBuf {
        self.0.join("postgres.log")
    }
    /// A small text file inside the cluster (`name`, `admin.password`).
    pub fn read(&self, name: &str) -> Result<String, Error> {
        let file = self.cluster().join(name);
        match fs::read_to_string(&file) {
            Ok(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            Err(e) if e.kind() == ErrorKind::PermissionDenied => Err(Error::io("read", &file)(e)),
            _ => Err(Error::Damaged { file }),
        }
    }

    /// Of an existing data folder: where its cluster is, without making or locking anything.
    pub fn existing(data_dir: &Path) -> Result<Option<Self>, Error> {
        let Ok(data_dir) = fs::canonicalize(data_dir) else {
            return Ok(None);
        };
        let home = read_pointer(&data_dir)?.unwrap_or_else(|| data_dir.join("postgres"));
        let home = Self(home);
        Ok(home.data().join("PG_VERSION").is_file().then_some(home))
    }
}

/// The locks of a cluster; released by the system when this program ends in any way.
#[derive(Debug)]
pub(crate) struct Locks(#[allow(dead_code, reason = "held, not read")] Vec<File>);

/// Finds or makes the cluster's folder and locks it for this program.
pub(crate) async fn settle(
    data_dir: &Path,
    mode: Mode,
    account: Account,
    postgres: &Path,
) -> Result<(Home, Locks), Error> {
    let wanted = data_dir.to_owned();
    let (data_dir, pointer, lock) = blocking(move || {
        make_passage(&wanted, &account, false)?;
        let data_dir = fs::canonicalize(&wanted).map_err(Error::io("open", &wanted))?;
        let lock = lock(&data_dir.join("postgres.lock"), &data_dir)?;
        let pointer = read_pointer(&data_dir)?;
        Ok((data_dir, pointer, lock))
    })
    .await?;
    let inside = data_dir.join("postgres");
    let home = match pointer {
        Some(target) => target,
        None if enters(&account, &data_dir, postgres).await? => inside,
        None if inside.join("cluster").exists() => {
            return Err(Error::Unreachable {
                folder: inside,
                uid: account.uid,
            });
        }
        None => elsewhere(&data_dir, mode, account, postgres).await?,
    };
    blocking(move || {
        make_passage(&home, &account, true)?;
        check_owner(&home)?;
        let mut locks = vec![lock];
        if !home.starts_with(&data_dir) {
            locks.push(self::lock(&home.join("owner.lock"), &home)?);
        }
        Ok((Home(home), Locks(locks)))
    })
    .await
}

/// Makes a folder that the account may pass through; with `always`, repairs the mode of ours.
fn make_passage(dir: &Path, account: &Account, always: bool) -> Result<(), Error> {
    let mode = account.passage_mode();
    let missing = !dir.exists();
    let mut builder = DirBuilder::new();
    builder
        .recursive(true)
        .mode(mode)
        .create(dir)
        .map_err(Error::io("make the folder", dir))?;
    let ours = fs::metadata(dir)
        .is_ok_and(|meta| meta.uid() == rustix::process::geteuid().as_raw() && always);
    if missing || ours {
        let wanted = Permissions::from_mode(mode);
        fs::set_permissions(dir, wanted).map_err(Error::io("set the mode of", dir))?;
    }
    Ok(())
}

fn check_owner(dir: &Path) -> Result<(), Error> {
    let meta = fs::metadata(dir).map_err(Error::io("look at", dir))?;
    let me = rustix::process::geteuid().as_raw();
    if me == 0 || meta.uid() == me {
        return Ok(());
    }
    Err(Error::WrongOwner {
        folder: dir.into(),
        owner: meta.uid(),
        me,
    })
}

fn lock(path: &Path, of: &Path) -> Result<File, Error> {
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(Error::io("open the lock file", path))?;
    match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(rustix::io::Errno::WOULDBLOCK) => {
            let mut pid = String::new();
            let _unknown = file.read_to_string(&mut pid);
            let known = pid.trim().parse::<u32>().ok();
            let holder = known
                .map(|pid| format!(" (process {pid})"))
                .unwrap_or_default();
            return Err(Error::InUse {
                folder: of.into(),
                holder,
            });
        }
        Err(errno) => return Err(Error::io("lock", path)(errno.into())),
    }
    file.set_len(0)
        .and_then(|()| writeln!(file, "{}", std::process::id()))
        .map_err(Error::io("write", path))?;
    Ok(file)
}

fn read_pointer(data_dir: &Path) -> Result<Option<PathBuf>, Error> {
    let pointer = data_dir.join(POINTER);
    let text = match fs::read_to_string(&pointer) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::io("read", &pointer)(e)),
    };
    let target = PathBuf::from(text.trim());
    if !target.is_absolute() {
        return Err(Error::Damaged { file: pointer });
    }
    if !fs::symlink_metadata(&target).is_ok_and(|meta| meta.is_dir()) {
        return Err(Error::Lost { pointer, target });
    }
    check_owner(&target)?;
    Ok(Some(target))
}

/// Asks the system itself, access lists and mounts included: can a child of the account stand there?
async fn enters(account: &Account, dir: &Path, postgres: &Path) -> Result<bool, Error> {
    let mut probe = account.command(postgres);
    probe
        .arg("--version")
        .current_dir(dir)
        .stdout(Stdio::null());
    match probe.status().await {
        Ok(_) => Ok(true),
        Err(e) if account.switch && e.kind() == ErrorKind::PermissionDenied => Ok(false),
        Err(e) => Err(Error::io("enter", dir)(e)),
    }
}

/// A private folder outside a closed parent, and the pointer file that says so. `/var/lib` comes
/// first for data that must last: cleaners of old files visit `/var/tmp`.
async fn elsewhere(
    data_dir: &Path,
    mode: Mode,
    account: Account,
    postgres: &Path,
) -> Result<PathBuf, Error> {
    let parents = match mode {
        Mode::Durable => ["/var/lib", "/var/tmp"],
        Mode::Throwaway => ["/var/tmp", "/var/lib"],
    };
    let mut hasher = DefaultHasher::new();
    data_dir.hash(&mut hasher);
    let stem = format!("sarai-{:016x}-", hasher.finish());
    let mut refused = None;
    for parent in parents.map(Path::new) {
        let target = parent.join(format!("{stem}{}", hex::encode(rand::random::<[u8; 4]>())));
        if let Err(error) = DirBuilder::new().mode(0o711).create(&target) {
            refused = Some(Error::io("make the folder", &target)(error));
            continue;
        }
        let opened = Permissions::from_mode(0o711);
        fs::set_permissions(&target, opened).map_err(Error::io("set the mode of", &target))?;
        if !enters(&account, &target, postgres).await? {
            let _empty = fs::remove_dir(&target);
            continue;
        }
        old_homes(parent, &stem, &target, mode);
        write_synced(
            &data_dir.join(POINTER),
            &target.display().to_string(),
            0o644,
        )?;
        tracing::info!(folder = %target.display(), "the data folder is closed to PostgreSQL; its cluster is here");
        return Ok(target);
    }
    Err(refused.unwrap_or(Error::Unreachable {
        folder: data_dir.into(),
        uid: account.uid,
    }))
}

/// Folders that an earlier, deleted data folder of the same path left behind.
fn old_homes(parent: &Path, stem: &str, current: &Path, mode: Mode) {
    let left = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            entry
                .file_name()
                .to_str()
                .is_some_and(|name| name.starts_with(stem))
                && entry.path() != current
                && entry
                    .metadata()
                    .is_ok_and(|meta| meta.is_dir() && meta.uid() == 0)
        });
    for entry in left {
        let path = entry.path();
        if mode == Mode::Throwaway && lock(&path.join("owner.lock"), &path).is_ok() {
            let _next_time = fs::remove_dir_all(&path);
        } else {
            tracing::warn!(folder = %path.display(), "a deleted data folder left its cluster here; remove it if nobody needs it");
        }
    }
}

/// Writes a file whole: other readers see the old or the new text, and so does a crash.
pub(crate) fn write_synced(path: &Path, text: &str, mode: u32) -> Result<(), Error> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = PathBuf::from(draft);
    let _absent = fs::remove_file(&draft);
    let write = || {
        let mut file = OpenOptions::new()
            .create_new(true)
            .write(true)
            .open(&draft)?;
        file.set_permissions(Permissions::from_mode(mode))?;
        writeln!(file, "{text}")?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        path.parent()
            .map_or(Ok(()), |dir| File::open(dir)?.sync_all())
    };
    write().map_err(Error::io("write", path))
}

/// The cluster's short private socket folder: the remembered one, made again when missing.
pub(crate) fn socket_dir(home: &Home, account: &Account) -> Result<PathBuf, Error> {
    let note = home.0.join("socket");
    if let Ok(text) = fs::read_to_string(&note) {
        let remembered = PathBuf::from(text.trim());
        if is_ours_by_name(&remembered) && make_private(&remembered, account)? {
            return Ok(remembered);
        }
    }
    for parent in SOCKET_PARENTS.repeat(4) {
        let name = format!("{SOCKET_PREFIX}{}", hex::encode(rand::random::<[u8; 4]>()));
        let dir = Path::new(parent).join(name);
        if make_private(&dir, account).unwrap_or(false) {
            write_synced(&note, &dir.display().to_string(), 0o644)?;
            return Ok(dir);
        }
    }
    let refused = std::io::Error::from(ErrorKind::PermissionDenied);
    Err(Error::io(
        "make a socket folder in",
        Path::new("/tmp or /var/tmp"),
    )(refused))
}

fn is_ours_by_name(dir: &Path) -> bool {
    dir.parent()
        .is_some_and(|p| SOCKET_PARENTS.iter().any(|allowed| p == Path::new(allowed)))
        && dir
            .file_name()
            .and_then(|n| n.to_str())
            .is_some_and(|n| n.starts_with(SOCKET_PREFIX))
}

/// True when the folder now exists, belongs to the account and is closed to everybody else.
fn make_private(dir: &Path, account: &Account) -> Result<bool, Error> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) => account.give(dir).map(|()| true),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            let meta = fs::symlink_metadata(dir).map_err(Error::io("look at", dir))?;
            let closed = meta.permissions().mode() & 0o777 == 0o700;
            Ok(meta.is_dir() && closed && meta.uid() == account.uid)
        }
        Err(e) => Err(Error::io("make the folder", dir)(e)),
    }
}
