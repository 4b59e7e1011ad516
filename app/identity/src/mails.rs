//! The mails of accounts, and what their texts may use.
//! Their words stand in `i18n/identity`; operators reword them at `/admin/texts`.

use kernel::module::{MailDef, MailVariable};

const NAME: MailVariable = MailVariable {
    name: "name",
    sample: "مریم احمدی",
};
const LINK: MailVariable = MailVariable {
    name: "link",
    sample: "https://sarai.test/confirm/sample",
};

/// All of them.
pub fn all() -> Vec<MailDef> {
    vec![
        MailDef {
            key: "identity.mail.confirm_address",
            variables: &[NAME, LINK],
        },
        MailDef {
            key: "identity.mail.already_registered",
            variables: &[
                NAME,
                LINK,
                MailVariable {
                    name: "sign_in",
                    sample: "https://sarai.test/sign-in",
                },
            ],
        },
        MailDef {
            key: "identity.mail.reset_password",
            variables: &[NAME, LINK],
        },
        MailDef {
            key: "identity.mail.password_changed",
            variables: &[NAME, LINK],
        },
        MailDef {
            key: "identity.mail.invitation",
            variables: &[
                MailVariable {
                    name: "inviter",
                    sample: "رضا زرین",
                },
                MailVariable {
                    name: "tenant",
                    sample: "طلای زرین",
                },
                MailVariable {
                    name: "role",
                    sample: "کارمند",
                },
                LINK,
            ],
        },
    ]
}
