//! What identity does with its tables: rows, finders and verbs, one file a resource.
//! Before sign-in everything goes through the functions of `accounts.sql`, afterwards through the person's own rows.

pub mod confirmation;
pub mod given_roles;
pub mod invitations;
pub mod members;
pub mod modules;
pub mod password;
pub mod password_reset;
pub mod profile;
pub mod sessions;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod tenants;
mod tokens;

use kernel::ids::UserId;
use kernel::mail::NewMail;
use l10n::Locale;

/// What a verb with a counted try answers: its result, or the seconds to wait.
pub type Tried<T> = Result<T, u32>;

/// To whom a mail goes.
struct Recipient {
    user: UserId,
    email: String,
    name: String,
    locale: Locale,
}

impl Recipient {
    fn mail(&self, key: &'static str) -> NewMail {
        NewMail::new(key, self.locale, &self.email, &self.name)
            .user(self.user)
            .var("name", &self.name)
    }
}
