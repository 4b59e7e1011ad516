//! Telling by a job what a customer did: his own transaction may tell nobody else.

use kernel::error::AppResult;
use kernel::jobs::{Job, JobCx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::models::tell::{self, Told};
use super::models::{BankAccount, Withdrawal};
use super::paths;
use crate::ids::{BankAccountId, WithdrawalId};

/// What a customer did.
#[derive(Serialize, Deserialize)]
enum Did {
    AddedAccount(BankAccountId),
    AskedForMoney(WithdrawalId),
}

/// Tell staff what waits for them, and the customer that it was heard.
#[derive(Serialize, Deserialize)]
pub struct TellPayouts {
    /// Of which the bells' and mails' ids are made: running twice tells once.
    key: Uuid,
    did: Did,
}

impl TellPayouts {
    /// An account was added.
    #[must_use]
    pub fn account(id: BankAccountId) -> Self {
        Self {
            key: Uuid::now_v7(),
            did: Did::AddedAccount(id),
        }
    }

    /// Money was asked for.
    #[must_use]
    pub fn asked(id: WithdrawalId) -> Self {
        Self {
            key: Uuid::now_v7(),
            did: Did::AskedForMoney(id),
        }
    }
}

impl Job for TellPayouts {
    const NAME: &'static str = "commerce.tell_payouts";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let (db, key) = (cx.db.platform(), self.key);
        db.write(async |tx| match self.did {
            Did::AddedAccount(id) => {
                BankAccount::find(id, tx).await?;
                let (bell, href) = (
                    "commerce.payouts.told.account_waits",
                    paths::desk_account(id),
                );
                tell::staff(key, bell, None, &href, tx).await
            }
            Did::AskedForMoney(id) => {
                let found = Withdrawal::find(id, tx).await?;
                let (bell, href) = ("commerce.payouts.told.waits", paths::desk(id));
                tell::staff(key, bell, Some(found.money()), &href, tx).await?;
                tell::customer_as(key, &found, Told::Asked, tx).await
            }
        })
        .await
    }
}
