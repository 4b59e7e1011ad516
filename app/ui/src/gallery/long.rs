//! Gallery: everything with words that are too long: names without a gap, addresses, buttons of several words, large sums.
//! Here so that a layout breaks before somebody's own name breaks it.
use l10n::Money;
use maud::{Markup, Render, html};

use super::Sample;
use crate::{
    Column, Item, Row, Step, StepState, Tab, Tone, alert, attachment, badge, banner, bdi,
    big_money, button, card, copyable, definition_list, field, item_list, menu, money, money_field,
    name, page_header, panel, picks, select, stat, steps, switch, table, tabs, undo_toast,
};

const MAIL: &str = "mohammadreza.hosseininejad.esfahani@zarrin-gold-jewellery-workshop.example";
const HOST: &str = "a-very-long-subdomain-for-staging.zarrin-gold-jewellery-workshop.example";

fn head(s: Sample) -> Markup {
    page_header(
        s.t("پشتیبان‌گیری روزانه از فروشگاه‌های زنجیره‌ای طلا و جواهر زرین اصفهان", "Daily backups of the chain stores of Zarrin Gold and Jewellery, Isfahan"),
        Some(s.t("شرکت تعاونی تولیدکنندگان مصنوعات طلا، نقره و سنگ‌های قیمتی استان اصفهان (سهامی خاص)", "Cooperative of the makers of gold, silver and precious stones of the province of Isfahan (private joint stock)")),
        html! {
            (button(s.t("بازگردانی نسخهٔ پشتیبان", "Restore a backup")).icon("history").href("#restore"))
            (button(s.t("ساخت نسخهٔ پشتیبان تازه", "Make a new backup")).primary().icon("plus").href("#make"))
        },
    )
}

fn lists(s: Sample) -> Markup {
    let who = s.t(
        "سید محمدرضا حسینی‌نژاد اصفهانی‌الاصل طباطبایی",
        "Seyed Mohammadreza Hosseininejad Esfahani Tabatabaei",
    );
    let row = |n: i64| {
        Row::new()
            .cell(name(who))
            .cell(bdi(MAIL))
            .cell(badge(Tone::Warning, s.t("در انتظار تأیید مالک حساب", "Waits for the owner's consent")))
            .cell(money(&s.format, Money::rial(-987_654_321_000 * n)))
            .actions(html! {
                (button(s.t("فرستادن دوبارهٔ دعوت‌نامه", "Send the invitation again")).small().href("#again"))
                (button(s.t("پس گرفتن دسترسی", "Withdraw access")).small().danger().post(format!("#withdraw-{n}"), "token")
                    .confirm(s.t("دسترسی این عضو پس گرفته شود؟", "Withdraw this member's access?"), s.t("نه، بماند", "No, keep it")))
            })
    };
    let items = [
        Item::new("#host", bdi(HOST))
            .icon("server", Tone::Brand)
            .meta(html! { (who) " · " (bdi(MAIL)) })
            .end(badge(
                Tone::Danger,
                s.t("از دسترس خارج شده", "Out of reach"),
            )),
        Item::new(
            "#bill",
            s.t(
                "صورت‌حساب تجمیعی شعبه‌های بازار بزرگ، چهارباغ عباسی و میدان نقش جهان",
                "Joint bill of the branches Grand Bazaar, Chaharbagh and Naqsh-e Jahan",
            ),
        )
        .unread(s.t("نخوانده", "Unread"))
        .end(money(&s.format, Money::rial(987_654_321_000))),
    ];
    html! {
        (table(s.t("اعضا", "Members"))
            .column(Column::new(s.t("نام و نام خانوادگی", "Full name"))).column(Column::new(s.t("نشانی ایمیل", "E-mail address")))
            .column(Column::new(s.t("وضعیت عضویت", "State"))).column(Column::new(s.t("ماندهٔ حساب", "Balance")).number()).column(Column::new(s.t("عملیات", "Actions")).hidden_label())
            .row(row(1)).row(row(2)))
        (panel("long-items", s.t("سرویس‌هایی که نیاز به رسیدگی دارند", "Services that need a look"), button(s.t("دیدن همهٔ سرویس‌ها", "See all services")).quiet().small().href("#all"),
            item_list(s.t("سرویس‌ها", "Services"), &items)))
    }
}

fn facts(s: Sample) -> Markup {
    card(
        "long-facts",
        s.t("مشخصات سرویس", "Facts of the service"),
        html! {
            (definition_list(vec![
                (s.t("نشانی ایمیل مدیر فنی", "E-mail of the technical contact").to_owned(), bdi(MAIL)),
                (s.t("میزبان", "Host").to_owned(), html! { (copyable(HOST, s.t("کپی", "Copy"))) }),
                (s.t("نشانی IPv6", "IPv6 address").to_owned(), bdi("2a01:04f8:0c17:a1b2:0000:0000:c3d4:e5f6/64")),
            ]))
            (steps(s.t("مراحل", "Steps"), &[Step::new(s.t("انتخاب طرح و مدت قرارداد", "Plan and length of contract"), StepState::Done), Step::new(s.t("مشخصات ثبتی شرکت", "Registered details"), StepState::Current), Step::new(s.t("پرداخت و فعال‌سازی", "Payment and start"), StepState::Todo)]))
            (attachment(s.t("صورت‌جلسهٔ مجمع عمومی عادی سالیانهٔ شرکت تعاونی تولیدکنندگان.pdf", "minutes-of-the-ordinary-general-meeting-of-the-cooperative.pdf"), s.format.bytes(12_840_000), "#file", "application/pdf"))
        },
    )
}

