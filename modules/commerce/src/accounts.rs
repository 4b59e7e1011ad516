//! The accounts that trade posts to, all in the platform's book.
//! What each is for and which entries touch it stands in docs/MONEY.md.

use kernel::ids::TenantId;
use l10n::Currency;
use ledger::{Account, AccountDef, AccountKind, BookId, Chart, Keeping, Unit};

use crate::ids::ProductId;

macro_rules! accounts {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $kind:ident, $keeping:expr, pay $pay:literal, $label:literal;)+) => {
        $($(#[$meta])* pub static $name: AccountDef = AccountDef {
            code: $code,
            kind: AccountKind::$kind,
            unit: Unit::IRR,
            keeping: $keeping,
            tenant_may_pay: $pay,
            label: $label,
        };)+
        /// All of them.
        static ALL: &[&AccountDef] = &[$(&$name),+];
    };
}

accounts! {
    /// What we owe a customer: money paid in and not spent.
    WALLET = "commerce.wallet", Liability, Keeping::Floor(0), pay false, "commerce.accounts.wallet";
    /// Paid at a gateway and not yet at our bank; one for each gateway.
    CLEARING = "commerce.clearing", Asset, Keeping::Sum, pay false, "commerce.accounts.clearing";
    /// Earned; one for each product.
    INCOME = "commerce.income", Income, Keeping::Sum, pay true, "commerce.accounts.income";
    /// Paid before it is earned; one for each product.
    DEFERRED = "commerce.deferred", Liability, Keeping::Sum, pay true, "commerce.accounts.deferred";
    /// Tax taken from customers for the state.
    VAT = "commerce.vat", Liability, Keeping::Sum, pay true, "commerce.accounts.vat";
    /// On its way from a wallet to the customer's bank: in a file, and not yet told to be paid.
    PAYOUTS = "commerce.payouts", Liability, Keeping::Sum, pay false, "commerce.accounts.payouts";
    /// Our own account at the bank.
    BANK = "commerce.bank", Asset, Keeping::Sum, pay false, "commerce.accounts.bank";
    /// Given to customers by staff, with a reason.
    GIVEN = "commerce.adjustments", Expense, Keeping::Sum, pay false, "commerce.accounts.adjustments";
    /// Taken from customers by staff, with a reason.
    TAKEN = "commerce.adjustments_taken", Income, Keeping::Sum, pay false, "commerce.accounts.adjustments_taken";
}

/// A customer's money.
pub fn wallet(tenant: TenantId) -> Account {
    WALLET.of(BookId::PLATFORM).held_by(tenant)
}

/// What a gateway holds for us.
pub fn clearing(gateway: &str) -> Account {
    CLEARING.of(BookId::PLATFORM).part(gateway)
}

/// What a product has earned.
pub fn income(product: ProductId) -> Account {
    INCOME.of(BookId::PLATFORM).part(product)
}

/// What was paid for a product and is not earned yet.
pub fn deferred(product: ProductId) -> Account {
    DEFERRED.of(BookId::PLATFORM).part(product)
}

/// Tax owed to the state.
pub fn vat() -> Account {
    VAT.of(BookId::PLATFORM)
}

/// What is on its way to customers' banks.
pub fn payouts() -> Account {
    PAYOUTS.of(BookId::PLATFORM)
}

/// What our bank has for us.
pub fn bank() -> Account {
    BANK.of(BookId::PLATFORM)
}

/// What staff gave to customers.
pub fn given() -> Account {
    GIVEN.of(BookId::PLATFORM)
}

/// What staff took from customers.
pub fn taken() -> Account {
    TAKEN.of(BookId::PLATFORM)
}

/// The only currency that wallets and sales have today.
pub const CURRENCY: Currency = Currency::Irr;

/// What is offered to reports for its labels.
pub struct CommerceChart;

impl Chart for CommerceChart {
    fn accounts(&self) -> Vec<&'static AccountDef> {
        ALL.to_vec()
    }
}
