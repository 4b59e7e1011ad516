//! The form that gives a platform role: an e-mail address and a role.
//! Whether the address belongs to somebody is the verb's business.

use kernel::error::{AppError, AppResult};
use kernel::module::PlatformRole;
use kernel::web::{Form, Reader};
use l10n::validate;

/// Who is given what.
pub struct Grant {
    /// The person's address.
    pub email: String,
    role: Option<PlatformRole>,
}

impl Grant {
    /// The role; a form that was read without a fault has one.
    pub fn role(&self) -> AppResult<PlatformRole> {
        self.role
            .ok_or_else(|| AppError::invalid("role", "kernel.invalid.choice"))
    }
}

impl Form for Grant {
    fn read(reader: &mut Reader<'_>) -> Self {
        let email = reader.parsed("email", "kernel.invalid.email", |typed| {
            validate::email(typed).ok()
        });
        Self {
            email: email.unwrap_or_default(),
            role: reader.parsed("role", "kernel.invalid.choice", PlatformRole::parse),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::web::Raw;

    #[test]
    fn a_role_that_does_not_exist_points_at_its_field() {
        let raw = Raw::prefilled(&[("email", "sara@sarai.test"), ("role", "root")]);
        let mut reader = Reader::new(&raw);
        let grant = Grant::read(&mut reader);
        let errors = reader.into_errors();
        assert_eq!(grant.email, "sara@sarai.test");
        assert!(grant.role().is_err());
        assert_eq!(
            errors.iter().map(|(field, _)| field).collect::<Vec<_>>(),
            ["role"]
        );
    }
}
