//! The operator's probes. `/readyz` says in plain text what is not ready; `/metrics` is not public in production.
//! They touch no session and set no cookie.

use std::sync::Arc;

use rocket::http::{Header, Status};
use rocket::{Responder, State, get};

use super::{FORMAT, report};
use crate::app::App;
use crate::module::Mount;
use crate::mounts;
use crate::web::PeerAddress;

/// The process lives.
#[get("/healthz")]
fn live() -> &'static str {
    "ok\n"
}

/// Database, migrations and queue are fine.
#[get("/readyz")]
async fn ready(app: &State<Arc<App>>) -> (Status, String) {
    let reports = report(app).await;
    let bad: Vec<String> = reports
        .iter()
        .filter(|r| !r.ok)
        .map(|r| format!("{}: {}", r.key, r.finding.english(app.registry.texts())))
        .collect();
    if bad.is_empty() {
        (Status::Ok, "ready\n".to_owned())
    } else {
        (Status::ServiceUnavailable, bad.join("\n") + "\n")
    }
}

/// Counters for Prometheus; in production for this machine's own network only.
#[get("/metrics")]
fn metrics(app: &State<Arc<App>>, peer: PeerAddress) -> Result<Counters, Status> {
    if app.config.is_production() && !peer.is_private() {
        return Err(Status::NotFound);
    }
    let text = app.metrics.text(app.hub.streams()).map_err(|error| {
        tracing::error!(%error, "the counters cannot be written");
        Status::InternalServerError
    })?;
    Ok(Counters(text, Header::new("Content-Type", FORMAT)))
}

/// Text with the version of its format, which the scraper asks for.
#[derive(Responder)]
struct Counters(String, Header<'static>);

/// The probes' routes.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    mounts![
        Ops None "kernel.health.live" => live,
        Ops None "kernel.health.ready" => ready,
        Ops None "kernel.health.metrics" => metrics,
    ]
}
