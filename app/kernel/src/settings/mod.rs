//! Settings that people change while the program runs, of the platform or of a tenant. A setting is a constant with its
//! type: who reads it gets that type, and a key that nobody declared does not compile.

mod cache;
mod change;
mod declaration;
pub mod form;
mod read;
mod setting;
mod tenant;
mod typed;
mod value;
pub mod view;

pub use cache::SettingsCache;
pub use change::notify_changed;

pub use declaration::{SettingDef, SettingKind, Whose};
pub use rust_decimal::Decimal;
pub use secrecy::{ExposeSecret, SecretString};
pub use setting::{OfPlatform, OfTenant, Setting, TenantSetting};
pub use value::SettingValue;

pub(crate) use change::change;
pub use read::Values;
