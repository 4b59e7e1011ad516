//! The tables as diesel sees them: this crate's own, and the kernel's that it joins, which are the kernel's types.
//! Written by `cargo xtask schema` from the migrated database; do not edit, add a migration.
#![allow(
    missing_docs,
    reason = "generated: the migrations say what the columns mean"
)]

diesel::table! {
    ledger_accounts (id) {
        id -> Uuid,
        book_id -> Uuid,
        book_tenant_id -> Nullable<Uuid>,
        unit -> Text,
        kind -> Text,
        side -> SmallInt,
        code -> Text,
        part -> Text,
        holder_tenant_id -> Nullable<Uuid>,
        floor -> Nullable<BigInt>,
        kept -> Bool,
        tenant_may_pay -> Bool,
        opened_at -> Timestamptz,
    }
}

diesel::table! {
    ledger_balances (account_id) {
        account_id -> Uuid,
        balance -> BigInt,
        held -> BigInt,
        holder_tenant_id -> Nullable<Uuid>,
        book_tenant_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    ledger_books (id) {
        id -> Uuid,
        tenant_id -> Nullable<Uuid>,
        opened_at -> Timestamptz,
    }
}

diesel::table! {
    ledger_entries (id) {
        id -> Uuid,
        book_id -> Uuid,
        book_tenant_id -> Nullable<Uuid>,
        at -> Timestamptz,
        kind -> Text,
        key -> Text,
        digest -> Binary,
        subject_kind -> Nullable<Text>,
        subject_id -> Nullable<Uuid>,
        reverses -> Nullable<Uuid>,
        by_user -> Nullable<Uuid>,
        holders -> Array<Uuid>,
    }
}

diesel::table! {
    ledger_holds (id) {
        id -> Uuid,
        account_id -> Uuid,
        holder_tenant_id -> Nullable<Uuid>,
        book_tenant_id -> Nullable<Uuid>,
        amount -> BigInt,
        captured -> BigInt,
        key -> Text,
        subject_kind -> Nullable<Text>,
        subject_id -> Nullable<Uuid>,
        state -> Text,
        held_at -> Timestamptz,
        held_by -> Nullable<Uuid>,
        by_keeper -> Bool,
        expires_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    ledger_lines (entry_id, n) {
        entry_id -> Uuid,
        n -> SmallInt,
        account_id -> Uuid,
        unit -> Text,
        amount -> BigInt,
        holder_tenant_id -> Nullable<Uuid>,
        book_tenant_id -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    ledger_periods (book_id, period) {
        book_id -> Uuid,
        book_tenant_id -> Nullable<Uuid>,
        period -> Integer,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
        closed_at -> Timestamptz,
        closed_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    ledger_rollups (book_id, code, unit, part, day) {
        book_id -> Uuid,
        book_tenant_id -> Nullable<Uuid>,
        code -> Text,
        unit -> Text,
        part -> Text,
        day -> Date,
        kind -> Text,
        debit -> BigInt,
        credit -> BigInt,
    }
}

diesel::table! {
    ledger_units (code) {
        code -> Text,
        scale -> SmallInt,
    }
}

diesel::table! {
    ledger_unrolled (book_id, entry_id) {
        book_id -> Uuid,
        entry_id -> Uuid,
        book_tenant_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    ledger_verifications (id) {
        id -> Uuid,
        at -> Timestamptz,
        entries -> BigInt,
        accounts -> BigInt,
        faults -> Array<Text>,
    }
}

diesel::joinable!(ledger_accounts -> ledger_books (book_id));
diesel::joinable!(ledger_accounts -> ledger_units (unit));
diesel::joinable!(ledger_holds -> ledger_accounts (account_id));
diesel::joinable!(ledger_periods -> ledger_books (book_id));

diesel::allow_tables_to_appear_in_same_query!(
    ledger_accounts,
    ledger_balances,
    ledger_books,
    ledger_entries,
    ledger_holds,
    ledger_lines,
    ledger_periods,
    ledger_rollups,
    ledger_units,
    ledger_unrolled,
    ledger_verifications,
);
