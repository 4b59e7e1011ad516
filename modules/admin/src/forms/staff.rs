//! The form that gives a platform role: an e-mail address and a role.
//! Whether the address belongs to somebody is the verb's business.

use kernel::module::PlatformRole;
use kernel::web::{Form, Reader};
use l10n::validate;

/// Who is given what.
pub struct Grant {
    /// The person's address.
    pub email: Option<String>,
    /// The role.
    pub role: Option<PlatformRole>,
}

impl Form for Grant {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            email: reader.parsed("email", "kernel.invalid.email", |typed| {
                validate::email(typed).ok()
            }),
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
        assert_eq!(grant.email.as_deref(), Some("sara@sarai.test"));
        assert_eq!(
            errors.iter().map(|(field, _)| field).collect::<Vec<_>>(),
            ["role"]
        );
    }
}
