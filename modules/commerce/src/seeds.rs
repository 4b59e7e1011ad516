//! Demo data: a shop that has something on its shelves, by kinds that are compiled in. Idempotent by slug.

use contracts::commerce::ProductKind;
use kernel::db::{JobDb, Tx};
use kernel::error::{AppError, AppResult};
use kernel::people;
use ledger::{BookId, Entry};
use serde_json::{Value, json};

use crate::accounts;
use crate::catalogue::{Category, Cycle, NewPrice, NewProduct, Price, Product, Visibility};
use crate::demo_trade;
use crate::ids::CategoryId;
use crate::subscriptions::BY_PEOPLE;
use crate::usage::{NewRate, Rate};

/// Writes it.
pub async fn run(db: JobDb) -> AppResult<()> {
    db.platform()
        .write(async |tx| {
            shelves(tx).await?;
            money(tx).await
        })
        .await?;
    demo_trade::run(&db).await
}

/// Something in each wallet, as if it had been paid in at a bank.
async fn money(tx: &mut Tx) -> AppResult<()> {
    for tenant in people::tenants(tx).await? {
        let entry = Entry::draft(
            BookId::PLATFORM,
            "commerce.entries.payment",
            format!("demo:{tenant}"),
        )
        .debit(&accounts::clearing("demo"), 25_000_000)
        .credit(&accounts::wallet(tenant), 25_000_000)
        .balanced()
        .map_err(|fault| AppError::internal(fault.to_string()))?;
        ledger::post(tx, &entry).await?;
    }
    Ok(())
}

/// The template's kind, where it is compiled in.
const NOTEBOOK: &str = "_dummy.notebook";

struct Demo {
    slug: &'static str,
    kind: &'static str,
    fa: (&'static str, &'static str),
    en: (&'static str, &'static str),
    features: Value,
    recommended: bool,
    prices: &'static [(Cycle, i64)],
    setup: i64,
}

fn notebooks() -> [Demo; 3] {
    [
        Demo {
            slug: "notebook-small",
            kind: NOTEBOOK,
            fa: ("دفترچهٔ کوچک", "برای یک نفر و یک پروژه"),
            en: ("Small notebook", "For one person and one project"),
            features: json!([
                { "fa": "یک دفترچه", "en": "One notebook" },
                { "fa": "پشتیبان روزانه", "en": "Daily backup" },
            ]),
            recommended: false,
            prices: &[(Cycle::Month, 490_000), (Cycle::Year, 4_900_000)],
            setup: 0,
        },
        Demo {
            slug: "notebook-team",
            kind: NOTEBOOK,
            fa: ("دفترچهٔ گروهی", "برای گروه‌هایی که با هم می‌نویسند"),
            en: ("Team notebook", "For groups that write together"),
            features: json!([
                { "fa": "همکاران بی‌شمار", "en": "Any number of colleagues" },
                { "fa": "پشتیبان ساعتی", "en": "Hourly backup" },
                { "fa": "پاسخ پشتیبانی تا یک ساعت", "en": "Support answers within an hour" },
            ]),
            recommended: true,
            prices: &[(Cycle::Month, 1_900_000), (Cycle::Year, 19_000_000)],
            setup: 0,
        },
        Demo {
            slug: "notebook-office",
            kind: NOTEBOOK,
            fa: ("دفترچهٔ سازمانی", "با نصب و آموزش در محل شما"),
            en: ("Office notebook", "Installed and taught at your place"),
            features: json!([
                { "fa": "همه چیزِ دفترچهٔ گروهی", "en": "All of the team notebook" },
                { "fa": "راه‌اندازی در محل", "en": "Set up at your place" },
                { "fa": "قرارداد رسمی", "en": "A written contract" },
            ]),
            recommended: false,
            prices: &[(Cycle::Month, 6_500_000), (Cycle::Year, 65_000_000)],
            setup: 3_000_000,
        },
    ]
}

fn by_the_hour() -> Demo {
    Demo {
        slug: "meter-demo",
        kind: NOTEBOOK,
        fa: ("دفترچهٔ ساعتی", "برای کارهای کوتاه؛ هر ساعت که باز است"),
        en: (
            "Notebook by the hour",
            "For short work: each hour it is open",
        ),
        features: json!([
            { "fa": "پرداخت ساعت‌به‌ساعت از کیف پول", "en": "Paid hour by hour from the wallet" },
            { "fa": "هیچ ماهی بیشتر از قیمت ماهانه نمی‌شود", "en": "No month costs more than its price" },
        ]),
        recommended: false,
        // A month of hours: 10,000 rial each.
        prices: &[(Cycle::Hour, 7_200_000)],
        setup: 0,
    }
}

fn by_the_note() -> Demo {
    Demo {
        slug: "counter-demo",
        kind: NOTEBOOK,
        fa: (
            "دفترچهٔ شمارشی",
            "برای کسی که کم می‌نویسد؛ بقیه را به‌اندازهٔ مصرف می‌پردازید",
        ),
        en: (
            "Notebook by the note",
            "For those who write little: what goes beyond is paid by the note",
        ),
        features: json!([
            { "fa": "۱۰ یادداشت در هر ماه", "en": "10 notes each month" },
            { "fa": "یادداشت‌های بیشتر، دانه‌ای", "en": "More notes, one by one" },
        ]),
        recommended: false,
        prices: &[(Cycle::Month, 300_000)],
        setup: 0,
    }
}

