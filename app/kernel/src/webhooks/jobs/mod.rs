//! The jobs that tell outside programs: one finds who hears of a fact, one makes a try for one endpoint.

mod fan_out;
mod send;

pub use fan_out::FanOutFact;
pub use send::SendWebhook;
