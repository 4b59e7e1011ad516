//! Gallery: money at its sizes, and the page of a product with plans, comparison and questions.
//! Here apart because it is a whole public page, looked at as one.
use l10n::Money;
use maud::{Markup, html};

use super::Sample;
use crate::{
    Bill, FootColumn, MenuLink, Offer, Period, Plan, Question, Section, big_money, bill, button,
    comparison, faq, field, hero, money_field, money_pair, money_words, period_switch, plan, plans,
    price, section, site_foot, spec_list, trust_row,
};

const TOMAN: i64 = 10;

pub(super) fn sums(s: Sample) -> Markup {
    let f = &s.format;
    let large = Money::rial(184_750_000);
    s.part("sums", "پول روی صفحه", "Money on the screen", html! {
        div.tiles {
            div.flow { (big_money(f, large)) p.quiet { (s.t("مبلغ بزرگ", "A large sum")) } }
            div.flow { (money_pair(f, large)) p.quiet { (s.t("هر دو واحد", "Both units")) } }
            div.flow {
                (price(f, Money::rial(239_000 * TOMAN)).was(s.t("پیش‌تر", "Before"), Money::rial(299_000 * TOMAN))
                    .off(s.t("۲۰٪ تخفیف", "20% off")).period(s.t("در ماه", "a month")).note(s.t("با ۱۰٪ مالیات: ۲۶۲٬۹۰۰ تومان", "262,900 toman with 10% tax")))
            }
        }
        div.columns {
            div.flow { (a_bill(s).total_in_full(s.t("قابل پرداخت", "To pay"), Money::rial(1_841_400 * TOMAN))) }
            div.flow {
                (money_field("top-up", s.t("مبلغ شارژ کیف پول", "Top up the wallet"), f.money_unit.name(f.locale))
                    .value(f.number(1_250_000)).hint(s.t("هنگام نوشتن، رقم‌ها سه‌تا‌سه‌تا جدا می‌شوند.", "Digits are grouped while you type.")))
                (money_words(f, Money::rial(1_250_000 * TOMAN)))
            }
        }
    })
}

pub(super) fn a_bill(s: Sample) -> Bill {
    bill(&s.format)
        .described(
            s.t("سرور مجازی رشد", "VPS Growth"),
            s.t("یک‌ساله، تهران ۲", "One year, Tehran 2"),
            Money::rial(2_028_000 * TOMAN),
        )
        .line(
            s.t("پشتیبان‌گیری روزانه", "Daily backups"),
            Money::rial(64_500 * TOMAN),
        )
        .discount(
            s.t("تخفیف نوروز (۲۰٪)", "Nowruz discount (20%)"),
            Money::rial(-418_500 * TOMAN),
        )
        .tax(
            s.t("مالیات بر ارزش افزوده (۱۰٪)", "VAT (10%)"),
            Money::rial(167_400 * TOMAN),
        )
}

