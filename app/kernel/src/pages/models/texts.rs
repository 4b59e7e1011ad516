//! Rewordings of mails: what differs from the shipped text is a row, so that a better shipped text reaches
//! everybody who has not reworded it.

use diesel::sql_types::{Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use l10n::Locale;
use serde_json::json;

use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx, sql};
use crate::error::AppResult;
use crate::module::MailDef;
use crate::settings;

/// One reworded part of a mail.
#[derive(Clone, Debug, QueryableByName)]
pub struct Rewording {
    /// `<mail>.subject` or `<mail>.body`.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// Language.
    #[diesel(sql_type = Text)]
    pub locale: String,
    /// The text.
    #[diesel(sql_type = Text)]
    pub body: String,
}

/// Subject and body of a mail in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailText {
    /// Subject.
    pub subject: String,
    /// Body.
    pub body: String,
}

/// Every rewording.
pub async fn rewordings(tx: &mut ReadTx) -> QueryResult<Vec<Rewording>> {
    sql("SELECT key, locale, body FROM text_overrides ORDER BY key, locale")
        .get_results(tx)
        .await
}

/// The text of a mail as it stands, and whether it was reworded.
pub fn current(
    all: &[Rewording],
    shipped: &MailText,
    def: &MailDef,
    locale: Locale,
) -> (MailText, bool) {
    let part = |name: &str| {
        let key = format!("{}.{name}", def.key);
        all.iter()
            .find(|r| r.key == key && r.locale == locale.tag())
            .map(|r| r.body.clone())
    };
    let (subject, body) = (part("subject"), part("body"));
    let reworded = subject.is_some() || body.is_some();
    let text = MailText {
        subject: subject.unwrap_or_else(|| shipped.subject.clone()),
        body: body.unwrap_or_else(|| shipped.body.clone()),
    };
    (text, reworded)
}

/// Rewords a mail in one language; a part that equals the shipped text is no rewording.
pub async fn reword(
    def: &MailDef,
    locale: Locale,
    before: &MailText,
    text: &MailText,
    shipped: &MailText,
    tx: &mut Tx,
) -> AppResult<()> {
    for (name, value, default) in [
        ("subject", &text.subject, &shipped.subject),
        ("body", &text.body, &shipped.body),
    ] {
        let key = format!("{}.{name}", def.key);
        if value == default {
            forget(&key, locale, tx).await?;
        } else {
            keep(&key, locale, value, tx).await?;
        }
    }
    let event = Audit::new("kernel.texts.change", "kernel.text", None)
        .before(json!({ "mail": def.key, "locale": locale.tag(), "subject": before.subject, "body": before.body }))
        .after(json!({ "mail": def.key, "locale": locale.tag(), "subject": text.subject, "body": text.body }));
    audit::record(tx, event).await?;
    settings::notify_changed(tx).await
}

async fn keep(key: &str, locale: Locale, value: &str, tx: &mut Tx) -> QueryResult<()> {
    let (now, user) = (tx.now(), tx.who().user);
    sql(
        "INSERT INTO text_overrides (key, locale, body, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (key, locale) DO UPDATE SET body = $3, updated_at = $4, updated_by = $5",
    )
    .bind::<Text, _>(key)
    .bind::<Text, _>(locale.tag())
    .bind::<Text, _>(value)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<SqlUuid>, _>(user.map(|u| u.0))
    .execute(tx)
    .await
    .map(drop)
}

async fn forget(key: &str, locale: Locale, tx: &mut Tx) -> QueryResult<()> {
    sql("DELETE FROM text_overrides WHERE key = $1 AND locale = $2")
        .bind::<Text, _>(key)
        .bind::<Text, _>(locale.tag())
        .execute(tx)
        .await
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reworded_part_stands_beside_the_shipped_other_part() {
        let def = MailDef {
            key: "kernel.mail.confirm",
            variables: &[],
        };
        let shipped = MailText {
            subject: "موضوع".into(),
            body: "متن".into(),
        };
        let row = Rewording {
            key: "kernel.mail.confirm.body".into(),
            locale: "fa".into(),
            body: "متن دیگر".into(),
        };
        let (text, reworded) = current(std::slice::from_ref(&row), &shipped, &def, Locale::Fa);
        assert_eq!(
            (text.subject.as_str(), text.body.as_str(), reworded),
            ("موضوع", "متن دیگر", true)
        );
        assert_eq!(
            current(&[row], &shipped, &def, Locale::En),
            (shipped, false)
        );
    }
}
