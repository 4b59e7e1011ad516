//! The page of a tenant's own settings.
//! Controls and hints are those of the staff's page.

use kernel::settings::Values;
use kernel::settings::view::{Typed, cards};
use kernel::web::{Cx, View, account_page};
use maud::html;

use crate::paths;

/// The page.
pub(crate) fn edit(cx: &Cx<'_>, values: &Values, typed: Option<Typed<'_>>) -> View {
    account_page(
        cx,
        "identity.tenant_settings.title",
        paths::SETTINGS,
        html! {
            @if let Some(tenant) = cx.tenant() {
                p { (cx.t("identity.tenant_settings.of")) " " strong { bdi { (tenant.name) } } }
            }
            (cards(cx, paths::SETTINGS, values, typed))
        },
    )
}
