//! What is kept of endpoints and of what was told to them: rows, finders and verbs.
//! One set for tenants and for the platform itself; `Owner` says whose.

pub mod deliveries;
pub mod endpoints;
pub mod tries;

use crate::ids::TenantId;
use crate::pages::models::conditions::Conditions;

/// Whose endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A tenant's: they hear of facts of that tenant.
    Tenant(TenantId),
    /// The platform's own: they hear of every fact.
    Platform,
}

impl Owner {
    /// The tenant, if it is one.
    #[must_use]
    pub fn tenant(self) -> Option<TenantId> {
        match self {
            Self::Tenant(id) => Some(id),
            Self::Platform => None,
        }
    }

    /// The condition of a list.
    fn conditions(self) -> Conditions {
        Conditions::default()
            .uuid("tenant_id = ?", self.tenant().map(|t| t.0))
            .only("tenant_id IS NULL", self == Self::Platform)
    }
}
