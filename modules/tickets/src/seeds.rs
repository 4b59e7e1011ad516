//! Demo data of the desk: departments, and enough tickets that every list pages. Idempotent by fixed ids.

use chrono::Duration;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::db::{JobDb, Tx};
use kernel::error::AppResult;
use kernel::ids::{TenantId, UserId};
use kernel::people;
use uuid::Uuid;

use crate::ids::{DepartmentId, MessageId, TicketId};
use crate::models::{Department, Priority, search_words, turn};
use crate::schema::{tickets_messages, tickets_search, tickets_tags, tickets_tickets};

const DEPARTMENTS: [(&str, &str); 4] = [
    ("فنی", "Technical"),
    ("مالی", "Billing"),
    ("دامنه و میزبانی", "Domains and hosting"),
    ("فروش", "Sales"),
];

const SUBJECTS: [(&str, &str, &str); 12] = [
    (
        "سایت من باز نمی‌شود",
        "از صبح با خطای ۵۰۲ روبه‌رو می‌شوم. لطفاً بررسی کنید.",
        "سرویس وب دوباره راه‌اندازی شد و سایت باز است. لطفاً بررسی کنید.",
    ),
    (
        "فاکتور رسمی برای ماه گذشته",
        "برای حسابداری شرکت به فاکتور رسمی با شناسهٔ ملی نیاز دارم.",
        "فاکتور رسمی صادر شد و در بخش فاکتورها در دسترس است.",
    ),
    (
        "تمدید دامنه پیش از پایان مهلت",
        "دامنهٔ ما تا چند روز دیگر منقضی می‌شود؛ آیا تمدید خودکار روشن است؟",
        "تمدید خودکار روشن است و دو روز پیش از پایان مهلت انجام می‌شود.",
    ),
    (
        "افزایش فضای سرور مجازی",
        "دیسک سرور پر شده است. چطور ۵۰ گیگابایت دیگر اضافه کنم؟",
        "از صفحهٔ سرور، بخش «تغییر پلن» را بزنید؛ نیازی به خاموش کردن سرور نیست.",
    ),
    (
        "گواهی SSL تمدید نشده است",
        "مرورگر هشدار می‌دهد که گواهی منقضی شده.",
        "گواهی دستی تمدید شد و تمدید خودکار اصلاح شد.",
    ),
    (
        "بازگرداندن نسخهٔ پشتیبان دیروز",
        "به‌اشتباه چند فایل را پاک کردم. نسخهٔ دیروز را می‌خواهم.",
        "نسخهٔ دیروز در پوشهٔ restore قرار گرفت.",
    ),
    (
        "پرداخت انجام شد ولی کیف پول شارژ نشد",
        "مبلغ از کارت کم شده اما موجودی تغییر نکرده است.",
        "تراکنش با بانک تطبیق داده شد و کیف پول شارژ شد.",
    ),
    (
        "راهنمای اتصال به پایگاه داده",
        "نام میزبان و درگاه اتصال به پایگاه داده چیست؟",
        "میزبان localhost و درگاه ۳۳۰۶ است؛ اتصال از بیرون بسته است.",
    ),
    (
        "کندی سایت در ساعت‌های شلوغی",
        "بین ۲۰ تا ۲۳ سایت کند می‌شود.",
        "پرس‌وجوهای سنگین پیدا شد؛ گزارش پیوست است.",
    ),
    (
        "تغییر مالکیت حساب به نام شرکت",
        "می‌خواهم حساب شخصی به نام شرکت منتقل شود.",
        "مدارک بررسی شد و انتقال انجام شد.",
    ),
    (
        "اتصال دستگاه کارت‌خوان به فروشگاه",
        "کارت‌خوان مبلغ را از صندوق نمی‌گیرد.",
        "نشانی دستگاه در تنظیمات صندوق اصلاح شد.",
    ),
    (
        "درخواست سرویس آزمایشی",
        "پیش از خرید می‌خواهم یک روز آزمایش کنم.",
        "سرویس آزمایشی یک‌روزه برای شما فعال شد.",
    ),
];

struct Member {
    user_id: UserId,
    tenant_id: TenantId,
}

async fn member(email: &str, tx: &mut Tx) -> QueryResult<Option<Member>> {
    let Some(person) = people::by_email(email, tx).await? else {
        return Ok(None);
    };
    let first = people::memberships(person.user, tx)
        .await?
        .into_iter()
        .next();
    Ok(first.map(|membership| Member {
        user_id: person.user,
        tenant_id: membership.tenant,
    }))
}

/// Writes it.
pub async fn run(db: JobDb) -> AppResult<()> {
    db.platform().write(async |tx| write(tx).await).await
}

