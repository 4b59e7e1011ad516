//! Demo data: this program's own terminal at the gateway, another shop's, and payments of the last days in every state.
//! Idempotent: nothing is written where the first terminal is known already.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, Tx};
use kernel::error::AppResult;
use l10n::normalise;

use super::cards::CARDS;
use super::fees;
use super::ids::{PaymentId, TerminalId};
use super::models::{Draft, LIFE, Terminal, note};
use super::words::{EndKind, EventKind, FeePayer, TerminalState, Unit};
use crate::schema::simulators_zarinpal_payments as payments;

/// The merchant id of this program's own terminal in the demo.
pub const MERCHANT: &str = "5a2a1a1b-0000-4000-8000-000000000001";
/// Its token, for refunds.
pub const TOKEN: &str = "demo-access-token-of-sarai";

const PAYMENTS: i64 = 64;
const WHAT: [&str; 4] = [
    "افزایش اعتبار کیف پول",
    "تمدید هاست ابری، یک‌ساله",
    "ثبت دامنهٔ ir، پنج‌ساله",
    "سرور مجازی، یک‌ماهه",
];

/// Writes it.
pub async fn run(db: JobDb) -> AppResult<()> {
    let base = db.app().config.base_url.clone();
    let host = base.host_str().unwrap_or("localhost").to_owned();
    let back = base.to_string();
    db.platform()
        .write(async |tx| write(&host, &back, tx).await)
        .await
}

async fn write(host: &str, back: &str, tx: &mut Tx) -> AppResult<()> {
    if Terminal::of_merchant(MERCHANT, tx).await?.is_some() {
        return Ok(());
    }
    let own = Draft {
        merchant_id: MERCHANT.to_owned(),
        name: "فروشگاه سرای".to_owned(),
        domain: host.to_owned(),
        state: TerminalState::Active,
        server_ips: vec!["127.0.0.1".to_owned(), "::1".to_owned()],
        access_token: TOKEN.to_owned(),
        fee_payer: FeePayer::Merchant,
        wages_allowed: false,
        requests_a_minute: 600,
    };
    let terminal = Terminal::put(&own, tx).await?;
    let other = Draft {
        merchant_id: "5a2a1a1b-0000-4000-8000-000000000002".to_owned(),
        name: "گالری طلای زرین".to_owned(),
        domain: "zarrin.test".to_owned(),
        state: TerminalState::BelowSilver,
        access_token: "demo-access-token-of-zarrin".to_owned(),
        fee_payer: FeePayer::Payer,
        ..own
    };
    Terminal::put(&other, tx).await?;
    for n in 0..PAYMENTS {
        payment(terminal, n, back, tx).await?;
    }
    Ok(())
}

/// The nth payment of the past; how it ended goes round.
async fn payment(terminal: TerminalId, n: i64, back: &str, tx: &mut Tx) -> AppResult<()> {
    let now = tx.now();
    let at = now - Duration::hours(2 * (PAYMENTS - n));
    let ended_at = at + Duration::minutes(3);
    let end = match n % 8 {
        5 => EndKind::Declined,
        6 => EndKind::Cancelled,
        7 => EndKind::Expired,
        _ => EndKind::Paid,
    };
    let is_paid = end == EndKind::Paid;
    let is_verified = is_paid && n % 8 != 4;
    let verified_at = is_verified.then(|| ended_at + Duration::seconds(4));
    let reversed_at = (n % 8 == 3).then(|| ended_at + Duration::minutes(9));
    let is_settled = is_verified && reversed_at.is_none() && n < PAYMENTS / 2;
    let rial = 1_250_000 + (n * 7_919_000) % 48_000_000;
    let card = usize::try_from(n).ok().and_then(|n| CARDS.get(n % 3));
    let card = card.filter(|_| is_paid);
    let authority = format!("A{n:0>35}");
    let what = usize::try_from(n).ok().and_then(|n| WHAT.get(n % 4));
    let what = what.copied().unwrap_or("پرداخت");
    let (id, order) = (PaymentId::fresh(), (1_000 + n).to_string());
    diesel::insert_into(payments::table)
        .values((
            payments::id.eq(id),
            payments::terminal_id.eq(terminal),
            payments::authority.eq(&authority),
            payments::amount.eq(rial),
            payments::currency.eq(Unit::Rial),
            payments::amount_rial.eq(rial),
            payments::fee_rial.eq(fees::of(rial)),
            payments::description.eq(what),
            payments::callback_url.eq(back),
            payments::order_id.eq(&order),
            payments::referer.eq("/"),
            payments::created_at.eq(at),
            payments::expires_at.eq(at + LIFE),
            payments::end_kind.eq(end),
            payments::ended_at.eq(ended_at),
            payments::card_pan.eq(card.map(|card| card.masked())),
            payments::card_hash.eq(card.map(|card| card.hash())),
            payments::verified_at.eq(verified_at),
            payments::reversed_at.eq(reversed_at),
            payments::settled_at.eq(is_settled.then(|| ended_at + Duration::hours(20))),
            payments::search_text.eq(normalise::search_text(&format!(
                "{authority} {what} {order}"
            ))),
        ))
        .execute(tx)
        .await?;
    note(id, EventKind::Requested, None, tx).await?;
    note(id, end.event(), None, tx).await
}
