//! Which lines of the log are written. Paths of ours carry one-time tokens and cookies carry sessions; some of the
//! libraries below us write both, so they are kept to what holds neither, whatever the operator asks for.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

/// Without `RUST_LOG`.
const DEFAULT: &str = "info,tokio_postgres=warn,graphile_worker=warn";
/// Rocket and hyper write addresses and, below `info`, whole requests; the database driver writes the values of
/// statements at `debug`, and a mail's text is one.
const KEPT_QUIET: [&str; 7] = [
    "rocket=off",
    "_=off",
    "hyper=warn",
    "hyper_util=warn",
    "h2=warn",
    "multer=warn",
    "tokio_postgres=warn",
];

/// The filter for what the operator asked for by `RUST_LOG`. An unreadable wish counts as none.
#[must_use]
pub fn filter(asked: Option<&str>) -> EnvFilter {
    let wish = asked
        .filter(|text| !text.is_empty())
        .and_then(|text| EnvFilter::try_new(text).ok())
        .unwrap_or_else(|| EnvFilter::new(DEFAULT));
    KEPT_QUIET
        .iter()
        .filter_map(|line| line.parse::<Directive>().ok())
        .fold(wish, EnvFilter::add_directive)
}
