//! The queue's database as the worker sees it: each statement has a limit, and an error is handed over only when asking again makes sense.
//! A wrapper because `graphile_worker` takes no pause of its own and connects without a limit.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures::stream;
use graphile_worker::tokio_postgres::TokioPostgresDatabase;
use graphile_worker::{
    BoxFuture, DatabaseDriver, DbError, DbExecutor, DbParams, DbRow, DbTransaction, Notification,
    NotificationStream, TransactionDriver, escape_identifier,
};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_postgres::{AsyncMessage, Client, Config};

use super::outage::Outage;
use crate::db::connect;
use crate::error::{AppError, AppResult};

/// Connections of a worker beside the one that listens.
pub(super) const CONNECTIONS: usize = 8;
/// Longest statement after the worker was told to stop.
const AT_THE_END: Duration = Duration::from_secs(3);

/// A bounded, patient driver.
#[derive(Clone)]
pub(super) struct Driver {
    inner: Arc<TokioPostgresDatabase>,
    config: Config,
    outage: Arc<Outage>,
    limit: Duration,
}

impl Driver {
    /// Connects to nothing yet. `limit` is the longest wait for one statement's answer.
    pub(super) fn new(url: &str, outage: Arc<Outage>, limit: Duration) -> AppResult<Self> {
        let config = connect::settings(url)?;
        let inner = TokioPostgresDatabase::from_config(config.clone(), CONNECTIONS)
            .map_err(|e| AppError::internal(format!("job worker: {e}")))?;
        Ok(Self {
            inner: Arc::new(inner),
            config,
            outage,
            limit,
        })
    }

    async fn asked<T>(
        &self,
        answer: impl Future<Output = Result<T, DbError>>,
    ) -> Result<T, DbError> {
        let answered = tokio::select! {
            answered = within(self.limit, answer) => answered,
            () = self.outage.stopped_for(AT_THE_END) => Err(DbError::new("not answered while stopping")),
        };
        if let Err(error) = &answered {
            self.outage.sit_out(error).await;
        }
        answered
    }

    async fn open(&self, channel: &str) -> Result<Listening, DbError> {
        let (client, mut connection) = connect::open(&self.config)
            .await
            .map_err(|e| DbError::new(e.to_string()))?;
        let (tell, told) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            // Ends with the connection, and that with its client.
            while let Some(Ok(message)) =
                std::future::poll_fn(|cx| connection.poll_message(cx)).await
            {
                if let AsyncMessage::Notification(note) = message {
                    let _ = tell.send(Notification {
                        channel: note.channel().to_owned(),
                        payload: note.payload().to_owned(),
                    });
                }
            }
        });
        let listen = format!("LISTEN {}", escape_identifier(channel));
        within(self.limit, async {
            client.batch_execute(&listen).await.map_err(DbError::from)
        })
        .await?;
        Ok(Listening {
            _client: client,
            told,
        })
    }
}

/// A connection that hears; it ends when its client is dropped.
struct Listening {
    _client: Client,
    told: mpsc::UnboundedReceiver<Notification>,
}

async fn within<T>(
    limit: Duration,
    answer: impl Future<Output = Result<T, DbError>>,
) -> Result<T, DbError> {
    timeout(limit, answer)
        .await
        .unwrap_or_else(|_| Err(DbError::new(format!("not answered in {limit:?}"))))
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Driver")
    }
}

impl DbExecutor for Driver {
    fn execute<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        Box::pin(self.asked(self.inner.execute(sql, params)))
    }

    fn fetch_all<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<Vec<DbRow>, DbError>> {
        Box::pin(self.asked(self.inner.fetch_all(sql, params)))
    }
}

impl DatabaseDriver for Driver {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn begin(&self) -> BoxFuture<'_, Result<DbTransaction, DbError>> {
        Box::pin(async move {
            let inner = self.asked(self.inner.begin()).await?;
            Ok(DbTransaction::new(Box::new(Transaction {
                inner,
                limit: self.limit,
            })))
        })
    }

    /// Hears again after the connection was lost; what was announced meanwhile is found by the next poll.
    fn listen<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Option<NotificationStream>, DbError>> {
        let (driver, channel) = (self.clone(), channel.to_owned());
        Box::pin(async move {
            let first = self.asked(self.open(&channel)).await?;
            let notes = stream::unfold(Some(first), move |held| {
                let (driver, channel) = (driver.clone(), channel.clone());
                async move { driver.next_note(held, &channel).await }
            });
            Ok(Some(Box::pin(notes) as NotificationStream))
        })
    }
}

type Heard = (Result<Notification, DbError>, Option<Listening>);

impl Driver {
    async fn next_note(self, mut held: Option<Listening>, channel: &str) -> Option<Heard> {
        loop {
            if let Some(listening) = &mut held {
                if let Some(note) = listening.told.recv().await {
                    return Some((Ok(note), held));
                }
                self.outage
                    .sit_out(&DbError::new("the listening connection ended"))
                    .await;
            }
            if self.outage.is_stopped() {
                return None;
            }
            held = self.asked(self.open(channel)).await.ok();
        }
    }
}

/// A transaction whose statements have the same limit; the caller gives it up on the first error.
struct Transaction {
    inner: DbTransaction,
    limit: Duration,
}

impl DbExecutor for Transaction {
    fn execute<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        Box::pin(within(self.limit, self.inner.execute(sql, params)))
    }

    fn fetch_all<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<Vec<DbRow>, DbError>> {
        Box::pin(within(self.limit, self.inner.fetch_all(sql, params)))
    }
}

impl TransactionDriver for Transaction {
    fn commit(self: Box<Self>) -> BoxFuture<'static, Result<(), DbError>> {
        Box::pin(within(self.limit, self.inner.commit()))
    }
}
