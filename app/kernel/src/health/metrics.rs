//! Counters in Prometheus' text format: requests by method and status, their duration, jobs by name and outcome.
//! Labels are bounded: no path, no person, no tenant.

use prometheus::{
    Histogram, HistogramOpts, IntCounterVec, IntGauge, Opts, Registry, TextEncoder, core::Collector,
};

use crate::error::{AppError, AppResult};

/// What [`Metrics::text`] is.
pub const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
];

/// The counters of a program.
#[derive(Clone)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    duration: Histogram,
    jobs: IntCounterVec,
    streams: IntGauge,
}

impl Metrics {
    /// All at zero. Each job's counters are there from the start: a rate needs a value before the first failure.
    pub fn new<'a>(jobs: impl IntoIterator<Item = &'a &'static str>) -> AppResult<Self> {
        let metrics = Self::counters().map_err(fault)?;
        for job in jobs {
            for outcome in ["done", "failed"] {
                metrics.jobs.with_label_values(&[job, outcome]);
            }
        }
        Ok(metrics)
    }

    fn counters() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let requests = Opts::new("sarai_http_requests_total", "Requests that were answered.");
        let duration = HistogramOpts::new(
            "sarai_http_request_duration_seconds",
            "Time from a request to the beginning of its answer.",
        );
        let jobs = Opts::new("sarai_jobs_total", "Background jobs that ran on this node.");
        let streams = IntGauge::new("sarai_live_streams", "Live streams of open pages.")?;
        Ok(Self {
            requests: kept(
                &registry,
                IntCounterVec::new(requests, &["method", "status"])?,
            )?,
            duration: kept(
                &registry,
                Histogram::with_opts(duration.buckets(SECONDS.to_vec()))?,
            )?,
            jobs: kept(&registry, IntCounterVec::new(jobs, &["job", "outcome"])?)?,
            streams: kept(&registry, streams)?,
            registry,
        })
    }

    /// Counts an answered request.
    pub fn request(&self, method: &str, status: u16, seconds: f64) {
        self.requests
            .with_label_values(&[method, &status.to_string()])
            .inc();
        self.duration.observe(seconds);
    }

    /// Counts a job that ran.
    pub fn job(&self, name: &str, ok: bool) {
        let outcome = if ok { "done" } else { "failed" };
        self.jobs.with_label_values(&[name, outcome]).inc();
    }

    /// The text that Prometheus reads, with gauges of this moment.
    pub fn text(&self, streams: usize) -> AppResult<String> {
        self.streams.set(i64::try_from(streams).unwrap_or(i64::MAX));
        TextEncoder::new()
            .encode_to_string(&self.registry.gather())
            .map_err(fault)
    }
}

fn kept<C: Collector + Clone + 'static>(registry: &Registry, metric: C) -> prometheus::Result<C> {
    registry.register(Box::new(metric.clone()))?;
    Ok(metric)
}

fn fault(error: prometheus::Error) -> AppError {
    AppError::internal(format!("metrics: {error}"))
}
