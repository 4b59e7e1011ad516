//! Puts a program together: Rocket with every mounted route, fairings and catchers over one `Arc<App>`.
//! The host and the test kit both come here, so that tests run what operators run.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use rocket::config::Shutdown;
use rocket::data::{Limits, ToByteUnit};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::{Build, Data, Request, Response, Rocket};

use crate::api::ApiHeaders;
use crate::app::App;
use crate::health::Metrics;
use crate::module::Audience;
use crate::web::{Compression, Current, LanguageCookie, SecurityHeaders, catchers};

/// How Rocket ends: when it is told, never by a signal. Rocket hears SIGTERM by default, and was then sometimes over
/// before the program had said that it stops.
pub(crate) fn shutdown() -> Shutdown {
    Shutdown {
        ctrlc: false,
        signals: HashSet::new(),
        // Open keep-alive connections hold a stop for this long; whoever is being answered gets `mercy` besides.
        grace: 2,
        mercy: 5,
        ..Shutdown::default()
    }
}

/// Builds Rocket over the program's state.
#[must_use]
pub fn rocket(app: Arc<App>) -> Rocket<Build> {
    let config = rocket::Config {
        port: app.config.port,
        address: app.config.address,
        // Only our own reading of X-Forwarded-For counts.
        ip_header: None,
        limits: Limits::new()
            .limit("form", 0.bytes())
            .limit("data-form", 0.bytes())
            .limit("file", 0.bytes()),
        log_level: rocket::config::LogLevel::Off,
        shutdown: shutdown(),
        ..rocket::Config::default()
    };
    let dev = !app.config.is_production();
    let routes: Vec<_> = app
        .registry
        .mounts()
        .into_iter()
        .filter(|mount| dev || mount.declaration.audience != Audience::Dev)
        .map(crate::module::Mount::into_route)
        .collect();
    rocket::custom(config)
        .mount("/", routes)
        .register("/", catchers())
        .attach(Timing(app.metrics.clone()))
        .attach(LanguageCookie)
        .attach(ApiHeaders)
        .attach(Compression)
        .attach(SecurityHeaders {
            https: app.config.is_https(),
        })
        .manage(app)
}

/// When a request began.
struct Begun(Instant);

/// Counts and logs each answer. The log line reads alone; who did it is a matter of the audit trail, not of the log.
struct Timing(Metrics);

#[rocket::async_trait]
impl Fairing for Timing {
    fn info(&self) -> Info {
        Info {
            name: "timing",
            kind: Kind::Request | Kind::Response,
        }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        request.local_cache(|| Begun(Instant::now()));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let took = request.local_cache(|| Begun(Instant::now())).0.elapsed();
        self.0.request(
            request.method().as_str(),
            response.status().code,
            took.as_secs_f64(),
        );
        tracing::info!(
            target: "sarai::http",
            request = Current::known(request).map(|c| tracing::field::display(c.request_id)),
            method = request.method().as_str(),
            path = %shown_path(request),
            status = response.status().code,
            ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
    }
}

/// The matched route's own notation: paths of ours carry one-time tokens, and a log is no place for them.
pub(crate) fn shown_path(request: &Request<'_>) -> String {
    request
        .route()
        .map_or_else(|| "(no route)".to_owned(), |route| route.uri.to_string())
}
