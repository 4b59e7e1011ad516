//! What the pages show.

pub mod preview;
pub mod verify;
pub mod waiting;

use kernel::web::Cx;

use crate::kinds;

/// What a kind is called, in the language of who reads. One that nobody declares any more keeps its name.
fn called(cx: &Cx<'_>, kind: &str) -> String {
    kinds::named(cx.app(), kind).map_or_else(|_| kind.to_owned(), |kind| cx.t(kind.label))
}
