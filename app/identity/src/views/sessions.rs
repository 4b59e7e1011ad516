//! The page of the person's sessions.
//! The browser's own long name is cut down to what people recognise.

use kernel::web::{Cx, View, account_page};
use maud::{Markup, html};
use ui::{Column, Row, Tone};

use crate::models::sessions::SessionRow;
use crate::paths;

/// The list.
pub fn page(cx: &Cx<'_>, rows: &[SessionRow]) -> View {
    let this = cx.user().map(|user| user.session);
    let column = |key: &str| Column::new(cx.t(key));
    let table = ui::table(cx.t("identity.sessions.title"))
        .column(column("identity.sessions.device"))
        .column(column("identity.sessions.address"))
        .column(column("identity.sessions.created").wide_only())
        .column(column("identity.sessions.seen"))
        .column(column("kernel.actions").hidden_label())
        .rows(rows.iter().map(|row| line(cx, row, this == Some(row.id))));
    let others = rows.iter().any(|row| this != Some(row.id));
    account_page(
        cx,
        "identity.sessions.title",
        paths::SESSIONS,
        html! {
            h2 { (cx.t("identity.sessions.title")) }
            p { (cx.t("identity.sessions.text")) }
            (table)
            @if others { div.actions {
                (ui::button(cx.t("identity.sessions.end_others")).danger().icon("log-out")
                    .post(paths::SESSIONS, cx.csrf()).method("DELETE")
                    .confirm(cx.t("identity.sessions.end_others_question"), cx.t("kernel.cancel")))
            } }
        },
    )
}

fn line(cx: &Cx<'_>, row: &SessionRow, this: bool) -> Row {
    let device = row
        .user_agent
        .as_deref()
        .and_then(device)
        .unwrap_or_else(|| cx.t("identity.sessions.unknown"));
    Row::new()
        .id(ui::dom_id("session", row.id, ""))
        .cell(html! {
            (ui::bdi(device))
            @if this { " " (ui::badge(Tone::Success, cx.t("identity.sessions.this"))) }
        })
        .cell(
            row.address
                .as_deref()
                .map_or_else(|| html! { "—" }, ui::bdi),
        )
        .cell(ui::date_time(cx.fmt(), row.created_at))
        .cell(ui::relative_date(cx.fmt(), row.last_seen_at, cx.now()))
        .actions(end(cx, row, this))
}

fn end(cx: &Cx<'_>, row: &SessionRow, this: bool) -> Markup {
    let label = cx.t(if this {
        "kernel.shell.sign_out"
    } else {
        "identity.sessions.end"
    });
    html! {
        (ui::button(label).small().quiet().post(format!("{}/{}", paths::SESSIONS, row.id), cx.csrf()).method("DELETE"))
    }
}

/// Browser and system out of a `User-Agent`; the order matters, since each names its ancestors.
fn device(agent: &str) -> Option<String> {
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn browsers_are_told_from_their_ancestors() {
        let chrome = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36";
        assert_eq!(device(chrome).as_deref(), Some("Chrome · Android"));
        let edge =
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(device(edge).as_deref(), Some("Edge · Windows"));
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1";
        assert_eq!(device(iphone).as_deref(), Some("Safari · iPhone"));
        assert_eq!(device("curl/8.5.0").as_deref(), Some("curl"));
        assert_eq!(device("x"), None);
    }
}
