//! Forms of identity: fields and their checks.
//! Passwords are taken as typed; everything else is cleaned by the reader.

mod accounts;
mod members;
mod passwords;
mod profile;

pub use accounts::{AskMail, SignIn, SignUp};
pub use members::{Invite, NewTenant, SetRole, SwitchTenant};
pub use passwords::{ChangePassword, NewPassword};
pub use profile::{ProfileForm, SetTheme};

use l10n::validate;

use crate::web::{Form, Reader};

/// A form without fields: a button.
pub struct Pressed;

impl Form for Pressed {
    const TEXT_LIMIT: u64 = 4 * 1024;
    fn read(_: &mut Reader<'_>) -> Self {
        Self
    }
}

fn email(reader: &mut Reader<'_>, field: &str) -> String {
    reader
        .parsed(field, "kernel.invalid.email", |typed| {
            validate::email(typed).ok()
        })
        .unwrap_or_default()
}

fn one_of(reader: &mut Reader<'_>, field: &str, choices: &[&str]) -> String {
    let typed = reader.typed(field);
    if !choices.contains(&typed) {
        reader.error(field, "kernel.invalid.choice");
    }
    typed.to_owned()
}
