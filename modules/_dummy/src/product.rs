//! What this module sells: notebooks. A shop module finds the kind by its port and calls these verbs in its transaction.

use contracts::commerce::{ProductKind, Purchase};
use kernel::AppResult;
use kernel::db::Tx;
use kernel::error::FieldErrors;
use kernel::module::ResourceRef;
use serde_json::Value;
use uuid::Uuid;

use crate::ids::NotebookId;
use crate::models::Notebook;

/// Characters of a notebook's title, as the table allows.
const TITLE_LIMIT: usize = 80;

/// The kind.
pub struct Notebooks;

fn title(options: &Value) -> Option<&str> {
    let title = options.get("title")?.as_str()?.trim();
    (1..=TITLE_LIMIT)
        .contains(&title.chars().count())
        .then_some(title)
}

#[rocket::async_trait]
impl ProductKind for Notebooks {
    fn label(&self) -> &'static str {
        "_dummy.product.notebook"
    }

    fn check(&self, options: &Value) -> FieldErrors {
        match title(options) {
            Some(_) => FieldErrors::default(),
            None => FieldErrors::one("title", "_dummy.product.title_needed"),
        }
    }

    async fn provide(&self, purchase: &Purchase, tx: &mut Tx) -> AppResult<ResourceRef> {
        let title = title(&purchase.options).unwrap_or_default();
        let id = NotebookId(purchase.key);
        Notebook::open(id, purchase.tenant, title, tx).await?;
        Ok(ResourceRef {
            kind: "_dummy.notebook".to_owned(),
            id: id.0,
        })
    }

    async fn suspend(&self, thing: Uuid, tx: &mut Tx) -> AppResult<()> {
        Notebook::set_suspended(NotebookId(thing), true, tx).await
    }

    async fn resume(&self, thing: Uuid, tx: &mut Tx) -> AppResult<()> {
        Notebook::set_suspended(NotebookId(thing), false, tx).await
    }

    async fn terminate(&self, thing: Uuid, tx: &mut Tx) -> AppResult<()> {
        Notebook::close(NotebookId(thing), tx).await
    }
}