fn fields(s: Sample) -> Markup {
    crate::form("#long", "token").label(s.t("نمونه", "Sample")).body(html! {
        (field("long-name", s.t("نام کامل شرکت آن‌گونه که در روزنامهٔ رسمی آمده است", "Full name of the company as in the official gazette")).required().value(s.t("تعاونی تولیدکنندگان مصنوعات طلا، نقره و سنگ‌های قیمتی", "Cooperative of the makers of gold and silver"))
            .error(Some(s.t("این نام با شناسهٔ ملی ۱۴۰۰۳۴۵۶۷۸۹ نمی‌خواند؛ نام یا شناسه را درست کنید.", "This name does not go with the national id 14003456789: correct one of them."))))
        (money_field("long-sum", s.t("سقف برداشت روزانه", "Most that is withdrawn a day"), s.format.money_unit.name(s.format.locale)).value(s.format.number(987_654_321_000)))
        (select("long-kind", s.t("نوع", "Kind")).option("a", s.t("شخص حقوقی غیرتجاری با مجوز از سازمان صنعت، معدن و تجارت", "Non-commercial body with a licence of the ministry of industry and trade")))
        (switch("long-switch", s.t("هشدار پیامکی هنگام ورود از دستگاه ناشناس", "Text message at a sign-in from an unknown device")).hint(s.t("به شمارهٔ موبایل مالک حساب فرستاده می‌شود.", "Goes to the mobile of the owner.")))
        (picks("long-pick", s.t("روش پرداخت", "Way to pay")).value("a")
            .pick(crate::Pick::new("a", s.t("درگاه بانکی همهٔ کارت‌های عضو شتاب", "Gateway for all cards of the network")).icon("credit-card").note(s.t("با رمز پویا", "With a one-time password")).end(money(&s.format, Money::rial(987_654_321_000)))))
    }).actions(html! {
        (button(s.t("ذخیره و رفتن به مرحلهٔ بعد", "Save and go on")).primary()) (button(s.t("انصراف و بازگشت به فهرست", "Leave and go back")).quiet().href("#list"))
        (menu("long-menu", s.t("عملیات بیشتر", "More actions")).link("pencil", s.t("ویرایش مشخصات ثبتی شرکت", "Edit the registered details"), "#edit"))
    }).render()
}

/// The whole screen.
pub(super) fn screen(s: Sample) -> Markup {
    let tab = |fa, en, active| Tab {
        label: s.t(fa, en).to_owned(),
        href: "#tab".to_owned(),
        active,
        badge: active.then(|| s.format.number(1_284)),
    };
    let sum = Money::rial(-9_876_543_210_000);
    html! {
        (head(s))
        (tabs(s.t("نوع پشتیبان", "Kinds of backups"), &[tab("نسخه‌های پشتیبان روزانه", "Daily backups", true), tab("نسخه‌های پشتیبان هفتگی", "Weekly backups", false), tab("بازگردانی‌های انجام‌شده", "Restorations", false)]))
        (banner(Tone::Warning, html! { (s.t("گواهی ", "The certificate of ")) (bdi(HOST)) (s.t(" فردا منقضی می‌شود.", " expires tomorrow.")) }, button(s.t("تمدید یک‌سالهٔ گواهی", "Renew for a year")).small().money().href("#renew"), button(s.t("بستن", "Close")).small().quiet().icon_only("x").post("#dismiss", "token")))
        div.tiles {
            (stat(s.t("ماندهٔ همهٔ کیف پول‌های شعبه‌ها", "All wallets of all branches"), big_money(&s.format, sum)).note(Tone::Danger, s.t("هفت شعبه نیاز به شارژ فوری دارند", "Seven branches need money at once")))
            (stat(s.t("فروش از ابتدای سال", "Sales since New Year"), big_money(&s.format, Money::rial(9_876_543_210_000))).against(s.t("در برابر مدت مشابه سال گذشته", "against the same time last year")))
            (stat(s.t("تیکت‌های بدون مسئول", "Unassigned tickets"), s.format.number(1_284)).href("#tickets"))
        }
        (lists(s))
        div.columns { (card("long-form", s.t("مشخصات ثبتی", "Registered details"), fields(s))) div.flow { (facts(s))
            (alert(Tone::Danger, html! { (s.t("نامه به ", "The mail to ")) (bdi(MAIL)) (s.t(" برگشت خورد.", " came back.")) }))
            (undo_toast(s.t("تیکت «بازگردانی نسخهٔ پشتیبان فروشگاه چهارباغ» بسته شد.", "The ticket “Restoring the backup of the shop in Chaharbagh” was closed."), button(s.t("بازگرداندن تیکت", "Open it again")).small().icon("undo-2").post("#undo", "token"), s.t("بستن", "Close")))
        } }
    }
}
