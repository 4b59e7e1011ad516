//! What was bought, and bringing it to what its money says.

mod by_people;
mod desk;
pub mod ending;
mod give_up;
mod notices;
mod periods;
mod reconcile;
mod renewal;
pub mod routes;
mod service;
pub mod staff;
mod views;
mod work;

pub use by_people::{ByPeople, NAME as BY_PEOPLE};
pub use desk::Services;
pub use ending::TellEnding;
pub use give_up::give_up;
pub use notices::{mails, suspended_for};
pub use periods::begin_periods;
pub use reconcile::{ReconcileService, SUBJECT, enqueue as reconcile};
pub use renewal::{BATCH, PayDue, RenewServices, end, enqueue_due, void_next, want};
pub use service::{NewSubscription, Standing, Subscription, Wanted};
pub use views::{below_service, service_badge};
