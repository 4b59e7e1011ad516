//! Reading settings: a tenant's own value, else the platform's where the setting says so, else the default.

use std::sync::Arc;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value as Json;

use super::cache::Stored;
use super::declaration::{SettingDef, Whose};
use super::setting::{OfPlatform, OfTenant, Setting};
use super::value::SettingValue;
use super::{change, tenant};
use crate::app::App;
use crate::db::{ReadTx, Tx};
use crate::error::{AppError, AppResult};
use crate::ids::TenantId;
use crate::schema::tenant_modules_off;

/// Values as one reader has them: their own, and below them the platform's.
pub struct Values {
    own: Arc<Stored>,
    platform: Arc<Stored>,
    is_tenants: bool,
    /// Modules that the tenant has switched off: nothing of theirs is to be set.
    off: Vec<String>,
}

impl Values {
    /// The platform's.
    #[must_use]
    pub fn of_platform(app: &App) -> Self {
        let platform = app.settings.changed();
        Self {
            own: Arc::clone(&platform),
            platform,
            is_tenants: false,
            off: Vec::new(),
        }
    }

    /// Those of the scope's tenant, for the page where it sets them.
    pub async fn of_tenant(tx: &mut ReadTx) -> AppResult<Self> {
        let tenant = tx.who().in_tenant()?;
        let off = tenant_modules_off::table
            .filter(tenant_modules_off::tenant_id.eq(tenant))
            .select(tenant_modules_off::module)
            .load(tx)
            .await?;
        let values = Self::of(tenant, tx).await?;
        Ok(Self { off, ..values })
    }

    async fn of(tenant: TenantId, tx: &mut ReadTx) -> AppResult<Self> {
        Ok(Self {
            own: tenant::changed(tenant, tx).await?,
            platform: tx.app.settings.changed(),
            is_tenants: true,
            off: Vec::new(),
        })
    }

    /// Whether these are a tenant's.
    #[must_use]
    pub fn is_tenants(&self) -> bool {
        self.is_tenants
    }

    /// Whether this page sets the setting: it is its owner's, and of a module that they use.
    pub(super) fn has(&self, def: &SettingDef) -> bool {
        let is_theirs = if self.is_tenants {
            def.whose.has_tenants()
        } else {
            def.whose.has_platform()
        };
        is_theirs && !self.off.iter().any(|off| off == def.module())
    }

    /// What its owner set; a value that does not fit any more counts as none.
    pub fn own<'a>(&'a self, def: &SettingDef) -> Option<&'a Json> {
        self.own.get(def.key).filter(|value| def.fits(value))
    }

    /// What counts when its owner sets nothing.
    pub fn usual<'a>(&'a self, def: &'a SettingDef) -> &'a Json {
        let below = (self.is_tenants && def.whose == Whose::TenantOverPlatform)
            .then(|| self.platform.get(def.key))
            .flatten();
        below
            .filter(|value| def.fits(value))
            .unwrap_or(&def.default)
    }

    /// What counts.
    pub fn now<'a>(&'a self, def: &'a SettingDef) -> &'a Json {
        self.own(def).unwrap_or_else(|| self.usual(def))
    }
}

impl<T: SettingValue, O> Setting<T, O> {
    /// Its declaration. What no module declares has no form and no texts, so that reading it is a fault of ours.
    fn declared<'a>(&self, app: &'a App) -> AppResult<&'a SettingDef> {
        let key = self.key;
        let Some(def) = app.registry.settings().get(key) else {
            return Err(AppError::internal(format!(
                "the setting {key} is used, but no mounted module declares it: return its def() from settings()"
            )));
        };
        let same = std::mem::discriminant(&def.kind) == std::mem::discriminant(&self.kind)
            && def.whose == self.whose;
        if !same {
            return Err(AppError::internal(format!(
                "the setting {key} is declared as {:?} of {:?} and used as {:?} of {:?}",
                def.kind, def.whose, self.kind, self.whose
            )));
        }
        Ok(def)
    }

    fn value(&self, values: &Values, app: &App) -> AppResult<T> {
        let def = self.declared(app)?;
        T::read(values.now(def), &app.keys)?.ok_or_else(|| {
            AppError::internal(format!(
                "the setting {} holds a value of another kind",
                self.key
            ))
        })
    }
}

impl<T: SettingValue> Setting<T, OfPlatform> {
    /// Its value, from this node's memory.
    pub async fn get(&self, tx: &mut ReadTx) -> AppResult<T> {
        self.of(&tx.app)
    }

    /// Its value where there is no transaction.
    pub fn of(&self, app: &App) -> AppResult<T> {
        self.value(&Values::of_platform(app), app)
    }

    /// Changes it, with audit; every node knows within a second.
    pub async fn set(&self, tx: &mut Tx, value: T) -> AppResult<()> {
        let app = Arc::clone(&tx.app);
        change(tx, self.declared(&app)?, None, wanted(&value)).await
    }
}

impl<T: SettingValue> Setting<T, OfTenant> {
    /// Its value for the scope's tenant; remembered by this node until it changes.
    pub async fn get(&self, tx: &mut ReadTx) -> AppResult<T> {
        let tenant = tx.who().in_tenant()?;
        self.get_for(tenant, tx).await
    }

    /// Its value for a tenant, in a scope that sees all of them.
    pub async fn get_for(&self, tenant: TenantId, tx: &mut ReadTx) -> AppResult<T> {
        let values = Values::of(tenant, tx).await?;
        self.value(&values, &tx.app)
    }

    /// Changes it for the scope's tenant, with audit; every node knows within a second.
    pub async fn set(&self, tx: &mut Tx, value: T) -> AppResult<()> {
        let app = Arc::clone(&tx.app);
        let tenant = tx.who().in_tenant()?;
        change(tx, self.declared(&app)?, Some(tenant), wanted(&value)).await
    }
}

/// A secret that is none goes back to what is usual.
fn wanted<T: SettingValue>(value: &T) -> Option<Json> {
    Some(value.plain()).filter(|plain| !plain.is_null())
}
