//! The page of a tenant's own settings.
//! Controls and hints are those of the staff's page.

use maud::html;

use super::account;
use crate::identity::paths;
use crate::settings::Values;
use crate::settings::view::{Typed, cards};
use crate::web::{Cx, View};

/// The page.
pub(crate) fn edit(cx: &Cx<'_>, values: &Values, typed: Option<Typed<'_>>) -> View {
    account(
        cx,
        "kernel.tenant_settings.title",
        paths::SETTINGS,
        html! {
            @if let Some(tenant) = cx.tenant() {
                p { (cx.t("kernel.tenant_settings.of")) " " strong { bdi { (tenant.name) } } }
            }
            (cards(cx, paths::SETTINGS, values, typed))
        },
    )
}
