//! Scopes: a handler says in its signature whose rows it works on. A scope is a choice, not an open connection;
//! `read` and `write` open the transaction, tell PostgreSQL whose it is, and commit or roll back.

use std::net::IpAddr;
use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use diesel::QueryResult;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use rocket::Request;
use rocket::request::{FromRequest, Outcome};
use serde::{Deserialize, Serialize};

use super::connection::{Traced, Watch};
use super::tx::{Mode, ReadTx, Tx};
use super::{Role, Statements};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::ids::{RequestId, TenantId, UserId};
use crate::web::Current;

/// Which scope a route declared in its `Mount`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ScopeKind {
    /// Touches no database through a scope.
    None,
    /// What anybody may see.
    Public,
    /// The signed-in person's own rows.
    Account,
    /// The current tenant's rows.
    Tenant,
    /// All tenants' rows, for staff.
    Platform,
}

/// Who acts: set as transaction-local settings, written into audit rows and job payloads.
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// The tenant whose rows are seen.
    pub tenant: Option<TenantId>,
    /// The person.
    pub user: Option<UserId>,
    /// The request, for logs and audit.
    pub request: Option<RequestId>,
    /// Where the request came from, after trusted proxies.
    pub address: Option<IpAddr>,
    /// Counts the request's statements.
    pub statements: Arc<Statements>,
}

impl Who {
    /// The person, of whom something is done that needs one.
    pub fn person(&self) -> AppResult<UserId> {
        self.user.ok_or(AppError::SignInFirst)
    }
    /// The tenant in which something is done that needs one.
    pub fn in_tenant(&self) -> AppResult<TenantId> {
        let tenant = self.tenant;
        tenant.ok_or(AppError::Forbidden("kernel.problem.no_tenant"))
    }
}

/// The work of one transaction; `AsyncFn` plus a named future so that it can be required to be `Send`.
pub trait Work<A, R>: AsyncFn(A) -> R + Fn(A) -> <Self as Work<A, R>>::Fut {
    /// The future of one run.
    type Fut: Future<Output = R>;
}
impl<F, A, Fut, R> Work<A, R> for F
where
    F: AsyncFn(A) -> R + Fn(A) -> Fut,
    Fut: Future<Output = R>,
{
    type Fut = Fut;
}

/// What all scopes share.
#[derive(Clone)]
pub struct Scope {
    app: Arc<App>,
    role: Role,
    who: Who,
}

const TRIES: u32 = 4;
const RETRY_PAUSE: Range<Duration> = Duration::from_millis(5)..Duration::from_millis(25);

impl Scope {
    pub(crate) fn new(app: Arc<App>, role: Role, who: Who) -> Self {
        Self { app, role, who }
    }

    pub(crate) async fn read<T: Send>(
        &self,
        work: impl for<'t> AsyncFn(&'t mut ReadTx) -> AppResult<T>
        + for<'t> Work<&'t mut ReadTx, AppResult<T>, Fut: Send>
        + Send
        + Sync,
    ) -> AppResult<T> {
        self.read_in(Mode::Read, work).await
    }

    async fn read_in<T: Send>(
        &self,
        mode: Mode,
        work: impl for<'t> AsyncFn(&'t mut ReadTx) -> AppResult<T>
        + for<'t> Work<&'t mut ReadTx, AppResult<T>, Fut: Send>
        + Send
        + Sync,
    ) -> AppResult<T> {
        let watch = Arc::new(Watch::default());
        let transaction = pin!(async {
            let mut tx = ReadTx::begin(&self.app, self.role, &self.who, mode, &watch).await?;
            match work(&mut tx).await {
                Ok(value) => tx.commit().await.map(|()| value),
                Err(error) => {
                    tx.rollback().await;
                    Err(error)
                }
            }
        });
        watch.over(self.app.config.patience(), transaction).await
    }

    pub(crate) async fn write<T: Send>(
        &self,
        work: impl for<'t> AsyncFn(&'t mut Tx) -> AppResult<T>
        + for<'t> Work<&'t mut Tx, AppResult<T>, Fut: Send>
        + Send
        + Sync,
    ) -> AppResult<T> {
        let mut tries = 0;
        loop {
            tries += 1;
            let watch = Arc::new(Watch::default());
            let transaction = pin!(async {
                let read =
                    ReadTx::begin(&self.app, self.role, &self.who, Mode::Write, &watch).await?;
                let mut tx = Tx::from_read(read);
                match work(&mut tx).await {
                    Ok(value) => tx.into_read().commit().await.map(|()| value),
                    Err(error) => {
                        tx.into_read().rollback().await;
                        Err(error)
                    }
                }
            });
            let result = watch.over(self.app.config.patience(), transaction).await;
            match result {
                Err(error) if error.is_retryable() && tries < TRIES => {
                    tracing::debug!(%error, tries, "transaction lost a race; trying again");
                    // At once it could meet the winner before that has taken the rest of its locks.
                    let pause = rand::random_range(RETRY_PAUSE) * tries;
                    tokio::time::sleep(pause).await;
                }
                other => return other,
            }
        }
    }
}