async fn write(tx: &mut Tx) -> AppResult<()> {
    let existing: Vec<Department> = Department::list(tx).await?;
    if !existing.is_empty() {
        return Ok(());
    }
    let mut departments = Vec::new();
    for (name_fa, name_en) in DEPARTMENTS {
        departments.push(Department::create(name_fa, name_en, tx).await?);
    }
    let support = people::by_email("support@sarai.test", tx).await?;
    let support = support.map(|person| person.user);
    for (email, count) in [
        ("customer@sarai.test", 64),
        ("other@sarai.test", 18),
        ("owner@zarrin.test", 9),
        ("owner@simin.test", 4),
    ] {
        let Some(member) = member(email, tx).await? else {
            continue;
        };
        for n in 0..count {
            ticket(n, &member, support, &departments, tx).await?;
        }
    }
    Ok(())
}

/// One ticket with two or three messages; age, status and department spread by its number.
async fn ticket(
    n: i64,
    member: &Member,
    support: Option<UserId>,
    departments: &[DepartmentId],
    tx: &mut Tx,
) -> AppResult<()> {
    let now = tx.now();
    let opened = now - Duration::hours(n * 9 + 3);
    let at = usize::try_from(n).unwrap_or(0);
    let Some((subject, question, answer)) = SUBJECTS.get(at % SUBJECTS.len()) else {
        return Ok(());
    };
    let Some(department) = departments.get(at % departments.len().max(1)) else {
        return Ok(());
    };
    let status = match n % 5 {
        0 | 1 => "open",
        2 => "waiting",
        3 if n % 2 == 0 => "on_hold",
        _ => "closed",
    };
    let answered = status != "open" && support.is_some();
    let last = if answered {
        opened + Duration::hours(2)
    } else {
        opened
    };
    let priority = match (n % 11, n % 7) {
        (0, _) => Priority::Urgent,
        (_, 0) => Priority::High,
        _ => Priority::Normal,
    };
    let id = TicketId(Uuid::now_v7());
    diesel::insert_into(tickets_tickets::table)
        .values((
            tickets_tickets::id.eq(id),
            tickets_tickets::tenant_id.eq(member.tenant_id),
            tickets_tickets::subject.eq(subject),
            tickets_tickets::department_id.eq(department),
            tickets_tickets::priority.eq(priority),
            tickets_tickets::status.eq(status),
            tickets_tickets::requester_id.eq(member.user_id),
            tickets_tickets::assignee_id.eq(support.filter(|_| answered)),
            tickets_tickets::message_count.eq(if answered { 2 } else { 1 }),
            tickets_tickets::opened_at.eq(opened),
            tickets_tickets::last_activity_at.eq(last),
            tickets_tickets::closed_at.eq((status == "closed").then_some(last)),
            tickets_tickets::turn_at.eq(turn(priority, last)),
        ))
        .execute(tx)
        .await?;
    diesel::insert_into(tickets_search::table)
        .values((
            tickets_search::ticket_id.eq(id),
            tickets_search::tenant_id.eq(member.tenant_id),
            tickets_search::words.eq(search_words(subject, question)),
        ))
        .execute(tx)
        .await?;
    message(
        id,
        member,
        "customer",
        Some(member.user_id),
        question,
        opened,
        tx,
    )
    .await?;
    if answered {
        message(id, member, "agent", support, answer, last, tx).await?;
        if n % 3 == 0 {
            message(
                id,
                member,
                "note",
                support,
                "اگر دوباره پیش آمد، به تیم زیرساخت ارجاع شود.",
                last,
                tx,
            )
            .await?;
        }
    }
    if n % 4 == 0 {
        diesel::insert_into(tickets_tags::table)
            .values((
                tickets_tags::ticket_id.eq(id),
                tickets_tags::tag.eq("پیگیری"),
                tickets_tags::created_at.eq(opened),
            ))
            .execute(tx)
            .await?;
    }
    Ok(())
}

async fn message(
    ticket: TicketId,
    member: &Member,
    kind: &str,
    author: Option<UserId>,
    body: &str,
    at: chrono::DateTime<chrono::Utc>,
    tx: &mut Tx,
) -> AppResult<()> {
    diesel::insert_into(tickets_messages::table)
        .values((
            tickets_messages::id.eq(MessageId::fresh()),
            tickets_messages::tenant_id.eq(member.tenant_id),
            tickets_messages::ticket_id.eq(ticket),
            tickets_messages::kind.eq(kind),
            tickets_messages::author_id.eq(author),
            tickets_messages::body.eq(body),
            tickets_messages::created_at.eq(at),
        ))
        .execute(tx)
        .await?;
    Ok(())
}
