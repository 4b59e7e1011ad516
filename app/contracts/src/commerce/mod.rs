//! What a shop asks of those who provide what it sells, and of those who take money for it. Offered by name,
//! `ports.offer_named::<dyn ProductKind>("vps.machine", …)`; whatever keeps catalogue, orders and money finds all of them
//! by `ports.all::<dyn ProductKind>()` and knows none by name.

mod gateway;
mod options;
mod payment;
mod product;

pub use gateway::{
    Ask, Begun, Gateway, GatewayError, GatewayResult, Receipt, Said, Standing, Unclaimed, Verdict,
};
pub use options::{Choice, OptionDef, OptionKind, check_options};
pub use payment::PaymentSettled;
pub use product::{CounterDef, Done, ProductKind, Provided, Purchase, ServiceDesk};

use kernel::db::ScopeKind;
use kernel::module::Slot;

/// Boxes on the page of a service that a customer owns; the subject is the thing that its kind provided.
pub const SERVICE: Slot = Slot::of("trade.service", ScopeKind::Tenant);
