//! Demo data: enough notes of every demo tenant that the list pages. Idempotent: written only while there are none.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, Tx};
use kernel::error::AppResult;
use kernel::people;
use l10n::normalise;

use crate::ids::NoteId;
use crate::models::Count;
use crate::schema::_dummy_notes;

const BODIES: [&str; 5] = [
    "تماس با نمایندگی برای تمدید قرارداد",
    "فهرست سرویس‌هایی که ماه آینده لازم داریم",
    "پرسش از حسابدار دربارهٔ فاکتورهای رسمی",
    "یادآوری: نسخهٔ پشتیبان پایان ماه را بررسی کنید",
    "شمارهٔ تازهٔ دفتر را به پشتیبانی بدهید",
];
const EACH: usize = 60;

/// Writes it.
pub async fn run(db: JobDb) -> AppResult<()> {
    db.platform().write(async |tx| write(tx).await).await
}

async fn write(tx: &mut Tx) -> AppResult<()> {
    let there: i64 = _dummy_notes::table.count().get_result(tx).await?;
    if there > 0 {
        return Ok(());
    }
    let tenants = people::tenants(tx).await?;
    let now = tx.now();
    for tenant in tenants {
        let rows: Vec<_> = (0i64..)
            .zip(BODIES.iter().cycle().take(EACH))
            .map(|(n, body)| {
                (
                    _dummy_notes::id.eq(NoteId::fresh()),
                    _dummy_notes::tenant_id.eq(tenant),
                    _dummy_notes::body.eq(*body),
                    _dummy_notes::search_text.eq(normalise::search_text(body)),
                    _dummy_notes::created_at.eq(now - Duration::hours(n * 7)),
                )
            })
            .collect();
        diesel::insert_into(_dummy_notes::table)
            .values(&rows)
            .execute(tx)
            .await?;
    }
    Ok(Count::renew(tx).await?)
}
