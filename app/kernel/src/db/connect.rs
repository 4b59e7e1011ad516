//! The one way to a bare connection: limits on connecting and on the handshake, keepalives against a peer that is gone.
//! Here because a server that takes a connection and says nothing would hold whoever waits for it, for ever.

use std::time::Duration;

use diesel::ConnectionError;
use diesel_async::AsyncPgConnection;
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{Client, Config, Connection, NoTls, Socket};

use crate::error::{AppError, AppResult};

/// Longest connect and handshake together. A socket that met itself on a port of the ephemeral range ends here too.
pub const LIMIT: Duration = Duration::from_secs(5);
/// How long sent bytes may stay unacknowledged.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);
/// PostgreSQL's own word for "nothing was said about keepalives".
const UNSAID_IDLE: Duration = Duration::from_hours(2);

/// What an address says, and our limits where it says nothing.
pub fn settings(url: &str) -> AppResult<Config> {
    let mut config: Config = url
        .parse()
        .map_err(|e| AppError::internal(format!("a database address cannot be read: {e}")))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(LIMIT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNACKNOWLEDGED);
    }
    if config.get_keepalives_idle() == UNSAID_IDLE {
        config
            .keepalives_idle(UNACKNOWLEDGED)
            .keepalives_interval(Duration::from_secs(10))
            .keepalives_retries(3);
    }
    Ok(config)
}

type Opened = (Client, Connection<Socket, NoTlsStream>);

/// Connects within the limit; each further host of the address has as much again.
pub async fn open(config: &Config) -> AppResult<Opened> {
    let limit = limit(config);
    match tokio::time::timeout(limit, config.connect(NoTls)).await {
        Ok(Ok(open)) => Ok(open),
        Ok(Err(error)) => Err(AppError::Unavailable(format!(
            "database: {}",
            whole(&error)
        ))),
        Err(_) => Err(AppError::Unavailable(format!(
            "database: {}",
            unsaid(limit)
        ))),
    }
}

fn limit(config: &Config) -> Duration {
    let hosts = u32::try_from(config.get_hosts().len()).unwrap_or(1).max(1);
    config.get_connect_timeout().map_or(LIMIT, |t| *t) * hosts
}

fn unsaid(limit: Duration) -> String {
    format!("the server takes connections and says nothing for {limit:?}")
}

/// A connection that is driven until its client is dropped.
pub async fn client(url: &str) -> AppResult<Client> {
    let (client, connection) = open(&settings(url)?).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// The same as diesel wants it.
pub async fn diesel(url: &str) -> Result<AsyncPgConnection, ConnectionError> {
    let bad = |e: AppError| ConnectionError::BadConnection(e.to_string());
    let (client, connection) = open(&settings(url).map_err(bad)?).await.map_err(bad)?;
    let set_up = AsyncPgConnection::try_from_client_and_connection(client, connection);
    tokio::time::timeout(LIMIT, set_up)
        .await
        .map_err(|_| ConnectionError::BadConnection(format!("no answer in {LIMIT:?}")))?
}

/// Whether the server is there and takes us: `Away` may pass, `Refused` will not pass by waiting.
#[derive(Debug)]
pub enum Reach {
    /// It answers.
    Answers,
    /// Nobody answers, or it is starting or stopping, or full.
    Away(String),
    /// It answers and does not let us in.
    Refused(String),
}

/// Looks once.
pub async fn reach(url: &str) -> AppResult<Reach> {
    let config = settings(url)?;
    let limit = limit(&config);
    let said = match tokio::time::timeout(limit, config.connect(NoTls)).await {
        Ok(Ok(_)) => return Ok(Reach::Answers),
        Ok(Err(error)) => error,
        Err(_) => return Ok(Reach::Away(unsaid(limit))),
    };
    let text = whole(&said);
    Ok(
        match said.code().map(tokio_postgres::error::SqlState::code) {
            Some(code) if !passes(code) => Reach::Refused(text),
            _ => Reach::Away(text),
        },
    )
}

/// Whether an error of this class is about the server's being away: connections, its own stop and start, too many.
pub fn passes(code: &str) -> bool {
    code.starts_with("08") || code.starts_with("57P") || code.starts_with("53")
}

/// tokio-postgres says only "error connecting to server"; the reason is one below.
fn whole(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn server_that_takes_a_connection_and_says_nothing_is_given_up() {
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = silent.local_addr().unwrap();
        let url = format!("postgres://me@{address}/none?connect_timeout=1");
        let all = async { tokio::join!(reach(&url), client(&url), diesel(&url)) };
        let given_up = tokio::time::timeout(Duration::from_secs(20), all).await;
        let (reached, client, diesel) = given_up.unwrap();
        assert!(matches!(reached.unwrap(), Reach::Away(why) if why.contains("says nothing")));
        assert!(client.is_err() && diesel.is_err());
    }

    #[tokio::test]
    async fn nobody_there_is_away() {
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("postgres://me@{}/none", port.local_addr().unwrap());
        drop(port);
        assert!(matches!(reach(&url).await.unwrap(), Reach::Away(_)));
    }

    #[test]
    fn limits_hold_where_the_address_says_nothing_and_give_way_where_it_does() {
        let ours = settings("postgres://me@db/none").unwrap();
        assert_eq!(ours.get_connect_timeout(), Some(&LIMIT));
        assert_eq!(ours.get_keepalives_idle(), UNACKNOWLEDGED);
        let theirs = "postgres://me@db/none?connect_timeout=1&keepalives_idle=7";
        let theirs = settings(theirs).unwrap();
        assert_eq!(theirs.get_connect_timeout(), Some(&Duration::from_secs(1)));
        assert_eq!(theirs.get_keepalives_idle(), Duration::from_secs(7));
    }
}
