//! Views of the kernel's own pages: pure functions, same file names as the routes.
//! Lists and forms have their frame from `web`.

pub mod developer;
pub mod front;
pub mod home;
pub mod notifications;
pub mod outbox;
pub mod search;
