//! What trade shows on screens of others: boxes on the homes and beside a customer, results of the search, and names of its
//! things so that a ticket can be about one.

mod boxes;
mod find;
mod names;

use std::sync::Arc;

use contracts::support::Asking;
use kernel::module::{ResourceRef, SearchSource, Slot, Widget};
use kernel::web::Cx;
use maud::{Markup, html};
use uuid::Uuid;

use crate::permissions::{SEE_MONEY, SEE_SALES};

pub use names::{InvoiceNames, OrderNames, ServiceNames};

/// Its boxes.
pub fn widgets() -> Vec<Widget> {
    vec![
        Widget {
            key: "commerce.widget.home",
            slot: Slot::HOME,
            order: 20,
            permission: Some(SEE_MONEY),
            source: Arc::new(boxes::Home),
        },
        Widget {
            key: "commerce.widget.desk",
            slot: Slot::ADMIN_HOME,
            order: 20,
            permission: Some(SEE_SALES),
            source: Arc::new(boxes::Desk),
        },
        Widget {
            key: "commerce.widget.customer",
            slot: Slot::CUSTOMER_PROFILE,
            order: 20,
            permission: Some(SEE_SALES),
            source: Arc::new(boxes::OfCustomer),
        },
    ]
}

/// What it finds.
pub fn search() -> Vec<Arc<dyn SearchSource>> {
    vec![
        Arc::new(find::Products),
        Arc::new(find::Services),
        Arc::new(find::Orders),
        Arc::new(find::Invoices),
    ]
}

/// A button that leads to where one asks about a thing; nothing where there is no such place for the reader.
pub fn ask(cx: &Cx<'_>, kind: &str, id: Uuid) -> Markup {
    let thing = ResourceRef {
        kind: kind.to_owned(),
        id,
    };
    let asking = cx.app().registry.ports().get::<dyn Asking>();
    let place = asking.and_then(|asking| asking.place(&thing, cx));
    html! {
        @if let Some(place) = place {
            (ui::button(cx.t("commerce.glance.ask")).quiet().icon("life-buoy").href(place))
        }
    }
}
