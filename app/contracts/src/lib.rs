//! What modules say to each other: facts, changes and ports, by field. No I/O, no module's name in a type.
//! Names carry a version; a changed shape gets a new one beside the old.

pub mod commerce;
pub mod documents;
pub mod mail;
pub mod support;
