//! The tables as diesel sees them: this crate's own, and the kernel's that it joins, which are the kernel's types.
//! Written by `cargo xtask schema` from the migrated database; do not edit, add a migration.
#![allow(
    missing_docs,
    reason = "generated: the migrations say what the columns mean"
)]

diesel::table! {
    documents_counters (book_id, series, year) {
        book_id -> Uuid,
        series -> Text,
        year -> SmallInt,
        last -> BigInt,
    }
}

diesel::table! {
    documents_documents (id) {
        id -> Uuid,
        book_id -> Uuid,
        book_tenant_id -> Nullable<Uuid>,
        holder_tenant_id -> Nullable<Uuid>,
        kind -> Text,
        key -> Text,
        subject_kind -> Nullable<Text>,
        subject_id -> Nullable<Uuid>,
        locale -> Text,
        template -> Text,
        data -> Jsonb,
        seller -> Text,
        buyer -> Nullable<Text>,
        currency -> Nullable<Text>,
        total -> Nullable<BigInt>,
        credits -> Nullable<Uuid>,
        issued_at -> Timestamptz,
        issued_by -> Nullable<Uuid>,
        token -> Text,
        series -> Text,
        year -> SmallInt,
        numbering -> Text,
        number -> Nullable<BigInt>,
        file_id -> Nullable<Uuid>,
        file_sha256 -> Nullable<Binary>,
        template_version -> Nullable<SmallInt>,
        finished_at -> Nullable<Timestamptz>,
        voided_at -> Nullable<Timestamptz>,
        voided_by -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(documents_counters, documents_documents,);
