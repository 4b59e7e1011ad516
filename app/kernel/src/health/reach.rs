//! Why the database does not let the program in, in words that say what to do: a server that is away needs another cure
//! than roles that `sarai migrate` has not made yet. Asked only when something has failed.

use std::time::Duration;

use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

use super::Finding;
use crate::app::App;
use crate::db::{DatabaseUrls, Role};

/// What keeps the serving roles from the database; `None` when each of them is let in. One look takes no longer than
/// `patience`.
pub async fn obstacle(app: &App, patience: Duration) -> Option<Finding> {
    for role in [Role::Public, Role::Tenant, Role::Platform] {
        let Ok(url) = app.urls.get(role) else {
            return Some(Finding::new("kernel.health.address_missing").code("role", role.name()));
        };
        if let Err(failed) = look(url, patience).await {
            return Some(explain(&app.urls, role, failed, patience).await);
        }
    }
    None
}

/// Why a connection did not come about.
enum Failed {
    /// Nothing answers there.
    Away(String),
    /// The server answers, and refuses.
    Refused(SqlState, String),
}

async fn look(url: &str, patience: Duration) -> Result<(), Failed> {
    match tokio::time::timeout(patience, tokio_postgres::connect(url, NoTls)).await {
        Err(_) => Err(Failed::Away(format!("silence for {patience:?}"))),
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(match error.as_db_error() {
            Some(db) => Failed::Refused(db.code().clone(), db.message().to_owned()),
            None => Failed::Away(deepest(&error)),
        }),
    }
}

/// The innermost cause: "error connecting to server" alone tells nobody anything.
fn deepest(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), deepest)
}

async fn explain(urls: &DatabaseUrls, role: Role, failed: Failed, patience: Duration) -> Finding {
    let url = urls.get(role).unwrap_or_default();
    let (code, said) = match failed {
        Failed::Away(said) => {
            return Finding::new("kernel.health.database_away")
                .code("at", place(url))
                .code("error", said);
        }
        Failed::Refused(code, said) => (code, said),
    };
    let finding = match code {
        SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            return unknown_role(urls, role, patience).await;
        }
        SqlState::INVALID_CATALOG_NAME => Finding::new("kernel.health.database_missing"),
        SqlState::CANNOT_CONNECT_NOW => Finding::new("kernel.health.database_starting"),
        SqlState::TOO_MANY_CONNECTIONS => Finding::new("kernel.health.database_full"),
        _ => Finding::new("kernel.health.database_refuses"),
    };
    finding.code("at", place(url)).code("error", said)
}

/// PostgreSQL says "wrong password" of a role that does not exist, too; who may look into its catalogue knows better.
async fn unknown_role(urls: &DatabaseUrls, role: Role, patience: Duration) -> Finding {
    let Some(admin) = &urls.admin else {
        return Finding::new("kernel.health.role_refused").code("role", role.name());
    };
    let key = match exists(admin, role, patience).await {
        Some(false) => "kernel.health.roles_missing",
        Some(true) => "kernel.health.roles_have_another_password",
        None => "kernel.health.roles_refused",
    };
    Finding::new(key).code("role", role.name())
}

async fn exists(admin: &str, role: Role, patience: Duration) -> Option<bool> {
    let connected = tokio::time::timeout(patience, tokio_postgres::connect(admin, NoTls)).await;
    let (client, connection) = connected.ok()?.ok()?;
    let driver = tokio::spawn(connection);
    let sql = "SELECT 1 FROM pg_roles WHERE rolname = $1";
    let found = client.query_opt(sql, &[&role.name()]).await;
    drop(client);
    driver.abort();
    Some(found.ok()?.is_some())
}

/// Host, port and database of an address, without its password.
fn place(url: &str) -> String {
    let Ok(config) = url.parse::<Config>() else {
        return "?".to_owned();
    };
    let hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .map(|host| match host {
            tokio_postgres::config::Host::Tcp(name) => name.clone(),
            tokio_postgres::config::Host::Unix(path) => path.display().to_string(),
        })
        .collect();
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let database = config.get_dbname().unwrap_or_default();
    format!("{}:{port}/{database}", hosts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_of_a_database_is_told_without_its_password() {
        let url = "postgres://sarai_public:secret@db.test:6432/sarai";
        assert_eq!(place(url), "db.test:6432/sarai");
        let socket = "postgres:///sarai?host=/run/pg&user=sarai_public&password=secret";
        assert_eq!(place(socket), "/run/pg:5432/sarai");
    }

    #[tokio::test]
    async fn port_where_nothing_listens_is_away() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let url = format!("postgres://a:b@127.0.0.1:{port}/c");
        let Err(Failed::Away(said)) = look(&url, Duration::from_secs(5)).await else {
            panic!("it answers");
        };
        assert!(said.contains("refused"), "{said}");
    }
}
