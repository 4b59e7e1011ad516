//! Rewordings of mails: what differs from the shipped text is a row, so that a better shipped text reaches
//! everybody who has not reworded it.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use l10n::Locale;
use serde_json::json;

use crate::audit::{self, Audit};
use crate::db::{ReadTx, Tx};
use crate::error::AppResult;
use crate::module::MailDef;
use crate::schema::text_overrides;
use crate::settings;

/// One reworded part of a mail.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = text_overrides)]
pub struct Rewording {
    /// `<mail>.subject` or `<mail>.body`.
    pub key: String,
    /// Language.
    pub locale: String,
    /// The text.
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
    text_overrides::table
        .order((text_overrides::key, text_overrides::locale))
        .select(Rewording::as_select())
        .load(tx)
        .await
}

/// The text of a mail as it stands, and whether it was reworded.
#[must_use]
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
    diesel::insert_into(text_overrides::table)
        .values((
            text_overrides::key.eq(key),
            text_overrides::locale.eq(locale.tag()),
            text_overrides::body.eq(value),
            text_overrides::updated_at.eq(now),
            text_overrides::updated_by.eq(user),
        ))
        .on_conflict((text_overrides::key, text_overrides::locale))
        .do_update()
        .set((
            text_overrides::body.eq(excluded(text_overrides::body)),
            text_overrides::updated_at.eq(excluded(text_overrides::updated_at)),
            text_overrides::updated_by.eq(excluded(text_overrides::updated_by)),
        ))
        .execute(tx)
        .await
        .map(drop)
}

async fn forget(key: &str, locale: Locale, tx: &mut Tx) -> QueryResult<()> {
    diesel::delete(text_overrides::table.find((key, locale.tag())))
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
