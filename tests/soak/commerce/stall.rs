//! The program with one more module: things that a job provides, each noted in a table that refuses nothing.
//! Here because what the product sells by itself is done by people, and "provided once" needs a witness that could see twice.

use std::borrow::Cow;
use std::process::ExitCode;
use std::sync::Arc;

use contracts::commerce::{Done, OptionDef, OptionKind, ProductKind, Provided, Purchase};
use diesel::sql_types::{Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::AppResult;
use kernel::db::{Role, Tx, sql};
use kernel::module::{Backend, Module, ModuleMeta, Ports, ResourceRef};
use kit::{Sarai, SmtpSink};
use ledger::BookId;
use serde_json::Value;
use uuid::Uuid;

use crate::stage::Stage;

/// Under what it stands in the shop.
pub const SLUG: &str = "soak-thing";
/// A month of it with tax, in rial.
pub const MONTH: i64 = 1_100_000;
/// An hour of it with tax, in rial.
pub const HOUR: i64 = 11_000;
/// How the title of a thing begins that never comes.
pub const NEVER: &str = "soak-never";

const TABLE: &str = "CREATE TABLE soak_things (service uuid NOT NULL, at timestamptz NOT NULL); \
    SELECT enable_staff('soak_things')";
const SHELF: &str = "WITH shelf AS (
      INSERT INTO commerce_categories (id, slug, name_fa, name_en) VALUES (gen_random_uuid(), 'soak', 'آزمون', 'Soak') RETURNING id
    ), product AS (
      INSERT INTO commerce_products (id, slug, category_id, kind, name_fa, name_en, visibility, created_at)
      SELECT gen_random_uuid(), 'soak-thing', id, 'soakstall.thing', 'چیز', 'Thing', 'listed', now() FROM shelf RETURNING id
    )
    INSERT INTO commerce_prices (id, product_id, cycle, currency, amount, monthly, valid_from)
    SELECT gen_random_uuid(), id, cycle, 'IRR', amount, monthly, now()
      FROM product, (VALUES ('month', 1000000, NULL), ('hour', 10000, 7200000)) AS p (cycle, amount, monthly)";
/// A customer's role opens no accounts in the platform's book.
const ACCOUNTS: &str = "SELECT ledger_open($1, 'IRR', a.kind, a.code, p.id::text, NULL, NULL, false, true, now())
      FROM commerce_products p, (VALUES ('liability', 'commerce.deferred'), ('income', 'commerce.income')) AS a (kind, code)
     WHERE p.slug = 'soak-thing'";

/// Runs `sarai` with the stall; the command line is the same.
pub fn main() -> ExitCode {
    sarai::cli::main(sarai::modules::all().with(Stall))
}

/// Puts the thing on the shelf, once.
pub async fn open(stage: &Stage) -> anyhow::Result<()> {
    stage.sql(Role::Owner).await?.batch_execute(TABLE).await?;
    let sql = stage.sql(Role::Platform).await?;
    sql.batch_execute(SHELF).await?;
    sql.query(ACCOUNTS, &[&BookId::PLATFORM.0]).await?;
    Ok(())
}

/// The program with the stall on the soak's database.
pub fn node(stage: &Stage, sink: &SmtpSink) -> anyhow::Result<Sarai> {
    Ok(stage.node(sink)?.program(std::env::current_exe()?))
}

struct Stall;

struct KeyAsText;

impl Backend for KeyAsText {
    fn available_locales(&self) -> Vec<Cow<'_, str>> {
        vec!["fa".into(), "en".into()]
    }
    fn translate(&self, _: &str, key: &str) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(key.to_owned()))
    }
    fn messages_for_locale(&self, _: &str) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        None
    }
}

impl Module for Stall {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "soakstall",
            label: "soakstall.name",
            order: 95,
            requires: &["commerce"],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        &KeyAsText
    }
    fn offer(&self, ports: &mut Ports) {
        ports.offer_named::<dyn ProductKind>("soakstall.thing", Arc::new(Things));
    }
}

struct Things;

#[rocket::async_trait]
impl ProductKind for Things {
    fn label(&self) -> &'static str {
        "soakstall.thing"
    }
    fn options(&self) -> Vec<OptionDef> {
        vec![OptionDef {
            name: "title",
            label: "soakstall.title",
            hint: None,
            kind: OptionKind::Line(80),
        }]
    }
    async fn provide(&self, purchase: &Purchase, tx: &mut Tx) -> AppResult<Provided> {
        let title = purchase.options.get("title").and_then(Value::as_str);
        if title.is_some_and(|title| title.starts_with(NEVER)) {
            return Ok(Provided::Working);
        }
        let now = tx.now();
        sql("INSERT INTO soak_things (service, at) VALUES ($1, $2)")
            .bind::<SqlUuid, _>(purchase.key)
            .bind::<Timestamptz, _>(now)
            .execute(tx)
            .await?;
        Ok(Provided::Ready(ResourceRef {
            kind: "soakstall.thing".to_owned(),
            id: purchase.key,
        }))
    }
    async fn suspend(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }
    async fn resume(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }
    async fn terminate(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }
}
