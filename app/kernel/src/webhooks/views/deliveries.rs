//! One delivery: where it stands, what was sent, what was answered.
//! Whoever debugs a receiver reads both sides here.

use maud::{Markup, html};
use serde_json::Value;

use super::{fact, state};
use crate::pages::paths;
use crate::web::{Cx, View};
use crate::webhooks::Desk;
use crate::webhooks::models::deliveries::Delivery;

/// The delivery.
pub fn show(cx: &Cx<'_>, desk: Desk, row: &Delivery) -> View {
    let title = fact(cx, &row.fact);
    let place = paths::below(desk.deliveries(), row.id);
    let again = ui::button(cx.t("kernel.webhooks.replay"))
        .primary()
        .icon("refresh-cw")
        .post(paths::below(&place, "tries"), cx.csrf());
    let main = html! {
        (ui::page_header(&title, None, again))
        (ui::card("delivery", "", ui::definition_list(facts(cx, row))))
        (ui::card("request", cx.t("kernel.webhooks.request"), html! {
            (headers(cx, row.request_headers.as_ref()))
            (body(cx, Some(&row.payload)))
        }))
        (ui::card("answer", cx.t("kernel.webhooks.answer"), html! {
            @if row.last_status.is_some() {
                (headers(cx, row.response_headers.as_ref()))
                (body(cx, row.response_body.as_deref()))
            } @else { p.quiet { (cx.t("kernel.webhooks.no_answer")) } }
        }))
    };
    View::new(title.clone(), main)
        .crumb(
            cx.t("kernel.webhooks.title"),
            Some(desk.endpoints().to_owned()),
        )
        .crumb(
            cx.t("kernel.webhooks.one"),
            Some(paths::below(desk.endpoints(), row.endpoint_id)),
        )
        .crumb(title, None)
}

fn facts(cx: &Cx<'_>, row: &Delivery) -> Vec<(String, Markup)> {
    let mut list = vec![
        (cx.t("kernel.webhooks.state"), state(cx, &row.state)),
        (
            cx.t("kernel.webhooks.told_at"),
            ui::date_time(cx.fmt(), row.created_at),
        ),
        (
            cx.t("kernel.webhooks.attempts"),
            html! { (cx.fmt().number(i64::from(row.attempts))) },
        ),
    ];
    let mut add = |key: &str, value: Option<Markup>| {
        if let Some(value) = value {
            list.push((cx.t(key), value));
        }
    };
    let digits = |n: i32| html! { (cx.fmt().digits(&n.to_string())) };
    add("kernel.webhooks.status", row.last_status.map(digits));
    add(
        "kernel.webhooks.problem",
        row.last_problem
            .as_deref()
            .map(|name| problem(cx, name, row.last_detail.as_deref())),
    );
    add(
        "kernel.webhooks.last_try_at",
        row.last_try_at.map(|at| ui::date_time(cx.fmt(), at)),
    );
    add(
        "kernel.webhooks.next_try_at",
        row.next_try_at
            .filter(|_| row.state == "waiting")
            .map(|at| ui::date_time(cx.fmt(), at)),
    );
    add(
        "kernel.webhooks.took",
        row.duration_ms.map(|ms| {
            html! { (cx.t_with("kernel.webhooks.milliseconds", &[("count", &cx.fmt().number(i64::from(ms)))])) }
        }),
    );
    add(
        "kernel.webhooks.id",
        Some(html! { (ui::copyable(row.id.to_string(), cx.t("kernel.list.copy"))) }),
    );
    list
}

fn problem(cx: &Cx<'_>, name: &str, detail: Option<&str>) -> Markup {
    html! {
        (cx.t(&format!("kernel.webhooks.problem_list.{name}")))
        @if let Some(detail) = detail { br; bdi.code lang="en" dir="ltr" { (detail) } }
    }
}

fn headers(cx: &Cx<'_>, pairs: Option<&Value>) -> Markup {
    let lines: Vec<String> = pairs
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|pair| {
            let text = |n: usize| pair.get(n).and_then(Value::as_str);
            Some(format!("{}: {}", text(0)?, text(1)?))
        })
        .collect();
    html! {
        h3 { (cx.t("kernel.webhooks.headers")) }
        (wire(&lines.join("\n")))
    }
}

fn body(cx: &Cx<'_>, text: Option<&str>) -> Markup {
    html! {
        h3 { (cx.t("kernel.webhooks.body")) }
        (wire(text.unwrap_or_default()))
    }
}

/// As it went over the wire.
fn wire(text: &str) -> Markup {
    html! {
        @if text.is_empty() { p.quiet { "—" } }
        @else { pre.code.wire lang="en" dir="ltr" { (text) } }
    }
}
