//! Routes of withdrawals, each with audience, scope and permission.

pub mod accounts;
pub mod batches;
pub mod desk;
pub mod desk_accounts;
pub mod mine;

use kernel::module::Mount;
use kernel::mounts;

use crate::permissions::{MANAGE_SALES, SEE_MONEY, SEE_SALES, WITHDRAW};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Customer Tenant "commerce.bank_accounts.index" may SEE_MONEY => accounts::index,
        Customer Tenant "commerce.bank_accounts.create" may WITHDRAW => accounts::create,
        Customer Tenant "commerce.bank_accounts.destroy" may WITHDRAW => accounts::destroy,
        Customer Tenant "commerce.withdrawals.index" may SEE_MONEY => mine::index,
        Customer Tenant "commerce.withdrawals.new" may WITHDRAW => mine::new,
        Customer Tenant "commerce.withdrawals.create" may WITHDRAW => mine::create,
        Customer Tenant "commerce.withdrawals.show" may SEE_MONEY => mine::show,
        Customer Tenant "commerce.withdrawals.destroy" may WITHDRAW => mine::destroy,
        Staff Platform "commerce.desk_withdrawals.index" may SEE_SALES => desk::index,
        Staff Platform "commerce.desk_withdrawals.export" may MANAGE_SALES => desk::export,
        Staff Platform "commerce.desk_withdrawals.show" may SEE_SALES => desk::show,
        Staff Platform "commerce.withdrawal_approval.create" may MANAGE_SALES => desk::approve,
        Staff Platform "commerce.withdrawal_refusal.create" may MANAGE_SALES => desk::refuse,
        Staff Platform "commerce.withdrawal_payment.create" may MANAGE_SALES => desk::paid,
        Staff Platform "commerce.withdrawal_failure.create" may MANAGE_SALES => desk::failed,
        Staff Platform "commerce.payout_batches.index" may MANAGE_SALES => batches::index,
        Staff Platform "commerce.payout_batches.create" may MANAGE_SALES => batches::create,
        Staff Platform "commerce.payout_batches.show" may MANAGE_SALES => batches::show,
        Staff Platform "commerce.payout_batches.file" may MANAGE_SALES => batches::file,
        Staff Platform "commerce.desk_bank_accounts.index" may SEE_SALES => desk_accounts::index,
        Staff Platform "commerce.desk_bank_accounts.show" may SEE_SALES => desk_accounts::show,
        Staff Platform "commerce.bank_account_verification.create" may MANAGE_SALES => desk_accounts::verify,
        Staff Platform "commerce.bank_account_refusal.create" may MANAGE_SALES => desk_accounts::refuse,
    ]
}
