//! Forms for new passwords. Whether one is too much like the address is asked later, where the address is known.
//! The rule itself is in `password.rs`.

use kernel::web::{Form, Reader};

use crate::password;

fn new_password(reader: &mut Reader<'_>) -> String {
    let typed = reader.typed("password").to_owned();
    if let Some(key) = password::weakness(&typed, "") {
        reader.error("password", key);
    }
    typed
}

/// A new password after a reset link.
pub struct NewPassword {
    /// As typed.
    pub password: String,
}

impl Form for NewPassword {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            password: new_password(reader),
        }
    }
}

/// A change of password by its owner.
pub struct ChangePassword {
    /// The one until now, as typed.
    pub old: String,
    /// The new one, as typed.
    pub password: String,
}

impl Form for ChangePassword {
    const TEXT_LIMIT: u64 = 16 * 1024;
    fn read(reader: &mut Reader<'_>) -> Self {
        let old = reader.typed("old_password").to_owned();
        if old.is_empty() {
            reader.error("old_password", "kernel.invalid.required");
        } else if old.chars().count() > password::MAX_LENGTH {
            reader.error("old_password", "identity.password.too_long");
        }
        Self {
            old,
            password: new_password(reader),
        }
    }
}
