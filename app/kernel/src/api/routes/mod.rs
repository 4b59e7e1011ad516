//! Handlers of the edge for programs: the screen of tokens, the exchange for access tokens, the document.
//! Each is a sentence: proof, scope, one verb, one answer.

pub mod auth;
pub mod docs;
pub mod tokens;
