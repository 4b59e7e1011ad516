//! Trade: shop, cart, orders, invoices and services, sold through a kind of product that only tests have.

mod api;
mod buyer;
mod changes;
mod credits;
mod earning;
mod editor;
mod ending;
mod glance;
mod metering;
mod money_desk;
mod orders;
mod payments;
mod payouts;
mod provisioning;
mod renewals;
mod reports;
mod sales_desk;
pub mod scene;
pub mod stall;
mod transfers;
mod usage;
