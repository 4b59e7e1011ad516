//! What each module puts into the scene of the sweeps over tenants: one line a module.

use kit::{Member, TestApp};
use uuid::Uuid;

/// What no other tenant may ever read.
pub const SECRET_WORD: &str = "رازدار";

/// Rows of every module that is compiled in, as `sara` makes them: at least one in each of its tables that has tenants,
/// with [`SECRET_WORD`] in their texts. Returns the ids by which somebody could ask for them.
#[allow(unused_mut, reason = "one line a module, whichever features are on")]
pub async fn set(app: &TestApp, sara: &Member) -> Vec<Uuid> {
    let mut ids = crate::ledger::scene::set(app, sara).await;
    ids.extend(crate::documents::scene::set(app, sara).await);
    #[cfg(feature = "_dummy")]
    ids.extend(crate::_dummy::scene::set(app, sara).await);
    #[cfg(feature = "admin")]
    ids.extend(crate::admin::scene::set(app, sara).await);
    #[cfg(feature = "commerce")]
    ids.extend(crate::commerce::scene::set(app, sara).await);
    #[cfg(feature = "tickets")]
    ids.extend(crate::tickets::scene::set(app, sara).await);
    ids
}
