//! Routes of payments, each with audience, scope and permission.

pub mod asking;
pub mod back;
pub mod desk;
pub mod mine;
pub mod reversal;
pub mod top_ups;

use kernel::module::Mount;
use kernel::mounts;

use crate::permissions::{BUY, MANAGE_SALES, SEE_MONEY, SEE_SALES};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Public Public "commerce.payment_return.show" => back::show,
        Customer Tenant "commerce.top_ups.new" may BUY => top_ups::new,
        Customer Tenant "commerce.top_ups.create" may BUY => top_ups::create,
        Customer Tenant "commerce.payments.index" may SEE_MONEY => mine::index,
        Customer Tenant "commerce.payments.show" may SEE_MONEY => mine::show,
        Customer Tenant "commerce.payment_asking.create" may SEE_MONEY => asking::create,
        Staff Platform "commerce.desk_payments.index" may SEE_SALES => desk::index,
        Staff Platform "commerce.desk_payments.export" may SEE_SALES => desk::export,
        Staff Platform "commerce.desk_payments.show" may SEE_SALES => desk::show,
        Staff Platform "commerce.desk_payment_asking.create" may SEE_SALES => asking::create_at_desk,
        Staff Platform "commerce.payment_reversal.create" may MANAGE_SALES => reversal::create,
    ]
}
