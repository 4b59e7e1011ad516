//! Routes of the editor: all of them for staff who keep the shop.

mod archive;
mod categories;
mod prices;
mod products;
mod rates;
mod taxes;

use kernel::module::Mount;
use kernel::mounts;

use crate::permissions::MANAGE_SALES;

pub use products::{ARCHIVED, Narrowed};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "commerce.desk_products.index" may MANAGE_SALES => products::index,
        Staff Platform "commerce.desk_products.export" may MANAGE_SALES => products::export,
        Staff Platform "commerce.desk_products.new" may MANAGE_SALES => products::new,
        Staff Platform "commerce.desk_products.create" may MANAGE_SALES => products::create,
        Staff Platform "commerce.desk_products.edit" may MANAGE_SALES => products::edit,
        Staff Platform "commerce.desk_products.update" may MANAGE_SALES => products::update,
        Staff Platform "commerce.desk_products.preview" may MANAGE_SALES => products::preview,
        Staff Platform "commerce.desk_product_archive.create" may MANAGE_SALES => archive::create,
        Staff Platform "commerce.desk_product_archive.destroy" may MANAGE_SALES => archive::destroy,
        Staff Platform "commerce.desk_prices.edit" may MANAGE_SALES => prices::edit,
        Staff Platform "commerce.desk_prices.update" may MANAGE_SALES => prices::update,
        Staff Platform "commerce.desk_prices.destroy" may MANAGE_SALES => prices::destroy,
        Staff Platform "commerce.desk_rates.edit" may MANAGE_SALES => rates::edit,
        Staff Platform "commerce.desk_rates.update" may MANAGE_SALES => rates::update,
        Staff Platform "commerce.desk_rates.destroy" may MANAGE_SALES => rates::destroy,
        Staff Platform "commerce.desk_categories.index" may MANAGE_SALES => categories::index,
        Staff Platform "commerce.desk_categories.new" may MANAGE_SALES => categories::new,
        Staff Platform "commerce.desk_categories.create" may MANAGE_SALES => categories::create,
        Staff Platform "commerce.desk_categories.edit" may MANAGE_SALES => categories::edit,
        Staff Platform "commerce.desk_categories.update" may MANAGE_SALES => categories::update,
        Staff Platform "commerce.desk_category_archive.create" may MANAGE_SALES => archive::close,
        Staff Platform "commerce.desk_category_archive.destroy" may MANAGE_SALES => archive::reopen,
        Staff Platform "commerce.desk_taxes.index" may MANAGE_SALES => taxes::index,
        Staff Platform "commerce.desk_taxes.create" may MANAGE_SALES => taxes::create,
        Staff Platform "commerce.desk_taxes.destroy" may MANAGE_SALES => taxes::destroy,
    ]
}
