//! The four customers' money: who they are, what is in their wallets, and money put in or taken out by the ledger's own entrance.
//! Here because each promise needs a wallet of a certain size.

use anyhow::ensure;
use commerce::{clearing, wallet};
use kernel::db::Role;
use kernel::ids::TenantId;
use ledger::BookId;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use crate::people::{Cast, Visitor};
use crate::stage::Stage;

const OF_PERSON: &str =
    "SELECT m.tenant_id FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email = $1";
const BALANCE: &str = "SELECT balance FROM ledger_balances WHERE account_id = $1";
const POST: &str = "SELECT outcome FROM ledger_post($1, $2, now(), 'commerce.entries.payment', $3, NULL, NULL, NULL, NULL, $4, $5)";

/// A customer with a wallet.
#[derive(Clone)]
pub struct Buyer {
    /// Signed in.
    pub visitor: Visitor,
    /// Whose wallet it is.
    pub tenant: TenantId,
}

/// The customers of the cast.
pub async fn buyers(stage: &Stage, cast: &Cast) -> anyhow::Result<Vec<Buyer>> {
    let sql = stage.sql(Role::Platform).await?;
    let mut buyers = Vec::new();
    for (seat, email) in cast.seats.iter().zip(crate::people::CUSTOMERS) {
        let tenant: Uuid = sql.query_one(OF_PERSON, &[&email]).await?.get(0);
        buyers.push(Buyer {
            visitor: seat.visitor.clone(),
            tenant: TenantId(tenant),
        });
    }
    Ok(buyers)
}

/// What is in a wallet, in rial.
pub async fn balance(stage: &Stage, of: TenantId) -> anyhow::Result<i64> {
    let account = wallet(of).id().0;
    let sql = stage.sql(Role::Platform).await?;
    Ok(sql.query_one(BALANCE, &[&account]).await?.get(0))
}

/// Makes it so much, as if it had been paid in or out at the demo's bank.
pub async fn fill(stage: &Stage, of: TenantId, rial: i64) -> anyhow::Result<()> {
    let more = rial - balance(stage, of).await?;
    if more == 0 {
        return Ok(());
    }
    let accounts = vec![clearing("demo").id().0, wallet(of).id().0];
    let (amounts, key) = (vec![more, -more], format!("soak:{}", Uuid::new_v4()));
    let posted: [&(dyn ToSql + Sync); 5] = [
        &Uuid::now_v7(),
        &BookId::PLATFORM.0,
        &key,
        &accounts,
        &amounts,
    ];
    let sql = stage.sql(Role::Platform).await?;
    let outcome: String = sql.query_one(POST, &posted).await?.get(0);
    ensure!(outcome == "done", "the wallet was not filled: {outcome}");
    Ok(())
}
