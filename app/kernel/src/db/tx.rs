//! A transaction in a scope. Finders take `&mut ReadTx`, verbs `&mut Tx`: what changes cannot run in a `read`.
//! Neither can be made outside this module, so an audit row, a fact or a job cannot exist outside a `write`.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{
    AnsiTransactionManager, AsyncConnection, AsyncPgConnection, TransactionManager,
};

use super::connection::{Traced, Watch};
use super::scope::Who;
use super::{Role, Statements, trips};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::ids::{TenantId, UserId};

/// A transaction that reads.
pub struct ReadTx {
    conn: Object<AsyncPgConnection>,
    watch: Arc<Watch>,
    pub(crate) app: Arc<App>,
    pub(crate) who: Who,
    role: Role,
    is_read_only: bool,
    announced: Vec<String>,
}

/// Whose rows a transaction sees: who has the same of these sees the same rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scoped {
    role: Role,
    tenant: Option<TenantId>,
    user: Option<UserId>,
}

/// A transaction that may change rows. Reads work in it too.
pub struct Tx(ReadTx);

impl Deref for ReadTx {
    type Target = AsyncPgConnection;
    fn deref(&self) -> &AsyncPgConnection {
        &self.conn
    }
}
impl DerefMut for ReadTx {
    fn deref_mut(&mut self) -> &mut AsyncPgConnection {
        &mut self.conn
    }
}
impl Deref for Tx {
    type Target = ReadTx;
    fn deref(&self) -> &ReadTx {
        &self.0
    }
}
impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut ReadTx {
        &mut self.0
    }
}

impl ReadTx {
    /// Who reads: tenant, person, request.
    #[must_use]
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// The program's state: settings, ports, what the modules declare.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// The time of the program's Clock; rules take it as a parameter.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    pub(super) async fn begin(
        app: &Arc<App>,
        role: Role,
        who: &Who,
        mode: Mode,
        watch: &Arc<Watch>,
    ) -> AppResult<Self> {
        let read_only = mode != Mode::Write;
        let mut conn = app.pools.borrow(role).await?;
        conn.set_instrumentation(Traced::new(Arc::clone(watch), Arc::clone(&who.statements)));
        let sql = begin_sql(who, mode, app.config.statement_timeout_ms);
        let begun = if read_only {
            trips::open(&mut conn, &sql)
        } else {
            AnsiTransactionManager::begin_transaction_sql(&mut *conn, &sql).await
        };
        begun.map_err(unavailable_when_gone)?;
        Ok(Self {
            conn,
            watch: Arc::clone(watch),
            app: Arc::clone(app),
            who: who.clone(),
            role,
            is_read_only: read_only,
            announced: Vec::new(),
        })
    }

    pub(crate) fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// Whether the tenant's rows are among those that this sees.
    pub(crate) fn sees_tenant(&self, tenant: TenantId) -> bool {
        match self.role {
            Role::Platform => true,
            Role::Tenant => self.who.tenant == Some(tenant),
            _ => false,
        }
    }

    /// Whose rows this sees; only the tenant's role looks at tenant and person.
    pub(crate) fn scoped(&self) -> Scoped {
        let own = (self.role == Role::Tenant).then_some(&self.who);
        Scoped {
            role: self.role,
            tenant: own.and_then(|who| who.tenant),
            user: own.and_then(|who| who.user),
        }
    }

    pub(super) async fn commit(mut self) -> AppResult<()> {
        if self.watch.is_poisoned() {
            self.rollback().await;
            return Err(AppError::internal(
                "a statement failed outside a savepoint and the work went on: nothing was kept"
                    .to_owned(),
            ));
        }
        if self.is_read_only {
            return trips::close(&mut self.conn).map_err(AppError::from);
        }
        AnsiTransactionManager::commit_transaction(&mut *self.conn)
            .await
            .map_err(AppError::from)?;
        // Whoever made the change reads it on their next page, before the database has told this node of it.
        for topic in &self.announced {
            self.app.memory.forget(topic);
        }
        Ok(())
    }

    pub(super) async fn rollback(mut self) {
        if let Err(error) = AnsiTransactionManager::rollback_transaction(&mut *self.conn).await {
            tracing::debug!(%error, "rollback failed; the pool discards the connection");
        }
    }
}

impl Tx {
    pub(super) fn from_read(read: ReadTx) -> Self {
        Self(read)
    }
    pub(super) fn into_read(self) -> ReadTx {
        self.0
    }

    /// Notes topics whose remembered answers go when this transaction commits.
    pub(crate) fn announced(&mut self, topics: &[&str]) {
        self.0
            .announced
            .extend(topics.iter().map(|&t| t.to_owned()));
    }

    /// Runs `work` in a savepoint: when it fails, only its own statements are undone and the
    /// transaction stays usable. For violations that are expected.
    pub async fn savepoint<T: Send>(
        &mut self,
        work: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
    ) -> QueryResult<T> {
        AnsiTransactionManager::begin_transaction(&mut *self.0.conn).await?;
        match work(&mut self.0.conn).await {
            Ok(value) => {
                AnsiTransactionManager::commit_transaction(&mut *self.0.conn).await?;
                Ok(value)
            }
            Err(error) => {
                AnsiTransactionManager::rollback_transaction(&mut *self.0.conn).await?;
                Err(error)
            }
        }
    }
}

/// What a transaction may do, and what its statements see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Change rows; each statement sees what has committed before it.
    Write,
    /// Read; each statement sees what has committed before it.
    Read,
    /// Read; every statement sees one moment.
    Snapshot,
}

/// One round trip opens the transaction and says whose it is. The values are ids, never text from outside.
fn begin_sql(who: &Who, mode: Mode, timeout_ms: u32) -> String {
    let mode = match mode {
        Mode::Write => "",
        Mode::Read => " READ ONLY",
        Mode::Snapshot => " ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    let tenant = who.tenant.map(|id| id.to_string()).unwrap_or_default();
    let user = who.user.map(|id| id.to_string()).unwrap_or_default();
    format!(
        "BEGIN{mode}; SELECT set_config('app.tenant_id','{tenant}',true), set_config('app.user_id','{user}',true), \
         set_config('statement_timeout','{timeout_ms}',true)"
    )
}

fn unavailable_when_gone(error: diesel::result::Error) -> AppError {
    AppError::Unavailable(format!("cannot begin: {error}"))
}

/// Turns "no row" into the `NotFound` that a visitor sees; `what` is the text key of the thing.
pub trait OrNotFound<T> {
    /// `NotFound` for a missing row, the error itself otherwise.
    fn or_not_found(self, what: &'static str) -> AppResult<T>;
}

impl<T> OrNotFound<T> for QueryResult<T> {
    fn or_not_found(self, what: &'static str) -> AppResult<T> {
        match self {
            Err(diesel::result::Error::NotFound) => Err(AppError::NotFound(what)),
            other => other.map_err(AppError::from),
        }
    }
}

impl std::fmt::Debug for ReadTx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadTx")
            .field("who", &self.who)
            .finish_non_exhaustive()
    }
}

/// Counts statements for the request; see [`Statements`].
impl ReadTx {
    /// The counter of the request's statements.
    #[must_use]
    pub fn statements(&self) -> &Statements {
        &self.who.statements
    }
}
