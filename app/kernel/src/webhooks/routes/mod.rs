//! The routes of both desks: Rocket names a route by its function, so each desk has its own, with its own proof and scope.

pub mod account;
pub mod admin;
mod desk;
