//! The palette over every page (Ctrl+K): recent pages, places, acts of this page, results while one types.
//! Here so that one key leads everywhere. Without script the search box above is a plain form, and this stays shut.
use maud::{Markup, html};

use crate::{MenuLink, NavEntry, icon};

/// The id of the palette's dialog.
pub const PALETTE: &str = "palette";
/// The id of the part that results are put into; the route of the results is asked with this target.
pub const PALETTE_FOUND: &str = "palette-found";

/// The palette's addresses and texts.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// Where a search goes that wants the whole page (`q` by GET).
    pub action: String,
    /// Answers `q` with [`palette_results`], for results while one types; without it there are none.
    pub results: Option<String>,
    /// What the box is called («جستجوی صفحه، عملیات یا هر مورد دیگر»).
    pub label: String,
    /// Heading of what was seen lately (the browser's own list, forgotten with the tab).
    pub recent: String,
    /// Heading of the places.
    pub pages: String,
    /// Heading of what one can do on this page and everywhere.
    pub acts: String,
    /// The line that searches everything for what was typed.
    pub everywhere: String,
    /// Said when nothing fits.
    pub none: String,
    /// Places besides the main navigation.
    pub links: Vec<MenuLink>,
    /// Acts that are possible everywhere (a new ticket).
    pub actions: Vec<MenuLink>,
}

/// A result found while one types.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What it is called.
    pub title: String,
    /// A quiet word about it.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// Its icon's name.
    pub icon: String,
}

fn option(href: &str, symbol: &str, title: &str, text: &str) -> Markup {
    html! {
        a.palette-line role="option" tabindex="-1" aria-selected="false" href=(href) {
            (icon(symbol)) bdi { (title) } @if !text.is_empty() { bdi.quiet { (text) } }
        }
    }
}

fn group(id: &str, label: &str, lines: &Markup, hidden: bool) -> Markup {
    let head = format!("{id}-head");
    html! {
        div role="group" id=(id) aria-labelledby=(head) hidden[hidden] {
            p.palette-head id=(head) role="presentation" { (label) } (lines)
        }
    }
}

/// The answer to a search while one types: groups of (heading, results).
pub fn palette_results(groups: &[(String, Vec<Found>)]) -> Markup {
    html! {
        @for (n, (label, found)) in groups.iter().enumerate() {
            @if !found.is_empty() {
                (group(&format!("{PALETTE_FOUND}-{n}"), label, &html! {
                    @for one in found { (option(&one.href, &one.icon, &one.title, &one.text)) }
                }, false))
            }
        }
    }
}

/// The dialog; the layout writes it once. `nav` are the places of the frame.
pub(crate) fn palette(palette: &Palette, nav: &[NavEntry]) -> Markup {
    let target = palette
        .results
        .as_ref()
        .map(|_| format!("#{PALETTE_FOUND}"));
    let pages = html! {
        @for entry in nav { (option(&entry.href, &entry.icon, &entry.label, "")) }
        @for link in &palette.links { (option(&link.href, &link.icon, &link.label, "")) }
    };
    let acts = html! { @for link in &palette.actions { (option(&link.href, &link.icon, &link.label, "")) } };
    html! {
        dialog.sheet.palette id=(PALETTE) popover aria-label=(palette.label) {
            form method="get" action=(palette.action) role="search" aria-label=(palette.label) {
                label.palette-box {
                    (icon("search")) span.sr-only { (palette.label) }
                    input type="search" name="q" placeholder=(palette.label) dir="auto" autocomplete="off" autofocus
                        role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls="palette-list"
                        hx-get=[palette.results.as_deref()] hx-target=[target.as_deref()]
                        hx-trigger=[target.as_ref().map(|_| "input delay:200ms")]
                        hx-swap=[target.as_ref().map(|_| "innerHTML")] hx-sync=[target.as_ref().map(|_| "this:replace")];
                    kbd.key aria-hidden="true" dir="ltr" { "Esc" }
                }
            }
            div.palette-list id="palette-list" role="listbox" aria-label=(palette.label) {
                (group("palette-recent", &palette.recent, &html! {}, true))
                (group("palette-acts", &palette.acts, &acts, palette.actions.is_empty()))
                (group("palette-pages", &palette.pages, &pages, false))
                div.palette-found id=(PALETTE_FOUND) role="presentation" {}
                button.palette-line type="button" role="option" tabindex="-1" aria-selected="false" hidden data-everywhere {
                    (icon("search")) span { (palette.everywhere) } bdi {}
                }
            }
            p.palette-none role="status" data-none=(palette.none) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_option_of_the_list_and_out_of_the_tab_order() {
        let nav = [NavEntry {
            label: "تیکت‌ها".into(),
            href: "/tickets".into(),
            ..NavEntry::default()
        }];
        let html = palette(
            &Palette {
                action: "/search".into(),
                ..Palette::default()
            },
            &nav,
        )
        .into_string();
        assert!(
            html.contains("role=\"combobox\"") && html.contains("aria-controls=\"palette-list\"")
        );
        assert_eq!(html.matches("role=\"option\" tabindex=\"-1\"").count(), 2);
        assert!(!html.contains("hx-get"), "no route of results, no request");
    }

    #[test]
    fn a_group_without_results_is_left_out() {
        let found = Found {
            title: "تمدید".into(),
            href: "/t/1".into(),
            ..Found::default()
        };
        let html = palette_results(&[
            ("تیکت‌ها".into(), vec![found]),
            ("صورت‌حساب‌ها".into(), vec![]),
        ]);
        assert_eq!(html.into_string().matches("role=\"group\"").count(), 1);
    }
}
