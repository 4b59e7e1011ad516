//! Small parts: switch, tip, menu, quantity, tags, codes, events, notices with a way back, long jobs.
//! Here so that each has one shape, one set of keys, and works before any script has come.
mod code;
mod copyable;
mod faces;
mod job;
mod menu;
mod notices;
mod quantity;
mod switch;
mod tags;
mod timeline;

pub use code::{CodeField, code_field};
pub use copyable::{Copyable, copyable};
pub use faces::avatar_stack;
pub use job::{Job, JobState, job};
pub use menu::{Menu, hint_button, menu};
pub use notices::{banner, undo_toast, undo_toast_out_of_band};
pub use quantity::{Quantity, quantity};
pub use switch::{Switch, switch};
pub use tags::{TagField, tag_field};
pub use timeline::{Event, EventDay, EventKind, timeline};
