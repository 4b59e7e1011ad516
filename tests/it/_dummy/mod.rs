//! The notes, request in, database and HTML out; and what the module gives to the rest of the program.
//! One file a subject.

mod api;
mod calls;
mod desk;
mod every_method;
mod notes;
pub mod scene;
mod screens;
mod work;
