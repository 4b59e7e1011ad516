//! How many live streams are open, by sign-in and by address: each holds a connection for as long as its page likes.
//! Counted on each node, for each node has its own connections; a stream that ends gives its place back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::App;
use crate::error::AppResult;
use crate::ids::SessionId;
use crate::limits::origin;
use crate::settings::{Setting, SettingDef};

/// Streams that one sign-in may have open on a node.
pub const STREAMS_A_SESSION: Setting<i64> = Setting::integer(
    "kernel.live.streams_a_session",
    "kernel.live.a_session",
    1..=100_000,
    12,
);
/// Streams that one address may have open on a node: people of one office, or of one provider, come from one address.
pub const STREAMS_AN_ADDRESS: Setting<i64> = Setting::integer(
    "kernel.live.streams_an_address",
    "kernel.live.an_address",
    1..=100_000,
    240,
);

/// The settings that bound open streams.
pub(crate) fn settings() -> Vec<SettingDef> {
    vec![STREAMS_A_SESSION.def(), STREAMS_AN_ADDRESS.def()]
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Whose {
    Session(SessionId),
    Address(String),
}

type Counts = Mutex<HashMap<Whose, i64>>;

/// The open streams of one node.
#[derive(Default)]
pub(crate) struct Places(Arc<Counts>);

/// The place of one open stream.
pub(crate) struct Place {
    counts: Arc<Counts>,
    whose: [Whose; 2],
}

impl Places {
    /// A place for one more stream; none when the sign-in or the address has as many as it may.
    pub(crate) fn take(
        &self,
        session: SessionId,
        address: Option<IpAddr>,
        app: &App,
    ) -> AppResult<Option<Place>> {
        let whose = [Whose::Session(session), Whose::Address(origin(address))];
        let most = [STREAMS_A_SESSION.of(app)?, STREAMS_AN_ADDRESS.of(app)?];
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = whose
            .iter()
            .zip(most)
            .any(|(whose, most)| counts.get(whose).copied().unwrap_or_default() >= most);
        if full {
            return Ok(None);
        }
        for whose in &whose {
            *counts.entry(whose.clone()).or_default() += 1;
        }
        drop(counts);
        Ok(Some(Place {
            counts: Arc::clone(&self.0),
            whose,
        }))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for whose in &self.whose {
            if let Some(count) = counts.get_mut(whose) {
                *count -= 1;
                if *count <= 0 {
                    counts.remove(whose);
                }
            }
        }
    }
}
