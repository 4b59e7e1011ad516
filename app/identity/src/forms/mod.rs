//! Forms of identity: fields and their checks.
//! Passwords are taken as typed; everything else is cleaned by the reader.

mod accounts;
mod members;
mod passwords;
mod profile;

pub use accounts::{AskMail, Confirm, SignIn, SignUp};
pub use kernel::web::Pressed;
pub use members::{GiveRole, Invite, NewTenant, SetRole, SwitchTenant};
pub use passwords::{ChangePassword, NewPassword};
pub use profile::{ProfileForm, SetTheme};

use kernel::web::Reader;
use l10n::validate;

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
