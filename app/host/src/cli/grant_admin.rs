//! `sarai grant-admin`: the first administrator; the others are named under `/admin/staff`. Audited like every change.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use identity::seed;
use kernel::app::App;
use kernel::audit::{self, Audit};
use kernel::config::Config;
use kernel::error::AppResult;
use kernel::module::{PlatformRole, Registry};

use crate::start::{Database, assemble};

pub(super) async fn run(
    config: Config,
    registry: Registry,
    email: &str,
) -> anyhow::Result<ExitCode> {
    let database = Database::open(&config, false).await?;
    let granted = database
        .during(async |database| {
            let app = assemble(config, database.urls.clone(), registry).await?;
            Ok(grant(&app, email).await?)
        })
        .await?;
    if !granted {
        bail!(
            "nobody with the confirmed address {email}: sign up and confirm first, then run this again"
        );
    }
    writeln!(std::io::stdout(), "{email} is an administrator now")?;
    Ok(ExitCode::SUCCESS)
}

async fn grant(app: &Arc<App>, email: &str) -> AppResult<bool> {
    let db = app.without_request().platform();
    db.write(async |tx| {
        let Some(user) = seed::confirmed(tx, email).await? else {
            return Ok(false);
        };
        seed::platform_role(tx, user, PlatformRole::Admin).await?;
        let event = Audit::new("kernel.staff.grant", "kernel.user", user.0)
            .after(serde_json::json!({ "role": "admin" }));
        audit::record(tx, event).await?;
        Ok(true)
    })
    .await
}
