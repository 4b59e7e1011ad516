//! Gallery: what one writes and hands over: a text in Markdown, files on their way.
//! Here apart because both come alive only with a server that answers them.
use maud::{Markup, html};

use super::Sample;
use crate::{
    DropWords, MarkdownField, MarkdownWords, button, drop_zone, dropped_file, form, markdown_field,
};

fn text(s: Sample, name: &str, label: &'static str) -> MarkdownField {
    let words = MarkdownWords {
        tools: s.t("قالب‌بندی", "Formatting").to_owned(),
        bold: s.t("پررنگ (Ctrl+B)", "Bold (Ctrl+B)").to_owned(),
        list: s.t("فهرست", "List").to_owned(),
        link: s.t("پیوند", "Link").to_owned(),
        code: s.t("کد", "Code").to_owned(),
        write: s.t("نوشتن", "Write").to_owned(),
        preview: s.t("پیش‌نمایش", "Preview").to_owned(),
    };
    markdown_field(name, label, "/preview", words)
}

pub(super) fn markdown(s: Sample) -> Markup {
    s.part("markdown", "متن با قالب‌بندی", "Text with formatting", form("#article", "token").label(s.t("مقالهٔ راهنما", "Help article")).body(html! {
        (text(s, "article", s.t("متن مقاله", "Text of the article")).rows(6).required()
            .hint(s.t("با Markdown بنویسید: **پررنگ**، - فهرست، `کد`", "Write in Markdown: **bold**, - list, `code`"))
            .value(s.t("برای وصل کردن دامنه:\n\n- وارد **پنل دامنه** شوید.\n- نیم‌سرورها را به `ns1.sarai.host` تغییر دهید.", "To connect your domain:\n\n- open the **domain panel**;\n- set the name servers to `ns1.sarai.host`.")))
        (text(s, "summary", s.t("چکیده", "Summary")).rows(2).max_length(300)
            .error(Some(s.t("چکیده خالی است؛ در یک جمله بگویید مقاله دربارهٔ چیست.", "The summary is empty: say in a sentence what the article is about."))))
    }).actions(button(s.t("انتشار", "Publish")).primary()))
}

pub(super) fn files(s: Sample) -> Markup {
    let remove = s.t("حذف", "Remove");
    let words = || DropWords {
        remove: remove.to_owned(),
        failed: s
            .t(
                "فرستاده نشد؛ دوباره انتخابش کنید.",
                "Not sent; choose it again.",
            )
            .to_owned(),
        sent: s.t("فرستاده شد", "Sent").to_owned(),
    };
    let zone = |name: &str, label: &'static str| {
        drop_zone(
            name,
            label,
            s.t(
                "هر تصویر تا ۵ مگابایت، JPEG یا PNG",
                "5 MB a picture, JPEG or PNG",
            ),
            s.t(
                "تصویرها را اینجا رها کنید یا انتخاب کنید",
                "Drop pictures here, or choose them",
            ),
            "/upload",
        )
        .words(words())
        .accept("image/*,.pdf")
    };
    let sent = |token: &str, name: &str, bytes| {
        dropped_file("pictures_sent", token, name, s.format.bytes(bytes), remove)
    };
    s.part("drop", "رها کردن فایل", "Dropping files", form("#goods", "token").upload().label(s.t("تصویرهای کالا", "Pictures of the goods")).body(html! {
        (zone("pictures", s.t("تصویر کالا", "Pictures")).file(sent("t-1", "ring-front-view-on-white-background-final-2.jpg", 1_840_000)).file(sent("t-2", s.t("انگشتر سولیتر از روبه‌رو.png", "ring from above.png"), 284_000)))
        (zone("papers", s.t("شناسنامهٔ کالا", "Papers")).error(Some(s.t("شناسنامه فرستاده نشده است؛ تصویر هر دو روی آن لازم است.", "The papers are missing: both sides are needed."))))
    }).actions(button(s.t("ذخیره", "Save")).primary()))
}
