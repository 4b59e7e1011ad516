//! The queue that an agent came from, and the place in it: it travels in the address, so that the next ticket is the next one
//! of that queue, also after this one has left it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{First, ReadTx};
use kernel::ids::UserId;
use kernel::web::{Cursor, PageQuery, read_query, with_query};
use rocket::form::{FromFormField, Result as Field, ValueField};
use rocket::http::uri::fmt::{Ignorable, Query};
use uuid::Uuid;

use super::labels::Status;
use super::list::{Filter, ListRow, View, queue_rows, walk};
use super::ticket::Ticket;
use super::turn::Order;
use crate::ids::TicketId;

/// How many stand before the open ticket in the list beside it.
const BEFORE: u32 = 5;
/// How many stand there from the open one on.
const FROM_IT: u32 = 20;

/// The way to a ticket: the queue, and the place of a ticket in it.
#[derive(Clone, Debug)]
pub struct Way {
    filter: Filter,
    at: Option<Cursor>,
    /// How an address tells it, made once for all links of a page.
    tail: String,
}

impl Default for Way {
    fn default() -> Self {
        let filter = Filter {
            view: Some(View::default()),
            ..Filter::default()
        };
        Self::new(filter, None)
    }
}

impl Way {
    fn new(filter: Filter, at: Option<Cursor>) -> Self {
        let (pairs, place) = (filter.pairs(), at.map(|at| at.encode()).unwrap_or_default());
        let mut pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        pairs.push(("at", &place));
        let query = with_query("", &pairs);
        let tail = with_query("", &[("from", query.trim_start_matches('?'))]);
        Self { filter, at, tail }
    }

    /// Through a queue that is narrowed and sorted so.
    #[must_use]
    pub fn through(filter: &Filter) -> Self {
        Self::new(filter.clone(), None)
    }

    /// Read from an address; what we did not write is as if it were not there.
    fn read(text: &str) -> Self {
        let (mut filter, mut at) = (<Self as Default>::default().filter, None);
        for (name, value) in read_query(text) {
            match &*name {
                "view" => filter.view = Some(View::parse(&value).unwrap_or_default()),
                "q" => filter.words = value.into_owned(),
                "status" => filter.status = Status::parse(&value),
                "department" => filter.department = value.parse().ok(),
                "sort" => filter.order = Order::parse(&value).unwrap_or_default(),
                "at" => at = Cursor::decode(&value),
                _ => {}
            }
        }
        Self::new(filter, at)
    }

    /// The queue.
    #[must_use]
    pub fn queue(&self, place: &str) -> String {
        let pairs = self.filter.pairs();
        with_query(
            place,
            &pairs.each_ref().map(|(name, value)| (*name, &**value)),
        )
    }

    /// A place of a ticket, by this way.
    #[must_use]
    pub fn to(&self, place: &str) -> String {
        format!("{place}{}", self.tail)
    }

    /// The way on, which begins anew at another ticket.
    #[must_use]
    pub fn on(&self) -> Self {
        Self::through(&self.filter)
    }

    /// The way with this ticket's place in the queue, unless it knows the place already.
    #[must_use]
    pub fn past(&self, ticket: &Ticket) -> Self {
        if self.at.is_some() {
            return self.clone();
        }
        Self::new(
            self.filter.clone(),
            Some(ticket.place(self.filter.sorted())),
        )
    }

    /// The same for a ticket that is looked up only when the way does not know its place.
    pub async fn placed(&self, id: TicketId, tx: &mut ReadTx) -> QueryResult<Self> {
        match self.at {
            Some(_) => Ok(self.clone()),
            None => Ok(self.past(&Ticket::find(id, tx).await?)),
        }
    }

    /// What the queue is narrowed to, for who looks.
    #[must_use]
    pub fn filter(&self, me: Option<UserId>) -> Filter {
        Filter {
            me,
            ..self.filter.clone()
        }
    }

    /// The saved view that it leads through.
    #[must_use]
    pub fn view(&self) -> View {
        self.filter.view.unwrap_or_default()
    }

    /// The ticket beside this place in the queue.
    pub async fn step(
        &self,
        onward: bool,
        me: Option<UserId>,
        tx: &mut ReadTx,
    ) -> QueryResult<Option<TicketId>> {
        let query = PageQuery {
            after: self.at.filter(|_| onward),
            before: self.at.filter(|_| !onward),
        };
        let next = First::of(1, walk(&self.filter(me), &query));
        let found: Option<TicketId> = next.get_result(tx).await.optional()?;
        Ok(found)
    }

    /// The rows of the queue around this place.
    pub async fn around(&self, me: Option<UserId>, tx: &mut ReadTx) -> QueryResult<Vec<ListRow>> {
        let filter = self.filter(me);
        let before = PageQuery {
            after: None,
            before: self.at,
        };
        let mut rows = match self.at {
            Some(_) => queue_rows(&filter, &before, BEFORE, tx).await?,
            None => Vec::new(),
        };
        rows.reverse();
        let onward = PageQuery {
            after: self.at.map(|at| just_before(at, filter.sorted())),
            before: None,
        };
        rows.extend(queue_rows(&filter, &onward, FROM_IT, tx).await?);
        Ok(rows)
    }
}

/// The place right before a ticket's, so that what comes after it begins with the ticket itself.
fn just_before(at: Cursor, order: Order) -> Cursor {
    let id = at.id.as_u128();
    let beside = if order.is_rising() {
        id.wrapping_sub(1)
    } else {
        id.wrapping_add(1)
    };
    Cursor {
        id: Uuid::from_u128(beside),
        ..at
    }
}

// Links are written by `Way::to`, so that `uri!` leaves it out.
impl Ignorable<Query> for Way {}

impl<'v> FromFormField<'v> for Way {
    fn default() -> Option<Self> {
        Some(<Self as Default>::default())
    }
    fn from_value(field: ValueField<'v>) -> Field<'v, Self> {
        Ok(Self::read(field.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor() -> Cursor {
        Cursor {
            at: chrono::DateTime::from_timestamp(1_763_600_000, 0).unwrap(),
            id: Uuid::now_v7(),
        }
    }

    #[test]
    fn a_way_survives_the_address() {
        let filter = Filter {
            view: Some(View::Mine),
            words: "سایت & باز".to_owned(),
            order: Order::Urgency,
            ..Filter::default()
        };
        let way = Way::new(filter, Some(cursor()));
        let address = way.to("/admin/tickets/x");
        let (_, query) = address.split_once("?from=").unwrap();
        let query = format!("from={query}");
        let (_, from) = read_query(&query).next().unwrap();
        let again = Way::read(&from);
        assert_eq!(again.to("/admin/tickets/x"), address);
        let read = again.filter(None);
        assert_eq!(
            (read.view, read.words.as_str(), read.order),
            (Some(View::Mine), "سایت & باز", Order::Urgency)
        );
    }

    #[test]
    fn the_usual_way_leaves_the_address_alone_and_nonsense_is_the_usual_way() {
        assert_eq!(<Way as Default>::default().to("/t"), "/t");
        assert_eq!(Way::read("%%%=&view=x&sort=&at=zz&&&=").to("/t"), "/t");
    }

    #[test]
    fn the_list_beside_begins_with_the_open_ticket_in_either_order() {
        let at = cursor();
        let newest = just_before(at, Order::Newest);
        assert!(
            (newest.at, newest.id) > (at.at, at.id),
            "what is older than this"
        );
        let turn = just_before(at, Order::Urgency);
        assert!(
            (turn.at, turn.id) < (at.at, at.id),
            "what is later than this"
        );
    }
}
