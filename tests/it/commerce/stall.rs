//! A module that offers something to sell whose provisioning does what its title says: at once, later, or not at all.

use std::sync::Arc;

use chrono::Duration;
use commerce::{Category, Cycle, NewPrice, NewProduct, Price, Product, ProductId, Visibility};
use contracts::commerce::{
    CounterDef, Done, OptionDef, OptionKind, ProductKind, Provided, Purchase, ServiceDesk,
};
use kernel::AppResult;
use kernel::db::Tx;
use kernel::error::AppError;
use kernel::ids::TenantId;
use kernel::module::{Backend, Module, ModuleMeta, Ports, Registry, ResourceRef};
use kit::{Answer, Client, Member, TestApp};
use ledger::{BookId, Entry};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::probe::AnyText;

/// Its slug.
pub const SLUG: &str = "thing";
/// Its price for a month, in rial, without tax.
pub const MONTH: i64 = 1_000_000;

/// What is counted of a thing.
pub const TRAFFIC: &str = "traffic";
/// How many of what is counted are one unit.
pub const GIGABYTE: i64 = 1_000_000_000;

pub struct Stall;

impl Module for Stall {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "stall",
            label: "stall.name",
            order: 95,
            requires: &[],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        &AnyText
    }
    fn offer(&self, ports: &mut Ports) {
        ports.offer_named::<dyn ProductKind>("stall.thing", Arc::new(Things));
    }
}

struct Things;

fn says(options: &Value, word: &str) -> bool {
    options["title"] == word
}

/// A thing is the key of its purchase.
pub fn thing(key: Uuid) -> ResourceRef {
    ResourceRef {
        kind: "stall.thing".to_owned(),
        id: key,
    }
}

#[rocket::async_trait]
impl ProductKind for Things {
    fn label(&self) -> &'static str {
        "stall.thing"
    }
    fn options(&self) -> Vec<OptionDef> {
        vec![OptionDef {
            name: "title",
            label: "stall.title",
            hint: None,
            kind: OptionKind::Line(40),
        }]
    }
    fn counters(&self) -> Vec<CounterDef> {
        vec![CounterDef {
            name: TRAFFIC,
            label: "stall.traffic",
            unit: "stall.gigabyte",
            units: "stall.gigabytes",
            scale: GIGABYTE,
        }]
    }
    async fn provide(&self, purchase: &Purchase, _: &mut Tx) -> AppResult<Provided> {
        if says(&purchase.options, "never") {
            return Err(AppError::Upstream("nobody makes it".to_owned()));
        }
        if says(&purchase.options, "later") {
            return Ok(Provided::Working);
        }
        Ok(Provided::Ready(thing(purchase.key)))
    }
    async fn suspend(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }
    async fn resume(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }
    fn changing(&self) -> Option<&'static str> {
        Some("stall.changing")
    }
    async fn change(&self, _: Uuid, options: &Value, _: &mut Tx) -> AppResult<Done> {
        if says(options, "slow change") {
            return Ok(Done::Later);
        }
        Ok(Done::Now)
    }
    async fn terminate(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }
}

fn modules() -> Registry {
    sarai::modules::all().with(Stall)
}

/// The program with a thing on its shelf, for a month and once.
pub async fn app() -> TestApp {
    let app = TestApp::of(modules, |_| ()).await;
    let db = app.platform();
    db.write(async |tx| {
        let shelf = Category::make("things", ("چیزها", ""), ("Things", ""), tx).await?;
        let new = NewProduct {
            slug: SLUG,
            category: shelf,
            kind: "stall.thing",
            fa: ("چیز", "یک چیز"),
            en: ("Thing", "A thing"),
            features: json!([]),
            fixed: json!({}),
            visibility: Visibility::Listed,
            recommended: false,
            position: 1,
        };
        let product = Product::make(&new, tx).await?;
        price(product, Cycle::Month, MONTH, tx).await?;
        price(product, Cycle::Once, 5_000_000, tx).await
    })
    .await
    .unwrap();
    app
}

