//! The demo: nine accounts and their tenants in every feature set, then each module's own data. Idempotent.
//! Passwords are known to everybody, so production refuses it.

use std::sync::Arc;

use kernel::app::App;

/// Writes the demo data.
pub async fn seed(app: &Arc<App>) -> anyhow::Result<()> {
    for seed in app.registry.seeds() {
        (seed.run)(Arc::clone(app)).await?;
    }
    Ok(())
}
