//! Trade: catalogue, cart, orders, invoices, wallet and payments, for whatever other modules provide.
//! A table of contents, no logic. How it is cut: docs/adr/0034.

mod accounts;
mod adjustments;
mod api;
mod buyer;
mod cart;
mod catalogue;
mod changes;
mod credits;
mod demo_trade;
mod earning;
mod editor;
mod facts;
mod glance;
mod ids;
mod invoices;
mod metering;
mod money_desk;
mod narrowing;
mod orders;
mod own_account;
mod paths;
mod payments;
mod payouts;
mod permissions;
mod reader;
mod reports;
mod routes;
mod sales_desk;
mod schema;
mod seeds;
mod settings;
mod sources;
mod subscriptions;
mod topics;
mod usage;
mod wallet;

use std::sync::Arc;

use contracts::commerce::{Gateway, PaymentSettled, ProductKind, ServiceDesk};
use contracts::documents::DocumentReady;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::jobs::{Every, JobDef, Schedule};
use kernel::module::{
    ApiMount, Backend, CommandDef, Fact as _, HealthCheck, MailDef, Module, ModuleMeta, Mount,
    NavItem, PermissionDef, Ports, Replaceable, ResourceKind, SearchSource, Seed, SettingDef,
    Subscription, WebhookDef, Widget,
};
use ledger::Chart;

pub use accounts::{bank, clearing, deferred, given, income, payouts, taken, vat, wallet};
pub use catalogue::{Category, Cycle, NewPrice, NewProduct, Price, Product, Visibility};
pub use credits::ReturnUnprovided;
pub use earning::EarnIncome;
pub use facts::{InvoicePaid, ServiceReady};
pub use ids::{InvoiceId, OrderId, ProductId, SubscriptionId};
pub use metering::{BillHours, Foresight, MeterHours, foresee, meter};
pub use subscriptions::{RenewServices, enqueue_due};
pub use usage::{BillUsage, NewRate, Rate};

rust_i18n::i18n!("../../i18n/commerce");

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/commerce");
const ADJUSTMENTS_SQL: &str =
    include_str!("../../../migrations/_replaceable/commerce/adjustments.sql");
const INVOICES_SQL: &str = include_str!("../../../migrations/_replaceable/commerce/invoices.sql");
const PAYOUTS_SQL: &str = include_str!("../../../migrations/_replaceable/commerce/payouts.sql");
const CREDITS_SQL: &str = include_str!("../../../migrations/_replaceable/commerce/credits.sql");
const EARNING_SQL: &str = include_str!("../../../migrations/_replaceable/commerce/earning.sql");
const PAYMENTS_SQL: &str = include_str!("../../../migrations/_replaceable/commerce/payments.sql");

/// The module.
pub struct Commerce;

