//! The page of a tenant's own settings.
//! Controls and hints are those of the staff's page.

use kernel::settings::Values;
use kernel::settings::view::{Typed, cards};
use kernel::web::{Cx, View, business_page};

use crate::paths;

/// The page.
pub(crate) fn edit(cx: &Cx<'_>, values: &Values, typed: Option<Typed<'_>>) -> View {
    business_page(
        cx,
        "identity.tenant_settings.title",
        paths::SETTINGS,
        cards(cx, paths::SETTINGS, values, typed),
    )
}
