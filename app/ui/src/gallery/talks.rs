//! Gallery: the desk of three panes with a conversation in it.
//! Here apart because it is a whole screen and not a part of one.
use chrono::TimeDelta;
use maud::{Markup, Render, html};

use super::Sample;
use crate::{
    Item, Message, Tone, Voice, Writing, attachment, badge, bdi, button, card, composer,
    definition_list, field, form, item_list, kept_field, kept_line, message_bubble, panel,
    relative_date, split_desk,
};

fn message(s: Sample, id: &str, author: &str, minutes: i64, voice: Voice, body: &str) -> Message {
    Message {
        id: format!("sample-message-{id}"),
        author: author.to_owned(),
        time: relative_date(&s.format, s.now - TimeDelta::minutes(minutes), s.now),
        voice,
        tag: None,
        body: body.to_owned(),
        attachments: Vec::new(),
    }
}

fn conversation(s: Sample) -> Markup {
    let mut asked = message(s, "1", s.t("سارا محمدی", "Sara Mohammadi"), 190, Voice::Other, s.t(
        "سلام، از صبح سایت باز نمی‌شود و این خطا را می‌بینم:\n\n502 Bad Gateway (nginx)\n\nلطفاً زودتر بررسی کنید.",
        "Hello, since this morning the site does not open:\n\n502 Bad Gateway (nginx)\n\nPlease have a look.",
    ));
    asked.attachments.push(attachment(
        "error.png",
        s.format.bytes(96_000),
        "#file",
        "image/png",
    ));
    let mut note = message(
        s,
        "2",
        s.t("رضا", "Reza"),
        60,
        Voice::Note,
        s.t(
            "دیسک پر شده بود؛ خالی کردم.",
            "The disk was full; cleaned up.",
        ),
    );
    note.tag = Some(s.t("یادداشت داخلی", "Internal note").to_owned());
    let mut answer = message(
        s,
        "3",
        s.t("رضا", "Reza"),
        4,
        Voice::Own,
        s.t(
            "سلام، درست شد. فضای دیسک پر شده بود.",
            "Hello, it works again. The disk was full.",
        ),
    );
    answer.tag = Some(s.t("پشتیبانی", "Support").to_owned());
    html! {
        @for m in [&asked, &note, &answer] { (message_bubble(m)) }
        (writing(s))
    }
}

/// The box: an answer whose words are kept, or a note.
fn writing(s: Sample) -> Markup {
    let time = s.format.time(s.now);
    let kept = match s.t("fa", "en") {
        "fa" => format!("پیش‌نویس در {time} ذخیره شد"),
        _ => format!("Draft kept at {time}"),
    };
    let answer = form("#reply", "token").body(html! {
        (kept_field("#draft", "sample-kept", field("reply", s.t("پاسخ شما", "Your answer")).area(3).shortcut("r")))
        (kept_line("sample-kept", Some(&kept)))
    });
    let note_text = s.t(
        "متن یادداشت (مشتری آن را نمی‌بیند)",
        "Your note (the customer does not see it)",
    );
    let note = form("#note", "token").body(field("note", note_text).area(3));
    let kinds = [
        Writing {
            value: "answer",
            label: s.t("پاسخ به مشتری", "Answer to the customer").to_owned(),
            shortcut: None,
            is_note: false,
            form: answer
                .actions(
                    button(s.t("ارسال پاسخ", "Send answer"))
                        .primary()
                        .icon("send"),
                )
                .render(),
        },
        Writing {
            value: "note",
            label: s.t("یادداشت داخلی", "Internal note").to_owned(),
            shortcut: Some("n"),
            is_note: true,
            form: note
                .actions(button(s.t("ثبت یادداشت", "Keep note")).icon("message-square-lock"))
                .render(),
        },
    ];
    composer(
        "sample-reply",
        s.t("نوع پیام", "Kind of message"),
        "answer",
        &kinds,
    )
}

pub(super) fn desk(s: Sample) -> Markup {
    let line = |number: &str, subject: &'static str, who: &'static str, minutes| {
        let asked = relative_date(&s.format, s.now - TimeDelta::minutes(minutes), s.now);
        Item::new("#desk", subject)
            .meta(html! { "#" (s.format.digits(number)) " · " (who) " · " (asked) })
    };
    let (sara, reza) = (
        s.t("سارا محمدی", "Sara Mohammadi"),
        s.t("کاوه رستمی", "Kaveh Rostami"),
    );
    let queue = panel(
        "sample-queue",
        s.t("باز", "Open"),
        badge(Tone::Neutral, s.format.digits("3")),
        item_list(
            s.t("صف", "Queue"),
            &[
                line("42", s.t("سایت بالا نمی‌آید", "The site is down"), sara, 190)
                    .current(true)
                    .end(badge(Tone::Danger, s.t("فوری", "Urgent"))),
                line(
                    "41",
                    s.t(
                        "تمدید دامنه پیش از تعطیلات",
                        "Renew the domain before the holidays",
                    ),
                    reza,
                    320,
                )
                .unread(s.t("نخوانده", "Unread")),
                line("37", s.t("فاکتور رسمی", "Official invoice"), sara, 2900),
            ],
        ),
    );
    let customer = card(
        "sample-customer",
        s.t("مشتری", "Customer"),
        html! {
            (definition_list(vec![
                (s.t("نام", "Name").to_owned(), html! { (s.t("سارا محمدی", "Sara Mohammadi")) }),
                (s.t("ایمیل", "E-mail").to_owned(), bdi("sara@example.test")),
                (s.t("سرویس", "Service").to_owned(), badge(Tone::Success, s.t("روشن", "Running"))),
            ]))
        },
    );
    let labels = [
        s.t("صف تیکت‌ها", "Queue of tickets"),
        s.t("گفتگو", "Conversation"),
        s.t("مشتری و سرویس‌ها", "Customer and services"),
    ];
    html! { div #desk { (split_desk(labels, queue, conversation(s), customer)) } }
}
