//! The demo: nine accounts and their tenants in every feature set, then each module's own data. Idempotent.
//! Passwords are known to everybody, so production refuses it.

use std::sync::Arc;

use identity::seed;
use kernel::app::App;
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::module::{PlatformRole, TenantKind, TenantRole};

/// The password of every demo account.
pub const PASSWORD: &str = "sarai-demo-1405";

const STAFF: [(&str, &str, PlatformRole); 3] = [
    ("admin@sarai.test", "آرش مدیری", PlatformRole::Admin),
    ("support@sarai.test", "نگار پشتیبان", PlatformRole::Support),
    ("finance@sarai.test", "پویا حسابدار", PlatformRole::Finance),
];

/// E-mail, name, tenant, its kind, role in it.
const MEMBERS: [(&str, &str, &str, TenantKind, TenantRole); 6] = [
    (
        "customer@sarai.test",
        "سارا مشتری",
        "شرکت نوآوران پارس",
        TenantKind::Company,
        TenantRole::Owner,
    ),
    (
        "other@sarai.test",
        "کاوه دیگری",
        "کاوه دیگری",
        TenantKind::Person,
        TenantRole::Owner,
    ),
    (
        "owner@zarrin.test",
        "زهرا زرین",
        "گالری طلای زرین",
        TenantKind::Shop,
        TenantRole::Owner,
    ),
    (
        "manager@zarrin.test",
        "مهدی زرین‌کار",
        "گالری طلای زرین",
        TenantKind::Shop,
        TenantRole::Manager,
    ),
    (
        "clerk@zarrin.test",
        "الهام فروشنده",
        "گالری طلای زرین",
        TenantKind::Shop,
        TenantRole::Employee,
    ),
    (
        "owner@simin.test",
        "سیمین جواهری",
        "جواهری سیمین",
        TenantKind::Shop,
        TenantRole::Owner,
    ),
];

/// Writes the demo data.
pub async fn seed(app: &Arc<App>) -> anyhow::Result<()> {
    app.without_request()
        .platform()
        .write(async |tx| accounts(tx).await)
        .await?;
    for seed in app.registry.seeds() {
        (seed.run)(app.without_request()).await?;
    }
    Ok(())
}

async fn accounts(tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    for (email, name, role) in STAFF {
        let user = seed::person(tx, email, name, PASSWORD, Some(now)).await?;
        seed::platform_role(tx, user, role).await?;
    }
    for (email, name, tenant, kind, role) in MEMBERS {
        let user = seed::person(tx, email, name, PASSWORD, Some(now)).await?;
        let tenant = seed::tenant_once(tx, tenant, kind).await?;
        seed::membership(tx, tenant, user, role).await?;
    }
    Ok(())
}
