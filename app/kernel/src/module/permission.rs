//! Roles and permissions. A permission is a key; roles have it by the declaration of a module: roles of members in
//! their own tenant, roles of the staff over all tenants, and never one for the other.

use std::marker::PhantomData;

use rocket::Request;
use rocket::request::{FromRequest, Outcome};
use serde::Serialize;
use uuid::Uuid;

use super::contribution::ResourceRef;
use crate::error::{AppError, AppResult};
use crate::ids::UserId;
use crate::web::Current;

crate::words! {
    /// What a member may be in a tenant.
    pub enum TenantRole {
        /// Does the daily work.
        Employee = "employee",
        /// Runs it.
        Manager = "manager",
        /// Owns it.
        Owner = "owner",
    }

    /// What a person may be on the platform's staff.
    pub enum PlatformRole {
        /// Runs the platform.
        Admin = "admin",
        /// Answers customers.
        Support = "support",
        /// Looks after money.
        Finance = "finance",
    }

    /// What a tenant is.
    pub enum TenantKind {
        /// One person.
        Person = "person",
        /// A company that buys.
        Company = "company",
        /// A shop that sells.
        Shop = "shop",
    }

    /// In which capacity somebody acts or reads: a person may be both, and is one of them on each page.
    pub enum Side {
        /// As a member of a tenant, over its rows.
        Member = "member",
        /// As the platform's staff, over all tenants' rows.
        Staff = "staff",
    }
}

impl TenantRole {
    /// Text key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "kernel.home.role_owner",
            Self::Manager => "kernel.home.role_manager",
            Self::Employee => "kernel.home.role_employee",
        }
    }
}

/// A permission and who has it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PermissionDef {
    /// `<module>.<resource>.<verb>`.
    pub key: &'static str,
    /// Text key.
    pub label: &'static str,
    /// Kinds of tenants in which it exists; in all of them when empty.
    pub kinds: &'static [TenantKind],
    /// Members with these roles have it in their own tenant.
    pub tenant_roles: &'static [TenantRole],
    /// Staff with these roles have it over all tenants.
    pub platform_roles: &'static [PlatformRole],
}

/// A role that a module adds to owner, manager and employee: cashier, accountant, craftsman. A tenant's owner gives it to
/// members, over everything or over one thing alone.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RoleDef {
    /// `<module>.<role>`.
    pub key: &'static str,
    /// Text key.
    pub label: &'static str,
    /// Kinds of tenants in which it can be given; in all of them when empty.
    pub kinds: &'static [TenantKind],
    /// What it allows besides the member's own role.
    pub permissions: &'static [&'static str],
    /// Kind of the things to which it can be limited (`jewelry.branch`), if it can.
    pub over: Option<&'static str>,
}

/// A module's role as a member has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenRole {
    /// Key of the role.
    pub role: String,
    /// The one thing over which they have it; everything when `None`.
    pub over: Option<ResourceRef>,
}

/// How far somebody has a permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    Nothing,
    /// Over these things alone.
    Only(Vec<ResourceRef>),
    /// Over everything that the scope sees.
    Everything,
}

impl Reach {
    /// Whether it reaches anything.
    #[must_use]
    pub fn is_some(&self) -> bool {
        *self != Self::Nothing
    }
    /// Whether it reaches this thing.
    #[must_use]
    pub fn covers(&self, kind: &str, id: Uuid) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Only(things) => things.iter().any(|one| one.kind == kind && one.id == id),
        }
    }
    /// One more thing, or everything.
    pub(crate) fn add(&mut self, over: Option<&ResourceRef>) {
        match (&mut *self, over) {
            (_, None) => *self = Self::Everything,
            (Self::Nothing, Some(thing)) => *self = Self::Only(vec![thing.clone()]),
            (Self::Only(things), Some(thing)) => things.push(thing.clone()),
            (Self::Everything, Some(_)) => {}
        }
    }
}

/// A permission as a type, so that a signature can ask for it.
pub trait Permission: Send + Sync + 'static {
    /// Its key.
    const KEY: &'static str;
}

/// Declares permissions, each as a type and as a row of `ALL`:
///
/// ```
/// kernel::permissions! {
///     /// Open and read the tickets of one's tenant.
///     OpenTickets = "tickets.tickets.open", "tickets.permissions.open": members(Owner, Manager, Employee);
///     /// Sell at the till.
///     Sell = "jewelry.sales.create", "jewelry.permissions.sell": in(Shop) members(Owner, Manager) staff(Admin);
/// }
/// assert_eq!(ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! permissions {
    ($($(#[$meta:meta])* $name:ident = $key:literal, $label:literal:
        $(in($($kind:ident),+))? $(members($($role:ident),+))? $(staff($($staff:ident),+))?;)+) => {
        /// All of them.
        pub const ALL: &[$crate::module::PermissionDef] = &[$($crate::module::PermissionDef {
            key: $key,
            label: $label,
            kinds: &[$($($crate::module::TenantKind::$kind),+)?],
            tenant_roles: &[$($($crate::module::TenantRole::$role),+)?],
            platform_roles: &[$($($crate::module::PlatformRole::$staff),+)?],
        }),+];
        $($(#[$meta])*
        pub struct $name;
        impl $crate::module::Permission for $name {
            const KEY: &'static str = $key;
        })+
    };
}

/// Proof that the person of this request has the permission `P`, and that the route declares it.
pub struct Can<P: Permission> {
    user: UserId,
    reach: Reach,
    permission: PhantomData<P>,
}

impl<P: Permission> Can<P> {
    /// The person.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        self.user
    }

    /// How far it reaches: a route that does not say `limited` meets only [`Reach::Everything`].
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Goes on only when the permission reaches this thing; a thing out of reach is not there for them.
    pub fn over(&self, kind: &str, id: Uuid, what: &'static str) -> AppResult<()> {
        if self.reach.covers(kind, id) {
            Ok(())
        } else {
            Err(AppError::NotFound(what))
        }
    }
}

#[rocket::async_trait]
impl<'r, P: Permission> FromRequest<'r> for Can<P> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let Some(declared) = Current::declaration(request) else {
            return Current::refuse(
                request,
                AppError::internal("Can<_> on a route without a Mount"),
            );
        };
        if declared.permission != Some(P::KEY) {
            let detail = format!(
                "{} asks for {} but declares {:?}",
                declared.name,
                P::KEY,
                declared.permission
            );
            return Current::refuse(request, AppError::internal(detail));
        }
        match Current::reach(request).await {
            Ok(Some((user, reach))) => Outcome::Success(Self {
                user,
                reach,
                permission: PhantomData,
            }),
            Ok(None) => Current::refuse(request, AppError::SignInFirst),
            Err(error) => Current::refuse(request, error),
        }
    }
}
