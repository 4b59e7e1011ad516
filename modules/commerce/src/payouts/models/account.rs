//! A customer's account at a bank: he adds it, staff see that it is his, and only then money goes there.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use kernel::audit::{self, Audit};
use kernel::db::{OrNotFound, ReadTx, Tx};
use kernel::error::{AppError, AppResult};
use kernel::ids::{TenantId, UserId};
use kernel::web::{Page, PageQuery};
use kernel::{jobs, live};
use l10n::{Locale, banks};
use serde_json::json;
use ui::Tone;
use uuid::Uuid;

use super::tell;
use crate::ids::BankAccountId;
use crate::payouts::jobs::TellPayouts;
use crate::schema::commerce_bank_accounts;
use crate::{own_account, topics};

/// Kind of a bank account, for links and the trail.
pub const ACCOUNT: &str = "commerce.bank_account";

/// Accounts of a customer, with those that he added within a day and took away again: staff are told of each.
const MOST: i64 = 10;

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Nobody has looked at it.
    Waiting,
    /// Money may go there.
    Verified,
    /// It is not his, or nobody can tell.
    Refused,
    /// He took it away.
    Removed,
}

impl AccountState {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "commerce.payouts.account_state.waiting",
            Self::Verified => "commerce.payouts.account_state.verified",
            Self::Refused => "commerce.payouts.account_state.refused",
            Self::Removed => "commerce.payouts.account_state.removed",
        }
    }
    /// Its colour.
    #[must_use]
    pub fn tone(self) -> Tone {
        match self {
            Self::Waiting => Tone::Warning,
            Self::Verified => Tone::Success,
            Self::Refused => Tone::Danger,
            Self::Removed => Tone::Neutral,
        }
    }
}

/// An account's row.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = commerce_bank_accounts)]
pub struct BankAccount {
    /// Its id.
    pub id: BankAccountId,
    /// Whose.
    pub tenant_id: TenantId,
    /// `IR` and 24 digits.
    pub sheba: String,
    /// In whose name it is, as he says.
    pub owner: String,
    /// Since when.
    pub added_at: DateTime<Utc>,
    /// Who added it.
    pub added_by: Option<UserId>,
    /// When staff found it to be his.
    pub verified_at: Option<DateTime<Utc>>,
    /// Who did.
    pub verified_by: Option<UserId>,
    /// How they know.
    pub note: Option<String>,
    /// When staff refused it.
    pub refused_at: Option<DateTime<Utc>>,
    /// Who did.
    pub refused_by: Option<UserId>,
    /// Why.
    pub refusal: Option<String>,
    /// When he took it away.
    pub removed_at: Option<DateTime<Utc>>,
}

/// What a Sheba is called: its bank, when that is known.
#[must_use]
pub fn bank(sheba: &str, locale: Locale) -> &'static str {
    banks::of_sheba(sheba, locale).unwrap_or_default()
}

impl BankAccount {
    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> AccountState {
        if self.removed_at.is_some() {
            AccountState::Removed
        } else if self.verified_at.is_some() {
            AccountState::Verified
        } else if self.refused_at.is_some() {
            AccountState::Refused
        } else {
            AccountState::Waiting
        }
    }

    /// Finds one in the scope.
    pub async fn find(id: BankAccountId, tx: &mut ReadTx) -> AppResult<Self> {
        let found = commerce_bank_accounts::table
            .find(id)
            .select(Self::as_select());
        let found = found.get_result(tx).await;
        found.or_not_found("commerce.payouts.account")
    }

    /// The same, kept from others until the transaction ends.
    pub async fn locked(id: BankAccountId, tx: &mut Tx) -> AppResult<Self> {
        let found = commerce_bank_accounts::table
            .find(id)
            .select(Self::as_select());
        let found = found.for_update().get_result(tx).await;
        found.or_not_found("commerce.payouts.account")
    }

    /// The scope's accounts that were not taken away, the newest first. For a tenant's scope.
    pub async fn all(tx: &mut ReadTx) -> QueryResult<Vec<Self>> {
        commerce_bank_accounts::table
            .filter(commerce_bank_accounts::removed_at.is_null())
            .order((
                commerce_bank_accounts::added_at.desc(),
                commerce_bank_accounts::id.desc(),
            ))
            .select(Self::as_select())
            .load(tx)
            .await
    }

    /// A page of those that wait for somebody, or of all, newest first.
    pub async fn page(all: bool, query: &PageQuery, tx: &mut ReadTx) -> QueryResult<Page<Self>> {
        use commerce_bank_accounts as a;
        let rows = a::table.select(Self::as_select());
        let at = |one: &Self| (one.added_at, one.id.0);
        if all {
            return kernel::page!(tx, query, rows, a::added_at, a::id, at);
        }
        let waiting = rows
            .filter(a::verified_at.is_null())
            .filter(a::refused_at.is_null())
            .filter(a::removed_at.is_null());
        kernel::page!(tx, query, waiting, a::added_at, a::id, at)
    }

