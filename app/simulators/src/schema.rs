//! The tables as diesel sees them: this crate's own, and the kernel's that it joins, which are the kernel's types.
//! Written by `cargo xtask schema` from the migrated database; do not edit, add a migration.
#![allow(
    missing_docs,
    reason = "generated: the migrations say what the columns mean"
)]

diesel::table! {
    simulators_zarinpal_events (id) {
        id -> Uuid,
        payment_id -> Uuid,
        at -> Timestamptz,
        kind -> Text,
        code -> Nullable<Integer>,
        address -> Text,
    }
}

diesel::table! {
    simulators_zarinpal_faults (id) {
        id -> Uuid,
        terminal_id -> Uuid,
        call -> Text,
        kind -> Text,
        value -> BigInt,
        work_done -> Bool,
        times_left -> Integer,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    simulators_zarinpal_payments (id) {
        id -> Uuid,
        terminal_id -> Uuid,
        session_id -> BigInt,
        authority -> Text,
        amount -> BigInt,
        currency -> Text,
        amount_rial -> BigInt,
        fee_rial -> BigInt,
        description -> Text,
        callback_url -> Text,
        referrer_id -> Nullable<Text>,
        mobile -> Nullable<Text>,
        email -> Nullable<Text>,
        order_id -> Nullable<Text>,
        wages -> Nullable<Jsonb>,
        referer -> Text,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        end_kind -> Nullable<Text>,
        ended_at -> Nullable<Timestamptz>,
        card_pan -> Nullable<Text>,
        card_hash -> Nullable<Text>,
        callback_amount -> Nullable<BigInt>,
        verified_at -> Nullable<Timestamptz>,
        reversed_at -> Nullable<Timestamptz>,
        settled_at -> Nullable<Timestamptz>,
        search_text -> Text,
    }
}

diesel::table! {
    simulators_zarinpal_refunds (id) {
        id -> Uuid,
        payment_id -> Uuid,
        number -> BigInt,
        amount_rial -> BigInt,
        method -> Text,
        reason -> Text,
        description -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    simulators_zarinpal_terminals (id) {
        id -> Uuid,
        merchant_id -> Text,
        name -> Text,
        domain -> Text,
        state -> Text,
        server_ips -> Array<Text>,
        access_token -> Text,
        fee_payer -> Text,
        wages_allowed -> Bool,
        requests_a_minute -> Integer,
        last_answers -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::joinable!(simulators_zarinpal_events -> simulators_zarinpal_payments (payment_id));
diesel::joinable!(simulators_zarinpal_faults -> simulators_zarinpal_terminals (terminal_id));
diesel::joinable!(simulators_zarinpal_payments -> simulators_zarinpal_terminals (terminal_id));
diesel::joinable!(simulators_zarinpal_refunds -> simulators_zarinpal_payments (payment_id));

diesel::allow_tables_to_appear_in_same_query!(
    simulators_zarinpal_events,
    simulators_zarinpal_faults,
    simulators_zarinpal_payments,
    simulators_zarinpal_refunds,
    simulators_zarinpal_terminals,
);
