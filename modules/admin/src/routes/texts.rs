//! `/admin/texts`: mails that operators may reword, per language, with a preview and the way back to the shipped text.
//! A text that does not render is never stored.

use kernel::db::PlatformDb;
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::{Can, MailDef};
use kernel::texts::rewording::{self, MailText};
use kernel::web::{Answer, Cx, Posted, Pressed, Raw, View, redirect};
use l10n::Locale;
use rocket::{delete, get, put};

use crate::forms::texts::{Rewording, rendered};
use crate::permissions::ManageTexts;
use crate::views::texts::Draft;
use crate::{paths, views};

fn find<'r>(cx: &Cx<'r>, key: &str, locale: &str) -> AppResult<(&'r MailDef, Locale)> {
    let def = cx.app().registry.mails().get(key);
    def.zip(locale.parse().ok())
        .ok_or(AppError::NotFound("admin.texts.one"))
}

/// The text that the module ships.
fn shipped(cx: &Cx<'_>, def: &MailDef, locale: Locale) -> MailText {
    let part = |name: &str| {
        let text = cx
            .app()
            .registry
            .texts()
            .default_text(locale, &format!("{}.{name}", def.key));
        text.map(|t| t.trim().to_owned()).unwrap_or_default()
    };
    MailText {
        subject: part("subject"),
        body: part("body"),
    }
}

/// How a mail's text stands in one language.
struct Standing<'r> {
    def: &'r MailDef,
    locale: Locale,
    shipped: MailText,
    text: MailText,
    reworded: bool,
}

async fn standing<'r>(
    cx: &Cx<'r>,
    key: &str,
    locale: &str,
    db: &PlatformDb,
) -> AppResult<Standing<'r>> {
    let (def, locale) = find(cx, key, locale)?;
    let shipped = shipped(cx, def, locale);
    let all = db
        .read(async |tx| Ok(rewording::rewordings(tx).await?))
        .await?;
    let (text, reworded) = rewording::current(&all, &shipped, def, locale);
    Ok(Standing {
        def,
        locale,
        shipped,
        text,
        reworded,
    })
}

impl Standing<'_> {
    /// The form with this text, and what a recipient would read or what is wrong with it.
    fn page(&self, cx: &Cx<'_>, text: &MailText, preview: Result<&MailText, &FieldErrors>) -> View {
        let draft = Draft {
            text,
            reworded: self.reworded,
            preview,
        };
        views::texts::edit(cx, self.def, self.locale, &draft)
    }

    /// Keeps `new`; the shipped text again is no rewording.
    async fn reword(&self, new: &MailText, cx: &Cx<'_>, db: &PlatformDb) -> AppResult<()> {
        let Self {
            def,
            locale,
            shipped,
            text,
            ..
        } = self;
        db.write(async |tx| rewording::reword(def, *locale, text, new, shipped, tx).await)
            .await?;
        cx.app().settings.reload(cx.app()).await
    }
}

/// List the mails.
#[get("/admin/texts")]
pub async fn index(_may: Can<ManageTexts>, cx: Cx<'_>, db: PlatformDb) -> AppResult<View> {
    let reworded = db
        .read(async |tx| Ok(rewording::rewordings(tx).await?))
        .await?;
    Ok(views::texts::index(&cx, &reworded))
}

/// Show one mail in one language.
#[get("/admin/texts/<key>/<locale>")]
pub async fn edit(
    key: &str,
    locale: &str,
    _may: Can<ManageTexts>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let now = standing(&cx, key, locale, &db).await?;
    let preview = rendered(now.def, &now.text).await?;
    Ok(now.page(&cx, &now.text, preview.as_ref()))
}

/// Reword a mail, or only show what would be sent.
#[put("/admin/texts/<key>/<locale>", data = "<form>")]
pub async fn update(
    key: &str,
    locale: &str,
    form: Posted<Rewording>,
    _may: Can<ManageTexts>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Answer> {
    let now = standing(&cx, key, locale, &db).await?;
    let done = async {
        let new = form.valid()?;
        let preview = rendered(now.def, &new.text).await??;
        if new.preview {
            return Ok(now.page(&cx, &new.text, Ok(&preview)).into());
        }
        now.reword(&new.text, &cx, &db).await?;
        let to = redirect(paths::mail_text(now.def.key, now.locale));
        Ok::<Answer, AppError>(to.notice("admin.texts.saved").into())
    };
    form.answer(done, async |errors| {
        Ok(now.page(&cx, &typed(&form.raw), Err(&errors)))
    })
    .await
}

/// The text as it was typed, when it cannot be kept.
fn typed(raw: &Raw) -> MailText {
    MailText {
        subject: raw.get("subject").to_owned(),
        body: raw.get("body").to_owned(),
    }
}

/// Go back to the shipped text.
#[delete("/admin/texts/<key>/<locale>", data = "<_form>")]
pub async fn destroy(
    key: &str,
    locale: &str,
    _form: Posted<Pressed>,
    _may: Can<ManageTexts>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Answer> {
    let now = standing(&cx, key, locale, &db).await?;
    if now.reworded {
        now.reword(&now.shipped, &cx, &db).await?;
    }
    Ok(redirect(paths::mail_text(now.def.key, now.locale))
        .notice("admin.texts.reset_done")
        .into())
}
