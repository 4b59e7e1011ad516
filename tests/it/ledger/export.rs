//! Statement and trial balance as files, asked for through a module that keeps a tenant's own book.

use std::sync::Arc;

use chrono::Duration;
use kernel::db::TenantDb;
use kernel::error::AppResult;
use kernel::module::{Backend, Module, ModuleMeta, Mount, Ports, Registry};
use kernel::mounts;
use kernel::web::{Cx, Export, ExportFormat};
use kit::TestApp;
use ledger::{AccountDef, BookId, Chart, Entry};
use rocket::get;

use super::{BANK, GOLD, GOLD_IN, SALES};
use crate::probe::AnyText;

struct Till;

impl Chart for Till {
    fn accounts(&self) -> Vec<&'static AccountDef> {
        vec![&BANK, &GOLD, &GOLD_IN]
    }
}

impl Module for Till {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "till",
            label: "till.name",
            order: 95,
            requires: &[],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        &AnyText
    }
    fn routes(&self) -> Vec<Mount> {
        mounts![
            Customer Tenant "till.statement.show" => statement,
            Customer Tenant "till.trial.show" => trial,
        ]
    }
    fn offer(&self, ports: &mut Ports) {
        ports.offer_named::<dyn Chart>("till.chart", Arc::new(Till));
    }
}

#[get("/till/statement")]
async fn statement(cx: Cx<'_>, db: TenantDb) -> AppResult<Export> {
    let (account, now) = (BANK.of(BookId::of(db.tenant()?)).id(), cx.now());
    let statement = db
        .read(async |tx| {
            let during = now - Duration::days(1)..now + Duration::days(1);
            ledger::whole_statement(account, during, tx).await
        })
        .await?;
    ledger::statement_file(&cx, ExportFormat::Csv, &statement)
}

#[get("/till/trial")]
async fn trial(cx: Cx<'_>, db: TenantDb) -> AppResult<Export> {
    let book = BookId::of(db.tenant()?);
    let today = cx.fmt().today(cx.now());
    let lines = db
        .read(async |tx| {
            let days = today - Duration::days(9)..today + Duration::days(1);
            ledger::trial_balance(book, days, tx).await
        })
        .await?;
    ledger::trial_file(&cx, ExportFormat::Csv, &lines)
}

fn modules() -> Registry {
    sarai::modules::all().with(Till)
}

/// A shop that has sold and bought back, and has gold of a customer.
async fn shop() -> (TestApp, kit::Member) {
    let app = TestApp::of(modules, |_| ()).await;
    app.leave_jobs();
    let owner = app.customer("sara").await;
    let (db, tenant) = (app.platform(), owner.tenant);
    let book = db.write(async |tx| ledger::open_book(tx, tenant).await);
    let book = book.await.unwrap();
    let (bank, sales) = (BANK.of(book), SALES.of(book));
    let customer = GOLD.of(book).part("customer-7");
    let entries = [
        Entry::draft(book, "ledger.entry", "sold")
            .debit(&bank, 1000)
            .credit(&sales, 1000),
        Entry::draft(book, "ledger.entry", "bought")
            .debit(&sales, 1200)
            .credit(&bank, 1200),
        Entry::draft(book, "ledger.entry", "gold")
            .debit(&customer, 4350)
            .credit(&GOLD_IN.of(book), 4350),
    ];
    let db = app.tenant(owner.tenant);
    for entry in entries {
        let entry = entry.balanced().unwrap();
        db.write(async |tx| Ok(ledger::post(tx, &entry).await?))
            .await
            .unwrap();
    }
    (app, owner)
}

#[tokio::test]
async fn a_statement_is_a_file_without_numbers_below_zero() {
    let (_app, owner) = shop().await;
    let csv = owner.get("/till/statement").await;
    csv.assert_ok();
    let lines: Vec<&str> = csv.text.lines().collect();
    assert_eq!(
        lines[0].trim_start_matches('\u{feff}'),
        "تاریخ,شرح,بدهکار,بستانکار,مانده,تشخیص,واحد"
    );
    assert!(
        lines[1].ends_with(",سند حسابداری,,1200,200,بس,IRR"),
        "{lines:?}"
    );
    assert!(
        lines[2].ends_with(",سند حسابداری,1000,,1000,بد,IRR"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 3);
}

#[tokio::test]
async fn a_shop_exports_the_trial_balance_of_its_own_book() {
    let (_app, owner) = shop().await;
    let csv = owner.get("/till/trial").await;
    csv.assert_ok();
    let lines: Vec<&str> = csv.text.lines().skip(1).collect();
    // The module that declares the sales is not asked: their code stands for their name.
    assert_eq!(
        lines,
        [
            "حساب,دارایی,IRR,,,1000,1200,,200",
            "books.sales,درآمد,IRR,,,1200,1000,200,",
            "حساب,دارایی,XAU750,,,4.350,0.000,4.350,",
            "حساب,سرمایه,XAU750,,,0.000,4.350,,4.350",
        ]
    );
}
