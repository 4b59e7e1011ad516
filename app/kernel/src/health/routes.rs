//! The operator's probes. `/readyz` says in plain text what is not ready; `/metrics` is not public in production.
//! They touch no session and set no cookie.

use std::sync::Arc;

use rocket::http::{Header, Status};
use rocket::request::{FromRequest, Outcome};
use rocket::{Ignite, Request, Responder, Rocket, State, get};
use subtle::ConstantTimeEq;

use super::{FORMAT, report};
use crate::api::bearer;
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::keys::token_hash;
use crate::module::Mount;
use crate::mounts;

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

/// Counters for Prometheus. In production for whoever brings `SARAI_METRICS_TOKEN`; without one they are answered at
/// `SARAI_METRICS_ADDRESS` alone, and here is nothing.
#[get("/metrics")]
fn metrics(app: &State<Arc<App>>, bearer: Bearer<'_>) -> Result<Counters, Status> {
    let open = match &app.config.metrics_token {
        Some(token) => bearer.is(token),
        None => !app.config.is_production(),
    };
    if open {
        Counters::of(app)
    } else {
        Err(Status::NotFound)
    }
}

/// The same at an address of its own, which the operator keeps from the public.
#[get("/metrics")]
fn metrics_apart(app: &State<Arc<App>>, bearer: Bearer<'_>) -> Result<Counters, Status> {
    let token = app.config.metrics_token.as_ref();
    if token.is_none_or(|token| bearer.is(token)) {
        Counters::of(app)
    } else {
        Err(Status::NotFound)
    }
}

/// The token of an `Authorization` header.
struct Bearer<'r>(Option<&'r str>);

impl Bearer<'_> {
    /// Compared by their hashes, so that the time taken tells neither length nor beginning.
    fn is(&self, token: &str) -> bool {
        let given = self.0.unwrap_or_default();
        bool::from(token_hash(given).ct_eq(&token_hash(token)))
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Bearer<'r> {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let header = request.headers().get_one("Authorization");
        Outcome::Success(Self(header.and_then(bearer)))
    }
}

/// Serves `/metrics`, and nothing else, at `SARAI_METRICS_ADDRESS`; `None` when there is none.
pub async fn metrics_server(app: &Arc<App>) -> AppResult<Option<Rocket<Ignite>>> {
    let Some(at) = app.config.metrics_address else {
        return Ok(None);
    };
    let config = rocket::Config {
        address: at.ip(),
        port: at.port(),
        log_level: rocket::config::LogLevel::Off,
        shutdown: crate::boot::shutdown(),
        ..rocket::Config::default()
    };
    let rocket = rocket::custom(config)
        .mount("/", rocket::routes![metrics_apart])
        .manage(Arc::clone(app));
    let ignited = rocket.ignite().await;
    ignited
        .map(Some)
        .map_err(|e| AppError::internal(format!("SARAI_METRICS_ADDRESS {at}: {e}")))
}

/// Text with the version of its format, which the scraper asks for.
#[derive(Responder)]
struct Counters(String, Header<'static>);

impl Counters {
    fn of(app: &App) -> Result<Self, Status> {
        let text = app.metrics.text(app.hub.streams()).map_err(|error| {
            tracing::error!(%error, "the counters cannot be written");
            Status::InternalServerError
        })?;
        Ok(Self(text, Header::new("Content-Type", FORMAT)))
    }
}

/// The probes' routes.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    mounts![
        Ops None "kernel.health.live" => live,
        Ops None "kernel.health.ready" => ready,
        Ops None "kernel.health.metrics" => metrics,
    ]
}
