//! What this module gives to screens of others: its places in the navigation, and links to its things.

use std::sync::Arc;

use kernel::module::{Audience, NavItem, Place, ResourceKind, ResourceSource, Side};

use crate::adjustments;
use crate::editor;
use crate::glance;
use crate::ids::{
    AdjustmentId, BankAccountId, InvoiceId, OrderId, PaymentId, SubscriptionId, WithdrawalId,
};
use crate::invoices;
use crate::paths;
use crate::payments;
use crate::payouts;
use crate::permissions::{MANAGE_SALES, SEE_MONEY, SEE_SALES};
use crate::reports;
use crate::sales_desk;

/// What is sold, and to whom.
const SALES: Place = Place::Under("commerce.nav.sales");
/// Where money comes from and goes to.
const MONEY: Place = Place::Under("commerce.nav.money");

/// The staff's entries: key, label, icon, address; in this order.
const STAFF: [(&str, &str, &str, &str, Place); 9] = [
    (
        "commerce.nav.desk_orders",
        "commerce.order.title",
        "shopping-cart",
        sales_desk::paths::ORDERS,
        SALES,
    ),
    (
        "commerce.nav.desk_invoices",
        "commerce.invoice.title",
        "receipt-text",
        sales_desk::paths::INVOICES,
        SALES,
    ),
    (
        "commerce.nav.desk_services",
        "commerce.service.title",
        "package",
        paths::DESK_SERVICES,
        SALES,
    ),
    (
        "commerce.nav.products",
        "commerce.editor.products",
        "store",
        editor::paths::PRODUCTS,
        SALES,
    ),
    (
        "commerce.nav.payments",
        "commerce.payments.title",
        "credit-card",
        payments::paths::DESK,
        MONEY,
    ),
    (
        "commerce.nav.withdrawals",
        "commerce.payouts.title",
        "banknote",
        payouts::paths::DESK,
        MONEY,
    ),
    (
        "commerce.nav.adjustments",
        "commerce.adjustments.title",
        "sliders-horizontal",
        adjustments::paths::DESK,
        MONEY,
    ),
    (
        "commerce.nav.revenue",
        "commerce.revenue.title",
        "chart-column",
        reports::paths::REVENUE,
        MONEY,
    ),
    (
        "commerce.nav.books",
        "commerce.books.title",
        "scale",
        reports::paths::BOOKS,
        MONEY,
    ),
];

/// What only those see who keep shop and books.
const KEPT: [&str; 3] = [
    editor::paths::PRODUCTS,
    reports::paths::REVENUE,
    reports::paths::BOOKS,
];

/// The staff's entries in the bar.
fn staff_nav() -> impl Iterator<Item = NavItem> {
    (37..)
        .zip(STAFF)
        .map(|(order, (key, label, icon, href, place))| NavItem {
            key,
            label,
            icon,
            href,
            audience: Audience::Staff,
            permission: Some(if KEPT.contains(&href) {
                MANAGE_SALES
            } else {
                SEE_SALES
            }),
            order,
            place,
        })
}

/// Its entries in the bar.
pub fn nav() -> Vec<NavItem> {
    let own = |key, label, icon, href, order| NavItem {
        key,
        label,
        icon,
        href,
        audience: Audience::Customer,
        permission: Some(SEE_MONEY),
        order,
        place: Place::Bar,
    };
    let mut all = vec![
        NavItem {
            place: Place::Business(|_| true),
            ..own(
                "commerce.buyer",
                "commerce.buyer.title",
                "receipt-text",
                paths::BUYER,
                65,
            )
        },
        NavItem {
            key: "commerce.nav.store",
            label: "commerce.store.title",
            icon: "store",
            href: paths::STORE,
            audience: Audience::Public,
            permission: None,
            order: 20,
            place: Place::Bar,
        },
        own(
            "commerce.nav.services",
            "commerce.service.title",
            "package",
            paths::SERVICES,
            20,
        ),
        own(
            "commerce.nav.orders",
            "commerce.order.title",
            "shopping-cart",
            paths::ORDERS,
            21,
        ),
        own(
            "commerce.nav.invoices",
            "commerce.invoice.title",
            "receipt-text",
            paths::INVOICES,
            22,
        ),
        own(
            "commerce.nav.wallet",
            "commerce.wallet.title",
            "wallet",
            paths::WALLET,
            23,
        ),
    ];
    all.extend(staff_nav());
    all
}

/// Its things, for links from elsewhere.
pub fn resources() -> Vec<ResourceKind> {
    let both = |kind, label, url| ResourceKind {
        kind,
        label,
        url,
        permissions: &[SEE_MONEY, SEE_SALES],
        source: None,
    };
    let named = |of: ResourceKind, names: Arc<dyn ResourceSource>| ResourceKind {
        source: Some(names),
        ..of
    };
    let invoice = both(invoices::SUBJECT, "commerce.invoice.one", |id, side| {
        Some(match side {
            Side::Member => paths::invoice(InvoiceId(id)),
            Side::Staff => sales_desk::paths::invoice(InvoiceId(id)),
        })
    });
    let order = both("commerce.order", "commerce.order.one", |id, side| {
        Some(match side {
            Side::Member => paths::order(OrderId(id)),
            Side::Staff => sales_desk::paths::order(OrderId(id)),
        })
    });
    vec![
        named(invoice, Arc::new(glance::InvoiceNames)),
        named(order, Arc::new(glance::OrderNames)),
        both(
            adjustments::SUBJECT,
            "commerce.adjustments.one",
            |id, side| (side == Side::Staff).then(|| adjustments::paths::desk(AdjustmentId(id))),
        ),
        ResourceKind {
            kind: payments::models::PAYMENT,
            label: "commerce.payments.one",
            url: |id, side| {
                Some(match side {
                    Side::Member => payments::paths::payment(PaymentId(id)),
                    Side::Staff => payments::paths::desk(PaymentId(id)),
                })
            },
            permissions: &[SEE_MONEY, SEE_SALES],
            source: None,
        },
        ResourceKind {
            kind: payouts::models::SUBJECT,
            label: "commerce.payouts.one",
            url: |id, side| {
                Some(match side {
                    Side::Member => payouts::paths::withdrawal(WithdrawalId(id)),
                    Side::Staff => payouts::paths::desk(WithdrawalId(id)),
                })
            },
            permissions: &[SEE_MONEY, SEE_SALES],
            source: None,
        },
        ResourceKind {
            kind: payouts::models::account::ACCOUNT,
            label: "commerce.payouts.account",
            url: |id, side| {
                Some(match side {
                    Side::Member => payouts::paths::ACCOUNTS.to_owned(),
                    Side::Staff => payouts::paths::desk_account(BankAccountId(id)),
                })
            },
            permissions: &[SEE_MONEY, SEE_SALES],
            source: None,
        },
        ResourceKind {
            kind: "commerce.subscription",
            label: "commerce.service.one",
            url: |id, side| {
                Some(match side {
                    Side::Member => paths::service(SubscriptionId(id)),
                    Side::Staff => paths::desk_service(SubscriptionId(id)),
                })
            },
            permissions: &[SEE_MONEY, SEE_SALES],
            source: Some(Arc::new(glance::ServiceNames)),
        },
    ]
}
