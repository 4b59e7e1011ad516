//! Who is told of what an account bought, and telling it.

use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::mail::{self, NewMail};
use kernel::people::{self, Contact, customers};
use kernel::{live, pages};
use l10n::Format;

use crate::topics;

/// Something to be told by bell and mail.
pub struct News {
    /// Key of the mail.
    pub mail: &'static str,
    /// Text key of the bell.
    pub bell: &'static str,
    /// Where both lead.
    pub href: String,
}

/// Whoever bought it, where that is known; else the account's owner.
pub async fn of(
    buyer: Option<UserId>,
    tenant: TenantId,
    tx: &mut ReadTx,
) -> AppResult<Option<Contact>> {
    if let Some(buyer) = buyer {
        return Ok(people::contacts(&[buyer], tx).await?.pop());
    }
    match customers::find(tenant, tx).await?.owner_email {
        Some(email) => Ok(people::by_email(&email, tx).await?),
        None => Ok(None),
    }
}

/// Tells it to whoever is told; `vars` are written in the reader's language.
pub async fn tell(
    news: &News,
    buyer: Option<UserId>,
    tenant: TenantId,
    vars: impl FnOnce(&Format) -> Vec<(&'static str, String)>,
    tx: &mut Tx,
) -> AppResult<()> {
    live::announce(tx, &topics::money(tenant)).await?;
    let Some(reader) = of(buyer, tenant, tx).await? else {
        return Ok(());
    };
    let vars = vars(&Format::for_locale(reader.locale));
    let shown: Vec<(&str, &str)> = vars.iter().map(|(k, v)| (*k, v.as_str())).collect();
    pages::notify(tx, reader.user, news.bell, &shown, &news.href).await?;
    let link = tx.app().config.absolute(&news.href);
    let new = NewMail::new(news.mail, reader.locale, &reader.email, &reader.name)
        .user(reader.user)
        .var("name", &reader.name)
        .var("link", link);
    let new = vars
        .into_iter()
        .fold(new, |new, (name, value)| new.var(name, value));
    mail::queue(tx, new).await.map(|_| ())
}
