//! A few faces in a row, and how many more there are.
//! Here so that the names are heard although only letters are seen.
use maud::{Markup, html};

use crate::avatar;

/// The first `most` of the names as overlapping discs; `more` is the rest in the reader's digits («+۳»),
/// empty when there is none.
pub fn avatar_stack<S: AsRef<str>>(names: &[S], most: usize, more: impl AsRef<str>) -> Markup {
    let more = more.as_ref();
    html! {
        ul.faces {
            @for name in names.iter().take(most) { li title=(name.as_ref()) { (avatar(name)) span.sr-only { (name.as_ref()) } } }
            @if !more.is_empty() { li { span.disc.disc-5 { (more) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_heard() {
        let html = avatar_stack(&["سارا", "رضا", "مینا"], 2, "+۱").into_string();
        assert!(html.contains(">سارا</span>") && !html.contains("مینا") && html.contains("+۱"));
    }
}
