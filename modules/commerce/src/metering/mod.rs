//! Billing by the hour: what runs is taken from the wallet at the beginning of each hour, and rests when there is no money.
//! How the figures come about: docs/MONEY.md.

mod bill;
mod charge;
mod command;
mod foresight;
mod hours;
mod meter;
mod missed;
mod notices;
pub mod routes;
mod run;
mod runway;
mod short;
mod take;
mod views;

use kernel::db::ReadTx;
use kernel::error::AppResult;
use kernel::jobs::{Every, JobDef, Schedule};

pub use bill::BillHours;
pub use charge::hourly;
pub use command::meter as command;
pub use foresight::{Foresight, foresee};
pub use meter::{Meter, start, stop};
pub use notices::mails;
pub use run::{MeterHours, meter};
pub use short::resume;
pub use views::{Hours, ahead, of_service};

use crate::settings::START_HOURS;

/// What has to be in the wallet before something begins that costs so much an hour.
pub async fn runway_of(hourly: i64, tx: &mut ReadTx) -> AppResult<i64> {
    if hourly == 0 {
        return Ok(0);
    }
    Ok(hourly.saturating_mul(START_HOURS.get(tx).await?))
}

/// Jobs of this area.
pub fn jobs() -> Vec<JobDef> {
    vec![
        JobDef::of::<MeterHours>(),
        JobDef::of::<notices::WarnOfEnd>(),
        JobDef::of::<BillHours>(),
    ]
}

/// What runs by the clock.
pub fn schedules() -> Vec<Schedule> {
    vec![
        Schedule {
            key: "commerce.metering",
            job: "commerce.meter_hours",
            every: Every::Minutes(1),
        },
        Schedule {
            key: "commerce.hours_billed",
            job: "commerce.bill_hours",
            every: Every::Minutes(30),
        },
    ]
}