    /// Adds one, which waits for staff.
    pub async fn add(sheba: &str, owner: &str, tx: &mut Tx) -> AppResult<BankAccountId> {
        let (tenant, by, now) = (tx.who().in_tenant()?, tx.who().user, tx.now());
        if Self::counted(tenant, tx).await? >= MOST {
            return Err(AppError::invalid("", "commerce.payouts.problem.many"));
        }
        let id = BankAccountId::fresh();
        let row = (
            commerce_bank_accounts::id.eq(id),
            commerce_bank_accounts::tenant_id.eq(tenant),
            commerce_bank_accounts::sheba.eq(sheba),
            commerce_bank_accounts::owner.eq(owner),
            commerce_bank_accounts::added_at.eq(now),
            commerce_bank_accounts::added_by.eq(by),
        );
        let insert = diesel::insert_into(commerce_bank_accounts::table).values(row);
        if insert.on_conflict_do_nothing().execute(tx).await? == 0 {
            return Err(AppError::invalid(
                "sheba",
                "commerce.payouts.problem.account_there",
            ));
        }
        let event = Audit::new("commerce.bank_account.add", ACCOUNT, id.0);
        audit::record(tx, event.after(json!({ "sheba": sheba, "owner": owner }))).await?;
        jobs::enqueue(tx, &TellPayouts::account(id)).await?;
        Ok(id)
    }

    /// Those that count against the most of a customer.
    async fn counted(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<i64> {
        use commerce_bank_accounts as a;
        let lately = a::added_at.gt(tx.now() - Duration::days(1));
        a::table
            .filter(a::tenant_id.eq(tenant))
            .filter(a::removed_at.is_null().or(lately))
            .count()
            .get_result(tx)
            .await
    }

    /// Takes it away; what was asked for it goes on. Idempotent.
    pub async fn remove(id: BankAccountId, tx: &mut Tx) -> AppResult<()> {
        if Self::locked(id, tx).await?.removed_at.is_some() {
            return Ok(());
        }
        let set = commerce_bank_accounts::removed_at.eq(tx.now());
        let row = commerce_bank_accounts::table.find(id);
        diesel::update(row).set(set).execute(tx).await?;
        audit::record(
            tx,
            Audit::new("commerce.bank_account.remove", ACCOUNT, id.0),
        )
        .await
    }

    /// Staff have seen that it is his. For the platform's scope.
    pub async fn verify(id: BankAccountId, note: &str, tx: &mut Tx) -> AppResult<()> {
        let account = Self::undecided(id, tx).await?;
        let set = (
            commerce_bank_accounts::verified_at.eq(tx.now()),
            commerce_bank_accounts::verified_by.eq(tx.who().user),
            commerce_bank_accounts::note.eq(note),
        );
        let row = commerce_bank_accounts::table.find(id);
        diesel::update(row).set(set).execute(tx).await?;
        let event = Audit::new("commerce.bank_account.verify", ACCOUNT, id.0)
            .of_tenant(account.tenant_id)
            .after(json!({ "sheba": account.sheba, "owner": account.owner, "note": note }));
        audit::record(tx, event).await?;
        live::announce(tx, &topics::money(account.tenant_id)).await?;
        tell::account(&account, None, tx).await
    }

    /// Staff do not take it. For the platform's scope.
    pub async fn refuse(id: BankAccountId, reason: &str, tx: &mut Tx) -> AppResult<()> {
        let account = Self::undecided(id, tx).await?;
        let set = (
            commerce_bank_accounts::refused_at.eq(tx.now()),
            commerce_bank_accounts::refused_by.eq(tx.who().user),
            commerce_bank_accounts::refusal.eq(reason),
        );
        let row = commerce_bank_accounts::table.find(id);
        diesel::update(row).set(set).execute(tx).await?;
        let event = Audit::new("commerce.bank_account.refuse", ACCOUNT, id.0)
            .of_tenant(account.tenant_id)
            .after(json!({ "sheba": account.sheba, "reason": reason }));
        audit::record(tx, event).await?;
        live::announce(tx, &topics::money(account.tenant_id)).await?;
        tell::account(&account, Some(reason), tx).await
    }

    /// One that waits for somebody, and does not belong to an account of whoever decides.
    async fn undecided(id: BankAccountId, tx: &mut Tx) -> AppResult<Self> {
        let account = Self::locked(id, tx).await?;
        if account.state() != AccountState::Waiting {
            return Err(AppError::Conflict(
                "commerce.payouts.problem.account_decided",
            ));
        }
        own_account::refuse(account.tenant_id, tx).await?;
        Ok(account)
    }

    /// A name for people: the bank and the last digits.
    #[must_use]
    pub fn short(&self, locale: Locale) -> String {
        short(&self.sheba, locale)
    }
}

/// The bank and the last four digits of a Sheba.
#[must_use]
pub fn short(sheba: &str, locale: Locale) -> String {
    let tail = sheba
        .get(sheba.len().saturating_sub(4)..)
        .unwrap_or_default();
    format!("{} …{tail}", bank(sheba, locale)).trim().to_owned()
}

/// Whether an id is one of these accounts and money may go there.
#[must_use]
pub fn usable(accounts: &[BankAccount], id: Uuid) -> Option<&BankAccount> {
    let mut all = accounts.iter();
    all.find(|one| one.id.0 == id && one.state() == AccountState::Verified)
}
