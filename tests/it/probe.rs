//! A module that only tests mount: routes that go wrong in each way, and jobs that can be watched.
//! Here because the product has no route that fails on purpose.

use std::borrow::Cow;

use kernel::app::App;
use kernel::audit::{self, Audit};
use kernel::db::PublicDb;
use kernel::error::{AppError, AppResult};
use kernel::jobs::{Job, JobCx, JobDef};
use kernel::module::{
    ApiMount, Backend, Module, ModuleMeta, Mount, Registry, SettingDef, SettingKind,
};
use kernel::mounts;
use kernel::web::Cx;
use kit::TestApp;
use rocket::get;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The setting that keeps [`Mend`] from working.
pub const BROKEN: &str = "probe.broken";

/// All modules and the probe.
pub fn modules() -> Registry {
    sarai::modules::all().with(Probe)
}

/// The program with the probe mounted.
pub async fn app() -> TestApp {
    TestApp::of(modules, |_| ()).await
}

/// Texts of every key, in both languages.
pub struct AnyText;

impl Backend for AnyText {
    fn available_locales(&self) -> Vec<Cow<'_, str>> {
        vec!["fa".into(), "en".into()]
    }
    fn translate(&self, _: &str, key: &str) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(format!("text of {key}")))
    }
    fn messages_for_locale(&self, _: &str) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        None
    }
}

pub struct Probe;

impl Module for Probe {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "probe",
            label: "probe.name",
            order: 90,
            requires: &[],
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        &AnyText
    }
    fn routes(&self) -> Vec<Mount> {
        mounts![
            Public Public "probe.problem.show" => problem,
            Public Public "probe.panic.show" => panic,
            Public Public "probe.address.show" => address,
            Public Account "probe.undeclared.show" => undeclared,
        ]
    }
    fn api(&self) -> Vec<ApiMount> {
        let routes = mounts![
            Api Public "probe.api_problem.show" => api_problem,
        ];
        routes
            .into_iter()
            .map(|mount| ApiMount {
                mount,
                operation: json!({}),
            })
            .collect()
    }
    fn settings(&self) -> Vec<SettingDef> {
        vec![SettingDef {
            key: BROKEN,
            label: "probe.broken",
            kind: SettingKind::Switch,
            default: json!(true),
            secret: false,
        }]
    }
    fn jobs(&self) -> Vec<JobDef> {
        vec![JobDef::of::<Count>(), JobDef::of::<Mend>()]
    }
}

/// The error that a visitor sees with this status.
fn error(status: u16) -> AppError {
    match status {
        409 => AppError::Conflict("kernel.problem.race"),
        413 => AppError::TooLarge(2048),
        422 => AppError::invalid("subject", "kernel.invalid.required"),
        429 => AppError::TooMany(30),
        502 => AppError::Upstream("the secret detail".to_owned()),
        503 => AppError::Unavailable("the secret detail".to_owned()),
        _ => AppError::internal("the secret detail"),
    }
}

#[get("/probe/problem/<status>")]
fn problem(status: u16) -> AppResult<()> {
    Err(error(status))
}

#[get("/api/v1/probe/problem/<status>")]
fn api_problem(status: u16) -> AppResult<()> {
    Err(error(status))
}

#[get("/probe/panic")]
#[allow(clippy::panic, reason = "what the visitor sees then is the test")]
fn panic() -> &'static str {
    panic!("the secret detail")
}

#[get("/probe/address")]
async fn address(db: PublicDb) -> String {
    db.who()
        .address
        .map_or_else(|| "none".to_owned(), |address| address.to_string())
}

/// Asks for the public rows, which every route may read; the account's would be refused.
#[get("/probe/undeclared")]
async fn undeclared(_db: kernel::db::TenantDb, _cx: Cx<'_>) -> &'static str {
    "rows of a tenant"
}

/// A job that leaves an audit event each time it runs.
#[derive(Serialize, Deserialize)]
pub struct Count {}

impl Job for Count {
    const NAME: &'static str = "probe.count";
    async fn run(self, cx: JobCx) -> AppResult<()> {
        cx.db
            .platform()
            .write(async |tx| audit::record(tx, Audit::new("probe.count", "probe", None)).await)
            .await
    }
}

/// A job that fails while the setting says so, and is stuck after one try.
#[derive(Serialize, Deserialize)]
pub struct Mend {}

impl Job for Mend {
    const NAME: &'static str = "probe.mend";
    const MAX_ATTEMPTS: i32 = 1;
    async fn run(self, cx: JobCx) -> AppResult<()> {
        if cx.app.settings.switch(BROKEN) {
            return Err(AppError::internal("still broken"));
        }
        audited(&cx.app).await
    }
}

async fn audited(app: &std::sync::Arc<App>) -> AppResult<()> {
    let db = app.without_request().platform();
    db.write(async |tx| audit::record(tx, Audit::new("probe.mend", "probe", None)).await)
        .await
}
