//! Rows and verbs of the kernel's own pages, one file a screen.
//! Other rooms list their tables beside the service that owns them.

pub mod notifications;
