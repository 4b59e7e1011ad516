//! A real SMTP server on a free local port that keeps every mail it takes, with faults on request.
//! Here because mail is asserted over the wire: what the product sends is what a test reads.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

mod faults;
mod mail;
mod session;
mod tls;

use faults::Faults;
pub use mail::Mail;
use tls::Tls;
pub use tls::{PASSWORD, USER};

/// How long [`SmtpSink::wait_for`] waits before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the sessions and the test share.
struct Shared {
    mails: watch::Sender<Vec<Arc<Mail>>>,
    faults: Mutex<Faults>,
    tls: Option<Tls>,
}

impl Shared {
    fn faults<T>(&self, change: impl FnOnce(&mut Faults) -> T) -> T {
        change(&mut self.faults.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, mail: Mail) {
        self.mails.send_modify(|mails| mails.push(Arc::new(mail)));
    }
}

/// The running sink; it stops when dropped.
pub struct SmtpSink {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl SmtpSink {
    /// Listen on a free port of 127.0.0.1, in the clear and for everybody.
    pub async fn start() -> Self {
        Self::listen(None).await
    }

    /// Take mail only after STARTTLS and a sign-in as [`USER`] with [`PASSWORD`]; the certificate is of an authority of its own.
    pub async fn start_with_starttls() -> Self {
        Self::listen(Some(Tls::new(false))).await
    }

    /// The same with TLS from the first byte.
    pub async fn start_with_tls() -> Self {
        Self::listen(Some(Tls::new(true))).await
    }

    async fn listen(tls: Option<Tls>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a free local port");
        let address = listener.local_addr().expect("the listener's address");
        let shared = Arc::new(Shared {
            mails: watch::Sender::new(Vec::new()),
            faults: Mutex::new(Faults::default()),
            tls,
        });
        let server = tokio::spawn(serve(listener, shared.clone()));
        Self {
            address,
            shared,
            server,
        }
    }

    /// Address in the form that `SARAI_SMTP_URL` takes.
    pub fn url(&self) -> String {
        self.url_with(PASSWORD)
    }

    /// The same with another password.
    pub fn url_with(&self, password: &str) -> String {
        let port = self.address.port();
        match &self.shared.tls {
            None => format!("smtp://{}", self.address),
            Some(tls) if tls.from_start => format!("smtps://{USER}:{password}@localhost:{port}"),
            Some(_) => format!("smtp://{USER}:{password}@localhost:{port}?tls=required"),
        }
    }

    /// The certificate, as PEM, of the authority that the sink's own comes from.
    ///
    /// # Panics
    /// When the sink speaks no TLS.
    pub fn authority(&self) -> &str {
        let tls = self.shared.tls.as_ref().expect("a sink with TLS");
        &tls.authority
    }

    /// The port it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every mail taken so far, oldest first.
    pub fn mails(&self) -> Vec<Arc<Mail>> {
        self.shared.mails.borrow().clone()
    }

    /// The first mail for which `wanted` holds, now or as soon as it arrives.
    ///
    /// # Panics
    /// After 20 seconds, naming what did arrive.
    pub async fn wait_for(&self, wanted: impl Fn(&Mail) -> bool) -> Arc<Mail> {
        match self.find_within(PATIENCE, wanted).await {
            Some(mail) => mail,
            None => panic!(
                "no such mail within {PATIENCE:?}; came: {:#?}",
                self.mails()
            ),
        }
    }

    /// The first mail to this address.
    pub async fn wait_for_mail_to(&self, address: &str) -> Arc<Mail> {
        self.wait_for(|mail| mail.is_to(address)).await
    }

    /// Wait until at least `count` mails fit, and return those that do.
    pub async fn wait_for_count(
        &self,
        count: usize,
        wanted: impl Fn(&Mail) -> bool,
    ) -> Vec<Arc<Mail>> {
        let fitting = |mails: &[Arc<Mail>]| {
            mails
                .iter()
                .filter(|mail| wanted(mail))
                .cloned()
                .collect::<Vec<_>>()
        };
        let mut mails = self.shared.mails.subscribe();
        let enough = mails.wait_for(|all| fitting(all).len() >= count);
        match tokio::time::timeout(PATIENCE, enough).await {
            Ok(Ok(all)) => fitting(&all),
            _ => panic!(
                "fewer than {count} such mails within {PATIENCE:?}: {:#?}",
                self.mails()
            ),
        }
    }

    /// Like [`Self::wait_for`], but `None` when the time is over.
    pub async fn find_within(
        &self,
        patience: Duration,
        wanted: impl Fn(&Mail) -> bool,
    ) -> Option<Arc<Mail>> {
        let mut mails = self.shared.mails.subscribe();
        let arrival = mails.wait_for(|all| all.iter().any(|mail| wanted(mail)));
        let all = tokio::time::timeout(patience, arrival).await.ok()?.ok()?;
        all.iter().find(|mail| wanted(mail)).cloned()
    }

    /// Forget what has arrived (scripted faults stay).
    pub fn clear(&self) {
        self.shared.mails.send_modify(Vec::clear);
    }

    /// Answer the next `count` `MAIL` commands with 451 (try again later).
    pub fn refuse_next(&self, count: u32) {
        self.shared.faults(|f| f.refuse_next = count);
    }

    /// Answer every `RCPT` for this address with 550 (no such mailbox).
    pub fn refuse_address(&self, address: &str) {
        self.shared.faults(|f| f.refuse_address(address));
    }

    /// Take the next `count` messages, then cut the connection instead of answering the final dot:
    /// the sender cannot know that it was delivered.
    pub fn drop_after_dot_next(&self, count: u32) {
        self.shared.faults(|f| f.drop_after_dot = count);
    }

    /// Wait this long before each answer to a final dot.
    pub fn delay(&self, delay: Duration) {
        self.shared.faults(|f| f.delay = delay);
    }

    /// No more faults.
    pub fn heal(&self) {
        self.shared.faults(|f| *f = Faults::default());
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut sessions = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let shared = shared.clone();
        // A client that goes away mid-command ends its own session; nobody else is concerned.
        sessions.spawn(async move { session::run(stream, shared).await.ok() });
        while sessions.try_join_next().is_some() {}
    }
}

#[cfg(test)]
mod tests;
