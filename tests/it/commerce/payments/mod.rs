//! Payments through Zarinpal, over HTTP to a gateway on a port of its own: every way in which a payment can come, once, late,
//! twice, never, or forged; and what payers and staff see of it.

mod away;
mod contract;
mod desk;
mod faults;
mod late;
mod path;
mod races;
mod refusals;
mod reversal;

use chrono::Duration;
use kernel::db::Role;
use kit::{Answer, Client, Member, Terminal, TestApp, Zarinpal};
use serde_json::json;
use uuid::Uuid;

/// A program, a bank, and the program's terminal there.
pub struct Shop {
    pub app: TestApp,
    pub bank: Zarinpal,
    pub terminal: Terminal,
}

/// A payment that was begun.
pub struct Begun {
    /// Ours.
    pub id: Uuid,
    /// The bank's name for it.
    pub authority: String,
}

impl Shop {
    pub async fn open() -> Self {
        Self::of(TestApp::new().await).await
    }

    pub async fn of(app: TestApp) -> Self {
        let bank = Zarinpal::start().await;
        let ours = json!({ "domain": "127.0.0.1", "server_ips": ["127.0.0.1"] });
        let terminal = bank.terminal(ours).await;
        app.setting("commerce.zarinpal_merchant", &terminal.merchant_id)
            .await;
        app.setting("commerce.zarinpal_host", bank.address()).await;
        Self {
            app,
            bank,
            terminal,
        }
    }

    /// Fills in the form and presses the button.
    pub async fn asked(&self, payer: &Client, toman: &str) -> Answer {
        payer.get("/wallet/top-up").await.assert_ok();
        payer.form("#top-up").set("amount", toman).submit().await
    }

    /// A top-up whose payer stands before the bank's page.
    pub async fn begin(&self, payer: &Client, toman: &str) -> Begun {
        let answer = self.asked(payer, toman).await;
        assert_eq!(answer.status, 303, "{}", answer.visible());
        let page = answer.location().expect("the bank's page").to_owned();
        assert!(page.starts_with(self.bank.address()), "{page}");
        let authority = page.rsplit('/').next().unwrap().to_owned();
        let id = "SELECT id FROM commerce_payments WHERE reference = $1";
        Begun {
            id: self.app.value(id, &[&authority]).await,
            authority,
        }
    }

    /// The payer chooses at the bank; where the bank sends them.
    pub async fn chooses(&self, begun: &Begun, outcome: &str) -> String {
        let (back, _) = self
            .bank
            .payer(&self.terminal, &begun.authority, outcome)
            .await;
        back
    }

    /// A top-up that was paid, with the payer back.
    pub async fn pay(&self, payer: &Client, toman: &str) -> Begun {
        let begun = self.begin(payer, toman).await;
        let back = self.chooses(&begun, "pay").await;
        payer.get(&back).await.assert_redirect("/pay/return/");
        self.app.run_jobs().await;
        begun
    }

    /// Time passes, and what runs by the clock runs.
    pub async fn minutes(&self, minutes: i64) {
        self.app.run_jobs_after(Duration::minutes(minutes)).await;
    }

    /// The sweep of one minute.
    pub async fn sweep(&self) {
        self.enqueue("commerce.sweep_payments", json!({})).await;
        self.app.run_jobs().await;
    }

    pub async fn enqueue(&self, job: &str, fields: serde_json::Value) {
        let payload = json!({ "tenant": null, "user": null, "request": null, "job": fields });
        let sql = self.app.sql_as(Role::Platform).await;
        let enqueue = "SELECT jobs.enqueue($1, $2::text::json, NULL, NULL, NULL, 0, 12)";
        sql.execute(enqueue, &[&job, &payload.to_string()])
            .await
            .unwrap();
    }

    pub async fn state(&self, begun: &Begun) -> String {
        let state = "SELECT state FROM commerce_payments WHERE id = $1";
        self.app.value(state, &[&begun.id]).await
    }

    /// The kinds of a payment's steps, the first of them first.
    pub async fn steps(&self, begun: &Begun) -> Vec<String> {
        let steps = "SELECT coalesce(array_agg(kind ORDER BY at, id), '{}') FROM commerce_payment_events WHERE payment_id = $1";
        self.app.value(steps, &[&begun.id]).await
    }

    /// What the ledger has of a tenant's wallet, in rial.
    pub async fn wallet(&self, of: &Member) -> i64 {
        let sum = "SELECT coalesce(-sum(amount), 0)::bigint FROM ledger_lines WHERE holder_tenant_id = $1";
        self.app.value(sum, &[&of.tenant.0]).await
    }

    /// How many entries of the ledger are about a payment.
    pub async fn entries(&self, begun: &Begun) -> i64 {
        let count = "SELECT count(*) FROM ledger_entries WHERE subject_id = $1";
        self.app.value(count, &[&begun.id]).await
    }
}
