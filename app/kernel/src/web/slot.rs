//! Fills a place of a screen with what the modules show there, all in one transaction of the place's scope.
//! One module's fault costs its own widget, not the whole screen.

use std::sync::{Mutex, PoisonError};

use maud::{Markup, html};
use ui::Tone;

use super::Cx;
use crate::db::{ReadTx, ScopeKind};
use crate::error::{AppError, AppResult};
use crate::module::{ResourceRef, Slot, Widget};

/// The widgets of a slot that this person may see, in order. Whoever shows the slot has made sure that the reader may see
/// `subject`; each widget's permission is asked here.
pub async fn slot(cx: &Cx<'_>, slot: Slot, subject: Option<&ResourceRef>) -> Vec<Markup> {
    let widgets = cx.app().registry.widgets_in(slot);
    let widgets: Vec<&Widget> = widgets
        .filter(|widget| cx.offers(widget.slot.side(), widget.key, widget.permission))
        .collect();
    let filling = Filling {
        cx,
        subject,
        widgets: &widgets,
        shown: Mutex::default(),
    };
    // A failed statement spoils its transaction; the widgets after it get a new one.
    while filling.next() < widgets.len() {
        if let Err(error) = filling.go_on(slot.scope()).await {
            let failed = widgets.get(filling.next()).map_or("", |widget| widget.key);
            tracing::warn!(incident = cx.incident(), widget = failed, %error, "a widget could not be shown");
            let text = cx.t("kernel.home.part_missing");
            filling.show(Some(html! { (ui::alert(Tone::Warning, text)) }));
        }
    }
    let shown = filling
        .shown
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    shown.into_iter().flatten().collect()
}

struct Filling<'a> {
    cx: &'a Cx<'a>,
    subject: Option<&'a ResourceRef>,
    widgets: &'a [&'a Widget],
    shown: Mutex<Vec<Option<Markup>>>,
}

impl Filling<'_> {
    fn next(&self) -> usize {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.len()
    }

    fn show(&self, markup: Option<Markup>) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.push(markup);
    }

    /// Renders the widgets that are not shown yet, up to the first that fails.
    async fn go_on(&self, scope: ScopeKind) -> AppResult<()> {
        match scope {
            ScopeKind::Public => {
                self.cx
                    .public_db()
                    .read(async |tx| self.render(tx).await)
                    .await
            }
            ScopeKind::Platform => {
                self.cx
                    .all_rows()
                    .read(async |tx| self.render(tx).await)
                    .await
            }
            ScopeKind::Tenant => {
                if let Some(db) = self.cx.own_rows() {
                    return db.read(async |tx| self.render(tx).await).await;
                }
                self.widgets.iter().for_each(|_| self.show(None));
                Ok(())
            }
            ScopeKind::None | ScopeKind::Account => Err(AppError::internal(format!(
                "a slot over the scope {scope:?}"
            ))),
        }
    }

    async fn render(&self, tx: &mut ReadTx) -> AppResult<()> {
        while let Some(widget) = self.widgets.get(self.next()) {
            let markup = widget.source.render(self.cx, self.subject, tx).await?;
            self.show(markup);
        }
        Ok(())
    }
}
