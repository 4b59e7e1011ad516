//! One login role and one small pool per scope. Plans under row-level security depend on the role, so a role
//! is never switched on a living connection; and no role is a superuser, who would pass every policy.

use std::collections::HashMap;
use std::time::Duration;

use deadpool::managed::QueueMode;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::connect;
use super::statement::sql;
use crate::error::{AppError, AppResult};

/// A login role of the database, one for each scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Runs migrations and owns the tables; the program never serves with it.
    Owner,
    /// Rows of one tenant or one person, chosen by `app.tenant_id` and `app.user_id`.
    Tenant,
    /// Staff screens and jobs that cross tenants.
    Platform,
    /// What anybody may see, and narrow SECURITY DEFINER functions.
    Public,
    /// The job worker; owns the queue's schema.
    Jobs,
}

impl Role {
    /// Every role that logs in.
    pub const ALL: [Role; 5] = [
        Role::Owner,
        Role::Tenant,
        Role::Platform,
        Role::Public,
        Role::Jobs,
    ];

    /// The role's name in PostgreSQL.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "sarai_owner",
            Self::Tenant => "sarai_tenant",
            Self::Platform => "sarai_platform",
            Self::Public => "sarai_public",
            Self::Jobs => "sarai_jobs",
        }
    }
}

/// How to reach the database as each role.
#[derive(Clone, Debug)]
pub struct DatabaseUrls {
    /// A role that may create roles; used by `sarai migrate` only. Absent on managed servers.
    pub admin: Option<String>,
    by_role: HashMap<Role, String>,
}

impl DatabaseUrls {
    /// Derives the five roles' addresses from one administrator's address: same server and database, the role's
    /// name, and a password made from the secret key, so that nodes that share the key share the passwords.
    pub fn derived(admin: &str, secret: &[u8]) -> AppResult<Self> {
        let mut by_role = HashMap::new();
        for role in Role::ALL {
            let password = role_password(secret, role)?;
            by_role.insert(role, with_login(admin, role.name(), &password)?);
        }
        Ok(Self {
            admin: Some(admin.to_owned()),
            by_role,
        })
    }

    /// Uses addresses that the operator of a managed server gave, one a role.
    #[must_use]
    pub fn managed(by_role: HashMap<Role, String>) -> Self {
        Self {
            admin: None,
            by_role,
        }
    }

    /// The address for one role.
    pub fn get(&self, role: Role) -> AppResult<&str> {
        self.by_role.get(&role).map(String::as_str).ok_or_else(|| {
            AppError::internal(format!("no database address for the role {}", role.name()))
        })
    }
}

/// The password of a role: HMAC-SHA256 of its name under the secret key, in hex.
pub fn role_password(secret: &[u8], role: Role) -> AppResult<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret)
        .map_err(|e| AppError::internal(format!("secret key: {e}")))?;
    mac.update(b"database role ");
    mac.update(role.name().as_bytes());
    Ok(hex::encode(mac.finalize().into_bytes()))
}

fn with_login(url: &str, user: &str, password: &str) -> AppResult<String> {
    let mut url = url::Url::parse(url)
        .map_err(|e| AppError::internal(format!("DATABASE_URL cannot be read: {e}")))?;
    let has_host = url.host().is_some();
    if has_host {
        let refused = || AppError::internal("DATABASE_URL has no place for a user".to_owned());
        url.set_username(user).map_err(|()| refused())?;
        url.set_password(Some(password)).map_err(|()| refused())?;
        return Ok(url.into());
    }
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(k, _)| k != "user" && k != "password")
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(kept)
        .append_pair("user", user)
        .append_pair("password", password);
    Ok(url.into())
}

/// The pools of a running program: tenant, platform and public.
#[derive(Clone)]
pub struct Pools {
    tenant: Pool<AsyncPgConnection>,
    platform: Pool<AsyncPgConnection>,
    public: Pool<AsyncPgConnection>,
}

impl Pools {
    /// Builds the pools; connections are opened when first needed, at most `size` for each role.
    pub fn new(urls: &DatabaseUrls, size: usize) -> AppResult<Self> {
        let build = |role: Role| -> AppResult<Pool<AsyncPgConnection>> {
            let mut config = ManagerConfig::default();
            config.recycling_method = RecyclingMethod::Fast;
            config.custom_setup = Box::new(|url| Box::pin(connect::diesel(url)));
            let manager = AsyncDieselConnectionManager::new_with_config(urls.get(role)?, config);
            Pool::builder(manager)
                .max_size(size)
                // The last one used has its plans and tables at hand; those beyond the need stay idle.
                .queue_mode(QueueMode::Lifo)
                .runtime(deadpool::Runtime::Tokio1)
                .wait_timeout(Some(Duration::from_secs(5)))
                .create_timeout(Some(Duration::from_secs(5)))
                .recycle_timeout(Some(Duration::from_secs(2)))
                .build()
                .map_err(|e| AppError::internal(format!("database pool: {e}")))
        };
        Ok(Self {
            tenant: build(Role::Tenant)?,
            platform: build(Role::Platform)?,
            public: build(Role::Public)?,
        })
    }

    pub(super) async fn borrow(&self, role: Role) -> AppResult<Object<AsyncPgConnection>> {
        let pool = match role {
            Role::Tenant => &self.tenant,
            Role::Platform => &self.platform,
            Role::Public => &self.public,
            Role::Owner | Role::Jobs => {
                return Err(AppError::internal(format!(
                    "the program does not serve as {}",
                    role.name()
                )));
            }
        };
        pool.get()
            .await
            .map_err(|e| AppError::Unavailable(format!("database pool {}: {e}", role.name())))
    }

    /// Refuses roles that row-level security does not bind; the text says which and why.
    pub async fn refuse_unbound_roles(&self) -> AppResult<()> {
        for role in [Role::Tenant, Role::Platform, Role::Public] {
            let mut conn = self.borrow(role).await?;
            let unbound = sql(
                "SELECT rolname::text AS name FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)",
            )
            .load::<NameRow>(&mut conn)
            .await?;
            if let Some(row) = unbound.into_iter().next() {
                return Err(AppError::internal(format!(
                    "the role {} is a superuser or bypasses row-level security; every tenant would see every row. \
                     Give {} a plain role",
                    row.name,
                    role.name()
                )));
            }
        }
        Ok(())
    }
}

#[derive(diesel::QueryableByName)]
struct NameRow {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}
