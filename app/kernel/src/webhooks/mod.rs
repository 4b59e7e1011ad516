//! Webhooks: facts told to outside programs, signed, tried again for a day, with a log that people can read and replay.
//! A tenant's endpoints hear of that tenant alone; the platform's own hear of everything.

pub mod address;
mod alarm;
pub mod client;
mod desk;
mod envelope;
mod forms;
mod health;
pub mod ids;
mod jobs;
mod models;
mod names;
mod routes;
mod seed;
pub mod signature;
mod target;
mod views;

use chrono::{DateTime, Utc};
use diesel::QueryableByName;
use diesel::sql_types::{Bool, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

pub use client::Outgoing;
pub use desk::Desk;
pub use health::check as health_check;
pub use seed::run as seed_demo;

use crate::db::{Tx, sql};
use crate::error::AppResult;
use crate::ids::TenantId;
use crate::jobs::JobDef;
use crate::module::{Audience, MailDef, MailVariable, Mount, NavItem, Permission as _, Place};
use crate::mounts;

/// Name of the sample that the test button sends.
pub const PING: &str = "ping";

crate::permissions! {
    /// Look after a tenant's endpoints.
    ManageWebhooks = "kernel.webhooks.manage", "kernel.permissions.manage_webhooks": members(Owner, Manager);
    /// Look after the platform's endpoints.
    ManagePlatformWebhooks = "kernel.platform_webhooks.manage", "kernel.permissions.manage_platform_webhooks": staff(Admin);
}
pub use ALL as PERMISSIONS;

#[derive(QueryableByName)]
struct Wanted {
    #[diesel(sql_type = Bool)]
    wanted: bool,
}

/// Has a fact told to whoever outside listens; it goes out only if this transaction commits.
pub(crate) async fn tell(
    tx: &mut Tx,
    fact: &'static str,
    tenant: Option<TenantId>,
    data: &Value,
) -> AppResult<()> {
    if !tx.app.registry.webhooks().iter().any(|w| w.fact == fact) {
        return Ok(());
    }
    let listened: Wanted = sql("SELECT webhook_wanted($1, $2) AS wanted")
        .bind::<Text, _>(fact)
        .bind::<Nullable<SqlUuid>, _>(tenant)
        .get_result(tx)
        .await?;
    if !listened.wanted {
        return Ok(());
    }
    let at: DateTime<Utc> = tx.now();
    let job = jobs::FanOutFact {
        event: Uuid::now_v7(),
        fact: fact.to_owned(),
        at,
        tenant,
        data: data.clone(),
    };
    crate::jobs::enqueue(tx, &job).await
}

/// Routes.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    let mut all = account_mounts();
    all.extend(admin_mounts());
    all
}

fn account_mounts() -> Vec<Mount> {
    mounts![
        Customer Tenant "kernel.webhooks.index" may ManageWebhooks::KEY => routes::account::index,
        Customer Tenant "kernel.webhooks.new" may ManageWebhooks::KEY => routes::account::new,
        Customer Tenant "kernel.webhooks.create" may ManageWebhooks::KEY => routes::account::create,
        Customer Tenant "kernel.webhooks.show" may ManageWebhooks::KEY => routes::account::show,
        Customer Tenant "kernel.webhooks.edit" may ManageWebhooks::KEY => routes::account::edit,
        Customer Tenant "kernel.webhooks.update" may ManageWebhooks::KEY => routes::account::update,
        Customer Tenant "kernel.webhooks.destroy" may ManageWebhooks::KEY => routes::account::destroy,
        Customer Tenant "kernel.webhook_activation.create" may ManageWebhooks::KEY => routes::account::activation::create,
        Customer Tenant "kernel.webhook_activation.destroy" may ManageWebhooks::KEY => routes::account::activation::destroy,
        Customer Tenant "kernel.webhook_secret.create" may ManageWebhooks::KEY => routes::account::secret::create,
        Customer Tenant "kernel.webhook_pings.create" may ManageWebhooks::KEY => routes::account::pings::create,
        Customer Tenant "kernel.webhook_deliveries.show" may ManageWebhooks::KEY => routes::account::deliveries::show,
        Customer Tenant "kernel.webhook_tries.create" may ManageWebhooks::KEY => routes::account::deliveries::retry,
    ]
}

