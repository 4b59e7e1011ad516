//! The host: the list of modules and the command line over the kernel.
//! A company that wants other modules ships a binary of its own that calls [`cli::main`] with its own registry.

pub mod cli;
pub mod demo;
pub mod modules;
pub mod start;
