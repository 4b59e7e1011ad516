//! The edge for programs: tokens, limits, bodies, keys, access tokens, the document. Over a module that only tests mount,
//! so that the promises hold whatever is sold.

mod access;
mod bodies;
mod document;
mod limits;
mod once;
mod screen;
mod tokens;

use kernel::api::{JsonIn, JsonOut};
use kernel::audit::{self, Audit};
use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::{
    ApiMount, Backend, Can, Module, ModuleMeta, Permission, PermissionDef, Registry, TenantRole,
};
use kernel::mounts;
use kernel::web::Cx;
use kit::TestApp;
use rocket::{get, post};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::probe::AnyText;

/// Every member may look.
pub const LOOK: &str = "works.things.look";
/// Only owners may make.
pub const MAKE: &str = "works.things.make";
/// The one address.
pub const THINGS: &str = "/api/v1/works/things";

pub fn modules() -> Registry {
    sarai::modules::all().with(Works)
}

/// The program with the module mounted.
pub async fn app() -> TestApp {
    TestApp::of(modules, |_| ()).await
}

/// How often the work was done.
pub async fn made(app: &TestApp) -> i64 {
    let count = "SELECT count(*) FROM audit_events WHERE action = 'works.thing.make'";
    app.value(count, &[]).await
}

struct Works;

impl Module for Works {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "works",
            label: "works.name",
            order: 90,
            requires: &[],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        &AnyText
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        &[
            PermissionDef {
                key: LOOK,
                label: "works.look",
                kinds: &[],
                tenant_roles: TenantRole::ALL,
                platform_roles: &[],
            },
            PermissionDef {
                key: MAKE,
                label: "works.make",
                kinds: &[],
                tenant_roles: &[TenantRole::Owner],
                platform_roles: &[],
            },
        ]
    }
    fn api(&self) -> Vec<ApiMount> {
        let mounts = mounts![
            Api Tenant "works.things.index" may LOOK => index,
            Api Tenant "works.things.create" may MAKE => create,
        ];
        mounts
            .into_iter()
            .map(|mount| ApiMount {
                mount,
                operation: json!({ "summary": "Things" }),
                schemas: json!({}),
            })
            .collect()
    }
}

pub struct Look;
impl Permission for Look {
    const KEY: &'static str = LOOK;
}
pub struct Make;
impl Permission for Make {
    const KEY: &'static str = MAKE;
}

#[derive(Deserialize)]
struct Thing {
    name: String,
    #[serde(default)]
    parts: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    weight_mg: u32,
}

#[get("/api/v1/works/things")]
async fn index(by: Can<Look>, db: TenantDb, cx: Cx<'_>) -> AppResult<JsonOut> {
    let tenant = db.who().tenant;
    JsonOut::ok(&json!({ "tenant": tenant, "person": by.user_id(), "may_make": cx.may(MAKE) }))
}

#[post("/api/v1/works/things", data = "<thing>")]
async fn create(thing: JsonIn<Thing>, _by: Can<Make>, db: TenantDb) -> AppResult<JsonOut> {
    if thing.name.is_empty() {
        return Err(kernel::error::AppError::invalid(
            "name",
            "kernel.invalid.required",
        ));
    }
    let id = Uuid::now_v7();
    let weight: u32 = thing.parts.iter().map(|part| part.weight_mg).sum();
    thing
        .once(&db, async |tx| {
            audit::record(tx, Audit::new("works.thing.make", "works.thing", id)).await?;
            let body = json!({ "id": id, "name": thing.name, "weight_mg": weight });
            JsonOut::created(&body, format!("{THINGS}/{id}"))
        })
        .await
}
