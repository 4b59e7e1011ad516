//! Health: `/healthz` (the process lives), `/readyz` (database, migrations and queue are fine), `/metrics`.
//! The same checks make the report of `sarai doctor`.

mod checks;
mod finding;
mod metrics;
mod production;
mod reach;
mod routes;

pub use checks::{Report, kernel_checks, report};
pub use finding::Finding;
pub use metrics::{FORMAT, Metrics};
pub use production::{connections, production};
pub use reach::obstacle;
pub use routes::{metrics_server, mounts};
