//! The server's configuration file, written anew at each start.
//! Here, because a new program version must bring its settings along, and durability is one word.

use std::{fs, path::Path};

use crate::Mode;

/// The port in the socket's name; each cluster has a socket folder of its own, so all may use it.
pub(crate) const PORT: u16 = 5432;

const MB: u64 = 1024 * 1024;

/// What the configuration depends on.
pub(crate) struct Facts<'a> {
    pub mode: Mode,
    pub name: &'a str,
    pub socket_dir: &'a Path,
    /// Bytes of memory that this machine (or container) has.
    pub memory: u64,
}

/// The whole file. It ends with an optional `local.conf` of the operator, which wins.
pub(crate) fn render(facts: &Facts<'_>) -> String {
    let quarter = facts.memory / 4 / MB;
    let (buffers, durability) = match facts.mode {
        Mode::Durable => (
            quarter.clamp(32, 512),
            "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\nwal_level = replica\n\
             checkpoint_timeout = 10min\nmax_wal_size = 1GB\nmin_wal_size = 128MB\n",
        ),
        Mode::Throwaway => (
            quarter.clamp(32, 128),
            "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nwal_level = minimal\n\
             max_wal_senders = 0\ncheckpoint_timeout = 1h\nmax_wal_size = 2GB\n",
        ),
    };
    format!(
        "# Written by the program at each start: changes here are lost.\n\
         # Put your own settings into local.conf beside this file; they win.\n\
         cluster_name = '{name}'\n\
         listen_addresses = ''\n\
         port = {PORT}\n\
         unix_socket_directories = '{socket}'\n\
         unix_socket_permissions = 0700\n\
         max_connections = 100\n\
         password_encryption = 'scram-sha-256'\n\
         shared_buffers = {buffers}MB\n\
         effective_cache_size = {cache}MB\n\
         work_mem = 8MB\n\
         maintenance_work_mem = 64MB\n\
         {durability}\
         random_page_cost = 1.1\n\
         jit = off\n\
         track_io_timing = on\n\
         timezone = 'UTC'\n\
         datestyle = 'iso, mdy'\n\
         lc_messages = 'C'\n\
         lc_monetary = 'C'\n\
         lc_numeric = 'C'\n\
         lc_time = 'C'\n\
         default_text_search_config = 'pg_catalog.simple'\n\
         logging_collector = off\n\
         log_destination = 'stderr'\n\
         log_timezone = 'UTC'\n\
         log_line_prefix = '%m [%p] %u@%d '\n\
         log_statement = 'none'\n\
         log_min_error_statement = panic\n\
         log_checkpoints = off\n\
         log_lock_waits = on\n\
         include_if_exists = 'local.conf'\n",
        name = facts.name,
        socket = facts.socket_dir.display(),
        cache = (facts.memory / 2 / MB).max(64),
    )
}

/// The machine's memory, or the container's limit when that is less; 1 GB when nobody says.
pub(crate) fn memory() -> u64 {
    let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find_map(|l| l.strip_prefix("MemTotal:"))?;
        line.trim()
            .trim_end_matches("kB")
            .trim()
            .parse::<u64>()
            .ok()
    });
    let limit = fs::read_to_string("/sys/fs/cgroup/memory.max")
        .ok()
        .and_then(|text| text.trim().parse::<u64>().ok());
    let machine = machine.map_or(1024 * MB, |kb| kb * 1024);
    limit.map_or(machine, |limit| limit.min(machine))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conf(mode: Mode, memory: u64) -> String {
        render(&Facts {
            mode,
            name: "sarai-1",
            socket_dir: Path::new("/tmp/s"),
            memory,
        })
    }

    #[test]
    fn durable_never_trades_safety_for_speed() {
        let text = conf(Mode::Durable, 4096 * MB);
        for line in [
            "fsync = on",
            "synchronous_commit = on",
            "full_page_writes = on",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is missing");
        }
        assert!(!text.contains(" = off\nfull_page"));
    }

    #[test]
    fn memory_is_a_quarter_within_bounds() {
        assert!(conf(Mode::Durable, 1024 * MB).contains("shared_buffers = 256MB"));
        assert!(conf(Mode::Durable, 65536 * MB).contains("shared_buffers = 512MB"));
        assert!(conf(Mode::Durable, 64 * MB).contains("shared_buffers = 32MB"));
        assert!(conf(Mode::Throwaway, 65536 * MB).contains("shared_buffers = 128MB"));
    }
}
