//! Forms of the kernel's own pages, one file a screen.
//! `Press` is the form of a button: a token and nothing else.

pub mod settings;
pub mod staff;
pub mod texts;

use crate::web::{Form, Reader};

/// A button was pressed.
pub struct Press;

impl Form for Press {
    fn read(_: &mut Reader<'_>) -> Self {
        Self
    }
}
