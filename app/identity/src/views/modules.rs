//! The page where an owner chooses what the tenant uses.

use kernel::module::ModuleMeta;
use kernel::web::{Cx, View, business_page};
use maud::html;
use ui::{Column, Row, Tone};

use crate::paths;

/// The list of optional modules, each with its switch.
pub fn page(cx: &Cx<'_>) -> View {
    let optional = cx
        .app()
        .registry
        .metas()
        .iter()
        .filter(|meta| meta.optional);
    let table = ui::table(cx.t("identity.modules.title"))
        .column(Column::new(cx.t("identity.modules.module")))
        .column(Column::new(cx.t("identity.modules.state")))
        .column(Column::new(cx.t("kernel.actions")).hidden_label())
        .rows(optional.map(|meta| line(cx, meta)))
        .empty(ui::empty_state(
            "folder",
            cx.t("identity.modules.none_title"),
            cx.t("identity.modules.none_text"),
            html! {},
        ));
    let body = html! { h2 { (cx.t("identity.modules.title")) } p { (cx.t("identity.modules.text")) } (table) };
    business_page(cx, "identity.modules.title", paths::MODULES, body)
}

fn line(cx: &Cx<'_>, meta: &ModuleMeta) -> Row {
    let is_on = cx.tenant().is_none_or(|tenant| tenant.uses(meta.id));
    let action = format!("{}/{}", paths::MODULES, meta.id);
    let (tone, state, label, method) = if is_on {
        (
            Tone::Success,
            "identity.modules.on",
            "identity.modules.switch_off",
            "DELETE",
        )
    } else {
        (
            Tone::Neutral,
            "identity.modules.off",
            "identity.modules.switch_on",
            "POST",
        )
    };
    let switch = ui::button(cx.t(label))
        .small()
        .quiet()
        .post(action, cx.csrf());
    Row::new()
        .cell(cx.t(meta.label))
        .cell(ui::badge(tone, cx.t(state)))
        .actions(html! { (switch.method(method)) })
}
