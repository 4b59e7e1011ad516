//! The tables as diesel sees them: this crate's own, and the kernel's that it joins, which are the kernel's types.
//! Written by `cargo xtask schema` from the migrated database; do not edit, add a migration.
#![allow(
    missing_docs,
    reason = "generated: the migrations say what the columns mean"
)]

diesel::table! {
    _dummy_counts (tenant_id) {
        tenant_id -> Uuid,
        notes -> BigInt,
        counted_at -> Timestamptz,
    }
}

diesel::table! {
    _dummy_notebooks (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        title -> Text,
        opened_at -> Timestamptz,
        suspended_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    _dummy_notes (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        body -> Text,
        search_text -> Text,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(_dummy_counts, _dummy_notebooks, _dummy_notes,);
