//! A shop's terminal: who may call, from where, and in which state the gateway keeps it.
//! The merchant id is what a shop's calls are known by.

use std::net::IpAddr;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{First, ReadTx, Tx};
use kernel::error::AppResult;
use serde_json::{Value, json};
use url::Url;

use crate::schema::{
    simulators_zarinpal_payments as payments, simulators_zarinpal_terminals as terminals,
};
use crate::zarinpal::codes::Code;
use crate::zarinpal::ids::TerminalId;
use crate::zarinpal::words::{Call, FeePayer, TerminalState};

/// Terminals that a page shows; a development installation has a handful.
const SHOWN: u32 = 200;

/// A terminal's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = terminals)]
pub struct Terminal {
    /// Its id.
    pub id: TerminalId,
    /// What the shop calls itself by.
    pub merchant_id: String,
    /// The shop's name, as the payer sees it.
    pub name: String,
    /// Where callbacks lead.
    pub domain: String,
    /// What it may do.
    pub state: TerminalState,
    /// Where its calls come from.
    pub server_ips: Vec<String>,
    /// For refunds.
    pub access_token: String,
    /// Who bears the fee.
    pub fee_payer: FeePayer,
    /// Whether a payment may be shared out.
    pub wages_allowed: bool,
    /// How many payments it may begin in a minute.
    pub requests_a_minute: i32,
    /// The last good answer of each call.
    pub last_answers: Value,
}

/// What is said of a terminal.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What the shop calls itself by.
    pub merchant_id: String,
    /// The shop's name.
    pub name: String,
    /// Where callbacks lead.
    pub domain: String,
    /// What it may do.
    pub state: TerminalState,
    /// Where its calls come from.
    pub server_ips: Vec<String>,
    /// For refunds.
    pub access_token: String,
    /// Who bears the fee.
    pub fee_payer: FeePayer,
    /// Whether a payment may be shared out.
    pub wages_allowed: bool,
    /// How many payments it may begin in a minute.
    pub requests_a_minute: i32,
}

impl Terminal {
    /// Finds one.
    pub async fn find(id: TerminalId, tx: &mut ReadTx) -> QueryResult<Self> {
        terminals::table
            .find(id)
            .select(Self::as_select())
            .get_result(tx)
            .await
    }

    /// The terminal of a merchant id.
    pub async fn of_merchant(merchant_id: &str, tx: &mut ReadTx) -> QueryResult<Option<Self>> {
        terminals::table
            .filter(terminals::merchant_id.eq(merchant_id))
            .select(Self::as_select())
            .get_result(tx)
            .await
            .optional()
    }

    /// The terminal of an access token.
    pub async fn of_token(token: &str, tx: &mut ReadTx) -> QueryResult<Option<Self>> {
        terminals::table
            .filter(terminals::access_token.eq(token))
            .select(Self::as_select())
            .get_result(tx)
            .await
            .optional()
    }

    /// All, the newest first.
    pub async fn list(tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        let rows = terminals::table
            .order(terminals::id.desc())
            .select(Self::as_select());
        First::of(SHOWN, rows).load(tx).await
    }

    /// Writes a new one, or changes the one that has this merchant id.
    pub async fn put(draft: &Draft, tx: &mut Tx) -> AppResult<TerminalId> {
        let now = tx.now();
        let said = (
            terminals::name.eq(&draft.name),
            terminals::domain.eq(&draft.domain),
            terminals::state.eq(draft.state),
            terminals::server_ips.eq(&draft.server_ips),
            terminals::access_token.eq(&draft.access_token),
            terminals::fee_payer.eq(draft.fee_payer),
            terminals::wages_allowed.eq(draft.wages_allowed),
            terminals::requests_a_minute.eq(draft.requests_a_minute),
        );
        let row = (
            terminals::id.eq(TerminalId::fresh()),
            terminals::merchant_id.eq(&draft.merchant_id),
            terminals::created_at.eq(now),
            said,
        );
        let id = diesel::insert_into(terminals::table)
            .values(row)
            .on_conflict(terminals::merchant_id)
            .do_update()
            .set(said)
            .returning(terminals::id)
            .get_result(tx)
            .await?;
        Ok(id)
    }

    /// Whether a token is another terminal's.
    pub async fn has_token(token: &str, but: &str, tx: &mut ReadTx) -> QueryResult<bool> {
        let others = terminals::table
            .filter(terminals::access_token.eq(token))
            .filter(terminals::merchant_id.ne(but));
        diesel::select(diesel::dsl::exists(others))
            .get_result(tx)
            .await
    }

    /// Keeps a good answer, for the fault that says it again.
    pub async fn remember(&self, call: Call, answer: &Value, tx: &mut Tx) -> AppResult<()> {
        let answer = json!({ call.as_str(): answer });
        // Joined by the database: of two calls at once, neither forgets what the other keeps.
        diesel::update(terminals::table.find(self.id))
            .set(terminals::last_answers.eq(terminals::last_answers.concat(answer)))
            .execute(tx)
            .await?;
        Ok(())
    }

    /// Whether its calls may come from this address.
    #[must_use]
    pub fn is_registered(&self, address: Option<IpAddr>) -> bool {
        let address = address.map(|address| address.to_canonical().to_string());
        address.is_some_and(|address| self.server_ips.contains(&address))
    }

    /// Why it may not call now.
    #[must_use]
    pub fn refusal(&self, address: Option<IpAddr>) -> Option<Code> {
        if !self.server_ips.is_empty() && !self.is_registered(address) {
            return Some(Code::Terminal);
        }
        match self.state {
            TerminalState::Active => None,
            TerminalState::Inactive => Some(Code::Inactive),
            TerminalState::Limited => Some(Code::Limited),
            TerminalState::Suspended => Some(Code::Suspended),
            TerminalState::BelowSilver => Some(Code::BelowSilver),
            TerminalState::Blue => Some(Code::Blue),
        }
    }

    /// Whether a payer may be sent back there: its domain, or a name below it.
    #[must_use]
    pub fn owns(&self, place: &Url) -> bool {
        let host = place.host_str().unwrap_or_default();
        let below = host.strip_suffix(self.domain.as_str());
        below.is_some_and(|head| head.is_empty() || head.ends_with('.'))
    }

    /// Whether it began as many payments in this minute as it may.
    pub async fn is_busy(&self, tx: &mut ReadTx) -> QueryResult<bool> {
        let since = tx.now() - chrono::Duration::minutes(1);
        let lately: i64 = payments::table
            .filter(payments::terminal_id.eq(self.id))
            .filter(payments::created_at.gt(since))
            .count()
            .get_result(tx)
            .await?;
        Ok(lately >= i64::from(self.requests_a_minute))
    }
}
