//! The shop window: plans, comparison, questions, promises, the foot of public pages.
//! Here so that every product's page sells in the same calm way and works as plain links.
mod compare;
mod front;
mod plan;

pub use compare::{Comparison, Offer, comparison};
pub use front::{FootColumn, Question, Section, faq, section, site_foot, trust_row};
pub use plan::{Period, Plan, period_switch, plan, plans, spec_list};
