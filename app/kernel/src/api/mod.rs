//! The edge for programs: who calls, how often, with what body, once. A module's handler of the API is the same sentence
//! as that of a page: `Can<…>`, a scope, and `JsonIn` where a page has `Posted`.

mod caller;
mod document;
mod forms;
mod headers;
mod json;
mod jwt;
mod listing;
mod models;
mod once;
mod problem;
mod routes;
mod views;

pub use caller::ApiCaller;
pub(crate) use caller::{Caller, admit, bearer, find as find_caller};
pub(crate) use document::document;
pub use document::documented;
pub use headers::ApiHeaders;
pub use json::{JsonIn, JsonOut, checked};
pub use listing::{ApiPage, ApiQuery};
pub use models::tokens::{NewToken, issue};
pub use once::Once;
pub use problem::ApiProblem;
pub(crate) use problem::wrong_method;

use crate::module::{ApiMount, Audience, Mount, NavItem, Place, Proof, SettingDef};
use crate::mounts;
use crate::settings::Setting;

/// Requests an hour that a token has unless it says otherwise.
pub const PER_HOUR: Setting<i64> = Setting::integer(
    "kernel.api.per_hour",
    "kernel.api.per_hour",
    1..=1_000_000,
    100,
);

/// The list of a person's tokens.
pub const TOKENS: &str = "/account/tokens";

crate::permissions! {
    /// See and end the tokens of every member.
    ManageTokens = "kernel.tokens.manage", "kernel.permissions.manage_tokens": members(Owner, Manager);
}
pub use ALL as PERMISSIONS;

/// The section of the business.
#[must_use]
pub fn nav() -> NavItem {
    NavItem {
        key: "kernel.tokens",
        label: "kernel.tokens.title",
        icon: "key-round",
        href: TOKENS,
        audience: Audience::Customer,
        permission: None,
        order: 88,
        place: Place::Business(|_| true),
    }
}

/// Screens.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    mounts![
        Customer Tenant "kernel.tokens.index" => routes::tokens::index,
        Customer Tenant "kernel.tokens.create" => routes::tokens::create,
        Customer Tenant "kernel.tokens.destroy" => routes::tokens::destroy,
        Public None "kernel.api_docs.show" => routes::docs::show,
    ]
}

/// The kernel's own routes of the API.
#[must_use]
pub fn api() -> Vec<ApiMount> {
    let mut all = documented::<routes::auth::Document>(mounts![
        Api Public "kernel.api_access.create" => routes::auth::create,
    ]);
    let refresh = open(mounts![
        Api Public "kernel.api_access.update" => routes::auth::refresh,
        Api Public "kernel.api_access.destroy" => routes::auth::revoke,
    ]);
    let refresh = refresh
        .into_iter()
        .map(|mount| mount.by(Proof::Secret))
        .collect();
    all.extend(documented::<routes::auth::Document>(refresh));
    all.extend(documented::<routes::docs::Document>(open(mounts![
        Api None "kernel.api_document.show" => routes::docs::document,
    ])));
    all
}

fn open(mounts: Vec<Mount>) -> Vec<Mount> {
    mounts.into_iter().map(Mount::open).collect()
}

/// Settings.
#[must_use]
pub fn settings() -> Vec<SettingDef> {
    vec![PER_HOUR.def()]
}
