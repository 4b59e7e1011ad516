//! The body that an endpoint gets: what happened, when, to whom, and the fact's own fields.
//! Its shape is a promise to outsiders: docs/guides/webhooks.md.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::ids::TellingId;
use crate::ids::TenantId;

/// The body.
#[derive(Serialize)]
pub struct Envelope<'a> {
    /// The same as in the header `webhook-id`.
    pub id: TellingId,
    /// Name of the fact with its version.
    #[serde(rename = "type")]
    pub kind: &'a str,
    /// When it happened.
    #[serde(serialize_with = "in_utc")]
    pub at: DateTime<Utc>,
    /// Whose it is; null when it is nobody's.
    pub tenant: Option<TenantId>,
    /// The fact's fields.
    pub data: &'a Value,
}

fn in_utc<S: Serializer>(at: &DateTime<Utc>, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Millis, true))
}
