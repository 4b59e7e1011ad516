//! Typed ids: a `UUIDv7` per kind of row, so that a ticket's id can never be passed where a user's belongs.
//! They travel through diesel, serde, Rocket paths and `uri!` without losing their type.

/// Declares a typed id: a `UUIDv7` newtype for one kind of row.
#[macro_export]
macro_rules! typed_id {
    ($($(#[$meta:meta])* $name:ident;)+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug,
            serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A new id, ordered by the time it was made.
            #[must_use]
            pub fn fresh() -> Self { Self(uuid::Uuid::now_v7()) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> { s.parse().map(Self) }
        }
        impl diesel::serialize::ToSql<diesel::sql_types::Uuid, diesel::pg::Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>)
                -> diesel::serialize::Result {
                <uuid::Uuid as diesel::serialize::ToSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::to_sql(&self.0, out)
            }
        }
        impl diesel::deserialize::FromSql<diesel::sql_types::Uuid, diesel::pg::Pg> for $name {
            fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                <uuid::Uuid as diesel::deserialize::FromSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::from_sql(bytes).map(Self)
            }
        }
        impl<'r> rocket::request::FromParam<'r> for $name {
            type Error = uuid::Error;
            fn from_param(s: &'r str) -> Result<Self, Self::Error> { s.parse() }
        }
        impl rocket::http::uri::fmt::UriDisplay<rocket::http::uri::fmt::Path> for $name {
            fn fmt(&self, f: &mut rocket::http::uri::fmt::Formatter<'_, rocket::http::uri::fmt::Path>) -> std::fmt::Result {
                f.write_value(self.0.to_string())
            }
        }
        impl $crate::utoipa::PartialSchema for $name {
            fn schema() -> $crate::utoipa::openapi::RefOr<$crate::utoipa::openapi::Schema> {
                use $crate::utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
                    .into()
            }
        }
        impl $crate::utoipa::ToSchema for $name {}
        rocket::http::impl_from_uri_param_identity!([rocket::http::uri::fmt::Path] $name);
    )+ };
}

typed_id! {
    /// A person who can sign in.
    UserId;
    /// An account that owns things: a person, a company, a shop.
    TenantId;
    /// One sign-in of one person on one device.
    SessionId;
    /// One HTTP request or one run of a job; shown to people as the incident id.
    RequestId;
    /// One mail to one recipient, from queueing to delivery; its Message-ID carries it.
    DeliveryId;
    /// One stored file.
    FileId;
    /// One role of a module, given to one member.
    GivenRoleId;
    /// One token of a program.
    ApiTokenId;
}
