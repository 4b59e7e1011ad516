//! Mails of this module: operators may reword the texts and use these variables.
//! Queued in the caller's transaction, so that a mail never tells of what was rolled back.

use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::mail::{self, NewMail};
use kernel::module::{MailDef, MailVariable};
use kernel::web::SignedIn;
use l10n::Locale;

use crate::settings;

const WRITTEN: &str = "_dummy.mail.written";

/// All of them.
pub fn all() -> Vec<MailDef> {
    const VARIABLES: &[MailVariable] = &[
        MailVariable {
            name: "name",
            sample: "سارا",
        },
        MailVariable {
            name: "body",
            sample: "تماس با نمایندگی، شنبه ساعت ۱۰",
        },
        MailVariable {
            name: "link",
            sample: "https://sarai.test/_dummy/0",
        },
    ];
    vec![MailDef {
        key: WRITTEN,
        variables: VARIABLES,
    }]
}

/// Sends a note to who wrote it, where the setting says so.
pub async fn written(
    to: &SignedIn,
    locale: Locale,
    body: &str,
    path: &str,
    tx: &mut Tx,
) -> AppResult<()> {
    if !settings::MAIL_WRITER.get(tx).await? {
        return Ok(());
    }
    let link = tx.app().config.absolute(path);
    let new = NewMail::new(WRITTEN, locale, &to.email, &to.name)
        .user(to.id)
        .var("name", &to.name)
        .var("body", body)
        .var("link", link);
    mail::queue(tx, new).await.map(|_| ())
}
