//! The cluster's life against a real PostgreSQL: made, reused, killed, adopted, refused.
//! Here as a crate test, because only real processes and files show what a kill leaves behind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed step is the test's failure"
)]

use std::{
    fs::{self, Permissions},
    io::{BufRead, BufReader},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::{Duration, Instant},
};

use embedded_pg::{ADMIN, Cluster, DATABASE, Error, Mode, Options};
use tempfile::TempDir;
use tokio::process::Command;

/// A data folder whose parents everybody may pass through.
fn open_folder() -> TempDir {
    let dir = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
    dir
}

fn options(dir: &Path, mode: Mode) -> Options {
    Options {
        data_dir: dir.join("var"),
        mode,
    }
}

async fn start(dir: &TempDir, mode: Mode) -> Cluster {
    Cluster::start(options(dir.path(), mode))
        .await
        .unwrap_or_else(|e| panic!("{e}"))
}

async fn sql(cluster: &Cluster, query: &str) -> String {
    sql_in(cluster, DATABASE, query).await
}

async fn sql_in(cluster: &Cluster, database: &str, query: &str) -> String {
    let out = psql(cluster, &cluster.url(database), query).await;
    assert!(
        out.status.success(),
        "{query}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

async fn psql(cluster: &Cluster, url: &str, query: &str) -> Output {
    let mut command = Command::new(cluster.bin("psql"));
    command.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", query]);
    command.output().await.unwrap()
}

fn kill_9(pid: i32) {
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
}

/// No zombie counts as alive.
fn alive(pid: i32) -> bool {
    fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| !line.is_empty())
}

async fn wait_until_gone(pid: i32) {
    let end = Instant::now() + Duration::from_secs(20);
    while alive(pid) {
        assert!(Instant::now() < end, "process {pid} is still there");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn data_of(dir: &TempDir) -> PathBuf {
    let var = dir.path().join("var");
    let home = fs::read_to_string(var.join("postgres.location"))
        .map_or_else(|_| var.join("postgres"), |text| PathBuf::from(text.trim()));
    home.join("cluster/data")
}

#[tokio::test]
async fn cold_start_then_reuse_keeps_rows_and_address() {
    let dir = open_folder();
    let begin = Instant::now();
    let first = start(&dir, Mode::Durable).await;
    println!("cold durable start: {:?}", begin.elapsed());
    sql(
        &first,
        "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)",
    )
    .await;
    let url = first.url(DATABASE);
    first.stop().await.unwrap();

    let begin = Instant::now();
    let second = start(&dir, Mode::Durable).await;
    println!("warm durable start: {:?}", begin.elapsed());
    assert_eq!(second.url(DATABASE), url);
    assert_eq!(sql(&second, "SELECT n FROM kept").await, "7");
    let begin = Instant::now();
    second.stop().await.unwrap();
    println!("stop: {:?}", begin.elapsed());
}

#[tokio::test]
async fn role_is_no_superuser_but_makes_roles_and_databases() {
    let dir = open_folder();
    let cluster = start(&dir, Mode::Throwaway).await;
    let rights = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles \
                  WHERE rolname = current_user";
    assert_eq!(sql(&cluster, rights).await, "f|f|t|t");
    assert_eq!(sql(&cluster, "SELECT current_user").await, ADMIN);
    sql(
        &cluster,
        "CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE EXTENSION btree_gist",
    )
    .await;
    sql(
        &cluster,
        "CREATE ROLE tenant_login LOGIN PASSWORD 'x'; GRANT tenant_login TO CURRENT_USER",
    )
    .await;
    sql(
        &cluster,
        "GRANT CREATE ON SCHEMA public TO tenant_login; CREATE TABLE t (n int); ALTER TABLE t OWNER TO tenant_login",
    )
    .await;
    sql(
        &cluster,
        "CREATE DATABASE \"odd name/?\" TEMPLATE template0",
    )
    .await;
    let odd = sql_in(&cluster, "odd name/?", "SELECT current_database()");
    assert_eq!(odd.await, "odd name/?");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn foreign_sessions_can_be_ended_with_their_database() {
    let dir = open_folder();
    let cluster = start(&dir, Mode::Throwaway).await;
    sql(&cluster, "CREATE ROLE visitor LOGIN PASSWORD 'secret'").await;
    sql(&cluster, "CREATE DATABASE short_lived").await;
    let url = cluster.url("short_lived").replace(ADMIN, "visitor");
    let url = url.replace(cluster.password(), "secret");
    let mut guest = Command::new(cluster.bin("psql"));
    guest
        .args(["-XAtq", "-d", &url, "-c", "SELECT pg_sleep(60)"])
        .stderr(Stdio::null());
    let mut guest = guest.spawn().unwrap();
    let seen = "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'";
    while sql(&cluster, seen).await != "1" {}
    sql(&cluster, "DROP DATABASE short_lived WITH (FORCE)").await;
    assert!(!guest.wait().await.unwrap().success());
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn wrong_password_is_refused_on_the_socket_and_nothing_listens_outside() {
    let dir = open_folder();
    let cluster = start(&dir, Mode::Throwaway).await;
    let url = cluster.url(DATABASE).replace(cluster.password(), "wrong");
    let out = psql(&cluster, &url, "SELECT 1").await;
    assert!(String::from_utf8_lossy(&out.stderr).contains("password authentication failed"));
    assert_eq!(sql(&cluster, "SHOW listen_addresses").await, "");
    let socket = fs::metadata(cluster.socket_dir()).unwrap();
    assert_eq!(socket.mode() & 0o777, 0o700);
    let passwords = data_of(&dir).parent().unwrap().to_owned();
    for name in ["admin.password", "superuser.password"] {
        let meta = fs::metadata(passwords.join(name)).unwrap();
        assert_eq!(meta.mode() & 0o777, 0o600, "{name}");
        assert_eq!(meta.uid(), rustix::process::geteuid().as_raw(), "{name}");
    }
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn settings_follow_the_mode_at_each_start() {
    let dir = open_folder();
    let query = "SELECT string_agg(setting, ' ' ORDER BY name) FROM pg_settings \
                 WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')";
    for (mode, value) in [
        (Mode::Throwaway, "off off off"),
        (Mode::Durable, "on on on"),
        (Mode::Throwaway, "off off off"),
    ] {
        let cluster = start(&dir, mode).await;
        assert_eq!(sql(&cluster, query).await, value);
        assert_eq!(sql(&cluster, "SHOW server_encoding").await, "UTF8");
        cluster.stop().await.unwrap();
    }
}

#[tokio::test]
async fn killed_server_recovers_every_acknowledged_row() {
    let dir = open_folder();
    let first = start(&dir, Mode::Durable).await;
    sql(&first, "CREATE TABLE kept (n int)").await;
    for n in 0..5 {
        sql(&first, &format!("INSERT INTO kept VALUES ({n})")).await;
    }
    kill_9(first.pid());
    wait_until_gone(first.pid()).await;
    drop(first);
    let begin = Instant::now();
    let second = start(&dir, Mode::Durable).await;
    println!("start after kill -9 of the server: {:?}", begin.elapsed());
    assert_eq!(sql(&second, "SELECT count(*) FROM kept").await, "5");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn dropped_durable_server_is_adopted_and_then_stopped() {
    let dir = open_folder();
    let first = start(&dir, Mode::Durable).await;
    let pid = first.pid();
    drop(first);
    assert!(alive(pid));
    let begin = Instant::now();
    let second = start(&dir, Mode::Durable).await;
    println!("adoption: {:?}", begin.elapsed());
    assert_eq!(second.pid(), pid);
    assert_eq!(sql(&second, "SELECT 1").await, "1");
    second.stop().await.unwrap();
    assert!(!alive(pid));
}

#[tokio::test]
async fn orphan_without_its_socket_is_replaced() {
    let dir = open_folder();
    let first = start(&dir, Mode::Durable).await;
    let pid = first.pid();
    fs::remove_dir_all(first.socket_dir()).unwrap();
    drop(first);
    let second = start(&dir, Mode::Durable).await;
    assert_ne!(second.pid(), pid);
    assert!(!alive(pid));
    assert_eq!(sql(&second, "SELECT 1").await, "1");
    second.stop().await.unwrap();
}

/// Not a test: the program that the next two tests kill. Runs only when they ask for it.
#[tokio::test]
#[ignore = "started by other tests as a program of its own"]
async fn holder() {
    let Ok(dir) = std::env::var("EMBEDDED_PG_HOLDER") else {
        return;
    };
    let mode = if std::env::var("EMBEDDED_PG_MODE").is_ok() {
        Mode::Throwaway
    } else {
        Mode::Durable
    };
    let cluster = Cluster::start(options(Path::new(&dir), mode))
        .await
        .unwrap();
    println!("\nholding {}", cluster.pid());
    std::future::pending::<()>().await;
}

/// The killed program's server, by process id.
fn start_and_kill_a_program(dir: &TempDir, mode: Mode) -> i32 {
    let mut program = std::process::Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "holder", "--ignored", "--nocapture"]);
    program
        .env("EMBEDDED_PG_HOLDER", dir.path())
        .stdout(Stdio::piped());
    if mode == Mode::Throwaway {
        program.env("EMBEDDED_PG_MODE", "throwaway");
    }
    let mut program = program.spawn().unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let pid = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("holding ")?.trim().parse().ok())
        .expect("the program starts its cluster");
    program.kill().unwrap();
    program.wait().unwrap();
    pid
}

#[tokio::test]
async fn server_of_a_killed_program_is_adopted() {
    let dir = open_folder();
    let pid = start_and_kill_a_program(&dir, Mode::Durable);
    assert!(alive(pid));
    let cluster = start(&dir, Mode::Durable).await;
    assert_eq!(cluster.pid(), pid);
    assert_eq!(sql(&cluster, "SELECT 1").await, "1");
    cluster.stop().await.unwrap();
    assert!(!alive(pid));
}

#[tokio::test]
async fn throwaway_server_ends_with_its_killed_program() {
    let dir = open_folder();
    let pid = start_and_kill_a_program(&dir, Mode::Throwaway);
    wait_until_gone(pid).await;
    let cluster = start(&dir, Mode::Throwaway).await;
    assert_eq!(sql(&cluster, "SELECT 1").await, "1");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn killed_program_and_killed_server_together_recover() {
    let dir = open_folder();
    let pid = start_and_kill_a_program(&dir, Mode::Durable);
    kill_9(pid);
    // At once: the server's other processes may still be leaving.
    let cluster = start(&dir, Mode::Durable).await;
    assert_ne!(cluster.pid(), pid);
    assert_eq!(sql(&cluster, "SELECT 1").await, "1");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn stale_pid_files_do_not_stop_a_start() {
    let dir = open_folder();
    start(&dir, Mode::Durable).await.stop().await.unwrap();
    let file = data_of(&dir).join("postmaster.pid");
    let owner = fs::metadata(data_of(&dir)).unwrap();
    // A program of the same account that is not the server: PostgreSQL alone would refuse.
    let mut sleeper = Command::new("sleep");
    if owner.uid() != rustix::process::geteuid().as_raw() {
        sleeper.uid(owner.uid()).gid(owner.gid());
    }
    let mut sleeper = sleeper.arg("60").spawn().unwrap();
    let foreign = format!(
        "{}\n{}\n1\n5432\n/tmp\n\n\n",
        sleeper.id().unwrap(),
        dir.path().display()
    );
    for text in [
        foreign.as_str(),
        "3999999\n/nowhere\n1\n5432\n/tmp\n\n\n",
        "",
    ] {
        fs::write(&file, text).unwrap();
        std::os::unix::fs::chown(&file, Some(owner.uid()), Some(owner.gid())).unwrap();
        let cluster = start(&dir, Mode::Durable).await;
        assert_eq!(sql(&cluster, "SELECT 1").await, "1");
        cluster.stop().await.unwrap();
    }
    assert!(
        sleeper.try_wait().unwrap().is_none(),
        "the other program was left alone"
    );
    sleeper.kill().await.unwrap();
}

#[tokio::test]
async fn unfinished_bootstrap_is_repaired() {
    let dir = open_folder();
    let home = dir.path().join("var/postgres");
    fs::create_dir_all(home.join("building-0badcafe/data/base")).unwrap();
    fs::set_permissions(dir.path().join("var"), Permissions::from_mode(0o755)).unwrap();
    let cluster = start(&dir, Mode::Throwaway).await;
    assert!(!home.join("building-0badcafe").exists());
    assert_eq!(sql(&cluster, "SELECT 1").await, "1");
    cluster.stop().await.unwrap();
}

fn building(home: &Path) -> Option<PathBuf> {
    let mut entries = fs::read_dir(home)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path());
    entries.find(|path| {
        path.file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("building-")
    })
}

#[tokio::test]
async fn program_killed_while_making_the_cluster_leaves_nothing_in_the_way() {
    for stage in [
        "admin.password",
        "data/PG_VERSION",
        "data/global/pg_control",
    ] {
        let dir = open_folder();
        let mut program = Command::new(std::env::current_exe().unwrap());
        program
            .args(["--exact", "holder", "--ignored"])
            .env("EMBEDDED_PG_HOLDER", dir.path());
        let mut program = program.stdout(Stdio::null()).spawn().unwrap();
        let home = dir.path().join("var/postgres");
        while !building(&home).is_some_and(|site| site.join(stage).exists()) {
            assert!(program.try_wait().unwrap().is_none() && !home.join("cluster").exists());
            tokio::task::yield_now().await;
        }
        program.kill().await.unwrap();
        assert!(
            building(&home).is_some(),
            "killed before the rename, at {stage}"
        );
        let cluster = start(&dir, Mode::Durable).await;
        assert!(building(&home).is_none());
        assert_eq!(sql(&cluster, "SELECT count(*) FROM pg_database").await, "4");
        cluster.stop().await.unwrap();
    }
}

#[tokio::test]
async fn second_program_is_told_who_holds_the_cluster() {
    let dir = open_folder();
    let first = start(&dir, Mode::Throwaway).await;
    let second = Cluster::start(options(dir.path(), Mode::Throwaway))
        .await
        .unwrap_err();
    assert!(matches!(second, Error::InUse { .. }), "{second}");
    assert!(
        second
            .to_string()
            .contains(&format!("process {}", std::process::id())),
        "{second}"
    );
    assert_eq!(sql(&first, "SELECT 1").await, "1");
    first.stop().await.unwrap();
}

#[tokio::test]
async fn command_beside_a_running_server_finds_its_address() {
    let dir = open_folder();
    let var = dir.path().join("var");
    assert!(Cluster::find_running(&var).await.unwrap().is_none());
    let cluster = start(&dir, Mode::Durable).await;
    let found = Cluster::find_running(&var).await.unwrap().unwrap();
    assert_eq!(found.url(DATABASE), cluster.url(DATABASE));
    cluster.stop().await.unwrap();
    assert!(Cluster::find_running(&var).await.unwrap().is_none());
}

#[tokio::test]
async fn data_of_another_major_version_is_refused_with_both_ways_out() {
    let dir = open_folder();
    start(&dir, Mode::Durable).await.stop().await.unwrap();
    let file = data_of(&dir).join("PG_VERSION");
    let real = fs::read_to_string(&file).unwrap();
    fs::write(&file, "12\n").unwrap();
    let error = Cluster::start(options(dir.path(), Mode::Durable))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::OtherMajor { .. }), "{error}");
    let text = error.to_string();
    for part in ["PostgreSQL 12", real.trim(), "postgresql-12", "pg_dumpall"] {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
    assert!(
        text.contains(&data_of(&dir).canonicalize().unwrap().display().to_string()),
        "{text}"
    );
    fs::write(&file, real).unwrap();
    start(&dir, Mode::Durable).await.stop().await.unwrap();
}

#[tokio::test]
async fn broken_settings_show_the_servers_own_words() {
    let dir = open_folder();
    start(&dir, Mode::Durable).await.stop().await.unwrap();
    let local = dir.path().join("var/postgres/local.conf");
    fs::write(&local, "max_connections = many\n").unwrap();
    let error = Cluster::start(options(dir.path(), Mode::Durable))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Ended { .. }), "{error}");
    assert!(error.to_string().contains("max_connections"), "{error}");
    fs::write(&local, "max_connections = 33\n").unwrap();
    let cluster = start(&dir, Mode::Durable).await;
    assert_eq!(sql(&cluster, "SHOW max_connections").await, "33");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn closed_parent_folder_is_no_obstacle() {
    let dir = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o700)).unwrap();
    let first = start(&dir, Mode::Throwaway).await;
    sql(&first, "CREATE TABLE kept (n int)").await;
    first.stop().await.unwrap();
    let second = start(&dir, Mode::Throwaway).await;
    assert_eq!(sql(&second, "SELECT count(*) FROM kept").await, "0");
    second.stop().await.unwrap();

    let pointer = dir.path().join("var/postgres.location");
    assert_eq!(pointer.exists(), rustix::process::geteuid().is_root());
    if let Ok(target) = fs::read_to_string(&pointer) {
        fs::remove_dir_all(target.trim()).unwrap();
        let error = Cluster::start(options(dir.path(), Mode::Throwaway))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Lost { .. }), "{error}");
    }
}

#[tokio::test]
async fn server_has_its_own_process_group_so_that_ctrl_c_passes_it_by() {
    let dir = open_folder();
    let cluster = start(&dir, Mode::Throwaway).await;
    let pid = rustix::process::Pid::from_raw(cluster.pid()).unwrap();
    assert_eq!(rustix::process::getpgid(Some(pid)).unwrap(), pid);
    cluster.stop().await.unwrap();
}
