//! Gallery: whole screens as the modules compose them: front, sign-in, home, a list, settings.
//! Here so that the design is judged as somebody meets it, and not part by part.
use chrono::TimeDelta;
use l10n::{Format, Money};
use maud::{Markup, html};

use super::{Sample, lists, pieces, sample, talks};
use crate::{
    Column, Feature, Incident, Item, Row, SettingsGroup, SettingsSection, SplitPage, Tone, badge,
    bdi, button, checkbox, dash, date, definition_list, field, form, front_call, front_features,
    front_trust, hero, item_list, money, name, page_header, panel, problem_of, relative_date,
    select, settings_layout, settings_part, split_page, table,
};

/// A sample screen by its name.
pub fn screen(screen: &str, format: Format) -> Option<Markup> {
    let s = sample(format);
    Some(match screen {
        "front" => front(s),
        "sign-in" => sign_in(s),
        "home" => home(s),
        "list" => html! {
            (page_header(s.t("تیکت‌ها", "Tickets"), None, button(s.t("تیکت جدید", "New ticket")).primary().icon("plus").href("#new").shortcut("n")))
            (lists::list(s))
        },
        "desk" => {
            html! { (page_header(s.t("سایت بالا نمی‌آید", "The site is down"), Some(s.t("تیکت ۴۲ · فنی", "Ticket 42 · technical")),
            button(s.t("بستن", "Close")).icon("check").post("#close", "token").shortcut("c"))) (talks::desk(s)) }
        }
        "settings" => settings(s),
        "members" => members(s),
        "problem" => problem_of(
            "lock",
            s.t("اجازهٔ دیدن این صفحه را ندارید", "You may not see this page"),
            s.t(
                "با نقشی که دارید نمی‌توانید صورت‌حساب‌ها را ببینید. اگر به آن نیاز دارید، از مالک حساب بخواهید دسترسی بدهد.",
                "With your role you cannot see the invoices. If you need them, ask the owner of the account for access.",
            ),
            Some(Incident {
                label: s.t("کد پیگیری", "Incident"),
                code: "7F2A-91",
                copy: s.t("کپی", "Copy"),
            }),
            button(s.t("رفتن به صفحهٔ خانه", "To the home page"))
                .primary()
                .href("#home"),
        ),
        _ => return None,
    })
}

fn front(s: Sample) -> Markup {
    let feature = |icon: &str, title: [&'static str; 2], text: [&'static str; 2]| Feature {
        icon: icon.to_owned(),
        title: s.t(title[0], title[1]).to_owned(),
        text: s.t(text[0], text[1]).to_owned(),
        more: Some((s.t("بیشتر", "More").to_owned(), "#more".to_owned())),
    };
    let features = [
        feature(
            "server",
            ["هاست و سرور مجازی", "Hosting and VPS"],
            [
                "سرورتان در کمتر از یک دقیقه آماده است؛ کنسول، نسخهٔ پشتیبان و نمودار مصرف در همان صفحه.",
                "Your server is ready within a minute, with console, backups and usage on one page.",
            ],
        ),
        feature(
            "globe",
            ["دامنه", "Domains"],
            [
                "ثبت و تمدید با یک دکمه. پیش از پایان مهلت خبرتان می‌کنیم، نه پس از آن.",
                "Register and renew with one button. We tell you before it runs out, not after.",
            ],
        ),
        feature(
            "receipt-text",
            ["صورت‌حساب روشن", "Clear bills"],
            [
                "هر ریال با توضیحش: چه خریدید، چقدر مالیات خورد و کجا پرداخت شد.",
                "Every rial explained: what you bought, the tax, and where it was paid.",
            ],
        ),
        feature(
            "gem",
            ["صندوق طلافروشی", "The goldsmith's till"],
            [
                "وزن، عیار، اجرت و نرخ لحظه‌ای؛ فاکتور در پنج ثانیه و حتی وقتی اینترنت قطع است.",
                "Weight, fineness, wage and the live rate; a receipt in five seconds, even offline.",
            ],
        ),
        feature(
            "headphones",
            ["پشتیبانی با نام و نشان", "Support by people"],
            [
                "یک نفر مسئول تیکت شماست و تا پایان کار همان می‌ماند.",
                "One person owns your ticket and stays with it to the end.",
            ],
        ),
        feature(
            "shield-check",
            ["داده‌های شما در امان", "Your data is safe"],
            [
                "پشتیبان‌گیری روزانه، ورود دومرحله‌ای و سابقهٔ همهٔ تغییرها.",
                "Daily backups, two-step sign-in, and a record of every change.",
            ],
        ),
    ];
    let figure = |fa, en, words: [&'static str; 2]| {
        (s.t(fa, en).to_owned(), s.t(words[0], words[1]).to_owned())
    };
    html! {
        (hero(s.t("سرایی برای هر کسب‌وکار", "One house for every business"))
            .above(s.t("هاست، دامنه، سرور و صندوق فروش", "Hosting, domains, servers and tills"))
            .text(s.t("سایتتان را بسازید، بفروشید و حساب نگه دارید؛ همه در یک جا، به فارسی و با پشتیبانی که پاسخ می‌دهد.", "Build your site, sell, and keep your books: in one place, in your language, with support that answers."))
            .actions(html! { (button(s.t("رایگان شروع کنید", "Start for free")).primary().href("#up")) (button(s.t("دیدن قیمت‌ها", "See prices")).href("#prices")) }))
        (front_trust(s.t("چرا سرای", "Why Sarai"), &[
            figure("۹۹٫۹۵٪", "99.95%", ["پایداری سرویس در سال گذشته", "uptime last year"]),
            figure("۸ دقیقه", "8 min", ["میانگین نخستین پاسخ", "to the first answer, on average"]),
            figure("۲۴ ساعت", "24 h", ["پشتیبانی در همهٔ روزها", "support, every day"]),
            figure("۷ روز", "7 days", ["ضمانت بازگشت وجه", "money-back guarantee"]),
        ]))
        (front_features("what", s.t("هر آنچه کسب‌وکار به آن نیاز دارد", "All that a business needs"), s.t("با یکی شروع کنید و هر وقت خواستید بقیه را اضافه کنید.", "Begin with one, add the rest when you want."), &features))
        (front_call(s.t("همین امروز شروع کنید", "Begin today"), s.t("ثبت‌نام یک دقیقه طول می‌کشد و کارت بانکی نمی‌خواهد.", "Signing up takes a minute and needs no card."), button(s.t("ساخت حساب", "Create an account")).primary().href("#up")))
    }
}

