//! Where the screens of endpoints stand: in a tenant's account, or among the staff's screens for the platform's own.
//! One set of views serves both; what differs is here.

use crate::ids::TenantId;

pub(super) const ACCOUNT: &str = "/account/webhooks";
pub(super) const ADMIN: &str = "/admin/webhooks";

/// A desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// A tenant's.
    Account,
    /// The platform's.
    Admin,
}

impl Desk {
    /// Where an owner's endpoints are looked after.
    #[must_use]
    pub fn of(tenant: Option<TenantId>) -> Self {
        match tenant {
            Some(_) => Self::Account,
            None => Self::Admin,
        }
    }
    /// The list of endpoints.
    #[must_use]
    pub fn endpoints(self) -> &'static str {
        match self {
            Self::Account => ACCOUNT,
            Self::Admin => ADMIN,
        }
    }
    /// The form of a new one.
    #[must_use]
    pub fn new_endpoint(self) -> &'static str {
        match self {
            Self::Account => "/account/webhooks/new",
            Self::Admin => "/admin/webhooks/new",
        }
    }
    /// Above each delivery.
    #[must_use]
    pub fn deliveries(self) -> &'static str {
        match self {
            Self::Account => "/account/webhook-deliveries",
            Self::Admin => "/admin/webhook-deliveries",
        }
    }
}