fn admin_mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "kernel.platform_webhooks.index" may ManagePlatformWebhooks::KEY => routes::admin::index,
        Staff Platform "kernel.platform_webhooks.new" may ManagePlatformWebhooks::KEY => routes::admin::new,
        Staff Platform "kernel.platform_webhooks.create" may ManagePlatformWebhooks::KEY => routes::admin::create,
        Staff Platform "kernel.platform_webhooks.show" may ManagePlatformWebhooks::KEY => routes::admin::show,
        Staff Platform "kernel.platform_webhooks.edit" may ManagePlatformWebhooks::KEY => routes::admin::edit,
        Staff Platform "kernel.platform_webhooks.update" may ManagePlatformWebhooks::KEY => routes::admin::update,
        Staff Platform "kernel.platform_webhooks.destroy" may ManagePlatformWebhooks::KEY => routes::admin::destroy,
        Staff Platform "kernel.platform_webhook_activation.create" may ManagePlatformWebhooks::KEY => routes::admin::activation::create,
        Staff Platform "kernel.platform_webhook_activation.destroy" may ManagePlatformWebhooks::KEY => routes::admin::activation::destroy,
        Staff Platform "kernel.platform_webhook_secret.create" may ManagePlatformWebhooks::KEY => routes::admin::secret::create,
        Staff Platform "kernel.platform_webhook_pings.create" may ManagePlatformWebhooks::KEY => routes::admin::pings::create,
        Staff Platform "kernel.platform_webhook_deliveries.show" may ManagePlatformWebhooks::KEY => routes::admin::deliveries::show,
        Staff Platform "kernel.platform_webhook_tries.create" may ManagePlatformWebhooks::KEY => routes::admin::deliveries::retry,
    ]
}

/// Navigation; a tenant's endpoints are a section of the business.
#[must_use]
pub fn nav() -> Vec<NavItem> {
    let platform = NavItem {
        key: "kernel.platform_webhooks",
        label: "kernel.webhooks.title",
        icon: "send",
        href: desk::ADMIN,
        audience: Audience::Staff,
        permission: Some(ManagePlatformWebhooks::KEY),
        order: 81,
        place: Place::Under("kernel.shell.system"),
    };
    let tenants = NavItem {
        key: "kernel.webhooks",
        label: "kernel.webhooks.title",
        icon: "send",
        href: desk::ACCOUNT,
        audience: Audience::Customer,
        permission: Some(ManageWebhooks::KEY),
        order: 90,
        place: Place::Business(|_| true),
    };
    vec![platform, tenants]
}

/// Jobs.
#[must_use]
pub fn jobs() -> Vec<JobDef> {
    vec![
        JobDef::of::<jobs::FanOutFact>(),
        JobDef::of::<jobs::SendWebhook>(),
    ]
}

/// Mails.
#[must_use]
pub fn mails() -> Vec<MailDef> {
    const VARIABLES: &[MailVariable] = &[
        MailVariable {
            name: "name",
            sample: "مریم احمدی",
        },
        MailVariable {
            name: "host",
            sample: "hooks.example.com",
        },
        MailVariable {
            name: "since",
            sample: "۳ آذر ۱۴۰۵، ۱۰:۱۵",
        },
        MailVariable {
            name: "link",
            sample: "https://sarai.test/account/webhooks/sample",
        },
    ];
    vec![
        MailDef {
            key: "kernel.mail.webhook_failing",
            variables: VARIABLES,
        },
        MailDef {
            key: "kernel.mail.webhook_off",
            variables: VARIABLES,
        },
    ]
}
