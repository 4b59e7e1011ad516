//! Forms before sign-in: an account, a sign-in, a mail asked for.
//! `next` is checked when it is gone to, not here: a bad one must not keep anybody from signing in.

use kernel::web::{Form, Reader};

use super::email;
use crate::password;

const NAME: usize = 80;

/// A new account.
pub struct SignUp {
    /// Name that others see.
    pub name: String,
    /// Address.
    pub email: String,
    /// Password as typed.
    pub password: String,
    /// Where to go after confirming.
    pub next: String,
}

impl Form for SignUp {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        let name = reader.name("name", NAME);
        let email = email(reader, "email");
        let password = reader.typed("password").to_owned();
        if let Some(key) = password::weakness(&password, &email) {
            reader.error("password", key);
        }
        Self {
            name,
            email,
            password,
            next: reader.typed("next").to_owned(),
        }
    }
}

/// What whoever confirms an address in another browser than that of the sign-up chooses.
pub struct Confirm {
    /// Name that others see.
    pub name: String,
    /// Password as typed.
    pub password: String,
}

impl Form for Confirm {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        let name = reader.name("name", NAME);
        let password = reader.typed("password").to_owned();
        if let Some(key) = password::weakness(&password, "") {
            reader.error("password", key);
        }
        Self { name, password }
    }
}

/// A sign-in.
pub struct SignIn {
    /// Address.
    pub email: String,
    /// Password as typed.
    pub password: String,
    /// Where to go.
    pub next: String,
}

impl Form for SignIn {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        let email = email(reader, "identifier");
        let password: String = reader.typed("password").to_owned();
        if password.is_empty() {
            reader.error("password", "kernel.invalid.required");
        } else if password.chars().count() > password::MAX_LENGTH {
            reader.error("password", "identity.password.too_long");
        }
        Self {
            email,
            password,
            next: reader.typed("next").to_owned(),
        }
    }
}

/// Asks for a mail: a confirmation again, or a reset.
pub struct AskMail {
    /// Address.
    pub email: String,
    /// Where to go afterwards.
    pub next: String,
}

impl Form for AskMail {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            email: email(reader, "email"),
            next: reader.typed("next").to_owned(),
        }
    }
}
