//! Counters in Prometheus' text format: requests by method and status, their duration, jobs by name and outcome.
//! Labels are bounded: no path, no person, no tenant.

use std::fmt::Write;
use std::sync::Arc;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct JobLabels {
    job: String,
    outcome: String,
}

/// The counters of a program.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<RequestLabels, Counter>,
    duration: Histogram,
    jobs: Family<JobLabels, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("sarai");
        let requests = Family::<RequestLabels, Counter>::default();
        let duration = Histogram::new([
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
        ]);
        let jobs = Family::<JobLabels, Counter>::default();
        registry.register("http_requests", "Answered requests", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time to answer",
            duration.clone(),
        );
        registry.register("jobs", "Jobs that ran", jobs.clone());
        Self {
            registry: Arc::new(registry),
            requests,
            duration,
            jobs,
        }
    }
}

impl Metrics {
    /// Counts an answered request.
    pub fn request(&self, method: &str, status: u16, seconds: f64) {
        self.requests
            .get_or_create(&RequestLabels {
                method: method.to_owned(),
                status,
            })
            .inc();
        self.duration.observe(seconds);
    }

    /// Counts a job that ran.
    pub fn job(&self, name: &str, ok: bool) {
        let outcome = if ok { "done" } else { "failed" }.to_owned();
        self.jobs
            .get_or_create(&JobLabels {
                job: name.to_owned(),
                outcome,
            })
            .inc();
    }

    /// The text that Prometheus reads, with gauges of this moment.
    #[must_use]
    pub fn text(&self, streams: usize) -> String {
        let mut out = String::new();
        let gauge = format!(
            "# HELP sarai_live_streams Open live streams.\n# TYPE sarai_live_streams gauge\nsarai_live_streams {streams}\n"
        );
        // Writing into a String cannot fail.
        let _ = out.write_str(&gauge);
        let _ = encode(&mut out, &self.registry);
        out
    }
}
