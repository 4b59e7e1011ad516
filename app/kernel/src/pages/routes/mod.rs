//! Handlers of the kernel's own pages, one file a screen.
//! `ListOnly` is what a list that is narrowed while one types needs to know of its request.

pub mod admin;
pub mod audit;
pub mod customers;
pub mod deliveries;
pub mod developer;
pub mod front;
pub mod home;
pub mod jobs;
pub mod notifications;
pub mod outbox;
pub mod search;
pub mod settings;
pub mod staff;
pub mod texts;

use std::convert::Infallible;

use rocket::Request;
use rocket::request::{FromRequest, Outcome};

/// Whether htmx asks for the list alone, to put it in place of the one that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListOnly(pub bool);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for ListOnly {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        let header = |name| request.headers().get_one(name);
        let whole = header("HX-History-Restore-Request") == Some("true");
        Outcome::Success(Self(header("HX-Request-Type") == Some("partial") && !whole))
    }
}
