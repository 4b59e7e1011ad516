//! Gallery: the small parts in their states.
//! Here apart because each is used in many screens and shown with its neighbours once.
use maud::{Markup, html};

use super::Sample;
use crate::{
    Event, EventDay, EventKind, JobState, Menu, Step, StepState, Tone, avatar_stack, banner,
    button, code_field, copyable, hint_button, job, menu, quantity, steps, switch, tag_field,
    timeline, undo_toast,
};

fn rows_menu(s: Sample, id: &str) -> Menu {
    menu(id, s.t("عملیات", "Actions"))
        .link("eye", s.t("دیدن سرور", "See the server"), "#see")
        .link("terminal", s.t("کنسول", "Console"), "#console")
        .act(
            button(s.t("راه‌اندازی مجدد", "Restart"))
                .icon("rotate-ccw")
                .post("#restart", "token"),
        )
        .line()
        .act(
            button(s.t("حذف سرور", "Delete the server"))
                .icon("trash-2")
                .danger()
                .post("#delete", "token"),
        )
}

pub(super) fn controls(s: Sample) -> Markup {
    s.part("small", "کنترل‌های کوچک", "Small controls", html! {
        (switch("two-step", s.t("ورود دومرحله‌ای", "Two-step sign-in")).on(true).hint(s.t("هنگام ورود، کدی از تلفنتان خواسته می‌شود.", "A code from your phone is asked for at sign-in.")))
        (switch("single-keys", s.t("میان‌برهای تک‌کلیدی", "Single-key shortcuts")).hint(s.t("چیزی را پاک نمی‌کنند و هر کارشان برگشت‌پذیر است.", "They destroy nothing and can be undone.")))
        (switch("sms", s.t("پیامک هشدار", "Alerts by text message")).disabled(true).hint(s.t("ابتدا شمارهٔ موبایل را تأیید کنید.", "Confirm your mobile number first.")))
        div.row-of {
            (rows_menu(s, "menu-a")) (rows_menu(s, "menu-b").dots())
            (avatar_stack(&[s.t("سارا", "Sara"), s.t("رضا", "Reza"), s.t("مینا", "Mina"), "Ali"], 3, s.format.digits("+1")))
            span { (s.t("کارمزد بازگشت", "Return fee")) " " (hint_button("hint-fee", s.t("کارمزد بازگشت چیست؟", "What is the return fee?"), s.t("بانک برای هر بازگشت وجه ۱٬۲۰۰ تومان برمی‌دارد؛ سهم سرای نیست.", "The bank keeps 1,200 toman for each refund; it is not ours."))) }
        }
        (quantity("count", s.t("تعداد", "Quantity"), s.t("یکی کم", "One less"), s.t("یکی بیشتر", "One more")).value(s.format.digits("2")).range(1, 10))
        (tag_field("labels", s.t("برچسب‌ها", "Tags"), s.t("حذف", "Remove")).tags([s.t("فوری", "urgent"), s.t("فروش", "sales")]).known([s.t("شکایت", "complaint"), s.t("هاست", "hosting")]).hint(s.t("با ویرگول یا Enter جدا کنید.", "Part them with a comma or Enter.")))
        (code_field("otp", s.t("کد یک‌بارمصرف", "One-time code"), 6).hint(s.t("به ‎۰۹۱۲•••۴۵۶۷ فرستادیم.", "Sent to 0912•••4567.")))
        (copyable("_sarai-challenge.zarrin-gold.ir. 3600 IN TXT \"v=sarai1; k=9f2c81d07be6\"", s.t("کپی", "Copy")).block(s.t("رکورد تأیید دامنه", "Record that confirms the domain")))
        p { (s.t("شناسهٔ سرور: ", "Id of the server: ")) (copyable("srv-7f2a91c4", s.t("کپی", "Copy"))) }
    })
}