fn a_plan(
    s: Sample,
    id: &str,
    name: [&'static str; 2],
    pitch: [&'static str; 2],
    toman: i64,
    size: [i64; 3],
) -> Plan {
    let f = &s.format;
    let gig = |n: i64| format!("{} {}", f.number(n), s.t("گیگابایت", "GB"));
    plan(id, s.t(name[0], name[1]))
        .pitch(s.t(pitch[0], pitch[1]))
        .price(
            price(f, Money::rial(toman * 8 / 10 * TOMAN))
                .was(s.t("پیش‌تر", "Before"), Money::rial(toman * TOMAN))
                .off(s.t("۲ ماه رایگان", "2 months free"))
                .period(s.t("در ماه", "a month"))
                .note(s.t(
                    "سالانه پرداخت می‌شود؛ با مالیات",
                    "Billed yearly, tax included",
                )),
        )
        .specs(spec_list(&[
            (
                "cpu",
                f.number(size[0]),
                s.t("هستهٔ اختصاصی", "dedicated cores").to_owned(),
            ),
            (
                "memory-stick",
                gig(size[1]),
                s.t("حافظه", "memory").to_owned(),
            ),
            (
                "hard-drive",
                gig(size[2]),
                s.t("دیسک NVMe", "NVMe disk").to_owned(),
            ),
        ]))
}

fn three_plans(s: Sample) -> Markup {
    let order = |label: &str| button(label).href("#order");
    let start = a_plan(
        s,
        "plan-start",
        ["آغاز", "Start"],
        [
            "برای نخستین سایت و آزمایش",
            "For a first site and for trying",
        ],
        129_000,
        [1, 2, 40],
    )
    .action(order(s.t("سفارش طرح آغاز", "Order Start")))
    .with(s.t("ترافیک داخلی نامحدود", "Unmetered domestic traffic"))
    .without(s.t("بدون پشتیبان‌گیری خودکار", "No automatic backups"));
    let growth = a_plan(
        s,
        "plan-growth",
        ["رشد", "Growth"],
        [
            "برای فروشگاهی که هر روز سفارش دارد",
            "For a shop with orders every day",
        ],
        299_000,
        [4, 8, 120],
    )
    .recommended(s.t("پیشنهاد ما", "Recommended"))
    .action(order(s.t("سفارش طرح رشد", "Order Growth")).primary())
    .note(s.t("۷ روز ضمانت بازگشت وجه", "7 days money back"))
    .with(s.t("ترافیک داخلی نامحدود", "Unmetered domestic traffic"))
    .with(s.t(
        "پشتیبان‌گیری روزانه، با ۷ روز نگهداری",
        "Daily backups, kept 7 days",
    ));
    let scale = a_plan(
        s,
        "plan-scale",
        ["گسترش", "Scale"],
        ["برای چند سایت و تیم فنی", "For several sites and a team"],
        899_000,
        [8, 32, 480],
    )
    .action(order(s.t("سفارش طرح گسترش", "Order Scale")))
    .with(s.t("همهٔ امکانات رشد", "Everything in Growth"))
    .with(s.t(
        "پشتیبانی تلفنی ۲۴ ساعته",
        "Support by telephone, day and night",
    ));
    plans("plans", &[start, growth, scale])
}

fn periods(s: Sample) -> Markup {
    let period = |fa, en, href: &str, active, saving: Option<&str>| Period {
        label: s.t(fa, en).to_owned(),
        href: href.to_owned(),
        active,
        saving: saving.map(str::to_owned),
    };
    period_switch(
        s.t("دورهٔ پرداخت", "Billing period"),
        &[
            period("ماهانه", "Monthly", "#month", false, None),
            period(
                "سالانه",
                "Yearly",
                "#year",
                true,
                Some(s.t("۲ ماه رایگان", "2 months free")),
            ),
        ],
        Some("plans"),
    )
}

fn compared(s: Sample) -> Markup {
    let text = |fa, en| Offer::Text(s.t(fa, en).to_owned());
    html! {
        (comparison(s.t("مقایسهٔ طرح‌ها", "Comparison of the plans"), s.t("امکانات", "Features"), s.t("دارد", "Yes"), s.t("ندارد", "No"))
            .plan(s.t("آغاز", "Start"), "").plan(s.t("رشد", "Growth"), "").plan(s.t("گسترش", "Scale"), "").recommended(1)
            .group(s.t("منابع", "Resources"))
            .row(s.t("ترافیک بین‌الملل", "International traffic"), [text("۵۰۰ گیگابایت", "500 GB"), text("۲ ترابایت", "2 TB"), text("۸ ترابایت", "8 TB")])
            .explained(s.t("IPv4 اختصاصی", "Own IPv4"), s.t("IPv6 در همه هست", "IPv6 comes with all"), [Offer::Yes, Offer::Yes, text("۴ نشانی", "4 addresses")])
            .group(s.t("پشتیبان‌گیری و پشتیبانی", "Backups and support"))
            .row(s.t("پشتیبان‌گیری خودکار", "Automatic backups"), [Offer::No, Offer::Yes, Offer::Yes])
            .row(s.t("پشتیبانی تلفنی", "Support by telephone"), [Offer::No, Offer::No, Offer::Yes])
            .row(s.t("مهلت پاسخ‌گویی", "Answer within"), [text("یک روز", "a day"), text("۴ ساعت", "4 hours"), text("۳۰ دقیقه", "30 minutes")]))
    }
}

fn questions(s: Sample) -> Markup {
    let ask = |fa, en, answer_fa, answer_en| Question {
        ask: s.t(fa, en).to_owned(),
        answer: html! { p { (s.t(answer_fa, answer_en)) } },
    };
    faq(
        "sample-faq",
        &[
            ask(
                "سرور چقدر زود آماده می‌شود؟",
                "How soon is the server ready?",
                "معمولاً کمتر از یک دقیقه پس از پرداخت. نشانی و رمز را همان‌جا می‌بینید و برایتان پیامک می‌شود.",
                "Mostly within a minute of the payment. You see its address there and then, and get it by text message.",
            ),
            ask(
                "می‌توانم بعداً طرحم را عوض کنم؟",
                "May I change the plan later?",
                "بله؛ هر زمان. تفاوت قیمت تا پایان دوره روزشمار حساب می‌شود.",
                "Yes, at any time; the difference is counted by the day until the period ends.",
            ),
            ask(
                "اگر راضی نبودم چه می‌شود؟",
                "What if I do not like it?",
                "تا ۷ روز همهٔ پول به کیف پول یا کارتتان برمی‌گردد.",
                "Within 7 days all of the money goes back to your wallet or card.",
            ),
        ],
    )
}

fn foot(s: Sample) -> Markup {
    let link = |fa, en| MenuLink {
        label: s.t(fa, en).to_owned(),
        href: "#foot".to_owned(),
        icon: String::new(),
    };
    let column = |fa, en, links| FootColumn {
        title: s.t(fa, en).to_owned(),
        links,
    };
    site_foot(
        s.t("پیوندهای پایین صفحه", "Links at the foot"),
        html! { p.brand { (s.t("سرای", "Sarai")) } p { (s.t("هاست، دامنه و سرور برای کسب‌وکارهای ایرانی؛ با پشتیبانی آدم‌ها، نه ربات‌ها.", "Hosting, domains and servers for businesses in Iran, with support by people.")) } },
        &[
            column(
                "محصولات",
                "Products",
                vec![
                    link("هاست", "Hosting"),
                    link("سرور مجازی", "VPS"),
                    link("دامنه", "Domains"),
                ],
            ),
            column(
                "راهنما",
                "Help",
                vec![
                    link("پرسش‌های پرتکرار", "Common questions"),
                    link("وضعیت سرویس‌ها", "Status"),
                    link("تماس", "Contact"),
                ],
            ),
            column(
                "سرای",
                "Sarai",
                vec![
                    link("دربارهٔ ما", "About us"),
                    link("قوانین", "Terms"),
                    link("حریم خصوصی", "Privacy"),
                ],
            ),
        ],
        html! { span { (s.t("© ۱۴۰۵ سرای", "© 2026 Sarai")) } span { (s.t("تهران، خیابان مطهری، پلاک ۱۲۰", "120 Motahari St., Tehran")) } span { bdi dir="ltr" { (s.format.digits("021-9100 1234")) } } },
    )
}

/// The page of a product.
pub(super) fn product(s: Sample) -> Markup {
    let search = html! {
        div.panel {
            (crate::form("#find", "token").label(s.t("جستجوی دامنه", "Find a domain"))
                .body(field("domain", s.t("دامنهٔ تازه می‌خواهید؟", "A new domain?")).dir("ltr").placeholder("zarrin-gold.ir").hint(s.t("با هر سرور سالانه یک دامنهٔ ‎.ir رایگان", "A free .ir domain with each yearly server")))
                .actions(button(s.t("بررسی", "Check")).icon("search").wide()))
        }
    };
    let head = hero(s.t("سرور مجازی، پابه‌پای رشد کسب‌وکارتان", "A virtual server that grows with your business"))
        .above(s.t("سرور مجازی سرای", "Sarai VPS"))
        .text(s.t("دیسک NVMe، هستهٔ اختصاصی و شبکهٔ تهران. کمتر از یک دقیقه پس از پرداخت روشن می‌شود و هر ماه می‌توانید بزرگ‌ترش کنید.", "NVMe disks, dedicated cores, a network in Tehran. It runs within a minute of your payment and grows whenever you do."))
        .actions(html! { (button(s.t("سفارش سرور", "Order a server")).primary().href("#plans")) (button(s.t("مقایسهٔ طرح‌ها", "Compare plans")).quiet().href("#compare")) })
        .point(s.t("بدون هزینهٔ راه‌اندازی", "No set-up fee"))
        .point(s.t("بازگشت وجه تا ۷ روز", "7 days money back"))
        .aside(search);
    let plans_head = Section {
        id: "vps-plans",
        title: s.t("طرحی به اندازهٔ کارتان", "A plan of your size"),
        lead: Some(s.t(
            "هر زمان بزرگ‌تر یا کوچک‌تر؛ فقط تفاوت روزها را می‌پردازید.",
            "Larger or smaller at any time: you pay the difference by the day.",
        )),
    };
    html! {
        (head)
        (trust_row(s.t("قول‌های ما", "What we promise"), &[
            ("shield-check", s.t("۹۹٫۹٪ در دسترس", "99.9% up").to_owned(), s.t("وگرنه پولش را برمی‌گردانیم", "or your money back").to_owned()),
            ("headset", s.t("پاسخ‌گویی انسانی", "People answer").to_owned(), s.t("میانگین ۱۲ دقیقه", "12 minutes on average").to_owned()),
            ("receipt-text", s.t("فاکتور رسمی", "Official invoices").to_owned(), s.t("برای هر پرداخت، همان لحظه", "for each payment, at once").to_owned()),
            ("lock", s.t("داده در ایران", "Data stays in Iran").to_owned(), s.t("دو مرکز دادهٔ جدا", "in two separate data centres").to_owned()),
        ]))
        (section(&plans_head, html! { (periods(s)) (three_plans(s)) }))
        (section(&Section { id: "compare", title: s.t("مقایسهٔ کامل", "The full comparison"), lead: None }, compared(s)))
        (section(&Section { id: "questions", title: s.t("پرسش‌های پرتکرار", "Common questions"), lead: None }, questions(s)))
        (foot(s))
    }
}
