//! Gallery: the screens one works in: wizard with its review, till, terminal.
//! Here apart because each is a whole screen with its own keys.
use chrono::TimeDelta;
use l10n::{Milligrams, Money};
use maud::{Markup, Render, html};

use super::Sample;
use crate::{
    ReviewPart, Step, StepState, Tick, Tone, Trend, bdi, big_money, bill, button, combobox,
    combobox_options, date_time, field, keypad, menu, money, money_field, price_ticker,
    print_button, quantity, receipt, review, sale_line, terminal, till, wizard,
};

pub(super) struct Good {
    pub(super) id: &'static str,
    pub(super) name: [&'static str; 2],
    pub(super) grams: i64,
    pub(super) wage: i64,
    pub(super) toman: i64,
    pub(super) left: i64,
}

pub(super) const GOODS: [Good; 6] = [
    Good {
        id: "G-10482",
        name: ["انگشتر سولیتر", "Solitaire ring"],
        grams: 4_350,
        wage: 14,
        toman: 42_180_000,
        left: 3,
    },
    Good {
        id: "G-10477",
        name: ["النگوی داملا", "Damla bangle"],
        grams: 12_800,
        wage: 9,
        toman: 118_400_000,
        left: 1,
    },
    Good {
        id: "G-10391",
        name: ["گوشوارهٔ میخی", "Stud earrings"],
        grams: 1_920,
        wage: 21,
        toman: 19_760_000,
        left: 8,
    },
    Good {
        id: "G-10388",
        name: ["زنجیر کارتیر ۴۵ سانتی‌متری", "Cartier chain, 45 cm"],
        grams: 6_100,
        wage: 11,
        toman: 57_300_000,
        left: 0,
    },
    Good {
        id: "G-10350",
        name: ["پلاک «وان یکاد»", "Van yakad pendant"],
        grams: 2_480,
        wage: 18,
        toman: 24_900_000,
        left: 5,
    },
    Good {
        id: "G-10344",
        name: ["سکهٔ تمام بهار آزادی", "Bahar Azadi coin"],
        grams: 8_133,
        wage: 0,
        toman: 71_250_000,
        left: 14,
    },
];

fn path(s: Sample, now: usize) -> Vec<Step> {
    [
        ("دامنه", "Domain"),
        ("مالک", "Owner"),
        ("نیم‌سرورها (NS)", "Name servers"),
        ("بازبینی", "Review"),
    ]
    .into_iter()
    .enumerate()
    .map(|(n, (fa, en))| {
        let state = match n.cmp(&now) {
            std::cmp::Ordering::Less => StepState::Done,
            std::cmp::Ordering::Equal => StepState::Current,
            std::cmp::Ordering::Greater => StepState::Todo,
        };
        Step::new(s.t(fa, en), state)
    })
    .collect()
}

pub(super) fn walk(s: Sample) -> Markup {
    let owner = crate::form("#owner", "token").id("owner-form").label(s.t("مالک دامنه", "Owner of the domain")).body(html! {
        (combobox("customer", s.t("مشتری", "Customer"), "#customers").placeholder(s.t("نام، موبایل یا شمارهٔ مشتری", "Name, mobile or number")).chosen("42", s.t("سارا محمدی", "Sara Mohammadi")).hint(s.t("از میان ۲٬۱۸۰ مشتری", "Among 2,180 customers")))
        (field("handle", s.t("شناسهٔ ایرنیک", "IRNIC handle")).dir("ltr").value("sm8812-irnic").hint(s.t("در ایرنیک باید سرای را نمایندهٔ این شناسه کرده باشید.", "At IRNIC, you must have made Sarai the agent of this handle.")))
    });
    let found = [
        (42, "سارا محمدی", "Sara Mohammadi", "0912 345 6789"),
        (77, "سارا مرادی", "Sara Moradi", "0935 110 2040"),
    ]
    .map(|(id, fa, en, mobile)| (id, s.t(fa, en).to_owned(), s.format.digits(mobile)));
    let facts = |fa, en, value: Markup| (s.t(fa, en).to_owned(), value);
    let parts = [
        ReviewPart {
            title: s.t("دامنه", "Domain").to_owned(),
            href: "#step-1".to_owned(),
            facts: vec![
                facts("نام", "Name", bdi("zarrin-gold.ir")),
                facts("مدت", "For", html! { (s.t("۵ سال", "5 years")) }),
            ],
        },
        ReviewPart {
            title: s.t("مالک", "Owner").to_owned(),
            href: "#step-2".to_owned(),
            facts: vec![facts("شناسه", "Handle", bdi("sm8812-irnic"))],
        },
    ];
    let next = |label| button(label).primary().form("owner-form");
    html! {
        (wizard(s.t("ثبت دامنه", "Register a domain"), path(s, 1), s.t("مرحلهٔ ۲ از ۴", "Step 2 of 4"))
            .body(owner)
            .aside(html! { h2 { (s.t("شناسهٔ ایرنیک چیست؟", "What is a handle?")) } p { (s.t("نامی که ایرنیک با آن شما را می‌شناسد. اگر ندارید، در nic.ir رایگان می‌سازید؛ ده دقیقه طول می‌کشد.", "The name by which the registry knows you. If you have none, make one at nic.ir: free, ten minutes.")) } })
            .saved(s.t("پیش‌نویس ساعت ۱۴:۳۲ ذخیره شد", "Draft saved at 14:32"))
            .back(button(s.t("بازگشت", "Back")).quiet().href("#step-1")).next(next(s.t("ادامه", "Continue"))))
        (s.part("found", "پاسخ جستجوی مشتری", "The answer to a customer search", html! { div.combo-sample { ul.combo-list role="listbox" aria-label=(s.t("مشتری‌ها", "Customers")) { (combobox_options("sample", &found, "")) } } }))
        (wizard(s.t("بازبینی ثبت", "Review of the registration"), path(s, 3), s.t("مرحلهٔ ۴ از ۴", "Step 4 of 4"))
            .body(review(s.t("ویرایش", "Change"), &parts))
            .back(button(s.t("بازگشت", "Back")).quiet().href("#step-3")).next(button(s.t("ثبت و پرداخت", "Register and pay")).money().href("#pay")))
    }
}

fn ticker(s: Sample) -> Markup {
    let f = &s.format;
    let tick = |fa, en, toman: i64, change: Option<(Trend, &str)>| Tick {
        name: s.t(fa, en).to_owned(),
        value: money(f, Money::rial(toman * 10)),
        change: change.map(|(way, words)| (way, f.digits(words))),
    };
    price_ticker(
        f,
        s.t("قیمت‌های روز", "Prices of the day"),
        &[
            tick(
                "طلای ۱۸",
                "18 k",
                8_214_500,
                Some((Trend::Up, s.t("۰٫۳٪", "0.3%"))),
            ),
            tick(
                "سکهٔ تمام",
                "Coin",
                71_250_000,
                Some((Trend::Down, s.t("۰٫۱٪", "0.1%"))),
            ),
        ],
        s.now - TimeDelta::seconds(40),
        s.now,
        120,
    )
}

pub(super) fn sale(s: Sample) -> Markup {
    let f = &s.format;
    let lines = GOODS.iter().take(3).enumerate().map(|(n, good)| {
        sale_line(
            format!("line-{n}"),
            s.t(good.name[0], good.name[1]),
            money(f, Money::rial(good.toman * 10)),
        )
        .code(good.id)
        .part(f.weight(Milligrams(good.grams)))
        .part(s.t("عیار ۷۵۰", "750 fine"))
        .part(format!(
            "{} {}",
            s.t("اجرت", "wage"),
            f.percent(good.wage * 100)
        ))
        .count(
            quantity(
                format!("count-{n}"),
                s.t(good.name[0], good.name[1]),
                s.t("یکی کم", "One less"),
                s.t("یکی بیشتر", "One more"),
            )
            .value(f.number(1))
            .range(0, 99)
            .compact(),
        )
        .act(
            button(format!(
                "{}: {}",
                s.t("حذف", "Remove"),
                s.t(good.name[0], good.name[1])
            ))
            .icon_only("x")
            .quiet()
            .small()
            .post(format!("#line-{n}"), "token")
            .method("DELETE"),
        )
    });
    let mut lines: Vec<_> = lines.collect();
    if let Some(last) = lines.pop() {
        lines.push(last.fresh());
    }
    let digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"].map(|d| f.digits(d));
    let received = money_field(
        "received",
        s.t("دریافتی نقد", "Cash received"),
        f.money_unit.name(f.locale),
    );
    till(s.t("اقلام فروش", "Lines of the sale"))
        .bar(html! { (ticker(s)) div.actions {
            (menu("held", s.t("فروش‌های معلق (۲)", "Held sales (2)")).small().link("pause", s.t("خانم رضایی، ۱۴:۱۰", "Ms Rezaei, 14:10"), "#held-1").link("pause", s.t("بی‌نام، ۱۳:۵۵", "No name, 13:55"), "#held-2"))
            (button(s.t("بستن صندوق", "Close the till")).small().quiet().href("#close"))
        } })
        .away(s.t("اینترنت قطع است. فروش نقدی ادامه دارد و پس از وصل شدن فرستاده می‌شود؛ قیمت‌ها تازه نمی‌شود.", "You are offline. Cash sales go on and are sent later; prices are not fresh."))
        .scan("#scan", "token", s.t("بارکد را اسکن کنید یا نام کالا را بنویسید", "Scan, or type a name"), s.t("افزودن", "Add"))
        .lines(lines.iter().map(Render::render).collect(), s.t("هنوز کالایی وارد نشده؛ بارکد اولین کالا را اسکن کنید.", "No item yet: scan the barcode of the first one."))
        .cart(s.t("سبد: ۳ قلم", "Cart: 3"), s.t("بستن سبد", "Close the cart"))
        .pad(keypad(received, digits, s.t("پاک کردن رقم آخر", "Delete the last digit"), s.t("پاک کردن همه", "Clear")))
        .bill(bill(f).line(s.t("۳ قلم، ۱۹٫۰۷۰ گرم", "3 items, 19.070 g"), Money::rial(1_803_400_000)).discount(s.t("تخفیف", "Discount"), Money::rial(-3_400_000)).tax(s.t("مالیات بر اجرت و سود", "VAT on wage and profit"), Money::rial(21_840_000)))
        .total(s.t("جمع", "Total"), big_money(f, Money::rial(1_821_840_000)))
        .pay(html! {
            (button(s.t("دریافت و چاپ فاکتور", "Take payment and print")).money().icon("banknote").post("#pay", "token").shortcut("F9"))
            (button(s.t("کارت‌خوان", "Card")).icon("credit-card").post("#card", "token"))
            (button(s.t("معلق کردن", "Hold")).icon("pause").post("#hold", "token"))
        })
        .render()
}

pub(super) fn slip(s: Sample) -> Markup {
    let f = &s.format;
    let fact = |fa, en| s.t(fa, en).to_owned();
    let made = receipt(html! { p { strong { (s.t("طلای زرین", "Zarrin Gold")) } } p { (s.t("اصفهان، بازار بزرگ، سرای گلشن", "Isfahan, Grand Bazaar")) } p { bdi dir="ltr" { (f.digits("031-3222 4410")) } } })
        .fact(fact("شمارهٔ فروش", "Sale"), f.digits("10482"))
        .fact(fact("زمان", "Time"), date_time(f, s.now))
        .fact(fact("پرداخت", "Paid"), s.t("کارت", "card"))
        .line(s.t("انگشتر سولیتر", "Solitaire ring"), format!("{} · {}", f.weight(Milligrams(4_350)), s.t("عیار ۷۵۰ · اجرت ۱۴٪", "750 fine · wage 14%")), money(f, Money::rial(421_800_000)))
        .line(s.t("گوشوارهٔ میخی", "Stud earrings"), format!("{} · {}", f.weight(Milligrams(1_920)), s.t("عیار ۷۵۰ · اجرت ۲۱٪", "750 fine · wage 21%")), money(f, Money::rial(197_600_000)))
        .bill(bill(f).tax(s.t("مالیات", "VAT"), Money::rial(7_700_000)).total(s.t("جمع", "Total"), Money::rial(627_100_000)))
        .foot(html! { p { (s.t("از خرید شما سپاسگزاریم.", "Thank you.")) } p { (s.t("بازپس‌گیری تا ۷ روز، با همین رسید", "Returned within 7 days with this receipt")) } });
    html! { (s.part("slip", "رسید صندوق", "Receipt of the till", html! { (made) div.actions { (print_button(s.t("چاپ رسید", "Print"))) } })) }
}

pub(super) fn console(s: Sample) -> Markup {
    let screen = "root@web-1:~# df -h /\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/vda1       118G   97G   16G  87% /\nroot@web-1:~# systemctl status nginx --no-pager | head -4\n● nginx.service - A high performance web server\n     Loaded: loaded (/lib/systemd/system/nginx.service; enabled)\n     Active: active (running) since Fri 2026-11-20 03:14:07 +0330\n   Main PID: 812 (nginx)\nroot@web-1:~# ▌";
    html! {
        (terminal("term-1", "web-1.zarrin-gold.ir", Tone::Success, s.t("وصل", "Connected")).text(screen).keys(s.t("کلیدهای ویژه", "Special keys"))
            .actions(html! { (button(s.t("متن ساده", "As text")).small().quiet().icon("file-text").href("#text")) (button(s.t("قطع", "Disconnect")).small().quiet().icon("x").post("#end", "token")) }))
        (terminal("term-2", "db-1.zarrin-gold.ir", Tone::Danger, s.t("قطع شد", "Lost")).text("root@db-1:~# ")
            .notice(html! { p { (s.t("ارتباط قطع شد؛ نشست تا ۱۰ دقیقه نگه داشته می‌شود.", "The connection was lost; the session is kept for 10 minutes.")) } (button(s.t("اتصال دوباره", "Connect again")).primary().icon("refresh-cw").post("#again", "token")) }))
    }
}