pub(super) fn notices(s: Sample) -> Markup {
    let close = s.t("بستن", "Close");
    s.part("banners", "هشدارها و کارهای طولانی", "Alerts and long work", html! {
        (banner(Tone::Warning, s.t("دامنهٔ zarrin-gold.ir پنج روز دیگر تمام می‌شود.", "zarrin-gold.ir runs out in five days."), button(s.t("تمدید", "Renew")).small().money().href("#renew"), button(close).small().quiet().icon_only("x").post("#dismiss", "token")))
        (banner(Tone::Danger, s.t("مرکز دادهٔ تهران ۲ کند است؛ در حال بررسی‌ایم.", "The Tehran 2 data centre is slow; we are on it."), button(s.t("وضعیت", "Status")).small().href("#status"), ""))
        (undo_toast(s.t("تیکت ۸۴ بسته شد.", "Ticket 84 was closed."), button(s.t("بازگرداندن", "Undo")).small().icon("undo-2").post("#undo", "token"), close))
        (job("job-build", s.t("ساخت سرور «زرین»", "Building the server “zarrin”"), JobState::Running(Some(62)), s.t("دیسک آماده شد؛ سیستم‌عامل نصب می‌شود.", "The disk is ready; the system is being installed.")).shown(s.format.percent(6200))
            .note(s.t("می‌توانید صفحه را ببندید؛ از زنگ بالای صفحه دوباره پیدایش می‌کنید.", "You may close this page; the bell above finds it again.")).fresh("#job", "job-1"))
        (job("job-import", s.t("ورود ۲٬۰۰۰ کالا از اکسل", "Importing 2,000 goods from Excel"), JobState::Failed, s.t("ردیف ۱٬۲۴۱ وزن ندارد؛ ۱٬۲۴۰ کالا وارد شد.", "Row 1,241 has no weight; 1,240 goods are in.")).shown(s.t("۱٬۲۴۰ از ۲٬۰۰۰", "1,240 of 2,000"))
            .actions(html! { (button(s.t("اصلاح و ادامه", "Fix and go on")).small().primary().href("#fix")) (button(s.t("گزارش خطا", "Errors")).small().href("#errors")) }))
        (job("job-backup", s.t("پشتیبان‌گیری", "Backup"), JobState::Done, s.t("در ۳ دقیقه و ۱۲ ثانیه انجام شد.", "Done in 3 minutes 12 seconds.")).actions(button(s.t("دریافت", "Download")).small().icon("download").href("#get")))
    })
}

pub(super) fn histories(s: Sample) -> Markup {
    let stage = |fa, en, state, (story_fa, story_en)| {
        let step = Step::new(s.t(fa, en), state);
        step.body(html! { p { (s.t(story_fa, story_en)) } })
    };
    let event = |kind, fa, en, at: &str| Event::new(kind, s.t(fa, en), s.format.digits(at));
    let reza = s.t("رضا کریمی", "Reza Karimi");
    s.part("histories", "مرحله‌ها و رویدادها", "Stages and events", html! {
        (steps(s.t("انتقال دامنه", "Transfer of a domain"), &[
            stage("کد انتقال درست است", "The code is right", StepState::Done, ("ایرنیک پذیرفت.", "The registry took it.")),
            stage("تأیید مالک", "The owner agrees", StepState::Current, ("پیوند تأیید به info@zarrin.ir فرستاده شد؛ تا ۵ روز بازش کنید.", "A link was sent to info@zarrin.ir; open it within 5 days.")),
            Step::new(s.t("جابه‌جایی و تمدید یک‌ساله", "Move, and one more year"), StepState::Todo),
        ]))
        (timeline(s.t("تاریخچهٔ سفارش", "History of the order"), &[
            EventDay { day: s.t("امروز، ۳۰ آبان", "Today, 21 November").to_owned(), events: vec![
                event(EventKind::Good, "سرور روشن شد", "The server started", "14:32"),
                event(EventKind::Words, "نوشت", "wrote", "14:20").by(reza).body(s.t("نسخهٔ PHP را به ۸٫۳ بردم؛ اگر افزونه‌ای خطا داد خبر بدهید.", "PHP is at 8.3 now; tell me if a plugin complains.")),
                event(EventKind::Money, "۱٬۸۴۱٬۴۰۰ تومان پرداخت", "paid 1,841,400 toman", "14:02").by(s.t("سارا محمدی", "Sara Mohammadi")),
            ] },
            EventDay { day: s.t("دیروز", "Yesterday").to_owned(), events: vec![
                event(EventKind::Change, "طرح را عوض کرد", "changed the plan", "09:10").by(reza).body(html! { s { (s.t("آغاز", "Start")) } (s.t(" ← رشد", " → Growth")) }),
                event(EventKind::Bad, "سرور پاسخ نداد", "The server did not answer", "03:41"),
            ] },
        ]))
    })
}
