//! The desk of three panes: queue, conversation, and what belongs to the customer.
//! Here because it is a whole screen's shape: panes side by side when wide, stacked on a phone.
use maud::{Markup, Render, html};

/// Three panes; `labels` name them for those who hear them, in the order list, middle, side.
/// An empty pane is left out; on a phone the conversation comes first, then what belongs to it, and the list last.
pub fn split_desk(
    labels: [&str; 3],
    list: impl Render,
    conversation: impl Render,
    side: impl Render,
) -> Markup {
    let [list_label, middle_label, side_label] = labels;
    let (list, conversation, side) = (list.render(), conversation.render(), side.render());
    let class = if side.0.is_empty() {
        "desk desk-two"
    } else {
        "desk"
    };
    html! {
        div class=(class) {
            section.desk-middle aria-label=(middle_label) { (conversation) }
            @if !side.0.is_empty() { section.desk-side aria-label=(side_label) { (side) } }
            @if !list.0.is_empty() { section.desk-list aria-label=(list_label) { (list) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_pane_is_left_out() {
        let html = split_desk(["صف", "گفتگو", "مشتری"], "a", "b", html! {}).into_string();
        assert!(html.contains("desk-two") && !html.contains("desk-side"));
        assert!(html.contains("aria-label=\"گفتگو\""));
    }
}
