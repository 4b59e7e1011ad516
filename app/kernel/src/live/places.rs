//! How many live streams are open, by sign-in and by address: each holds a connection for as long as its page likes.
//! Counted on each node, for each node has its own connections; a stream that ends gives its place back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use crate::identity::origin;
use crate::ids::SessionId;
use crate::module::{SettingDef, SettingKind};
use crate::settings::SettingsCache;

const A_SESSION: &str = "kernel.live.streams_a_session";
const AN_ADDRESS: &str = "kernel.live.streams_an_address";

/// The settings that bound open streams.
pub(crate) fn settings() -> Vec<SettingDef> {
    let bound = |key, label, default: i64| SettingDef {
        key,
        label,
        kind: SettingKind::Integer {
            min: 1,
            max: 100_000,
        },
        default: json!(default),
        secret: false,
    };
    vec![
        bound(A_SESSION, "kernel.live.a_session", 12),
        // People of one office, or of one provider, come from one address.
        bound(AN_ADDRESS, "kernel.live.an_address", 240),
    ]
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
        settings: &SettingsCache,
    ) -> Option<Place> {
        let whose = [Whose::Session(session), Whose::Address(origin(address))];
        let most = [A_SESSION, AN_ADDRESS].map(|key| settings.integer(key));
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = whose
            .iter()
            .zip(most)
            .any(|(whose, most)| counts.get(whose).copied().unwrap_or_default() >= most);
        if full {
            return None;
        }
        for whose in &whose {
            *counts.entry(whose.clone()).or_default() += 1;
        }
        drop(counts);
        Some(Place {
            counts: Arc::clone(&self.0),
            whose,
        })
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