/// Sets a price without a fee.
pub async fn price(product: ProductId, cycle: Cycle, amount: i64, tx: &mut Tx) -> AppResult<()> {
    let new = NewPrice {
        product,
        cycle,
        amount,
        setup: 0,
    };
    Price::set(&new, tx).await
}

/// Puts another thing beside the first, for a month.
pub async fn another(app: &TestApp, slug: &str, name: &str, month: i64) -> ProductId {
    let db = app.platform();
    db.write(async |tx| {
        let shelf = Category::make("things", ("چیزها", ""), ("Things", ""), tx).await?;
        let new = NewProduct {
            slug,
            category: shelf,
            kind: "stall.thing",
            fa: (name, "یک چیز دیگر"),
            en: (name, "Another thing"),
            features: json!([]),
            fixed: json!({}),
            visibility: Visibility::Listed,
            recommended: false,
            position: 2,
        };
        let product = Product::make(&new, tx).await?;
        price(product, Cycle::Month, month, tx).await?;
        Ok(product)
    })
    .await
    .unwrap()
}

/// The thing's product.
pub async fn product(app: &TestApp) -> ProductId {
    let db = app.platform();
    let found = db.read(async |tx| Product::by_slug(SLUG, tx).await);
    found.await.unwrap().id
}

/// Puts money into a wallet, as a bank would.
pub async fn pay_in(app: &TestApp, tenant: TenantId, rial: i64) {
    let entry = Entry::draft(
        BookId::PLATFORM,
        "commerce.entries.payment",
        format!("in:{}", Uuid::now_v7()),
    )
    .debit(&commerce::clearing("test"), rial)
    .credit(&commerce::wallet(tenant), rial)
    .balanced()
    .unwrap();
    let db = app.platform();
    db.write(async |tx| Ok(ledger::post(tx, &entry).await?))
        .await
        .unwrap();
}

/// Puts money into a wallet, and lets what waits for it go on.
pub async fn money_came(app: &TestApp, of: &Member, rial: i64) {
    pay_in(app, of.tenant, rial).await;
    let (db, tenant) = (app.platform(), of.tenant);
    db.write(async |tx| commerce::enqueue_due(tenant, None, tx).await)
        .await
        .unwrap();
    app.run_jobs_after(Duration::zero()).await;
}

/// What is in a wallet.
pub async fn balance(app: &TestApp, tenant: TenantId) -> i64 {
    let account = commerce::wallet(tenant).id();
    let db = app.platform();
    db.read(async |tx| ledger::balance(account, tx).await)
        .await
        .unwrap()
}

/// Puts a thing with this title into the cart.
pub async fn choose(by: &Client, title: &str, cycle: Cycle) {
    by.get(format!("/store/{SLUG}")).await.assert_ok();
    let form = by.form("#choose").set("option_title", title);
    let form = form.set("cycle", cycle.as_str());
    form.submit().await.assert_redirect("/cart");
}

/// Confirms the checkout from the wallet.
pub async fn confirm(by: &Member) -> Answer {
    by.get("/checkout").await.assert_ok();
    by.form("#checkout").set("method", "wallet").submit().await
}

/// Orders a thing for a month, to be paid elsewhere; the address of its invoice.
pub async fn ordered(by: &Member, title: &str) -> String {
    choose(by, title, Cycle::Month).await;
    placed(by).await
}

/// Confirms the checkout, to be paid elsewhere; the address of the invoice.
pub async fn placed(by: &Member) -> String {
    by.get("/checkout").await.assert_ok();
    let answer = by.form("#checkout").set("method", "gateway").submit().await;
    answer.assert_redirect("/invoices/");
    answer.location().unwrap().to_owned()
}

/// Buys a thing for a month from the wallet; the address of its order.
pub async fn bought(by: &Member, title: &str) -> String {
    choose(by, title, Cycle::Month).await;
    let answer = confirm(by).await;
    answer.assert_redirect("/orders/");
    answer.location().unwrap().to_owned()
}

/// Tells commerce that something has come about.
pub fn desk(app: &TestApp) -> Arc<dyn ServiceDesk> {
    app.state()
        .registry
        .ports()
        .get::<dyn ServiceDesk>()
        .unwrap()
}
