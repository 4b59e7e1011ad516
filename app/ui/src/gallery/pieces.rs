//! Gallery: figures, marks, amounts, notices, paths.
//! Here apart because these only show and are never pressed.
use chrono::TimeDelta;
use l10n::{Milligrams, Money};
use maud::{Markup, html};

use super::Sample;
use crate::{
    Event, EventDay, EventKind, Step, StepState, Tone, alert, assets, attached_image, attachment,
    avatar, badge, bdi, big_money, big_weight, copyable, date, date_time, definition_list, kbd,
    live_badge, money, progress, relative_date, stat, steps, timeline, toast, weight,
};

pub(super) fn figures(s: Sample) -> Markup {
    let f = &s.format;
    html! {
        div.tiles {
            (stat(s.t("موجودی کیف پول", "Wallet"), big_money(f, Money::rial(12_500_000))).note(Tone::Success, s.t("برای ۲ ماه کافی است", "Lasts two months")))
            (stat(s.t("تیکت‌های باز", "Open tickets"), f.number(14)).note(Tone::Warning, s.t("۳ تا منتظر شما", "3 wait for you")))
            (stat(s.t("صورت‌حساب معوق", "Overdue invoice"), big_money(f, Money::rial(3_900_000))).note(Tone::Danger, s.t("امروز پرداخت شود", "Due today")))
            (stat(s.t("طلای ویترین", "Gold on show"), big_weight(f, Milligrams(1_284_350))).note(Tone::Money, s.t("عیار ۷۵۰", "750 fine")))
        }
    }
}

pub(super) fn marks(s: Sample) -> Markup {
    s.part("marks", "نشانه‌ها", "Marks", html! {
        div.row-of {
            (badge(Tone::Neutral, s.t("بسته", "Closed"))) (badge(Tone::Brand, s.t("تازه", "New"))) (badge(Tone::Info, s.t("در بررسی", "In review")))
            (badge(Tone::Success, s.t("روشن", "Running"))) (badge(Tone::Warning, s.t("منتظر پاسخ", "Waiting"))) (badge(Tone::Danger, s.t("قطع", "Down"))) (badge(Tone::Money, s.t("پرداخت‌نشده", "Unpaid")))
        }
        div.row-of {
            (avatar("سارا محمدی")) (avatar("Reza K.")) (avatar("مینا")) (avatar("علی")) (avatar("نگار"))
            (live_badge("sample-count", s.format.digits("7"), s.t("نخوانده", "unread")))
            (kbd("g t")) (kbd("Ctrl Enter"))
        }
        div.row-of { (copyable("185.143.232.10", s.t("کپی", "Copy"))) (bdi("zarrin-gold.ir")) }
        ul.files {
            li { (attachment(s.t("فاکتور آبان.pdf", "November invoice.pdf"), s.format.bytes(284_000), "#file", "application/pdf")) }
            li { (attached_image(s.t("نشان زرین.svg", "mark of Zarrin.svg"), s.format.bytes(286), "#file", assets::url("logo.svg"))) }
            li { (attachment("screenshot-2026-11-21.png", s.format.bytes(1_400_000), "#file", "image/png")) }
        }
    })
}

pub(super) fn amounts(s: Sample) -> Markup {
    let f = &s.format;
    let row = |fa, en, value| (s.t(fa, en).to_owned(), value);
    let earlier = s.now - TimeDelta::hours(3);
    s.part(
        "amounts",
        "مقدارها",
        "Amounts",
        definition_list(vec![
            row("مبلغ", "Amount", money(f, Money::rial(184_750_000))),
            row("برداشت", "Withdrawn", money(f, Money::rial(-6_200_000))),
            row("وزن", "Weight", weight(f, Milligrams(4_350))),
            row("روز", "Day", date(f, s.now)),
            row("زمان", "Time", date_time(f, s.now)),
            row("پیش‌تر", "Earlier", relative_date(f, earlier, s.now)),
            row("دامنه", "Domain", bdi("پارسی.example → 2a01:4f8::1")),
        ]),
    )
}

pub(super) fn notices(s: Sample) -> Markup {
    s.part("notices", "پیام‌ها", "Notices", html! {
        (alert(Tone::Info, s.t("به‌روزرسانی سرویس‌ها: جمعه ساعت ۲ بامداد؛ شاید چند دقیقه در دسترس نباشند.", "Services are updated on Friday at 2 a.m.; they may be away for a few minutes.")))
        (alert(Tone::Success, s.t("پرداخت انجام شد و سرویس تمدید شد.", "Paid; the service is renewed.")))
        (alert(Tone::Warning, html! { (s.t("گواهی ", "The certificate of ")) (bdi("zarrin.ir")) (s.t(" تا ۳ روز دیگر منقضی می‌شود.", " expires in 3 days.")) }))
        (toast(Tone::Danger, s.t("پیام فرستاده نشد؛ دوباره تلاش کنید.", "The message was not sent; try again."), s.t("بستن", "Close")))
        (progress(s.t("در حال ساخت سرور", "Building the server"), Some(62)))
    })
}

pub(super) fn ways(s: Sample) -> Markup {
    let step = |fa, en, state| Step::new(s.t(fa, en), state);
    let event = |kind, fa, en, hours| {
        let at = relative_date(&s.format, s.now - TimeDelta::hours(hours), s.now);
        Event::new(kind, s.t(fa, en), at)
    };
    s.part(
        "ways",
        "مسیر و رویداد",
        "Paths and events",
        html! {
            (steps(s.t("مراحل سفارش", "Steps of the order"), &[
                step("انتخاب", "Choose", StepState::Done),
                step("مشخصات", "Details", StepState::Current),
                step("پرداخت", "Pay", StepState::Todo),
            ]))
            (timeline(s.t("رویدادها", "Events"), &[EventDay { day: String::new(), events: vec![
                event(EventKind::Good, "سرویس فعال شد", "Service started", 1),
                event(EventKind::Money, "پرداخت تأیید شد", "Payment confirmed", 2),
                event(EventKind::System, "سفارش ثبت شد", "Order placed", 26),
            ] }]))
        },
    )
}
