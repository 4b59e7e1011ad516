//! The form that does one thing with many tickets of the queue.

use kernel::ids::UserId;
use kernel::web::{Form, Reader};

use crate::ids::TicketId;
use crate::models::Priority;

/// As many as a page of the queue holds, and some more.
const MOST: usize = 100;

/// What is done with each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Give it to somebody, or to nobody.
    Assign(Option<UserId>),
    /// Say how soon.
    Rank(Priority),
    /// Close it.
    Close,
}

impl Act {
    /// Its word in the form.
    pub fn word(self) -> String {
        match self {
            Self::Assign(to) => {
                format!("assign:{}", to.map(|to| to.to_string()).unwrap_or_default())
            }
            Self::Rank(priority) => format!("rank:{}", priority.number()),
            Self::Close => "close".to_owned(),
        }
    }

    fn parse(word: &str) -> Option<Self> {
        match word.split_once(':') {
            None if word == "close" => Some(Self::Close),
            Some(("assign", "")) => Some(Self::Assign(None)),
            Some(("assign", to)) => to.parse().ok().map(|to| Self::Assign(Some(to))),
            Some(("rank", number)) => Priority::parse(number).map(Self::Rank),
            _ => None,
        }
    }
}

/// The chosen tickets, and what becomes of them.
#[derive(Clone, Debug)]
pub struct BulkForm {
    /// Which.
    pub ids: Vec<TicketId>,
    /// What is done.
    pub act: Option<Act>,
    /// A tag that each gets.
    pub tag: Option<String>,
}

impl Form for BulkForm {
    const TEXT_LIMIT: u64 = 32 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        let typed = reader.typed_all("ids");
        let ids: Vec<TicketId> = typed.iter().filter_map(|id| id.parse().ok()).collect();
        if ids.is_empty() || ids.len() != typed.len() || ids.len() > MOST {
            reader.error("ids", "tickets.bulk.choose_some");
        }
        let word = reader.typed("act");
        let act = Act::parse(word);
        let tag = reader.optional_line("tag", 40);
        if act.is_none() && (!word.is_empty() || tag.is_none()) {
            reader.error("act", "tickets.bulk.choose_act");
        }
        Self { ids, act, tag }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_act_is_read_from_its_word() {
        let somebody = UserId(uuid::Uuid::now_v7());
        for act in [
            Act::Assign(None),
            Act::Assign(Some(somebody)),
            Act::Rank(Priority::Urgent),
            Act::Close,
        ] {
            assert_eq!(Act::parse(&act.word()), Some(act));
        }
        for word in ["", "open", "assign:x", "rank:9", "close:"] {
            assert_eq!(Act::parse(word), None, "{word}");
        }
    }
}
