//! Withdrawals: from the wallet to a bank and back, each figure to the rial.

mod desk;
mod path;
mod races;
mod refusals;

use commerce::{bank, payouts, wallet};
use kernel::ids::TenantId;
use kernel::module::PlatformRole;
use kit::{Answer, Client, Member, Staff, TestApp};
use uuid::Uuid;

use super::stall::pay_in;

/// Of Parsian; sound by ISO 13616.
pub const SHEBA: &str = "IR820540102680020817909002";
/// Another one, of Shahr.
pub const OTHER: &str = "IR790610000000700796858044";

/// A program, a customer with money and a verified account, and somebody of finance.
pub struct Till {
    pub app: TestApp,
    pub sara: Member,
    pub nika: Staff,
    pub account: Uuid,
}

impl Till {
    /// With so much in the wallet, paid in long ago.
    pub async fn with(rial: i64) -> Self {
        let app = TestApp::new().await;
        let sara = app.customer("sara").await;
        let nika = app.staff(PlatformRole::Finance, "nika").await;
        pay_in(&app, sara.tenant, rial).await;
        let account = verified(&app, &sara, &nika, SHEBA).await;
        Self {
            app,
            sara,
            nika,
            account,
        }
    }

    /// Sara asks for so many toman.
    pub async fn asks(&self, toman: &str) -> Answer {
        self.sara.get("/wallet/withdrawals/new").await.assert_ok();
        let form = self.sara.form("#withdrawal").set("amount", toman);
        form.submit().await
    }

    /// The same, when it is granted; its id.
    pub async fn asked(&self, toman: &str) -> Uuid {
        let answer = self.asks(toman).await;
        answer.assert_redirect("/wallet/withdrawals/");
        id_of(&answer)
    }

    /// Nika approves it.
    pub async fn approved(&self, toman: &str) -> Uuid {
        let id = self.asked(toman).await;
        approve(&self.nika, id)
            .await
            .assert_redirect("/admin/withdrawals/");
        id
    }

    /// What is approved goes into a file; its id.
    pub async fn batch(&self) -> Uuid {
        let answer = self.nika.post_form("/admin/payouts", &[]).await;
        answer.assert_redirect("/admin/payouts/");
        id_of(&answer)
    }

    pub async fn state(&self, id: Uuid) -> String {
        let state = "SELECT state FROM commerce_withdrawals WHERE id = $1";
        self.app.value(state, &[&id]).await
    }

    pub async fn money(&self) -> Money {
        money(&self.app, self.sara.tenant).await
    }
}

/// Where the money is, in rial.
#[derive(Debug, PartialEq, Eq)]
pub struct Money {
    pub wallet: i64,
    pub held: i64,
    pub payouts: i64,
    pub bank: i64,
}

pub async fn money(app: &TestApp, tenant: TenantId) -> Money {
    let db = app.platform();
    db.read(async |tx| {
        let standing = ledger::standing(wallet(tenant).id(), tx).await?;
        Ok(Money {
            wallet: standing.balance,
            held: standing.held,
            payouts: ledger::balance(payouts().id(), tx).await?,
            bank: ledger::balance(bank().id(), tx).await?,
        })
    })
    .await
    .unwrap()
}

pub fn id_of(answer: &Answer) -> Uuid {
    let place = answer.location().unwrap();
    place.rsplit('/').next().unwrap().parse().unwrap()
}

/// Adds an account and has it verified; its id.
pub async fn verified(app: &TestApp, by: &Member, finance: &Staff, sheba: &str) -> Uuid {
    added(by, sheba).await.assert_redirect("/wallet/accounts");
    let id = "SELECT id FROM commerce_bank_accounts WHERE tenant_id = $1 AND sheba = $2 AND removed_at IS NULL";
    let id: Uuid = app.value(id, &[&by.tenant.0, &sheba]).await;
    finance
        .get(format!("/admin/bank-accounts/{id}"))
        .await
        .assert_ok();
    let form = finance.form("#verification").set("note", "استعلام بانک");
    form.submit().await.assert_redirect("/admin/bank-accounts/");
    app.run_jobs().await;
    id
}

/// Fills in the form that adds an account.
pub async fn added(by: &Client, sheba: &str) -> Answer {
    by.get("/wallet/accounts").await.assert_ok();
    let form = by.form("#bank-account").set("sheba", sheba);
    form.set("owner", "سارا احمدی").submit().await
}

pub async fn approve(by: &Client, id: Uuid) -> Answer {
    by.post_form(format!("/admin/withdrawals/{id}/approval"), &[])
        .await
}

/// Sends one of the forms on a withdrawal's page.
pub async fn say(by: &Client, id: Uuid, form: &str, field: &str, words: &str) -> Answer {
    by.get(format!("/admin/withdrawals/{id}")).await.assert_ok();
    by.form(&format!("#{form}"))
        .set(field, words)
        .submit()
        .await
}
