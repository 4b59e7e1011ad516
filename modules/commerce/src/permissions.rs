//! Who may do what with money here.
//! The key stands in the routes' declarations, the type in the handlers' signatures.

use kernel::module::Permission as _;

kernel::permissions! {
    /// Order, and pay with the account's money.
    Buy = "commerce.buy", "commerce.permissions.buy": members(Owner, Manager);
    /// See what the account bought, its invoices and its wallet.
    SeeMoney = "commerce.money.see", "commerce.permissions.see": members(Owner, Manager);
    /// Take the account's money out to a bank.
    Withdraw = "commerce.withdraw", "commerce.permissions.withdraw": members(Owner);
    /// See customers' orders, invoices and payments.
    SeeSales = "commerce.sales.see", "commerce.permissions.see_sales": staff(Admin, Finance, Support);
    /// Settle, give back, adjust.
    ManageSales = "commerce.sales.manage", "commerce.permissions.manage_sales": staff(Admin, Finance);
}

/// Key of [`Buy`].
pub const BUY: &str = Buy::KEY;
/// Key of [`SeeMoney`].
pub const SEE_MONEY: &str = SeeMoney::KEY;
/// Key of [`Withdraw`].
pub const WITHDRAW: &str = Withdraw::KEY;
/// Key of [`SeeSales`].
pub const SEE_SALES: &str = SeeSales::KEY;
/// Key of [`ManageSales`].
pub const MANAGE_SALES: &str = ManageSales::KEY;
