//! What was promised and which mails went out, over all rounds, small enough for a hundred thousand replies.
//! Here so that the books of the program can be compared with what the outside saw.

use std::collections::{BTreeSet, HashMap, HashSet};

use kit::Mail;

use crate::writers::{PREFIX, Reply, Written};

/// The mails about one reply to one person.
#[derive(Default)]
pub struct Copies {
    /// Different Message-IDs; more than one is a broken promise.
    pub ids: BTreeSet<String>,
    /// How often it went out.
    pub count: usize,
}

/// The outside's view.
#[derive(Default)]
pub struct Ledger {
    /// Acknowledged replies and who must have a mail of them.
    pub acknowledged: HashMap<String, String>,
    /// Replies without an answer.
    pub open: HashSet<String>,
    /// Replies that got their answer only when they were sent a second time.
    pub sent_again: usize,
    /// Answers that should not be.
    pub refused: Vec<String>,
    /// Mails by reply and recipient.
    pub mails: HashMap<(String, String), Copies>,
    /// All mails.
    pub mail_count: usize,
}

impl Ledger {
    /// Takes in what a writer was told.
    pub fn take(&mut self, written: &Written, reader: &str) {
        for Reply { marker, .. } in &written.acknowledged {
            self.sent_again += usize::from(self.open.remove(marker));
            self.acknowledged.insert(marker.clone(), reader.to_owned());
        }
        self.open
            .extend(written.open.iter().map(|reply| reply.marker.clone()));
        self.refused.extend(written.refused.iter().cloned());
    }

    /// Takes in what a mail server has got.
    pub fn take_mails(&mut self, mails: &[impl AsRef<Mail>]) {
        for mail in mails.iter().map(AsRef::as_ref) {
            self.mail_count += 1;
            let Some(marker) = marker_in(&mail.text) else {
                continue;
            };
            for to in &mail.to {
                let copies = self
                    .mails
                    .entry((marker.to_owned(), to.clone()))
                    .or_default();
                copies.ids.insert(mail.message_id.clone());
                copies.count += 1;
            }
        }
    }
}

/// The reply that a mail is about.
pub fn marker_in(text: &str) -> Option<&str> {
    let rest = text.get(text.find(PREFIX)?..)?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    rest.get(..end.unwrap_or(rest.len()))
}
