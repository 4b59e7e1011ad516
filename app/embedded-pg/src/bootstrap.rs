//! Makes a new cluster: `initdb`, then role and database through the single-user server.
//! Here in one place, because it must appear whole or not at all: built aside, then renamed.

use std::{
    fs::{self, DirBuilder, File, Permissions},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::{io::AsyncWriteExt, process::Command, time::sleep};

use crate::{
    ADMIN, DATABASE, Error, Mode,
    account::Account,
    error::blocking,
    home::{Home, write_synced},
    install::Install,
    log::last_lines,
    process::TICK,
};

const UNFINISHED: &str = "building-";

/// Makes the cluster unless it is there. What a killed bootstrap left is removed.
pub(crate) async fn ensure(
    home: &Home,
    install: &Install,
    account: Account,
    mode: Mode,
) -> Result<(), Error> {
    clear_sites(home).await?;
    let place = home.clone();
    let password = secret();
    let copy = password.clone();
    let prepared = blocking(move || prepare(&place, &account, &copy)).await?;
    let Some(site) = prepared else { return Ok(()) };
    run_initdb(&site, install, account, mode).await?;
    create_role_and_database(&site.join("data"), install, account, &password).await?;

    let home = home.clone();
    blocking(move || {
        let target = home.cluster();
        File::open(&site)
            .and_then(|dir| dir.sync_all())
            .map_err(Error::io("sync", &site))?;
        fs::rename(&site, &target).map_err(Error::io("rename to", &target))?;
        File::open(&home.0)
            .and_then(|dir| dir.sync_all())
            .map_err(Error::io("sync", &home.0))
    })
    .await
}

/// An `initdb` that outlived its killed program goes on writing until it misses its folder, so one
/// removal may not be enough; one that still resists is left for the next start.
async fn clear_sites(home: &Home) -> Result<(), Error> {
    for _ in 0..100 {
        let home = home.clone();
        if blocking(move || remove_sites(&home)).await? {
            return Ok(());
        }
        sleep(TICK * 5).await;
    }
    tracing::warn!(folder = %home.0.display(), "an unfinished database could not be removed");
    Ok(())
}

/// True when no building site is left.
fn remove_sites(home: &Home) -> Result<bool, Error> {
    let entries = fs::read_dir(&home.0).map_err(Error::io("list", &home.0))?;
    let sites = entries.flatten().filter(|entry| {
        entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(UNFINISHED))
    });
    Ok(sites.fold(true, |gone, site| {
        tracing::info!(folder = %site.path().display(), "removing an unfinished database");
        fs::remove_dir_all(site.path()).is_ok() && gone
    }))
}

fn secret() -> String {
    hex::encode(rand::random::<[u8; 24]>())
}

/// A clean building site with its secrets, or nothing when the cluster exists.
fn prepare(home: &Home, account: &Account, password: &str) -> Result<Option<PathBuf>, Error> {
    if home.cluster().exists() {
        return Ok(None);
    }
    let site = home.0.join(format!(
        "{UNFINISHED}{}",
        hex::encode(rand::random::<[u8; 4]>())
    ));
    let folder = |dir: &Path, mode: u32| {
        let made = DirBuilder::new().mode(mode).create(dir);
        made.and_then(|()| fs::set_permissions(dir, Permissions::from_mode(mode)))
            .map_err(Error::io("make the folder", dir))
    };
    folder(&site, account.passage_mode())?;
    folder(&site.join("data"), 0o700)?;
    account.give(&site.join("data"))?;
    write_synced(&site.join("admin.password"), password, 0o600)?;
    // Part of every server process's title, by which the leftovers of a killed server are known.
    let name = format!("sarai-{}", hex::encode(rand::random::<[u8; 6]>()));
    write_synced(&site.join("name"), &name, 0o644)?;
    let superuser = site.join("superuser.password");
    write_synced(&superuser, &secret(), 0o600)?;
    account.give(&superuser)?;
    Ok(Some(site))
}

/// Tries the best locale first: built in (17 and newer), the system's, plain C.
async fn run_initdb(
    site: &Path,
    install: &Install,
    account: Account,
    mode: Mode,
) -> Result<(), Error> {
    let file = site.join("superuser.password");
    let builtin = [
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
    ];
    let locales: [&[&str]; 3] = [&builtin, &["--locale=C.UTF-8"], &["--locale=C"]];
    let mut output = String::new();
    for locale in locales.iter().skip(usize::from(install.major < 17)) {
        let mut initdb = account.command(&install.bin.join("initdb"));
        initdb
            .arg("--pgdata")
            .arg(site.join("data"))
            .arg("--pwfile")
            .arg(&file);
        initdb.args([
            "--username=postgres",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
        ]);
        initdb
            .args(["--lc-messages=C", "--text-search-config=simple"])
            .args(*locale);
        initdb.arg(match mode {
            Mode::Durable => "--data-checksums",
            Mode::Throwaway => "--no-sync",
        });
        match run(initdb, "").await? {
            Ok(()) => {
                let ours = Account {
                    uid: 0,
                    gid: 0,
                    switch: account.switch,
                };
                return ours.give(&file);
            }
            Err(text) => output = text,
        }
    }
    Err(Error::Bootstrap {
        program: "initdb",
        output,
    })
}

/// The single-user server needs no socket, no password and no waiting, and leaves a clean shutdown.
async fn create_role_and_database(
    data: &Path,
    install: &Install,
    account: Account,
    password: &str,
) -> Result<(), Error> {
    // Each line is one command. The two predefined roles let the owner of the application see and
    // end the sessions of its own login roles (health page, DROP DATABASE … FORCE).
    let script = format!(
        "CREATE ROLE {ADMIN} LOGIN CREATEROLE CREATEDB NOSUPERUSER NOBYPASSRLS NOREPLICATION \
         PASSWORD '{password}'\n\
         GRANT pg_monitor, pg_signal_backend TO {ADMIN}\n\
         CREATE DATABASE {DATABASE} OWNER {ADMIN}\n"
    );
    let mut single = account.command(&install.bin.join("postgres"));
    single.arg("--single").arg("-D").arg(data);
    single.args([
        "-c",
        "exit_on_error=on",
        "-c",
        "log_min_error_statement=panic",
        "postgres",
    ]);
    run(single, &script)
        .await?
        .map_err(|output| Error::Bootstrap {
            program: "postgres --single",
            output,
        })
}

/// Feeds and waits; the inner error is what the program printed.
async fn run(mut command: Command, input: &str) -> Result<Result<(), String>, Error> {
    let program = PathBuf::from(command.as_std().get_program());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn().map_err(Error::io("start", &program))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ended early closes the pipe; its output below says why.
        let _closed = stdin.write_all(input.as_bytes()).await;
    }
    let out = child
        .wait_with_output()
        .await
        .map_err(Error::io("wait for", &program))?;
    if out.status.success() {
        return Ok(Ok(()));
    }
    let text = [out.stdout, out.stderr].concat();
    Ok(Err(last_lines(&String::from_utf8_lossy(&text))))
}
