//! What is in the wallet, and until when it lasts.

use chrono::{DateTime, Utc};
use kernel::api::JsonOut;
use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::Can;
use rocket::get;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{CommerceMoney, rial};
use crate::accounts;
use crate::metering;
use crate::permissions::SeeMoney;

/// A wallet.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceWallet {
    /// What is in it.
    balance: CommerceMoney,
    /// What of it can be spent: the rest is promised.
    available: CommerceMoney,
    /// The first hour that it will not pay if what is billed by the hour goes on as now; null when nothing is, or when it
    /// lasts for more than three months.
    runs_out_at: Option<DateTime<Utc>>,
}

/// Show the wallet
#[utoipa::path(tag = "shop",
    responses((status = 200, description = "The wallet", body = CommerceWallet)))]
#[get("/api/v1/wallet")]
pub async fn show(_by: Can<SeeMoney>, db: TenantDb) -> AppResult<JsonOut> {
    let tenant = db.tenant()?;
    let account = accounts::wallet(tenant).id();
    let wallet = db
        .read(async |tx| {
            let standing = ledger::standing(account, tx).await?;
            Ok(CommerceWallet {
                balance: rial(standing.balance),
                available: rial(standing.available()),
                runs_out_at: metering::foresee(tenant, tx).await?.runs_out_at,
            })
        })
        .await?;
    JsonOut::ok(&wallet)
}
