//! Mail that comes in from outside, for whichever module keeps conversations.
//! The host's `mail-in` command hands over what the mail server gave it on standard input.

use kernel::AppResult;
use kernel::db::JobDb;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// It was filed; the text says where, for the log.
    Filed(String),
    /// It was taken and needs nothing (a bounce, an automatic answer, a loop).
    Noted(String),
    /// It can never be taken: the mail server should return it to its sender with this text.
    Refused(String),
}

/// Takes messages from the mail server.
#[async_trait::async_trait]
pub trait InboundMail: Send + Sync {
    /// Takes one RFC 5322 message. An error means: keep it and try again later.
    async fn receive(&self, db: &JobDb, raw: Vec<u8>) -> AppResult<Received>;
}
