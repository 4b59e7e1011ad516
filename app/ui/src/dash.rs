//! The dashboard: figures with their trend, gauges, heat maps, the range of days, numbers that stay fresh.
//! Here so that a figure always comes with what it means, in words and not only in colour.
mod gauge;
mod heat;
mod range;
mod spark;
mod stat;

pub use gauge::{gauge, usage};
pub use heat::{HeatMap, heat_map};
pub use range::{DateRange, date_range};
pub use spark::sparkline;
pub use stat::{Stat, Trend, board, chart_instead, live_number, stat};
