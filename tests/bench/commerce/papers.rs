//! How long an invoice takes from the queue to a stored PDF, when Typst is warm: each has another buyer, product and sum.
//! Here by the program's own job, in this process: what is stored, numbered and told is part of it.

use std::time::{Duration, Instant};

use documents::{INVOICE, Invoice, Line, NewDocument, Party, Quantity, Terms};
use kernel::clock::Clock;
use kernel::db::PlatformDb;
use kernel::ids::TenantId;
use kernel::jobs;
use l10n::{Currency, Locale};
use ledger::BookId;
use uuid::Uuid;

use super::super::house::{House, connect};
use super::super::report::Report;
use super::super::site::Site;

const COLD: i64 = 5;
const WARM: i64 = 50;

/// The middle one of fifty.
pub async fn run(report: &mut Report, house: &House, site: &Site) -> anyhow::Result<()> {
    let queue = connect(&house.url("sarai_jobs", &site.database).await?).await?;
    queue
        .batch_execute("DELETE FROM graphile_worker._private_jobs")
        .await?;
    let app = house.app(&site.database, Clock::default())?;
    let db = app.without_request().platform();
    let of = "SELECT tenant_id FROM memberships ORDER BY user_id LIMIT 1";
    let holder = TenantId(site.owner.query_one(of, &[]).await?.get(0));
    let mut times = Vec::new();
    for n in 0..COLD + WARM {
        issue(&db, holder, n).await?;
        let begin = Instant::now();
        jobs::drain(&app).await?;
        times.push(begin.elapsed());
    }
    let mut warm = times.split_off(usize::try_from(COLD)?);
    warm.sort_unstable();
    let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let detail = format!(
        "the middle one of {WARM}, by its job; the slowest {:.0} ms, the first of all {:.0} ms",
        ms(warm.last()),
        ms(times.first())
    );
    report.at_most(
        "an invoice's PDF, ms",
        ms(warm.get(warm.len() / 2)),
        40.0,
        &detail,
    );
    Ok(())
}

async fn issue(db: &PlatformDb, holder: TenantId, n: i64) -> anyhow::Result<()> {
    let net = 1_000_000 + 7_919 * n;
    let line = |k: i64| Line {
        description: format!("پشتیبانی ماهانه، سرور {} از {k}", 100 + n),
        code: String::new(),
        quantity: Quantity::whole(1),
        unit: "عدد".to_owned(),
        unit_price: net,
        amount: net,
        discount: 0,
        vat_rate: 1_000,
        vat: net / 10,
    };
    let party = |name: String| Party {
        name,
        ..Party::default()
    };
    let invoice = Invoice {
        currency: Currency::Irr,
        seller: party("سرای".to_owned()),
        buyer: Some(party(format!("شرکت شمارهٔ {n}"))),
        lines: (1..=3).map(line).collect(),
        payments: Vec::new(),
        terms: Some(Terms::Cash),
        due_at: None,
        notes: Vec::new(),
        footer: String::new(),
    };
    let key = format!("bench:{}", Uuid::new_v4());
    let new = NewDocument::of(&INVOICE, BookId::PLATFORM, key, &invoice)?
        .held_by(holder)
        .speaking(Locale::Fa);
    db.write(async |tx| documents::issue(tx, &new).await.map(|_| ()))
        .await?;
    Ok(())
}
