//! The kernel: the plug-in trait and the services that every module leans on. It knows no module by name;
//! it owns the session's look-up, the frames of `/account`, `/` and `/home`, notifications, search and the problem pages.

pub mod api;
pub mod app;
pub mod audit;
pub mod boot;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod files;
pub mod health;
pub mod ids;
pub mod jobs;
pub mod keys;
pub mod limits;
pub mod live;
pub mod log;
pub mod mail;
pub mod migrate;
pub mod module;
pub mod pages;
pub mod people;
pub mod schema;
pub mod sealed;
pub mod settings;
pub mod texts;
pub mod web;
pub mod webhooks;

mod beside;
mod owner;
mod words;

pub use error::{AppError, AppResult};
pub use owner::Kernel;
/// For `typed_id!`: the schema of an id.
#[doc(hidden)]
pub use utoipa;
pub use words::{Words, unknown_word};

rust_i18n::i18n!("../../i18n/kernel");
