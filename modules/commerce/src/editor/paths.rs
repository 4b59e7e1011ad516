//! Addresses of the editor.

use std::fmt::Display;

use kernel::web::below;

pub const PRODUCTS: &str = "/admin/products";
pub const PRODUCTS_EXPORT: &str = "/admin/products/export";
pub const NEW_PRODUCT: &str = "/admin/products/new";
pub const CATEGORIES: &str = "/admin/categories";
pub const NEW_CATEGORY: &str = "/admin/categories/new";
pub const TAXES: &str = "/admin/taxes";

/// A product.
pub fn product(id: impl Display) -> String {
    below(PRODUCTS, id)
}

/// A product as its buyers see it.
pub fn preview(id: impl Display) -> String {
    below(&product(id), "preview")
}

/// Whether a product is in the archive.
pub fn product_archive(id: impl Display) -> String {
    below(&product(id), "archive")
}

/// A product's price for a period.
pub fn price(product: impl Display, cycle: impl Display) -> String {
    below(&below(&self::product(product), "prices"), cycle)
}

/// What a unit of a product's usage costs.
pub fn rate(product: impl Display, counter: impl Display) -> String {
    below(&below(&self::product(product), "rates"), counter)
}

/// A category.
pub fn category(id: impl Display) -> String {
    below(CATEGORIES, id)
}

/// Whether a category is in the archive.
pub fn category_archive(id: impl Display) -> String {
    below(&category(id), "archive")
}

/// A rate of tax.
pub fn tax(id: impl Display) -> String {
    below(TAXES, id)
}
