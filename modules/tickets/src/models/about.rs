//! The thing that a ticket is about, of whatever module: named by its own module, within the scope of whoever asks.

use kernel::db::ReadTx;
use kernel::module::ResourceRef;

/// A thing that the scope sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Which.
    pub thing: ResourceRef,
    /// Text key of its kind.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
}

impl About {
    /// Finds it; nothing when its module is not here or the scope does not see it.
    pub async fn find(thing: &ResourceRef, tx: &mut ReadTx) -> diesel::QueryResult<Option<Self>> {
        let app = std::sync::Arc::clone(tx.app());
        let Some(kind) = app.registry.resources().get(thing.kind.as_str()) else {
            return Ok(None);
        };
        let Some(source) = &kind.source else {
            return Ok(None);
        };
        let name = source.name(thing.id, tx).await?;
        Ok(name.map(|name| Self {
            thing: thing.clone(),
            kind: kind.label,
            name,
        }))
    }
}