impl Module for Commerce {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "commerce",
            label: "commerce.name",
            order: 20,
            requires: &[],
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        kernel::texts!()
    }
    fn migrations(&self) -> Option<EmbeddedMigrations> {
        Some(MIGRATIONS)
    }
    fn replaceable(&self) -> &'static [Replaceable] {
        &[
            Replaceable {
                name: "commerce/adjustments.sql",
                sql: ADJUSTMENTS_SQL,
            },
            Replaceable {
                name: "commerce/invoices.sql",
                sql: INVOICES_SQL,
            },
            Replaceable {
                name: "commerce/credits.sql",
                sql: CREDITS_SQL,
            },
            Replaceable {
                name: "commerce/earning.sql",
                sql: EARNING_SQL,
            },
            Replaceable {
                name: "commerce/payments.sql",
                sql: PAYMENTS_SQL,
            },
            Replaceable {
                name: "commerce/payouts.sql",
                sql: PAYOUTS_SQL,
            },
        ]
    }
    fn routes(&self) -> Vec<Mount> {
        let mut all = routes::mounts();
        all.extend(payments::routes::mounts());
        all.extend(payments::transfer::routes::mounts());
        all.extend(payouts::routes::mounts());
        all.extend(adjustments::routes::mounts());
        all.extend(money_desk::routes::mounts());
        all.extend(sales_desk::routes::mounts());
        all.extend(editor::mounts());
        all.extend(reports::mounts());
        all.extend(credits::routes::mounts());
        all.extend(buyer::routes::mounts());
        all
    }
    fn api(&self) -> Vec<ApiMount> {
        api::mounts()
    }
    fn nav(&self) -> Vec<NavItem> {
        sources::nav()
    }
    fn widgets(&self) -> Vec<Widget> {
        glance::widgets()
    }
    fn search(&self) -> Vec<Arc<dyn SearchSource>> {
        glance::search()
    }
    fn resources(&self) -> Vec<ResourceKind> {
        sources::resources()
    }
    fn jobs(&self) -> Vec<JobDef> {
        let mut all = payments::jobs::all();
        all.extend([
            JobDef::of::<subscriptions::ReconcileService>(),
            JobDef::of::<invoices::IssueInvoice>(),
            JobDef::of::<invoices::MailInvoice>(),
            JobDef::of::<subscriptions::RenewServices>(),
            JobDef::of::<subscriptions::PayDue>(),
            JobDef::of::<payouts::jobs::TellPayouts>(),
            JobDef::of::<payments::transfer::jobs::TellTransfer>(),
            JobDef::of::<subscriptions::TellEnding>(),
        ]);
        all.extend(metering::jobs());
        all.extend(usage::jobs());
        all.extend(credits::jobs::all());
        all.extend(earning::jobs::all());
        all
    }
    fn subscriptions(&self) -> Vec<Subscription> {
        vec![
            Subscription::of::<InvoicePaid, invoices::IssueInvoice>(),
            Subscription::of::<InvoicePaid, earning::SpreadInvoice>(),
            Subscription::of::<DocumentReady, invoices::MailInvoice>(),
            Subscription::of::<DocumentReady, credits::MailCredit>(),
        ]
    }
    fn mails(&self) -> Vec<MailDef> {
        let mut all = invoices::mails();
        all.extend(subscriptions::mails());
        all.extend(metering::mails());
        all.extend(usage::mails());
        all.extend(payouts::models::tell::mails());
        all.extend(payments::transfer::jobs::mails());
        all.extend(credits::mails());
        all
    }
    fn schedules(&self) -> Vec<Schedule> {
        let mut all = payments::jobs::schedules();
        all.push(Schedule {
            key: "commerce.renewals",
            job: "commerce.renew_services",
            every: Every::Minutes(1),
        });
        all.extend(metering::schedules());
        all.extend(usage::schedules());
        all.extend(credits::jobs::schedules());
        all.extend(earning::jobs::schedules());
        all
    }
    fn health(&self) -> Vec<HealthCheck> {
        vec![HealthCheck {
            key: "commerce.deferred",
            run: |db| Box::pin(earning::health(db)),
        }]
    }
    fn settings(&self) -> Vec<SettingDef> {
        let mut all = settings::all();
        all.extend(payments::settings::all());
        all.extend(payments::transfer::settings::all());
        all.extend(payouts::settings::all());
        all.extend(adjustments::settings::all());
        all.extend(credits::settings::all());
        all
    }
    fn webhooks(&self) -> Vec<WebhookDef> {
        vec![
            WebhookDef {
                fact: InvoicePaid::NAME,
                label: "commerce.webhooks.invoice_paid",
            },
            WebhookDef {
                fact: ServiceReady::NAME,
                label: "commerce.webhooks.service_ready",
            },
            WebhookDef {
                fact: PaymentSettled::NAME,
                label: "commerce.payments.webhook",
            },
        ]
    }
    fn seeds(&self) -> Vec<Seed> {
        vec![
            Seed {
                key: "commerce.demo",
                order: 20,
                run: |db| Box::pin(seeds::run(db)),
            },
            Seed {
                key: "commerce.demo_payouts",
                order: 21,
                run: |db| Box::pin(payouts::seeds::run(db)),
            },
        ]
    }
    fn commands(&self) -> Vec<CommandDef> {
        vec![metering::command()]
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        permissions::ALL
    }
    fn offer(&self, ports: &mut Ports) {
        ports.offer_named::<dyn Gateway>(
            payments::zarinpal::NAME,
            Arc::new(payments::zarinpal::Zarinpal::new()),
        );
        ports.offer_named::<dyn Gateway>(
            payments::transfer::NAME,
            Arc::new(payments::transfer::Transfer),
        );
        ports.offer_named::<dyn Chart>("commerce.chart", Arc::new(accounts::CommerceChart));
        ports.offer_named::<dyn ProductKind>(
            subscriptions::BY_PEOPLE,
            Arc::new(subscriptions::ByPeople),
        );
        ports.offer::<dyn ServiceDesk>(Arc::new(subscriptions::Services));
    }
}
