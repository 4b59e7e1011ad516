//! Paid by what is used: counters that kinds report, rates by the unit, and an invoice for each month that is over.
//! How the figures come about: docs/MONEY.md.

mod amount;
mod bill;
mod counter;
mod debt;
mod notices;
mod rate;
pub mod routes;
mod views;

use kernel::jobs::{Every, JobDef, Schedule};

pub use amount::units;
pub use bill::BillUsage;
pub use counter::{become_another, begin, count, def, defs};
pub use debt::{owes, pay_open, services, settled};
pub use notices::mails;
pub use rate::{NewRate, Rate};
pub use routes::Month;
pub use views::{Shown, card, offered};

/// Jobs of this area.
pub fn jobs() -> Vec<JobDef> {
    vec![JobDef::of::<BillUsage>()]
}

/// What runs by the clock.
pub fn schedules() -> Vec<Schedule> {
    vec![Schedule {
        key: "commerce.usage",
        job: "commerce.bill_usage",
        every: Every::Minutes(30),
    }]
}
