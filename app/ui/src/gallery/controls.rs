//! Gallery: buttons and a form with every field, good and with errors.
//! Here apart because these are the parts one presses and types in.
use maud::{Markup, html};

use super::Sample;
use crate::{
    button, checkbox, date_field, dialog, drawer, field, file_field, money_field, open_button,
    radio_group, select,
};

pub(super) fn buttons(s: Sample) -> Markup {
    let close = s.t("بستن", "Close");
    s.part("buttons", "دکمه‌ها", "Buttons", html! {
        div.row-of {
            (button(s.t("ذخیره", "Save")).primary().busy(s.t("در حال ذخیره…", "Saving…")).shortcut("Ctrl+s"))
            (button(s.t("پرداخت", "Pay")).money().icon("credit-card"))
            (button(s.t("ویرایش", "Edit")).icon("pencil").href("#buttons").shortcut("e"))
            (button(s.t("انصراف", "Cancel")).quiet())
            (button(s.t("در دسترس نیست", "Not available")).disabled(true))
        }
        div.row-of {
            (button(s.t("حذف سرور", "Delete server")).danger().icon("trash-2").post("#delete", "token").method("DELETE")
                .confirm(s.t("سرور و همهٔ داده‌هایش برای همیشه پاک می‌شوند. مطمئنید؟", "The server and all its data will be gone for good. Are you sure?"), s.t("نه، بماند", "No, keep it")))
            (button(s.t("چاپ", "Print")).icon_only("printer").href("#print"))
            (button(s.t("بارگذاری دوباره", "Reload")).small().icon("refresh-cw").href("#refresh"))
            (open_button("sample-dialog", s.t("پنجره", "Dialog"), None))
            (open_button("sample-drawer", s.t("پنل کناری", "Side panel"), Some("list-filter")))
        }
        (dialog("sample-dialog", s.t("پیش‌نمایش", "Preview"), close, html! { p { (s.t("محتوای کوتاهی که صفحهٔ جداگانه لازم ندارد.", "Something short that needs no page of its own.")) } }))
        (drawer("sample-drawer", s.t("فیلترها", "Filters"), close, html! { p { (s.t("پنل از لبهٔ پایانی صفحه باز می‌شود.", "The panel opens at the end side.")) } }))
    })
}

fn fields(s: Sample) -> Markup {
    html! {
        (field("name", s.t("نام و نام خانوادگی", "Full name")).required().autocomplete("name").value(s.t("سارا محمدی", "Sara Mohammadi")))
        (field("email", s.t("ایمیل", "E-mail")).email().required().value("sara@zarrin").autocomplete("email")
            .hint(s.t("رسیدها به این نشانی می‌رود.", "Receipts go to this address."))
            .error(Some(s.t("این نشانی کامل نیست؛ بخش پس از @ نقطه ندارد.", "This address is not complete: there is no dot after the @."))))
        (field("password", s.t("رمز عبور", "Password")).password().reveal(s.t("نمایش رمز", "Show the password")).autocomplete("new-password").hint(s.t("حداقل ۱۰ کاراکتر", "At least 10 characters")))
        (money_field("amount", s.t("مبلغ شارژ", "Amount"), s.format.money_unit.name(s.format.locale)).value(s.format.digits("250000")))
        (date_field("due", s.t("سررسید", "Due date")).picker(s.t("باز کردن تقویم", "Open the calendar"), s.format.calendar)
            .value(s.format.date(s.now)))
        (select("department", s.t("دپارتمان", "Department")).empty(s.t("انتخاب کنید…", "Choose…")).option("sales", s.t("فروش", "Sales")).option("tech", s.t("فنی", "Technical")))
        (field("body", s.t("شرح", "Description")).area(3).placeholder(s.t("چه پیش آمد و انتظار داشتید چه بشود؟", "What happened, and what did you expect?")))
        (file_field("files", s.t("پیوست", "Attachments"), s.t("تا ۵ فایل، هر کدام حداکثر ۱۰ مگابایت", "Up to 5 files, 10 MB each")).multiple().accept("image/*,.pdf")
                .words(s.t("انتخاب فایل", "Choose files"), s.t("فایلی انتخاب نشده است", "No file chosen")).removal(s.t("حذف", "Remove")))
        (radio_group("priority", s.t("اولویت", "Priority"))
            .explained("normal", s.t("عادی", "Normal"), s.t("پاسخ تا یک روز کاری", "An answer within one working day"))
            .explained("urgent", s.t("فوری", "Urgent"), s.t("سرویس از کار افتاده است", "The service is down"))
            .value("normal"))
        (checkbox("terms", s.t("شرایط خدمات را می‌پذیرم", "I accept the terms")).required()
            .error(Some(s.t("بدون پذیرش شرایط نمی‌توان ادامه داد.", "One cannot go on without it."))))
    }
}

pub(super) fn form(s: Sample) -> Markup {
    let errors = vec![
        (
            "f-email".to_owned(),
            s.t("ایمیل: این نشانی کامل نیست", "E-mail: not complete")
                .to_owned(),
        ),
        (
            "f-terms".to_owned(),
            s.t("شرایط خدمات را بپذیرید", "Accept the terms").to_owned(),
        ),
    ];
    s.part("form", "فرم", "Form", crate::form("#form", "token")
        .once("sample")
        .upload()
        .label(s.t("نمونهٔ فرم", "Sample form"))
        .errors(s.t("دو مورد نیاز به اصلاح دارد:", "Two things need a correction:"), errors)
        .body(fields(s))
        .actions(html! { (button(s.t("ثبت", "Send")).primary()) (button(s.t("انصراف", "Cancel")).quiet().href("#form")) }))
}
