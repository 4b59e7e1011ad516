//! Roles and permissions. A permission is a key; roles have it by default through the module's declaration.
//! `Can<P>` in a handler's signature is the proof that the person of this request has it.

use std::marker::PhantomData;

use rocket::Request;
use rocket::request::{FromRequest, Outcome};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::ids::UserId;
use crate::web::Current;

/// What a member may be in a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TenantRole {
    /// Does the daily work.
    Employee,
    /// Runs it.
    Manager,
    /// Owns it.
    Owner,
}

/// What a person may be on the platform's staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlatformRole {
    /// Runs the platform.
    Admin,
    /// Answers customers.
    Support,
    /// Looks after money.
    Finance,
}

macro_rules! named {
    ($kind:ident { $($variant:ident = $name:literal),+ }) => {
        impl $kind {
            /// All of them.
            pub const ALL: &'static [$kind] = &[$($kind::$variant),+];
            /// Its name in the database.
            #[must_use]
            pub fn as_str(self) -> &'static str { match self { $(Self::$variant => $name),+ } }
            /// Reads the name in the database.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> { match name { $($name => Some(Self::$variant),)+ _ => None } }
        }
    };
}
named!(TenantRole { Employee = "employee", Manager = "manager", Owner = "owner" });
named!(PlatformRole { Admin = "admin", Support = "support", Finance = "finance" });

/// A permission and who has it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PermissionDef {
    /// `<module>.<resource>.<verb>`.
    pub key: &'static str,
    /// Text key.
    pub label: &'static str,
    /// Members with these roles have it in their own tenant.
    pub tenant_roles: &'static [TenantRole],
    /// Staff with these roles have it over all tenants.
    pub platform_roles: &'static [PlatformRole],
}

/// A permission as a type, so that a signature can ask for it.
pub trait Permission: Send + Sync + 'static {
    /// Its key.
    const KEY: &'static str;
}

/// Proof that the person of this request has the permission `P`, and that the route declares it.
pub struct Can<P: Permission> {
    user: UserId,
    permission: PhantomData<P>,
}

impl<P: Permission> Can<P> {
    /// The person.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        self.user
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
        match Current::user(request).await {
            Ok(Some(user)) => Outcome::Success(Self {
                user: user.id,
                permission: PhantomData,
            }),
            Ok(None) => Current::refuse(request, AppError::SignInFirst),
            Err(error) => Current::refuse(request, error),
        }
    }
}
