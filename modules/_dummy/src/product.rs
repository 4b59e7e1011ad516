//! What this module sells: notebooks. A shop module finds the kind by its port and calls these verbs in its transaction.

use contracts::commerce::{
    CounterDef, Done, OptionDef, OptionKind, ProductKind, Provided, Purchase,
};
use kernel::AppResult;
use kernel::db::Tx;
use kernel::module::ResourceRef;
use serde_json::Value;
use uuid::Uuid;

use crate::ids::NotebookId;
use crate::models::Notebook;

/// Characters of a notebook's title, as the table allows.
const TITLE_LIMIT: u16 = 80;

/// The counter of what was written since a notebook was opened.
pub const NOTES: &str = "notes";

/// The kind.
pub struct Notebooks;

#[rocket::async_trait]
impl ProductKind for Notebooks {
    fn label(&self) -> &'static str {
        "_dummy.product.notebook"
    }

    fn options(&self) -> Vec<OptionDef> {
        vec![OptionDef {
            name: "title",
            label: "_dummy.product.title",
            hint: None,
            kind: OptionKind::Line(TITLE_LIMIT),
        }]
    }

    fn counters(&self) -> Vec<CounterDef> {
        vec![CounterDef {
            name: NOTES,
            label: "_dummy.product.notes",
            unit: "_dummy.product.note",
            units: "_dummy.product.note_units",
            scale: 1,
        }]
    }

    async fn provide(&self, purchase: &Purchase, tx: &mut Tx) -> AppResult<Provided> {
        let title = purchase.options.get("title").and_then(Value::as_str);
        let title = title.unwrap_or_default().trim();
        let id = NotebookId(purchase.key);
        Notebook::open(id, purchase.tenant, title, tx).await?;
        Ok(Provided::Ready(ResourceRef {
            kind: "_dummy.notebook".to_owned(),
            id: id.0,
        }))
    }

    async fn suspend(&self, thing: Uuid, tx: &mut Tx) -> AppResult<Done> {
        Notebook::set_suspended(NotebookId(thing), true, tx).await?;
        Ok(Done::Now)
    }

    async fn resume(&self, thing: Uuid, tx: &mut Tx) -> AppResult<Done> {
        Notebook::set_suspended(NotebookId(thing), false, tx).await?;
        Ok(Done::Now)
    }

    fn changing(&self) -> Option<&'static str> {
        Some("_dummy.product.changing")
    }

    async fn change(&self, thing: Uuid, options: &Value, tx: &mut Tx) -> AppResult<Done> {
        let title = options.get("title").and_then(Value::as_str);
        let title = title.unwrap_or_default().trim();
        Notebook::retitle(NotebookId(thing), title, tx).await?;
        Ok(Done::Now)
    }

    async fn terminate(&self, thing: Uuid, tx: &mut Tx) -> AppResult<Done> {
        Notebook::close(NotebookId(thing), tx).await?;
        Ok(Done::Now)
    }
}
