//! A terminal as a developer or a test describes it.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use kernel::web::{Form, Reader};
use url::Host;

use crate::zarinpal::models::Draft;
use crate::zarinpal::words::{FeePayer, TerminalState};

/// Most characters of a shop's name.
pub const NAME: usize = 120;

/// Characters of a token for refunds.
pub const TOKEN: RangeInclusive<usize> = 16..=200;
/// Payments that a terminal may begin in a minute.
pub const REQUESTS: RangeInclusive<i32> = 1..=10_000;
/// Most addresses of a shop's servers.
pub const SERVERS: usize = 20;

/// What was typed.
pub struct TerminalForm(pub Draft);

/// A domain as callbacks have it: a name or an address, in small letters, without scheme, port or path.
pub fn domain(typed: &str) -> Option<String> {
    Host::parse(typed).ok().map(|host| host.to_string())
}

/// Whether a merchant id looks like one.
pub fn is_merchant_id(typed: &str) -> bool {
    typed.len() == 36 && typed.parse::<uuid::Uuid>().is_ok()
}

/// Addresses of servers, one a line or with a space between.
pub fn addresses(typed: &str) -> Option<Vec<String>> {
    let parts = typed.split_whitespace().take(SERVERS + 1);
    let read = parts.map(|part| part.parse::<IpAddr>().ok());
    let read: Option<Vec<IpAddr>> = read.collect();
    let read = read.filter(|addresses| addresses.len() <= SERVERS)?;
    Some(read.iter().map(ToString::to_string).collect())
}

impl Form for TerminalForm {
    const TEXT_LIMIT: u64 = 16 * 1024;

    fn read(reader: &mut Reader<'_>) -> Self {
        let choose = "simulators.invalid.choose";
        let merchant = reader.parsed("merchant_id", "simulators.invalid.merchant", |typed| {
            is_merchant_id(typed).then(|| typed.to_ascii_lowercase())
        });
        let token = reader.line("access_token", *TOKEN.end());
        if !token.is_empty() && token.chars().count() < *TOKEN.start() {
            reader.error("access_token", "simulators.invalid.token");
        }
        let host = reader.parsed("domain", "simulators.invalid.domain", domain);
        let ips = addresses(reader.typed("server_ips"));
        if ips.is_none() {
            reader.error("server_ips", "simulators.invalid.ips");
        }
        let state = reader.parsed("state", choose, TerminalState::parse);
        let payer = reader.parsed("fee_payer", choose, FeePayer::parse);
        let requests = reader.parsed(
            "requests_a_minute",
            "simulators.invalid.requests",
            |typed| typed.parse().ok().filter(|n| REQUESTS.contains(n)),
        );
        Self(Draft {
            merchant_id: merchant.unwrap_or_default(),
            name: reader.line("name", NAME),
            domain: host.unwrap_or_default(),
            state: state.unwrap_or(TerminalState::Active),
            server_ips: ips.unwrap_or_default(),
            access_token: token,
            fee_payer: payer.unwrap_or(FeePayer::Merchant),
            wages_allowed: reader.ticked("wages_allowed"),
            requests_a_minute: requests.unwrap_or(1),
        })
    }
}
