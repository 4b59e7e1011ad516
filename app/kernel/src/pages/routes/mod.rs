//! Handlers of the kernel's own pages, one file a screen.
//! Each is a sentence: proof, scope, one finder or verb, one view.

pub mod clock;
pub mod developer;
pub mod front;
pub mod home;
pub mod notifications;
pub mod outbox;
pub mod search;