macro_rules! scope {
    ($(#[$meta:meta])* $name:ident, $kind:ident, $role:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(Scope);

        impl $name {
            /// Runs `work` in a read-only transaction.
            pub async fn read<T: Send>(
                &self,
                work: impl for<'t> AsyncFn(&'t mut ReadTx) -> AppResult<T>
                + for<'t> Work<&'t mut ReadTx, AppResult<T>, Fut: Send> + Send + Sync,
            ) -> AppResult<T> {
                self.0.read(work).await
            }

            /// Runs `work` in a transaction and commits it. `work` may run again after a lost race: it must not
            /// move anything out, and must make no outside call. Write `async |tx|`, never `async move`.
            pub async fn write<T: Send>(
                &self,
                work: impl for<'t> AsyncFn(&'t mut Tx) -> AppResult<T>
                + for<'t> Work<&'t mut Tx, AppResult<T>, Fut: Send> + Send + Sync,
            ) -> AppResult<T> {
                self.0.write(work).await
            }

            /// The program's state: clock, settings, ports.
            #[must_use]
            pub fn app(&self) -> &Arc<App> { &self.0.app }

            /// Who acts through this scope.
            #[must_use]
            pub fn who(&self) -> &Who { &self.0.who }
        }

        #[rocket::async_trait]
        impl<'r> FromRequest<'r> for $name {
            type Error = ();
            async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
                match Current::scope(request, ScopeKind::$kind).await {
                    Ok((app, who)) => Outcome::Success(Self(Scope::new(app, Role::$role, who))),
                    Err(error) => Current::refuse(request, error),
                }
            }
        }
    };
}

scope! {
    /// What anybody may see; everything else through narrow SECURITY DEFINER functions.
    PublicDb, Public, Public
}
scope! {
    /// The signed-in person's own rows: profile, memberships, sessions, notifications.
    AccountDb, Account, Tenant
}
scope! {
    /// The current tenant's rows.
    TenantDb, Tenant, Tenant
}
scope! {
    /// All tenants' rows: staff screens, and jobs that cross tenants.
    PlatformDb, Platform, Platform
}

impl PlatformDb {
    /// Runs `work` in a read-only transaction in which every statement sees the same moment: for figures that must fit
    /// each other.
    pub async fn snapshot<T: Send>(
        &self,
        work: impl for<'t> AsyncFn(&'t mut ReadTx) -> AppResult<T>
        + for<'t> Work<&'t mut ReadTx, AppResult<T>, Fut: Send>
        + Send
        + Sync,
    ) -> AppResult<T> {
        self.0.read_in(Mode::Snapshot, work).await
    }
}

// For what is done alike for a tenant and for the platform.
impl From<TenantDb> for Scope {
    fn from(db: TenantDb) -> Self {
        db.0
    }
}
impl From<PlatformDb> for Scope {
    fn from(db: PlatformDb) -> Self {
        db.0
    }
}

impl TenantDb {
    /// Whose rows.
    pub fn tenant(&self) -> AppResult<TenantId> {
        self.0.who.in_tenant()
    }
}

impl PublicDb {
    /// One statement without a transaction, for the session look-up of every request.
    pub(crate) async fn once<T: Send>(
        &self,
        work: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
    ) -> AppResult<T> {
        let watch = Arc::new(Watch::default());
        let statement = pin!(async {
            let mut conn = self.0.app.pools.borrow(Role::Public).await?;
            let statements = Arc::clone(&self.0.who.statements);
            conn.set_instrumentation(Traced::new(Arc::clone(&watch), statements));
            work(&mut conn).await.map_err(AppError::from)
        });
        let patience = self.0.app.config.patience();
        watch.over(patience, statement).await
    }
}

impl PublicDb {
    /// The rows of a tenant as one of its members, who proved it by a secret that was just looked up.
    pub(crate) fn as_person(&self, tenant: TenantId, user: UserId) -> TenantDb {
        let who = Who {
            tenant: Some(tenant),
            user: Some(user),
            ..self.0.who.clone()
        };
        TenantDb(Scope::new(Arc::clone(&self.0.app), Role::Tenant, who))
    }
}

/// The scopes that work without a request may choose: a job, for whom its payload names; a seed, a health check, a mail
/// that came in. No handler gets one.
#[derive(Clone)]
pub struct JobDb {
    app: Arc<App>,
    who: Who,
}

impl JobDb {
    pub(crate) fn new(app: Arc<App>, who: Who) -> Self {
        Self { app, who }
    }

    /// The program's state.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// All tenants' rows.
    #[must_use]
    pub fn platform(&self) -> PlatformDb {
        PlatformDb(Scope::new(
            Arc::clone(&self.app),
            Role::Platform,
            self.who.clone(),
        ))
    }

    /// The rows of the person who acts.
    #[must_use]
    pub(crate) fn account(&self) -> AccountDb {
        AccountDb(Scope::new(
            Arc::clone(&self.app),
            Role::Tenant,
            self.who.clone(),
        ))
    }

    /// The rows of one tenant.
    #[must_use]
    pub fn tenant(&self, tenant: TenantId) -> TenantDb {
        let who = Who {
            tenant: Some(tenant),
            ..self.who.clone()
        };
        TenantDb(Scope::new(Arc::clone(&self.app), Role::Tenant, who))
    }

    /// What anybody may see.
    #[must_use]
    pub fn public(&self) -> PublicDb {
        PublicDb(Scope::new(
            Arc::clone(&self.app),
            Role::Public,
            self.who.clone(),
        ))
    }
}
