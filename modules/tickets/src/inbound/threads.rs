//! Which conversation a mail belongs to: the signed token first, then ids of mails that we sent.
//! Never the subject alone: people edit it, and strangers can write it.
use uuid::Uuid;

use super::{Inbound, Kind, ReplyAddress, Signed, verify};

/// Candidates, strongest first; the caller looks them up and decides whether the sender may write there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThreadHints {
    /// A genuine token from one of the recipient addresses; ask [`Signed::is_for`] whose it is.
    pub token: Option<Signed>,
    /// Ids of the form `<uuid@host>`, which ours have, nearest ancestor first. The host is not compared:
    /// only a row with that id makes it ours.
    pub our_message_ids: Vec<Uuid>,
    /// Every id referred to, nearest ancestor first, without angle brackets.
    pub all_ids: Vec<String>,
}

impl ThreadHints {
    /// The ticket that a genuine token names.
    pub fn token_ticket(&self) -> Option<Uuid> {
        self.token.map(|signed| signed.ticket)
    }
}

/// Candidates of a mail. A bounce refers to the mail that it returns.
pub fn thread_hints(mail: &Inbound, us: &ReplyAddress, key: &[u8; 32]) -> ThreadHints {
    let returned = match &mail.kind {
        Kind::Bounce {
            original_message_id,
            ..
        } => original_message_id.as_ref(),
        _ => None,
    };
    let mut all_ids: Vec<String> = Vec::new();
    for id in returned
        .into_iter()
        .chain(&mail.in_reply_to)
        .chain(mail.references.iter().rev())
    {
        if !all_ids.contains(id) {
            all_ids.push(id.clone());
        }
    }
    ThreadHints {
        token: us.tokens_in(&mail.to).find_map(|token| verify(key, token)),
        our_message_ids: all_ids.iter().filter_map(|id| uuid_of(id)).collect(),
        all_ids,
    }
}

fn uuid_of(id: &str) -> Option<Uuid> {
    let (local, _) = id.split_once('@')?;
    if local.len() == 36 {
        Uuid::try_parse(local).ok()
    } else {
        None
    }
}
