//! Calls of an outside service: how they are signed, and what they say.
//! The secret is a setting; while it is empty nothing is accepted.

use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::settings::ExposeSecret as _;
use kernel::web::{Call, Claim, Standard, Verifier, standard};
use rocket::http::HeaderMap;
use serde::Deserialize;

use crate::settings;

/// The gateway that sends notes.
pub struct NoteCalls;

#[rocket::async_trait]
impl Verifier for NoteCalls {
    const GATEWAY: &'static str = "_dummy.notes";
    const LIMIT: u64 = 16 * 1024;

    fn claim(headers: &HeaderMap<'_>, body: &[u8]) -> Option<Claim> {
        standard(headers, body)
    }

    async fn secrets(call: &Call<'_>) -> AppResult<Vec<Vec<u8>>> {
        let secret = settings::CALL_SECRET.of(call.app())?;
        Ok(secret.map_or_else(Vec::new, |secret| Standard::secrets(secret.expose_secret())))
    }
}

/// A note from outside.
#[derive(Deserialize)]
pub struct NoteCall {
    /// For whom.
    pub tenant: TenantId,
    /// What it says.
    pub body: String,
}