fn sign_in(s: Sample) -> Markup {
    let page = SplitPage {
        title: s.t("ورود به سرای", "Sign in to Sarai").to_owned(),
        lead: s.t("خوش آمدید.", "Welcome.").to_owned(),
        promise: s
            .t(
                "هاست، دامنه، سرور و صندوق فروش شما، زیر یک سقف",
                "Your hosting, domains, servers and till under one roof",
            )
            .to_owned(),
        points: [
            s.t(
                "پشتیبانی فارسی در همهٔ روزهای هفته",
                "Support every day of the week",
            ),
            s.t("صورت‌حساب رسمی و روشن", "Clear, official bills"),
            s.t(
                "پشتیبان‌گیری روزانه از همهٔ سرویس‌ها",
                "Daily backups of every service",
            ),
        ]
        .map(str::to_owned)
        .to_vec(),
    };
    let body = form("#in", "token")
        .label(s.t("ورود", "Sign in"))
        .body(html! {
            (field("email", s.t("ایمیل", "E-mail")).email().required().autocomplete("username"))
            (field("password", s.t("رمز عبور", "Password")).password().reveal(s.t("نمایش رمز", "Show the password")).required().autocomplete("current-password"))
            (checkbox("remember", s.t("مرا به خاطر بسپار", "Keep me signed in")))
        })
        .actions(button(s.t("ورود", "Sign in")).primary().wide());
    split_page(
        &page,
        body,
        html! { p { (s.t("حساب ندارید؟ ", "No account yet? ")) a href="#up" { (s.t("ثبت‌نام کنید", "Sign up")) } } },
    )
}

