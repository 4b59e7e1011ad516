//! Routes of this module, each with audience, scope and permission.
//! What is declared here is enforced before a handler runs, and printed by `sarai routes`.

use kernel::module::Mount;
use kernel::mounts;

use crate::permissions::{BUY, MANAGE_SALES, SEE_MONEY, SEE_SALES};
use crate::{cart, catalogue, changes, invoices, metering, orders, subscriptions, usage, wallet};

/// All of them, the API's aside.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Public Public "commerce.store.index" => catalogue::routes::index,
        Public Public "commerce.store.show" => catalogue::routes::show,
        Public Public "commerce.store.choose" => catalogue::routes::choose,
        Public Public "commerce.cart.show" => cart::routes::show,
        Public Public "commerce.cart.update" => cart::routes::update,
        Public Public "commerce.cart.destroy" => cart::routes::destroy,
        Customer Tenant "commerce.checkout.new" may BUY => orders::routes::new,
        Customer Tenant "commerce.checkout.create" may BUY => orders::routes::create,
        Customer Tenant "commerce.orders.index" may SEE_MONEY => orders::routes::index,
        Customer Tenant "commerce.orders.show" may SEE_MONEY => orders::routes::show,
        Customer Tenant "commerce.orders.destroy" may BUY => orders::routes::destroy,
        Customer Tenant "commerce.invoices.index" may SEE_MONEY => invoices::routes::index,
        Customer Tenant "commerce.invoices.show" may SEE_MONEY => invoices::routes::show,
        Customer Tenant "commerce.invoices.settle" may BUY => invoices::routes::settle,
        Customer Tenant "commerce.invoices.begin" may BUY => invoices::routes::begin,
        Customer Tenant "commerce.services.index" may SEE_MONEY => subscriptions::routes::index,
        Customer Tenant "commerce.services.show" may SEE_MONEY => subscriptions::routes::show,
        Customer Tenant "commerce.hours.index" may SEE_MONEY => metering::routes::index,
        Customer Tenant "commerce.hours.export" may SEE_MONEY => metering::routes::export,
        Customer Tenant "commerce.usage.index" may SEE_MONEY => usage::routes::index,
        Customer Tenant "commerce.usage.export" may SEE_MONEY => usage::routes::export,
        Customer Tenant "commerce.renewal.create" may BUY => subscriptions::ending::routes::turn_on,
        Customer Tenant "commerce.renewal.destroy" may BUY => subscriptions::ending::routes::turn_off,
        Customer Tenant "commerce.cancellation.new" may BUY => subscriptions::ending::routes::new,
        Customer Tenant "commerce.cancellation.create" may BUY => subscriptions::ending::routes::create,
        Customer Tenant "commerce.cancellation.destroy" may BUY => subscriptions::ending::routes::destroy,
        Customer Tenant "commerce.changes.new" may BUY => changes::routes::new,
        Customer Tenant "commerce.changes.create" may BUY => changes::routes::create,
        Customer Tenant "commerce.changes.show" may BUY => changes::routes::show,
        Customer Tenant "commerce.changes.confirm" may BUY => changes::routes::confirm,
        Customer Tenant "commerce.changes.destroy" may BUY => changes::routes::destroy,
        Staff Platform "commerce.desk_services.show" may SEE_SALES => subscriptions::staff::show,
        Staff Platform "commerce.desk_services.done" may MANAGE_SALES => subscriptions::staff::done,
        Staff Platform "commerce.desk_services.again" may MANAGE_SALES => subscriptions::staff::again,
        Staff Platform "commerce.desk_cancellation.new" may MANAGE_SALES => subscriptions::ending::desk::new,
        Staff Platform "commerce.desk_cancellation.create" may MANAGE_SALES => subscriptions::ending::desk::create,
        Staff Platform "commerce.desk_cancellation.destroy" may MANAGE_SALES => subscriptions::ending::desk::destroy,
        Customer Tenant "commerce.wallet.show" may SEE_MONEY => wallet::routes::show,
        Customer Tenant "commerce.wallet.export" may SEE_MONEY => wallet::routes::export,
    ]
}
