//! The form of an endpoint: where, what for, and which facts.
//! Whether the address may be called is asked after the form is read: names are looked up.

use super::PING;
use super::models::upkeep::Draft;
use super::target::LONGEST;
use crate::app::App;
use crate::error::FieldErrors;
use crate::web::{Form, Posted, Reader};

/// Most characters of a description.
pub const DESCRIPTION: usize = 200;

/// What was typed.
pub struct EndpointForm {
    url: String,
    description: Option<String>,
    facts: Vec<String>,
}

impl Form for EndpointForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        let facts = reader.typed_all("facts");
        if facts.is_empty() || facts.len() > 200 {
            reader.error("facts", "kernel.webhooks.invalid.facts");
        }
        Self {
            url: reader.line("url", LONGEST),
            description: reader.optional_line("description", DESCRIPTION),
            facts,
        }
    }
}

/// The endpoint as it was typed, if everything is fine with it.
pub async fn checked(form: &Posted<EndpointForm>, app: &App) -> Result<Draft, FieldErrors> {
    let typed = form.value().map_err(Clone::clone)?;
    let known = |name: &String| app.registry.webhooks().iter().any(|w| w.fact == *name);
    if !typed.facts.iter().all(known) || typed.facts.iter().any(|name| name == PING) {
        return Err(FieldErrors::one("facts", "kernel.webhooks.invalid.facts"));
    }
    match app.outgoing.check(&typed.url).await {
        Ok(url) => Ok(Draft {
            url: url.into(),
            description: typed.description.clone().unwrap_or_default(),
            facts: typed.facts.clone(),
        }),
        Err(key) => Err(FieldErrors::one("url", key)),
    }
}
