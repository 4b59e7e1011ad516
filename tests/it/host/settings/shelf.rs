//! A module that only these tests mount: a setting of every kind, of the platform, of tenants, and of both.

use kernel::module::{Backend, Module, ModuleMeta, Registry, SettingDef};
use kernel::settings::{Decimal, SecretString, Setting, TenantSetting};
use kit::{Form, TestApp};
use l10n::{Percent, Rial};

use crate::probe::AnyText;

kernel::words! {
    /// Where a rate comes from.
    pub enum Source { Bourse = "bourse", Bazaar = "bazaar" }
}

pub const COUNT: TenantSetting<i64> =
    Setting::integer("shelf.count", "shelf.count", 0..=5_000, 7).of_tenant_over_platform();
pub const SUM: TenantSetting<Rial> = Setting::money(
    "shelf.sum",
    "shelf.sum",
    Rial(1_000)..=Rial(1_000_000_000),
    Rial(50_000),
)
.of_tenant_over_platform();
pub const RATE: TenantSetting<Decimal> =
    Setting::decimal("shelf.rate", "shelf.rate", 3, 1..=9_999, 1_250).of_tenant_over_platform();
pub const TAX: TenantSetting<Percent> =
    Setting::percent("shelf.tax", "shelf.tax", 0..=10_000, 1_000).of_tenant_over_platform();
pub const OPENS: TenantSetting<chrono::NaiveTime> =
    Setting::time("shelf.opens", "shelf.opens", 9, 0).of_tenant_over_platform();
pub const NAME: TenantSetting<String> =
    Setting::line("shelf.name", "shelf.name", 20, "").of_tenant_over_platform();
pub const TERMS: TenantSetting<String> =
    Setting::lines("shelf.terms", "shelf.terms", 200, "").of_tenant_over_platform();
pub const SOURCE: TenantSetting<Source> =
    Setting::choice("shelf.source", "shelf.source", Source::Bourse).of_tenant_over_platform();
pub const SHOWN: TenantSetting<bool> =
    Setting::switch("shelf.shown", "shelf.shown", true).of_tenant_over_platform();
/// A tenant's alone: staff have no value of it.
pub const GREETING: TenantSetting<String> =
    Setting::line("shelf.greeting", "shelf.greeting", 40, "salam").of_tenant();
pub const OWN_KEY: TenantSetting<Option<SecretString>> =
    Setting::secret("shelf.own_key", "shelf.own_key").of_tenant();
pub const HOUSE_KEY: Setting<Option<SecretString>> =
    Setting::secret("shelf.house_key", "shelf.house_key");
/// Used, and forgotten in `settings()`.
pub const FORGOTTEN: Setting<bool> = Setting::switch("shelf.forgotten", "shelf.forgotten", true);
/// The key of another one, of another kind.
pub const MISTAKEN: TenantSetting<bool> =
    Setting::switch("shelf.count", "shelf.count", true).of_tenant_over_platform();

pub struct Shelf;

impl Module for Shelf {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "shelf",
            label: "shelf.name",
            order: 91,
            requires: &[],
            optional: true,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        &AnyText
    }
    fn settings(&self) -> Vec<SettingDef> {
        vec![
            COUNT.def(),
            SUM.def(),
            RATE.def(),
            TAX.def(),
            OPENS.def(),
            NAME.def(),
            TERMS.def(),
            SOURCE.def(),
            SHOWN.def(),
            GREETING.def(),
            OWN_KEY.def(),
            HOUSE_KEY.def(),
        ]
    }
}

pub fn modules() -> Registry {
    sarai::modules::all().with(Shelf)
}

pub async fn app() -> TestApp {
    let app = TestApp::of(modules, |_| ()).await;
    app.leave_jobs();
    app
}

/// The shelf's form on a settings page.
pub async fn form(of: &kit::Client, page: &str) -> Form {
    of.get(page).await.assert_ok();
    of.form(&format!("form[action='{page}/shelf']"))
}
