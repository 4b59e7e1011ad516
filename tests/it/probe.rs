//! A module that only tests mount: routes that go wrong in each way, and jobs that can be watched.
//! Here because the product has no route that fails on purpose.

use std::borrow::Cow;
use std::sync::Arc;

use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::audit::{self, Audit};
use kernel::db::{PlatformDb, PublicDb, ReadTx, TenantDb};
use kernel::error::{AppError, AppResult};
use kernel::ids::TenantId;
use kernel::jobs::{Job, JobCx, JobDef};
use kernel::module::{
    ApiMount, Audience, Backend, Can, Fact, Module, ModuleMeta, Mount, NavItem, Permission as _,
    PermissionDef, Place, Registry, ResourceRef, SettingDef, Slot, TenantKind, WebhookDef, Widget,
    WidgetSource,
};
use kernel::mounts;
use kernel::settings::Setting;
use kernel::web::Cx;
use kit::TestApp;
use maud::{Markup, html};
use rocket::get;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A fact for outsiders.
#[derive(Serialize, Deserialize)]
pub struct Told {
    /// Of whom.
    pub tenant: Option<TenantId>,
    /// What.
    pub word: String,
}

impl Fact for Told {
    const NAME: &'static str = "probe.told.v1";
    fn tenant(&self) -> Option<TenantId> {
        self.tenant
    }
}

/// The setting that keeps [`Mend`] from working.
pub const BROKEN: Setting<bool> = Setting::switch("probe.broken", "probe.broken", true);

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
            optional: true,
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
            Customer Tenant "probe.members.show" may SeeBoth::KEY => as_member,
            Staff Platform "probe.staff.show" may SeeBoth::KEY => as_staff,
            Customer Tenant "probe.counter.show" may SeeCounter::KEY => at_the_counter,
            Shop Tenant "probe.shop.show" => in_a_shop,
            Customer Account "probe.rights.show" => rights,
        ]
    }
    fn nav(&self) -> Vec<NavItem> {
        vec![NavItem {
            key: "probe.tab",
            label: "probe.tab",
            icon: "box",
            href: "/probe/tab",
            audience: Audience::Customer,
            permission: None,
            order: 45,
            place: Place::Account(|cx| cx.tenant().is_some_and(|t| t.kind == TenantKind::Shop)),
        }]
    }
    fn api(&self) -> Vec<ApiMount> {
        let routes = mounts![
            Api Public "probe.api_problem.show" => api_problem,
        ];
        routes
            .into_iter()
            .map(|mount| ApiMount {
                mount: mount.open(),
                operation: json!({}),
                schemas: json!({}),
            })
            .collect()
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        ALL
    }
    fn widgets(&self) -> Vec<Widget> {
        let widget = |key, order| Widget {
            key,
            slot: Slot::HOME,
            order,
            permission: None,
            source: Arc::new(Part(key)),
        };
        vec![
            widget("probe.box_before", 1),
            widget("probe.box_that_fails", 2),
            widget("probe.box_after", 3),
        ]
    }
    fn settings(&self) -> Vec<SettingDef> {
        vec![BROKEN.def()]
    }
    fn webhooks(&self) -> Vec<WebhookDef> {
        vec![WebhookDef {
            fact: Told::NAME,
            label: "probe.told",
        }]
    }
    fn jobs(&self) -> Vec<JobDef> {
        vec![JobDef::of::<Count>(), JobDef::of::<Mend>()]
    }
}

kernel::permissions! {
    /// Given to owners in their tenant and to support over all.
    SeeBoth = "probe.both.see", "probe.see": members(Owner) staff(Support);
    /// Exists in shops alone.
    SeeCounter = "probe.counter.see", "probe.see": in(Shop) members(Owner, Manager);
}

#[get("/probe/member")]
fn as_member(_by: Can<SeeBoth>, _db: TenantDb) -> &'static str {
    "rows of a tenant"
}

#[get("/probe/staff")]
fn as_staff(_by: Can<SeeBoth>, _db: PlatformDb) -> &'static str {
    "rows of everybody"
}

#[get("/probe/counter")]
fn at_the_counter(_by: Can<SeeCounter>, _db: TenantDb) -> &'static str {
    "the counter"
}

#[get("/probe/shop")]
fn in_a_shop(_db: TenantDb) -> &'static str {
    "the shop"
}

/// Which scopes a page opens besides its own, for a permission that both sides know.
#[get("/probe/rights")]
fn rights(cx: Cx<'_>) -> String {
    let own = cx.tenant_db(SeeBoth::KEY).is_some();
    let all = cx.platform_db(SeeBoth::KEY).is_some();
    format!("own {own}, all {all}")
}

/// A box on the home; the one that fails runs a statement that is none.
struct Part(&'static str);

#[rocket::async_trait]
impl WidgetSource for Part {
    async fn render(
        &self,
        _: &Cx<'_>,
        _: Option<&ResourceRef>,
        tx: &mut ReadTx,
    ) -> AppResult<Option<Markup>> {
        let statement = if self.0 == "probe.box_that_fails" {
            "SELECT nothing FROM nowhere"
        } else {
            "SELECT 1"
        };
        diesel::sql_query(statement).execute(tx).await?;
        Ok(Some(html! { p id=(self.0.replace('.', "-")) { (self.0) } }))
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
        if BROKEN.of(&cx.app)? {
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
