//! The gallery at `/_ui`: every component in its states, with sample texts of its own.
//! Here so that a change of the design is looked at once, in both directions and themes.
mod areas;
mod controls;
mod figures;
mod foundations;
mod goods;
mod lists;
mod long;
mod paying;
mod pieces;
mod screens;
mod small;
mod store;
mod talks;
mod work;
mod writing;

use chrono::{DateTime, TimeZone as _, Utc};
use l10n::{Format, Locale};
use maud::{Markup, Render, html};

use crate::{Tab, button, card, page_header, tabs};

/// The sample screens that can be looked at alone; `till` takes the whole window and is only there.
pub const SCREENS: &[&str] = &[
    "front", "sign-in", "home", "list", "desk", "settings", "members", "problem", "store", "money",
    "checkout", "ends", "dash", "parts", "long", "writing", "grid", "wizard", "till", "console",
];

/// One sample screen by its name, for looking at it alone.
pub fn screen(name: &str, format: &Format) -> Option<Markup> {
    screens::screen(name, *format).or_else(|| areas::one(name, sample(*format)))
}

/// The sample texts in the reader's language.
#[derive(Clone, Copy)]
struct Sample {
    format: Format,
    now: DateTime<Utc>,
}

impl Sample {
    fn t(self, fa: &'static str, en: &'static str) -> &'static str {
        match self.format.locale {
            Locale::Fa => fa,
            Locale::En => en,
        }
    }

    fn part(self, id: &str, fa: &'static str, en: &'static str, body: impl Render) -> Markup {
        card(id, self.t(fa, en), html! { div.flow { (body) } })
    }
}

fn sample(format: Format) -> Sample {
    let now = Utc.timestamp_opt(1_795_251_600, 0);
    Sample {
        format,
        now: now.single().unwrap_or_default(),
    }
}

/// The body of the gallery, in the language and calendar of `format`: what every screen is made of. Larger things are
/// screens of their own: all of them on one page keep a browser busy without end.
pub fn page(format: &Format) -> Markup {
    let s = sample(*format);
    html! {
        (page_header(
            s.t("نمایشگاه اجزا", "Gallery of components"),
            Some(s.t("هر چه صفحه‌ها از آن ساخته می‌شوند، در همهٔ حالت‌ها", "What screens are made of, in every state")),
            button(s.t("کار اصلی", "Main act")).primary().icon("plus").href("#buttons").shortcut("n"),
        ))
        (sections(s))
        (pieces::figures(s))
        (foundations::type_scale(s))
        div.columns { (foundations::data_colours(s)) (foundations::drawings(s)) }
        (foundations::densities(s))
        div.columns {
            div.flow { (controls::buttons(s)) (controls::form(s)) }
            div.flow { (pieces::marks(s)) (pieces::amounts(s)) (pieces::notices(s)) (pieces::ways(s)) }
        }
        (lists::list(s))
        div.columns { (lists::charts(s)) (lists::empty(s)) }
        (talks::desk(s))
        div.actions { (figures::range(s).at_start()) }
    }
}

fn sections(s: Sample) -> Markup {
    let tab = |fa, en, href: &str, active, badge: Option<&str>| Tab {
        label: s.t(fa, en).to_owned(),
        href: href.to_owned(),
        active,
        badge: badge.map(|count| s.format.digits(count)),
    };
    tabs(
        s.t("بخش‌های نمایشگاه", "Parts of the gallery"),
        &[
            tab("همه", "All", "#main", true, None),
            tab("فهرست", "List", "#list", false, Some("12")),
            tab("میز", "Desk", "#desk", false, None),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gallery and every sample screen, in both languages.
    fn both() -> Vec<String> {
        let of = |l| {
            let format = Format::for_locale(l);
            let screens = SCREENS.iter().filter_map(move |name| screen(name, &format));
            std::iter::once(page(&format)).chain(screens)
        };
        let pages = [Locale::Fa, Locale::En].into_iter().flat_map(of);
        pages.map(Markup::into_string).collect()
    }

    /// The attribute names of all tags in a page, found without a parser: values are quoted.
    fn attributes(html: &str) -> Vec<String> {
        let mut names = Vec::new();
        for tag in html.split('<').skip(1) {
            let mut outside = String::new();
            let mut quoted = false;
            for c in tag.chars() {
                match c {
                    '"' => quoted = !quoted,
                    '>' if !quoted => break,
                    c if !quoted => outside.push(c),
                    _ => {}
                }
            }
            names.extend(
                outside
                    .split_whitespace()
                    .skip(1)
                    .map(|n| n.trim_end_matches('=').to_owned()),
            );
        }
        names
    }

    #[test]
    fn nothing_that_the_content_security_policy_refuses() {
        for html in both() {
            for name in attributes(&html) {
                assert!(name != "style" && !name.starts_with("on"), "{name}");
                assert!(!name.starts_with("hx-on"), "{name}");
            }
            assert!(!html.contains("<script") && !html.contains("js:"));
        }
    }

    #[test]
    fn ids_are_unique_and_every_reference_has_its_element() {
        for html in both() {
            let ids: Vec<&str> = html
                .split(" id=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .collect();
            let mut once = ids.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), ids.len(), "an id stands twice");
            for attribute in [
                " for=\"",
                " aria-labelledby=\"",
                " aria-describedby=\"",
                " popovertarget=\"",
            ] {
                for list in html
                    .split(attribute)
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                {
                    for id in list.split_whitespace() {
                        assert!(ids.contains(&id), "{attribute}{id}");
                    }
                }
            }
        }
    }

    #[test]
    fn one_h1() {
        for html in both() {
            assert_eq!(html.matches("<h1").count(), 1);
        }
    }

    #[test]
    fn every_input_that_is_seen_has_a_label() {
        for html in both() {
            for input in html
                .split("<input ")
                .skip(1)
                .filter_map(|rest| rest.split('>').next())
            {
                let hidden = input.contains("type=\"hidden\"") || input.contains("type=\"search\"");
                let id = input
                    .split("id=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next());
                let bound = id.is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
                assert!(hidden || bound, "{input}");
            }
        }
    }
}