fn by_people() -> [Demo; 4] {
    [
        Demo {
            slug: "support-monthly",
            kind: BY_PEOPLE,
            fa: (
                "پشتیبانی ماهانه",
                "کارشناسی که سرورتان را می‌شناسد و پاسخ می‌دهد",
            ),
            en: (
                "Monthly support",
                "Somebody who knows your servers, and answers",
            ),
            features: json!([
                { "fa": "پاسخ تا یک ساعت، هر روز هفته", "en": "An answer within an hour, each day of the week" },
                { "fa": "پایش سرور و به‌روزرسانی امنیتی", "en": "Watched servers, security updates" },
                { "fa": "تا پنج ساعت کار در ماه", "en": "Up to five hours of work a month" },
            ]),
            recommended: true,
            prices: &[
                (Cycle::Month, 8_500_000),
                (Cycle::Quarter, 24_000_000),
                (Cycle::Year, 89_000_000),
            ],
            setup: 0,
        },
        Demo {
            slug: "support-plus",
            kind: BY_PEOPLE,
            fa: ("پشتیبانی ویژه", "همان کارشناس، شبانه‌روزی و با وقت بیشتر"),
            en: (
                "Premium support",
                "The same person, day and night and with more time",
            ),
            features: json!([
                { "fa": "پاسخ تا یک ربع، شبانه‌روز", "en": "An answer within a quarter of an hour, day and night" },
                { "fa": "پایش سرور و به‌روزرسانی امنیتی", "en": "Watched servers, security updates" },
                { "fa": "تا پانزده ساعت کار در ماه", "en": "Up to fifteen hours of work a month" },
            ]),
            recommended: false,
            prices: &[
                (Cycle::Month, 14_500_000),
                (Cycle::Quarter, 41_000_000),
                (Cycle::Year, 152_000_000),
            ],
            setup: 0,
        },
        Demo {
            slug: "consulting-hour",
            kind: BY_PEOPLE,
            fa: (
                "مشاورهٔ فنی، یک ساعت",
                "لینوکس، پایگاه داده، امنیت؛ با مهندس ارشد",
            ),
            en: (
                "Consulting, one hour",
                "Linux, databases, security; with a senior engineer",
            ),
            features: json!([
                { "fa": "گفتگوی تصویری یا حضوری", "en": "By video or in person" },
                { "fa": "خلاصهٔ مکتوب پس از جلسه", "en": "A written summary afterwards" },
            ]),
            recommended: false,
            prices: &[(Cycle::Once, 4_200_000)],
            setup: 0,
        },
        Demo {
            slug: "migration",
            kind: BY_PEOPLE,
            fa: (
                "جابه‌جایی سایت",
                "سایت و پایگاه داده‌تان را بی‌قطعی به اینجا می‌آوریم",
            ),
            en: (
                "Site migration",
                "Your site and its database, moved here without a gap",
            ),
            features: json!([
                { "fa": "پشتیبان کامل پیش از شروع", "en": "A full backup before we begin" },
                { "fa": "آزمون پیش از تغییر دامنه", "en": "Tested before the domain is switched" },
            ]),
            recommended: false,
            prices: &[(Cycle::Once, 12_000_000)],
            setup: 0,
        },
    ]
}

async fn shelves(tx: &mut Tx) -> AppResult<()> {
    let of_people = Category::make(
        "people",
        (
            "خدمات کارشناسی",
            "کارهایی که همکاران ما برایتان انجام می‌دهند",
        ),
        ("Services by people", "Work that our staff do for you"),
        tx,
    )
    .await?;
    fill(of_people, by_people(), tx).await?;
    let ports = tx.app().registry.ports();
    if ports.named::<dyn ProductKind>(NOTEBOOK).is_none() {
        return Ok(());
    }
    let notes = Category::make(
        "notebooks",
        ("دفترچه‌ها", "یادداشت‌های شما و همکارانتان، همیشه در دسترس"),
        (
            "Notebooks",
            "Your notes and your colleagues', always at hand",
        ),
        tx,
    )
    .await?;
    fill(notes, notebooks(), tx).await?;
    fill(notes, [by_the_hour(), by_the_note()], tx).await?;
    let rate = NewRate {
        product: Product::by_slug("counter-demo", tx).await?.id,
        counter: "notes".to_owned(),
        included: 10,
        scale: 1,
        amount: 15_000,
    };
    Rate::set(&rate, tx).await
}

async fn fill<const N: usize>(
    category: CategoryId,
    demos: [Demo; N],
    tx: &mut Tx,
) -> AppResult<()> {
    for (position, demo) in (1..).zip(demos) {
        let product = NewProduct {
            slug: demo.slug,
            category,
            kind: demo.kind,
            fa: demo.fa,
            en: demo.en,
            features: demo.features,
            fixed: json!({}),
            visibility: Visibility::Listed,
            recommended: demo.recommended,
            position,
        };
        let product = Product::make(&product, tx).await?;
        for &(cycle, amount) in demo.prices {
            let price = NewPrice {
                product,
                cycle,
                amount,
                setup: demo.setup,
            };
            Price::set(&price, tx).await?;
        }
    }
    Ok(())
}
