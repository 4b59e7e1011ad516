//! Mails and their texts: the list, the form with its variables, and what a recipient would read.

use kernel::error::FieldErrors;
use kernel::mail::check_text;
use kernel::mail::shown::written;
use kernel::module::MailDef;
use kernel::texts::rewording::{MailText, Rewording};
use kernel::web::{Cx, FormView, Raw, View};
use l10n::Locale;
use maud::{Markup, Render, html};
use ui::{Column, Row, Tone};

use super::frame::Section;
use crate::forms::texts::PREVIEW;
use crate::paths;

const LOCALES: [Locale; 2] = [Locale::Fa, Locale::En];

/// What the form shows.
pub struct Draft<'a> {
    /// The words in the form.
    pub text: &'a MailText,
    /// Whether the stored text differs from the shipped one.
    pub reworded: bool,
    /// What a recipient would read, or what is wrong.
    pub preview: Result<&'a MailText, &'a FieldErrors>,
}

fn language(cx: &Cx<'_>, locale: Locale) -> String {
    match locale {
        Locale::Fa => cx.t("admin.texts.persian"),
        Locale::En => cx.t("admin.texts.english"),
    }
}

/// The list of mails with a link per language.
pub fn index(cx: &Cx<'_>, reworded: &[Rewording]) -> View {
    let title = cx.t("admin.texts.title");
    let mails = cx.app().registry.mails();
    let table = ui::table(&title)
        .column(Column::new(cx.t("admin.texts.one")))
        .column(Column::new(cx.t("admin.texts.persian")))
        .column(Column::new(cx.t("admin.texts.english")))
        .rows(mails.values().map(|def| {
            let row = Row::new().cell(ui::keyed(cx.t(&format!("{}.label", def.key)), def.key));
            LOCALES.iter().fold(row, |row, locale| {
                row.cell(state(cx, def, *locale, reworded))
            })
        }))
        .empty(ui::empty_state(
            "mail",
            cx.t("admin.texts.none_title"),
            cx.t("admin.texts.none_text"),
            html! {},
        ));
    let page = Section {
        here: paths::TEXTS,
        title: "admin.texts.title",
        lead: "admin.texts.lead",
    };
    page.view(cx, Vec::new(), table)
}

fn state(cx: &Cx<'_>, def: &MailDef, locale: Locale, reworded: &[Rewording]) -> Markup {
    let parts = ["subject", "body"].map(|part| format!("{}.{part}", def.key));
    let mut own = reworded
        .iter()
        .filter(|r| parts.contains(&r.key) && r.locale == locale.tag())
        .peekable();
    let (tone, label) = if own.peek().is_none() {
        (Tone::Neutral, "admin.texts.shipped")
    } else if own.any(|r| check_text(def, &r.body).is_err()) {
        (Tone::Warning, "admin.texts.outdated")
    } else {
        (Tone::Info, "admin.texts.reworded")
    };
    html! {
        div.row-of {
            (ui::badge(tone, cx.t(label)))
            (ui::button(cx.t("admin.texts.edit")).small().quiet().icon("pencil").href(paths::mail_text(def.key, locale)))
        }
    }
}

/// The form of one mail in one language.
pub fn edit(cx: &Cx<'_>, def: &MailDef, locale: Locale, draft: &Draft<'_>) -> View {
    let title = cx.t(&format!("{}.label", def.key));
    let tabs = LOCALES.map(|each| ui::Tab {
        label: language(cx, each),
        href: paths::mail_text(def.key, each),
        active: each == locale,
        badge: None,
    });
    let main = html! {
        (ui::page_header(&title, None, reset(cx, def, locale, draft)))
        (ui::tabs(cx.t("admin.texts.language"), &tabs))
        (ui::dash(
            html! {
                (ui::card("text", cx.t("admin.texts.words"), form(cx, def, locale, draft)))
                (preview(cx, locale, draft))
            },
            html! { (variables(cx, def)) (ui::card("mail", cx.t("admin.texts.about"), about(cx, def))) },
        ))
    };
    View::new(title.clone(), main)
        .crumb(cx.t("admin.texts.title"), Some(paths::TEXTS.to_owned()))
        .crumb(title, None)
}

fn reset(cx: &Cx<'_>, def: &MailDef, locale: Locale, draft: &Draft<'_>) -> Markup {
    html! {
        @if draft.reworded {
            (ui::button(cx.t("admin.texts.reset")).icon("rotate-ccw").post(paths::mail_text(def.key, locale), cx.csrf())
                .method("DELETE").confirm(cx.t("admin.texts.reset_confirm"), cx.t("kernel.cancel")))
        }
    }
}

fn form(cx: &Cx<'_>, def: &MailDef, locale: Locale, draft: &Draft<'_>) -> Markup {
    let none = Raw::default();
    let view = FormView::new(cx, &none, draft.preview.err());
    let field = |name: &str, label: &str, value: &str| {
        view.field(name, label)
            .value(value)
            .dir(locale.dir())
            .required()
    };
    view.form(paths::mail_text(def.key, locale))
        .method("PUT")
        .body(html! {
            (field("subject", "admin.texts.subject", &draft.text.subject))
            (field("body", "admin.texts.body", &draft.text.body).hint(cx.t("admin.texts.body_hint")).area(16).dir(locale.dir()))
        })
        .actions(html! {
            (ui::button(cx.t("kernel.save")).primary())
            (ui::button(cx.t("admin.texts.preview_button")).icon("eye").value("act", PREVIEW))
        })
        .render()
}

fn preview(cx: &Cx<'_>, locale: Locale, draft: &Draft<'_>) -> Markup {
    let body = match draft.preview {
        Err(_) => ui::alert(Tone::Warning, cx.t("admin.texts.no_preview")),
        Ok(text) => html! {
            article lang=(locale.tag()) dir=(locale.dir()) {
                p { strong { (text.subject) } }
                (written(&text.body))
            }
        },
    };
    ui::card("preview", cx.t("admin.texts.preview"), body)
}

fn about(cx: &Cx<'_>, def: &MailDef) -> Markup {
    ui::definition_list(vec![(cx.t("admin.texts.key"), ui::mono(def.key))])
}

fn variables(cx: &Cx<'_>, def: &MailDef) -> Markup {
    let table = ui::table(cx.t("admin.texts.variables"))
        .column(Column::new(cx.t("admin.texts.variable")))
        .column(Column::new(cx.t("admin.texts.sample")))
        .rows(def.variables.iter().map(|variable| {
            Row::new()
                .cell(ui::copyable(
                    format!("{{{{ {} }}}}", variable.name),
                    cx.t("admin.texts.copy"),
                ))
                .cell(html! { bdi { (variable.sample) } })
        }));
    ui::card("variables", cx.t("admin.texts.variables"), table)
}
