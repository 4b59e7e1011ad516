//! Documents of the house: invoices, pro-formas, credit notes, receipts, and what modules add. Frozen data, a number without
//! gaps, a PDF that never changes, and a page that verifies it. Always compiled in, above the ledger and below the modules;
//! it knows of no wallet, order or shop.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)
)]

mod document;
mod health;
mod ids;
mod invoice;
mod issue;
mod jobs;
mod kinds;
mod lookup;
mod number;
mod paths;
mod permissions;
mod preview;
mod qr;
mod render;
mod routes;
mod sample;
mod schema;
mod settings;
mod sheet;
mod verify;
mod views;

use std::sync::Arc;

use contracts::documents::DocumentReady;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::jobs::JobDef;
use kernel::module::{
    Audience, Backend, Fact, HealthCheck, Module, ModuleMeta, Mount, NavItem, Permission,
    PermissionDef, Place, Ports, Replaceable, ResourceKind, SettingDef, Side, WebhookDef,
};

pub use document::{Document, about, find, pdf};
pub use ids::DocumentId;
pub use invoice::{
    CreditNote, Identity, Invoice, Line, Party, Payment, ProForma, Quantity, Receipt, ReceiptLine,
    Terms, Totals,
};
pub use issue::{Issued, NewDocument, issue, issue_numbered, void};
pub use jobs::{Finish, seal};
pub use kinds::{
    CREDIT_NOTE, Frame, INVOICE, INVOICE_SHEET, Kind, KindDef, Kinds, PRO_FORMA, Paper, RECEIPT,
    Summary, format,
};
pub use lookup::{numbered, numbers};
pub use number::Number;
pub use paths::{document, inspected};
pub use permissions::{InspectDocuments, ReadDocuments};
pub use render::{Template, render};
pub use settings::{footer, seller};
pub use sheet::{Column, PartyBox, Payments, Sheet, Verify};

rust_i18n::i18n!("../../i18n/documents");

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations/documents");
const FUNCTIONS: &str = include_str!("../../../migrations/_replaceable/documents/documents.sql");

/// This crate's part of the registry.
pub struct Documents;

impl Module for Documents {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: "documents",
            label: "documents.name",
            order: 3,
            requires: &["ledger"],
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
        &[Replaceable {
            name: "documents/documents.sql",
            sql: FUNCTIONS,
        }]
    }
    fn routes(&self) -> Vec<Mount> {
        routes::mounts()
    }
    fn nav(&self) -> Vec<NavItem> {
        vec![NavItem {
            key: "documents.nav.preview",
            label: "documents.name",
            icon: "file-text",
            href: paths::PREVIEW,
            audience: Audience::Staff,
            permission: Some(permissions::PreviewDocuments::KEY),
            order: 75,
            place: Place::Under("kernel.shell.system"),
        }]
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        permissions::ALL
    }
    fn settings(&self) -> Vec<SettingDef> {
        settings::all()
    }
    fn jobs(&self) -> Vec<JobDef> {
        jobs::all()
    }
    fn webhooks(&self) -> Vec<WebhookDef> {
        vec![WebhookDef {
            fact: DocumentReady::NAME,
            label: "documents.webhooks.ready",
        }]
    }
    fn resources(&self) -> Vec<ResourceKind> {
        vec![ResourceKind {
            kind: "documents.document",
            label: "documents.document",
            url: |id, side| {
                Some(match side {
                    Side::Member => paths::document(DocumentId(id)),
                    Side::Staff => paths::inspected(DocumentId(id)),
                })
            },
            permissions: &[ReadDocuments::KEY, InspectDocuments::KEY],
            source: None,
        }]
    }
    fn health(&self) -> Vec<HealthCheck> {
        vec![HealthCheck {
            key: "documents.finished",
            run: |db| Box::pin(health::health(db)),
        }]
    }
    fn offer(&self, ports: &mut Ports) {
        ports.offer_named::<dyn Kinds>("documents.kinds", Arc::new(kinds::OfTheHouse));
    }
}

#[cfg(test)]
mod tests;
