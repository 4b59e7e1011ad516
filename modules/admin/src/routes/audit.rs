//! `/admin/audit`: the trail, narrowed, as a file, and a look at the whole chain.

use kernel::audit;
use kernel::audit::trail::{self, Filter};
use kernel::db::{OrNotFound, PlatformDb};
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use kernel::texts::Named;
use kernel::web::{
    Answer, Cx, Export, ExportFormat, ListOnly, PageQuery, Posted, Pressed, View, redirect,
};
use rocket::{get, post};

use crate::permissions::SeeAudit;
use crate::views::audit::Narrowed;
use crate::{paths, views};

/// What was chosen, or the actions that are meant by words which chose none.
fn filter<'a>(
    (action, meant): (Option<&'a str>, &'a Option<Vec<&'a str>>),
    person: Option<&'a str>,
    subject: Option<&'a str>,
) -> Filter<'a> {
    let text = |value: Option<&'a str>| value.unwrap_or_default();
    Filter {
        action: text(action),
        meant: meant.as_deref(),
        person: text(person),
        subject: text(subject),
    }
}

/// The actions that words mean, when there are any and none was chosen.
fn unchosen<'a>(cx: &Cx<'a>, action: Option<&str>, words: &str) -> Option<Vec<&'a str>> {
    let is_chosen = action.is_some_and(|action| !action.is_empty());
    (!is_chosen && !words.trim().is_empty()).then(|| meant(cx, words))
}

fn meant<'a>(cx: &Cx<'a>, words: &str) -> Vec<&'a str> {
    let registry = &cx.app().registry;
    let actions = registry.actions().iter().map(String::as_str);
    registry.texts().meant(Named::Action, actions, words)
}

/// List events.
#[get("/admin/audit?<action>&<action_text>&<person>&<subject>&<after>&<before>")]
pub async fn index(
    action: Option<&str>,
    action_text: Option<&str>,
    person: Option<&str>,
    subject: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _may: Can<SeeAudit>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let words = action_text.unwrap_or_default();
    let meant = unchosen(&cx, action, words);
    let filter = filter((action, &meant), person, subject);
    let page = PageQuery::new(after, before);
    let (rows, count) = db
        .read(async |tx| Ok(trail::list(filter, &page, tx).await?))
        .await?;
    let narrowed = Narrowed { filter, words };
    Ok(views::audit::index(&cx, list_only, narrowed, &rows, count))
}

/// The actions that words mean, for the field that searches among them. Whoever opens the address by hand is led to the
/// trail.
#[get("/admin/audit/actions?<action_text>")]
pub fn actions(
    action_text: Option<&str>,
    list_only: ListOnly,
    _may: Can<SeeAudit>,
    cx: Cx<'_>,
) -> Answer {
    if !list_only.is_asked() {
        return redirect(paths::AUDIT).into();
    }
    let found = meant(&cx, action_text.unwrap_or_default());
    views::audit::actions(&cx, &found).into()
}

/// Show one event with how it was before and after.
#[get("/admin/audit/<id>", rank = 2)]
pub async fn show(id: &str, _may: Can<SeeAudit>, cx: Cx<'_>, db: PlatformDb) -> AppResult<View> {
    let id = id
        .parse()
        .map_err(|_| AppError::NotFound("admin.audit.one"))?;
    let event = db
        .read(async |tx| trail::find(id, tx).await.or_not_found("admin.audit.one"))
        .await?;
    Ok(views::audit::show(&cx, &event))
}

/// The filtered trail as CSV or Excel.
#[get("/admin/audit/export?<format>&<action>&<action_text>&<person>&<subject>")]
pub async fn export(
    format: &str,
    action: Option<&str>,
    action_text: Option<&str>,
    person: Option<&str>,
    subject: Option<&str>,
    _may: Can<SeeAudit>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<Export> {
    let format = ExportFormat::parse(format).ok_or(AppError::NotFound("kernel.page"))?;
    let meant = unchosen(&cx, action, action_text.unwrap_or_default());
    let filter = filter((action, &meant), person, subject);
    let events = db
        .read(async |tx| Ok(trail::exported(filter, tx).await?))
        .await?;
    let (head, rows) = views::audit::sheet(&cx, &events);
    Export::new(&cx, "audit", format, &head, &rows)
}

/// Recompute the whole chain and say what was found.
#[post("/admin/audit/verification", data = "<_form>")]
pub async fn verify(
    _form: Posted<Pressed>,
    _may: Can<SeeAudit>,
    cx: Cx<'_>,
    db: PlatformDb,
) -> AppResult<View> {
    let verdict = db.read(async |tx| audit::verify(tx).await).await?;
    if let Some(at) = verdict.broken_at {
        tracing::error!(at, "the audit chain is broken");
    }
    Ok(views::audit::verdict(&cx, verdict))
}
