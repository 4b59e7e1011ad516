//! What programs may do with the shop: the same sentences as the pages', with JSON in and out.
//! What stands here is the module's part of the document at `/api/docs`.

mod buyer;
mod buying;
mod catalogue;
mod invoices;
mod orders;
mod quotes;
mod services;
mod shapes;
mod wallet;

use kernel::api::documented;
use kernel::module::{ApiMount, Mount};
use kernel::mounts;

use crate::permissions::{BUY, SEE_MONEY};

/// The handlers that the document describes.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    catalogue::index,
    quotes::create,
    buying::create,
    orders::index,
    orders::show,
    invoices::index,
    invoices::show,
    invoices::pay,
    wallet::show,
    buyer::show,
    buyer::update,
    services::index,
    services::show,
    services::usage
))]
struct Document;

/// All of them. What is offered may be read without a token, as in the shop.
pub fn mounts() -> Vec<ApiMount> {
    let mut all: Vec<Mount> =
        mounts![Api Public "commerce.api_catalogue.index" => catalogue::index];
    all = all.into_iter().map(Mount::open).collect();
    all.extend(mounts![
        Api Tenant "commerce.api_quotes.create" may BUY => quotes::create,
        Api Tenant "commerce.api_orders.create" may BUY => buying::create,
        Api Tenant "commerce.api_orders.index" may SEE_MONEY => orders::index,
        Api Tenant "commerce.api_orders.show" may SEE_MONEY => orders::show,
        Api Tenant "commerce.api_invoices.index" may SEE_MONEY => invoices::index,
        Api Tenant "commerce.api_invoices.show" may SEE_MONEY => invoices::show,
        Api Tenant "commerce.api_invoices.pay" may BUY => invoices::pay,
        Api Tenant "commerce.api_wallet.show" may SEE_MONEY => wallet::show,
        Api Tenant "commerce.api_buyer.show" may SEE_MONEY => buyer::show,
        Api Tenant "commerce.api_buyer.update" may BUY => buyer::update,
        Api Tenant "commerce.api_services.index" may SEE_MONEY => services::index,
        Api Tenant "commerce.api_services.show" may SEE_MONEY => services::show,
        Api Tenant "commerce.api_services.usage" may SEE_MONEY => services::usage,
    ]);
    documented::<Document>(all)
}
