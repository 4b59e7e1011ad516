//! Addresses of this module, from Rocket's typed `uri!`.
//! Views never write an address by hand.

use rocket::uri;

use crate::ids::NoteId;
use crate::routes;

/// The list, and where a new note is posted.
pub const NOTES: &str = "/_dummy";

pub fn note(id: NoteId) -> String {
    uri!(routes::notes::show(id)).to_string()
}
