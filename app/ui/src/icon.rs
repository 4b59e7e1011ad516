//! The icons the product uses, by lucide's names, drawn from one sprite.
//! Here so that `static/build.mjs` packs exactly this list and a typo is seen at boot.
use maud::{Markup, html};

use crate::assets;

/// Every icon in the sprite. `static/build.mjs` reads this table; keep one name a line.
pub const ICONS: &[&str] = &[
    "activity",
    "archive",
    "arrow-down",
    "arrow-left",
    "arrow-up",
    "arrow-up-down",
    "badge-check",
    "ban",
    "banknote",
    "bell",
    "bold",
    "book-open",
    "bookmark",
    "box",
    "building-2",
    "calendar",
    "chart-column",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle",
    "circle-alert",
    "circle-check",
    "circle-question-mark",
    "circle-user",
    "circle-x",
    "clipboard-list",
    "clock",
    "code",
    "columns-3",
    "copy",
    "corner-down-left",
    "cpu",
    "credit-card",
    "database",
    "delete",
    "download",
    "ellipsis",
    "ellipsis-vertical",
    "external-link",
    "eye",
    "eye-off",
    "file",
    "file-archive",
    "file-text",
    "folder",
    "gauge",
    "gem",
    "globe",
    "hard-drive",
    "headphones",
    "headset",
    "heart-pulse",
    "history",
    "hourglass",
    "house",
    "image",
    "inbox",
    "info",
    "key-round",
    "keyboard",
    "landmark",
    "languages",
    "layout-dashboard",
    "life-buoy",
    "link",
    "list",
    "list-filter",
    "lock",
    "log-in",
    "log-out",
    "mail",
    "memory-stick",
    "menu",
    "message-square",
    "message-square-lock",
    "minus",
    "monitor",
    "moon",
    "package",
    "paperclip",
    "pause",
    "pencil",
    "phone",
    "pin",
    "plus",
    "printer",
    "receipt-text",
    "refresh-cw",
    "reply",
    "rotate-ccw",
    "scale",
    "scan-barcode",
    "search",
    "send",
    "server",
    "settings",
    "shield-check",
    "shopping-cart",
    "sliders-horizontal",
    "smartphone",
    "sparkles",
    "star",
    "store",
    "sun",
    "tag",
    "terminal",
    "ticket",
    "ticket-percent",
    "timer",
    "trash-2",
    "trending-down",
    "trending-up",
    "triangle-alert",
    "undo-2",
    "upload",
    "user",
    "user-check",
    "user-plus",
    "users",
    "wallet",
    "wifi-off",
    "wrench",
    "x",
    "zap",
];

/// Is there such an icon? The registry asks this at boot for each nav item.
pub fn known(name: &str) -> bool {
    ICONS.contains(&name)
}

/// A decorative icon; the words beside it say the same. An unknown name shows a question mark.
pub fn icon(name: &str) -> Markup {
    let name = if known(name) {
        name
    } else {
        "circle-question-mark"
    };
    html! {
        svg.icon aria-hidden="true" focusable="false" width="20" height="20" {
            use href=(format!("{}#{name}", assets::url("icons.svg"))) {}
        }
    }
}

/// An icon that points along the line of reading, so it turns round in right-to-left pages.
pub(crate) fn directed(name: &str) -> Markup {
    html! { span.icon-directed { (icon(name)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_is_sorted_and_without_doubles() {
        assert!(ICONS.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn unknown_name_shows_a_question_mark() {
        assert!(
            icon("no-such-icon")
                .into_string()
                .contains("#circle-question-mark")
        );
        assert!(icon("ticket").into_string().contains("#ticket"));
    }
}