fn home(s: Sample) -> Markup {
    let f = &s.format;
    let until = |days| date(f, s.now + TimeDelta::days(days));
    let service = |icon: &str,
                   tone,
                   title: &'static str,
                   kind: [&'static str; 2],
                   days,
                   state: [&'static str; 2]| {
        Item::new("#service", bdi(title))
            .icon(icon, Tone::Brand)
            .meta(html! { (s.t(kind[0], kind[1])) " · " (s.t("تا ", "until ")) (until(days)) })
            .end(badge(tone, s.t(state[0], state[1])))
    };
    let needs = [
        Item::new("#pay", s.t("صورت‌حساب آذر پرداخت نشده", "The bill of November is unpaid"))
            .icon("wallet", Tone::Money).meta(s.t("سررسید: فردا", "Due tomorrow")).end(money(f, Money::rial(3_900_000))),
        Item::new("#renew", html! { (s.t("دامنهٔ ", "Domain ")) (bdi("zarrin-gold.ir")) (s.t(" رو به پایان است", " runs out soon")) })
            .icon("globe", Tone::Warning).meta(s.t("۶ روز دیگر", "in 6 days")).end(badge(Tone::Warning, s.t("تمدید", "Renew"))),
        Item::new("#answer", s.t("پشتیبانی منتظر پاسخ شماست", "Support waits for your answer"))
            .icon("message-square", Tone::Info).meta(s.t("تیکت «سایت بالا نمی‌آید»", "Ticket “The site is down”")).end(relative_date(f, s.now - TimeDelta::hours(3), s.now)),
    ];
    let services = [
        service(
            "server",
            Tone::Success,
            "shop-1.sarai.host",
            ["سرور مجازی، ۴ گیگ", "VPS, 4 GB"],
            41,
            ["روشن", "Running"],
        ),
        service(
            "hard-drive",
            Tone::Success,
            "zarrin-gold.ir",
            ["هاست وردپرس", "WordPress hosting"],
            112,
            ["فعال", "Active"],
        ),
        service(
            "globe",
            Tone::Warning,
            "zarrin-gold.ir",
            ["دامنه", "Domain"],
            6,
            ["رو به پایان", "Expiring"],
        ),
    ];
    let news = [
        Item::new(
            "#n1",
            s.t("پاسخ تازه در تیکت ۴۲", "New answer in ticket 42"),
        )
        .meta(relative_date(f, s.now - TimeDelta::minutes(12), s.now))
        .unread(s.t("نخوانده", "Unread")),
        Item::new("#n2", s.t("رسید پرداخت آبان", "Receipt of October")).meta(relative_date(
            f,
            s.now - TimeDelta::days(2),
            s.now,
        )),
        Item::new(
            "#n3",
            s.t("نسخهٔ پشتیبان هفتگی ساخته شد", "Weekly backup made"),
        )
        .meta(relative_date(f, s.now - TimeDelta::days(3), s.now)),
    ];
    let all = |href: &str| button(s.t("همه", "All")).quiet().small().href(href);
    html! {
        (page_header(s.t("سلام، سارا", "Hello, Sara"), Some(s.t("طلای زرین · مالک", "Zarrin Gold · owner")), html! {
            (button(s.t("شارژ کیف پول", "Top up")).icon("wallet").href("#top-up")) (button(s.t("سرویس تازه", "New service")).primary().icon("plus").href("#new"))
        }))
        (pieces::figures(s))
        (dash(
            html! {
                (panel("needs", s.t("نیاز به رسیدگی دارد", "Needs a look"), html! {}, item_list(s.t("نیاز به رسیدگی دارد", "Needs a look"), &needs)))
                (panel("services", s.t("سرویس‌ها", "Services"), all("#services"), item_list(s.t("سرویس‌ها", "Services"), &services)))
                (lists::charts(s))
            },
            html! {
                (panel("news", s.t("تازه‌ها", "News"), all("#news"), item_list(s.t("تازه‌ها", "News"), &news)))
                (panel("plan", s.t("حساب", "Account"), html! {}, definition_list(vec![
                    (s.t("هزینهٔ ماهانه", "Monthly cost").to_owned(), money(f, Money::rial(18_400_000))),
                    (s.t("صورت‌حساب بعدی", "Next bill").to_owned(), until(11)),
                    (s.t("اعضا", "Members").to_owned(), html! { (f.number(4)) }),
                ])))
            },
        ))
    }
}

fn groups(s: Sample, active: &str) -> Vec<SettingsGroup> {
    let section = |key: &str, icon: &str, fa, en| SettingsSection {
        label: s.t(fa, en).to_owned(),
        href: format!("#{key}"),
        icon: icon.to_owned(),
        active: key == active,
    };
    vec![
        SettingsGroup {
            label: s.t("شما", "You").to_owned(),
            sections: vec![
                section("profile", "user", "مشخصات", "Profile"),
                section(
                    "security",
                    "shield-check",
                    "ورود و امنیت",
                    "Sign-in and security",
                ),
                section("notify", "bell", "اعلان‌ها", "Notifications"),
                section("sessions", "monitor", "دستگاه‌ها", "Devices"),
            ],
        },
        SettingsGroup {
            label: s.t("کسب‌وکار", "Business").to_owned(),
            sections: vec![
                section("business", "building-2", "مشخصات", "Details"),
                section("members", "users", "اعضا", "Members"),
                section("bills", "receipt-text", "صورت‌حساب", "Billing"),
            ],
        },
    ]
}

fn settings(s: Sample) -> Markup {
    let save = || button(s.t("ذخیره", "Save")).primary();
    let person = form("#profile", "token").body(html! {
        (field("name", s.t("نام و نام خانوادگی", "Full name")).value(s.t("سارا محمدی", "Sara Mohammadi")))
        (field("mobile", s.t("شمارهٔ موبایل", "Mobile")).tel().value("09121234567"))
    }).actions(save());
    let language = form("#language", "token").body(html! {
        (select("locale", s.t("زبان", "Language")).option("fa", "فارسی").option("en", "English"))
        (select("calendar", s.t("تقویم", "Calendar")).option("jalali", s.t("شمسی", "Jalali")).option("gregorian", s.t("میلادی", "Gregorian")))
    }).actions(save());
    let keys = form("#keys", "token")
        .body(
            checkbox(
                "keys",
                s.t("کلیدهای تک‌حرفی روشن باشد", "Single-letter keys are on"),
            )
            .checked(true)
            .hint(s.t(
                "کلیدهایی که با Ctrl زده می‌شوند همیشه کار می‌کنند.",
                "Keys with Ctrl always work.",
            )),
        )
        .actions(save());
    let body = html! {
        (settings_part("person", s.t("مشخصات", "Profile"), s.t("نامی که همکاران و پشتیبانی می‌بینند.", "The name that colleagues and support see."), person))
        (settings_part("language", s.t("زبان و تقویم", "Language and calendar"), s.t("در همهٔ صفحه‌ها و ایمیل‌ها.", "On every page and in every e-mail."), language))
        (settings_part("keys", s.t("صفحه‌کلید", "Keyboard"), s.t("میان‌برها برای کسانی است که تند کار می‌کنند؛ اگر مزاحم‌اند خاموششان کنید.", "Shortcuts are for those who work fast; switch them off if they are in the way."), keys))
    };
    html! {
        (page_header(s.t("حساب من", "My account"), None, html! {}))
        (settings_layout(s.t("بخش‌های حساب", "Sections of the account"), &groups(s, "profile"), body))
    }
}

fn members(s: Sample) -> Markup {
    let role = |fa, en| s.t(fa, en);
    let row = |n: i64, who: &'static str, mail: &'static str, as_what: &'static str| {
        Row::new()
            .cell(name(who))
            .cell(bdi(mail))
            .cell(badge(if n == 0 { Tone::Brand } else { Tone::Neutral }, as_what))
            .cell(relative_date(&s.format, s.now - TimeDelta::hours(7 * n + 1), s.now))
            .actions(html! {
                (button(s.t("تغییر نقش", "Change role")).small().href("#role"))
                (button(s.t("حذف عضو", "Remove member")).small().danger().post(format!("#remove-{n}"), "token").method("DELETE")
                    .confirm(s.t("دسترسی این عضو به حساب قطع شود؟", "Should this member lose access to the account?"), s.t("نه، بماند", "No, keep")))
            })
    };
    let list = table(s.t("اعضا", "Members"))
        .column(Column::new(s.t("نام", "Name")))
        .column(Column::new(s.t("ایمیل", "E-mail")))
        .column(Column::new(s.t("نقش", "Role")))
        .column(Column::new(s.t("آخرین ورود", "Last seen")))
        .column(Column::new(s.t("عملیات", "Actions")).hidden_label())
        .row(row(
            0,
            s.t("سارا محمدی", "Sara Mohammadi"),
            "sara.mohammadi@zarrin-gold-jewellery.example",
            role("مالک", "Owner"),
        ))
        .row(row(
            1,
            s.t(
                "سید محمدرضا حسینی نژاد اصفهانی",
                "Seyed Mohammadreza Hosseini",
            ),
            "mohammadreza.hosseininejad@example.test",
            role("مدیر", "Manager"),
        ))
        .row(row(
            2,
            s.t("نگار کیانی", "Negar Kiani"),
            "negar@example.test",
            role("کارمند", "Employee"),
        ));
    html! {
        (page_header(s.t("حساب من", "My account"), None, button(s.t("دعوت عضو", "Invite a member")).primary().icon("user-plus").href("#invite")))
        (settings_layout(s.t("بخش‌های حساب", "Sections of the account"), &groups(s, "members"), list))
    }
}
