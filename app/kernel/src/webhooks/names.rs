//! Names to addresses, where every address must be public. The connection goes to the addresses that were judged here:
//! a name that answers otherwise the second time (DNS rebinding) is not asked a second time.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::target::Rules;

/// Looks names up.
#[async_trait::async_trait]
pub trait Names: Send + Sync {
    /// All addresses of a name.
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's resolver.
pub struct SystemNames;

#[async_trait::async_trait]
impl Names for SystemNames {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let found = tokio::net::lookup_host((host, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    }
}

/// Why a name is not connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nobody knows it.
    #[error("the name has no address")]
    Unknown,
    /// One of its addresses is not public.
    #[error("the name leads to an address that is not public")]
    Private,
}

/// A resolver that answers with judged addresses only.
#[derive(Clone)]
pub struct Judged {
    names: Arc<dyn Names>,
    rules: Rules,
}

impl Judged {
    /// Judges what `names` answers by `rules`.
    pub fn new(names: Arc<dyn Names>, rules: Rules) -> Self {
        Self { names, rules }
    }

    /// The addresses of a name: all of them are public, or none is given.
    pub async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, Refused> {
        let found = self
            .names
            .addresses(host)
            .await
            .map_err(|_| Refused::Unknown)?;
        if found.is_empty() {
            Err(Refused::Unknown)
        } else if found.iter().all(|address| self.rules.admit(*address)) {
            Ok(found)
        } else {
            Err(Refused::Private)
        }
    }
}

impl Resolve for Judged {
    fn resolve(&self, name: Name) -> Resolving {
        let judged = self.clone();
        Box::pin(async move {
            let found = judged.addresses(name.as_str()).await?;
            let sockets = found.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(sockets) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Answers with the next list each time.
    struct Turning(Mutex<Vec<Vec<&'static str>>>);

    #[async_trait::async_trait]
    impl Names for Turning {
        async fn addresses(&self, _: &str) -> io::Result<Vec<IpAddr>> {
            let next = self.0.lock().unwrap().pop().unwrap_or_default();
            Ok(next.into_iter().map(|ip| ip.parse().unwrap()).collect())
        }
    }

    fn judged(answers: &[&[&'static str]]) -> Judged {
        let turns = answers.iter().rev().map(|list| list.to_vec()).collect();
        let rules = Rules {
            http: false,
            loopback: false,
        };
        Judged::new(Arc::new(Turning(Mutex::new(turns))), rules)
    }

    #[tokio::test]
    async fn one_private_address_among_public_ones_is_enough() {
        let judged = judged(&[&["93.184.216.34"], &["93.184.216.34", "10.0.0.1"], &[]]);
        assert_eq!(
            judged.addresses("a.test").await,
            Ok(vec!["93.184.216.34".parse().unwrap()])
        );
        assert_eq!(judged.addresses("a.test").await, Err(Refused::Private));
        assert_eq!(judged.addresses("a.test").await, Err(Refused::Unknown));
    }

    #[tokio::test]
    async fn a_name_that_turns_to_this_machine_is_refused_by_the_connection_itself() {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let judged = judged(&[&["93.184.216.34"], &["127.0.0.1"]]);
        assert!(
            judged.addresses("turning.test").await.is_ok(),
            "public when it was saved"
        );
        let client = reqwest::Client::builder()
            .no_proxy()
            .dns_resolver(Arc::new(judged))
            .build()
            .unwrap();
        let error = client
            .get(format!("http://turning.test:{port}/"))
            .send()
            .await
            .unwrap_err();
        assert_eq!(
            crate::webhooks::client::refusal(&error),
            Some(Refused::Private)
        );
    }
}
