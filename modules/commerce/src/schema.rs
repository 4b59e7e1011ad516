//! The tables as diesel sees them: this crate's own, and the kernel's that it joins, which are the kernel's types.
//! Written by `cargo xtask schema` from the migrated database; do not edit, add a migration.
#![allow(
    missing_docs,
    reason = "generated: the migrations say what the columns mean"
)]

pub use kernel::schema::{people, stored_files, tenants};

diesel::table! {
    commerce_adjustments (id) {
        id -> Uuid,
        holder_id -> Uuid,
        number -> BigInt,
        amount -> BigInt,
        reason -> Text,
        state -> Text,
        asked_at -> Timestamptz,
        asked_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Uuid>,
        answer -> Nullable<Text>,
        entry_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    commerce_bank_accounts (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        sheba -> Text,
        owner -> Text,
        added_at -> Timestamptz,
        added_by -> Nullable<Uuid>,
        verified_at -> Nullable<Timestamptz>,
        verified_by -> Nullable<Uuid>,
        note -> Nullable<Text>,
        refused_at -> Nullable<Timestamptz>,
        refused_by -> Nullable<Uuid>,
        refusal -> Nullable<Text>,
        removed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    commerce_buyers (tenant_id) {
        tenant_id -> Uuid,
        kind -> Text,
        name -> Text,
        national_id -> Nullable<Text>,
        registration_number -> Nullable<Text>,
        economic_number -> Nullable<Text>,
        address -> Nullable<Text>,
        postcode -> Nullable<Text>,
        phone -> Nullable<Text>,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    commerce_categories (id) {
        id -> Uuid,
        slug -> Text,
        position -> Integer,
        name_fa -> Text,
        name_en -> Text,
        text_fa -> Text,
        text_en -> Text,
        archived_at -> Nullable<Timestamptz>,
        version -> Integer,
    }
}

diesel::table! {
    commerce_changes (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        subscription_id -> Uuid,
        version -> Integer,
        state -> Text,
        price_id -> Uuid,
        options -> Jsonb,
        period_no -> Integer,
        price_net -> BigInt,
        paid_net -> BigInt,
        seconds_left -> BigInt,
        period_seconds -> BigInt,
        net -> BigInt,
        vat_rate -> Integer,
        vat -> BigInt,
        quoted_at -> Timestamptz,
        quoted_by -> Nullable<Uuid>,
        valid_until -> Timestamptz,
        from_period -> Nullable<Integer>,
        invoice_id -> Nullable<Uuid>,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    commerce_charges (subscription_id, hour) {
        subscription_id -> Uuid,
        hour -> Timestamptz,
        tenant_id -> Uuid,
        month -> Integer,
        net -> BigInt,
        vat_rate -> Integer,
        vat -> BigInt,
        entry_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    commerce_counters (subscription_id, counter) {
        subscription_id -> Uuid,
        counter -> Text,
        tenant_id -> Uuid,
        rate_id -> Nullable<Uuid>,
        total -> BigInt,
        counted_at -> Timestamptz,
    }
}

diesel::table! {
    commerce_credits (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        invoice_id -> Uuid,
        n -> SmallInt,
        net -> BigInt,
        vat -> BigInt,
        total -> BigInt,
        cause -> Text,
        reason -> Text,
        made_at -> Timestamptz,
        made_by -> Nullable<Uuid>,
        entry_id -> Uuid,
        document_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    commerce_deferrals (invoice_id, n) {
        invoice_id -> Uuid,
        n -> SmallInt,
        product_id -> Uuid,
        subscription_id -> Nullable<Uuid>,
        period_no -> Nullable<Integer>,
        amount -> BigInt,
        earned -> BigInt,
        credited -> BigInt,
        paid_at -> Timestamptz,
        ends_at -> Nullable<Timestamptz>,
        earned_to -> Nullable<Timestamptz>,
        next_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    commerce_invoice_lines (invoice_id, n) {
        invoice_id -> Uuid,
        n -> SmallInt,
        tenant_id -> Uuid,
        product_id -> Uuid,
        subscription_id -> Nullable<Uuid>,
        period_no -> Nullable<Integer>,
        void -> Bool,
        text_fa -> Text,
        text_en -> Text,
        quantity -> Integer,
        unit_net -> BigInt,
        net -> BigInt,
        vat_rate -> Integer,
        vat -> BigInt,
        deferred -> Bool,
        change_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    commerce_invoices (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        order_id -> Nullable<Uuid>,
        state -> Text,
        currency -> Text,
        net -> BigInt,
        vat -> BigInt,
        total -> BigInt,
        made_at -> Timestamptz,
        due_at -> Timestamptz,
        paid_at -> Nullable<Timestamptz>,
        paid_entry -> Nullable<Uuid>,
        voided_at -> Nullable<Timestamptz>,
        document_id -> Nullable<Uuid>,
        runway -> BigInt,
        usage_month -> Nullable<Integer>,
        void_reason -> Nullable<Text>,
    }
}

diesel::table! {
    commerce_metered_wallets (tenant_id) {
        tenant_id -> Uuid,
        next_hour -> Nullable<Timestamptz>,
        warned -> Nullable<SmallInt>,
        billed_month -> Integer,
    }
}

diesel::table! {
    commerce_meters (subscription_id) {
        subscription_id -> Uuid,
        tenant_id -> Uuid,
        product_id -> Uuid,
        monthly -> BigInt,
        began_at -> Timestamptz,
        runs -> Bool,
        next_hour -> Timestamptz,
        month -> Integer,
        hours -> Integer,
        net -> BigInt,
        vat -> BigInt,
        waits_since -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    commerce_orders (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        number -> BigInt,
        state -> Text,
        placed_at -> Timestamptz,
        placed_by -> Nullable<Uuid>,
        paid_at -> Nullable<Timestamptz>,
        cancelled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    commerce_payment_events (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        payment_id -> Uuid,
        at -> Timestamptz,
        kind -> Text,
        by_user -> Nullable<Uuid>,
        raw -> Nullable<Text>,
    }
}

diesel::table! {
    commerce_payments (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        invoice_id -> Nullable<Uuid>,
        gateway -> Text,
        currency -> Text,
        amount -> BigInt,
        state -> Text,
        reference -> Nullable<Text>,
        page -> Nullable<Text>,
        return_hash -> Binary,
        receipt -> Nullable<Text>,
        card -> Nullable<Text>,
        fee -> Nullable<BigInt>,
        failure -> Nullable<Text>,
        entry_id -> Nullable<Uuid>,
        begun_at -> Timestamptz,
        begun_by -> Nullable<Uuid>,
        sent_at -> Nullable<Timestamptz>,
        returned_at -> Nullable<Timestamptz>,
        asked_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        reversal_at -> Nullable<Timestamptz>,
        reversal_by -> Nullable<Uuid>,
        reversal_hold -> Nullable<Uuid>,
    }
}

diesel::table! {
    commerce_payout_batches (id) {
        id -> Uuid,
        number -> BigInt,
        made_at -> Timestamptz,
        made_by -> Nullable<Uuid>,
        transfers -> Integer,
        total -> BigInt,
        file -> Binary,
        sha256 -> Binary,
    }
}

diesel::table! {
    commerce_prices (id) {
        id -> Uuid,
        product_id -> Uuid,
        cycle -> Text,
        currency -> Text,
        amount -> BigInt,
        setup -> BigInt,
        valid_from -> Timestamptz,
        replaced_at -> Nullable<Timestamptz>,
        monthly -> Nullable<BigInt>,
    }
}

diesel::table! {
    commerce_products (id) {
        id -> Uuid,
        slug -> Text,
        category_id -> Uuid,
        kind -> Text,
        name_fa -> Text,
        name_en -> Text,
        summary_fa -> Text,
        summary_en -> Text,
        text_fa -> Text,
        text_en -> Text,
        features -> Jsonb,
        fixed -> Jsonb,
        visibility -> Text,
        recommended -> Bool,
        position -> Integer,
        created_at -> Timestamptz,
        archived_at -> Nullable<Timestamptz>,
        version -> Integer,
    }
}

diesel::table! {
    commerce_rates (id) {
        id -> Uuid,
        product_id -> Uuid,
        counter -> Text,
        currency -> Text,
        included -> BigInt,
        scale -> BigInt,
        amount -> BigInt,
        valid_from -> Timestamptz,
        replaced_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    commerce_releases (invoice_id, n, month) {
        invoice_id -> Uuid,
        n -> SmallInt,
        month -> Integer,
        amount -> BigInt,
        entry_id -> Uuid,
        at -> Timestamptz,
    }
}

diesel::table! {
    commerce_subscriptions (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        order_id -> Uuid,
        product_id -> Uuid,
        price_id -> Uuid,
        kind -> Text,
        cycle -> Text,
        name_fa -> Text,
        name_en -> Text,
        options -> Jsonb,
        bought_by -> Nullable<Uuid>,
        wanted -> Text,
        standing -> Text,
        failed_at -> Nullable<Timestamptz>,
        failure -> Nullable<Text>,
        thing_kind -> Nullable<Text>,
        thing_id -> Nullable<Uuid>,
        began_at -> Nullable<Timestamptz>,
        period_no -> Integer,
        period_from -> Nullable<Timestamptz>,
        period_to -> Nullable<Timestamptz>,
        auto_renew -> Bool,
        made_at -> Timestamptz,
        looked_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        version -> Integer,
        doing -> Nullable<Text>,
        wanted_options -> Nullable<Jsonb>,
        cancelled_at -> Nullable<Timestamptz>,
        cancelled_by -> Nullable<Uuid>,
        cancel_reason -> Nullable<Text>,
        cancel_note -> Nullable<Text>,
    }
}

diesel::table! {
    commerce_taxes (id) {
        id -> Uuid,
        rate -> Integer,
        valid_from -> Timestamptz,
    }
}

diesel::table! {
    commerce_transfer_proofs (payment_id) {
        payment_id -> Uuid,
        tenant_id -> Uuid,
        tracking -> Text,
        amount -> BigInt,
        paid_on -> Date,
        file_id -> Uuid,
        handed_in_at -> Timestamptz,
        handed_in_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    commerce_usages (subscription_id, counter, month) {
        subscription_id -> Uuid,
        counter -> Text,
        month -> Integer,
        tenant_id -> Uuid,
        product_id -> Uuid,
        rate_id -> Nullable<Uuid>,
        used -> BigInt,
        told -> Nullable<SmallInt>,
        billed_at -> Nullable<Timestamptz>,
        invoice_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    commerce_withdrawals (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        number -> BigInt,
        account_id -> Uuid,
        sheba -> Text,
        owner -> Text,
        amount -> BigInt,
        state -> Text,
        asked_at -> Timestamptz,
        asked_by -> Nullable<Uuid>,
        hold_id -> Uuid,
        checked_at -> Nullable<Timestamptz>,
        checked_by -> Nullable<Uuid>,
        approved_at -> Nullable<Timestamptz>,
        approved_by -> Nullable<Uuid>,
        batch_id -> Nullable<Uuid>,
        sent_entry -> Nullable<Uuid>,
        tracking -> Nullable<Text>,
        reason -> Nullable<Text>,
        end_entry -> Nullable<Uuid>,
        ended_at -> Nullable<Timestamptz>,
        ended_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    commerce_work_log (id) {
        id -> Uuid,
        subscription_id -> Uuid,
        at -> Timestamptz,
        verb -> Text,
        outcome -> Text,
        detail -> Nullable<Text>,
    }
}

diesel::joinable!(commerce_adjustments -> tenants (holder_id));
diesel::joinable!(commerce_bank_accounts -> tenants (tenant_id));
diesel::joinable!(commerce_buyers -> tenants (tenant_id));
diesel::joinable!(commerce_changes -> commerce_invoices (invoice_id));
diesel::joinable!(commerce_changes -> commerce_prices (price_id));
diesel::joinable!(commerce_changes -> commerce_subscriptions (subscription_id));
diesel::joinable!(commerce_changes -> tenants (tenant_id));
diesel::joinable!(commerce_counters -> commerce_rates (rate_id));
diesel::joinable!(commerce_counters -> commerce_subscriptions (subscription_id));
diesel::joinable!(commerce_counters -> tenants (tenant_id));
diesel::joinable!(commerce_credits -> tenants (tenant_id));
diesel::joinable!(commerce_deferrals -> commerce_products (product_id));
diesel::joinable!(commerce_deferrals -> commerce_subscriptions (subscription_id));
diesel::joinable!(commerce_invoice_lines -> commerce_changes (change_id));
diesel::joinable!(commerce_invoice_lines -> commerce_invoices (invoice_id));
diesel::joinable!(commerce_invoice_lines -> commerce_products (product_id));
diesel::joinable!(commerce_invoice_lines -> commerce_subscriptions (subscription_id));
diesel::joinable!(commerce_invoice_lines -> tenants (tenant_id));
diesel::joinable!(commerce_invoices -> commerce_orders (order_id));
diesel::joinable!(commerce_invoices -> tenants (tenant_id));
diesel::joinable!(commerce_metered_wallets -> tenants (tenant_id));
diesel::joinable!(commerce_meters -> commerce_products (product_id));
diesel::joinable!(commerce_meters -> commerce_subscriptions (subscription_id));
diesel::joinable!(commerce_meters -> tenants (tenant_id));
diesel::joinable!(commerce_orders -> tenants (tenant_id));
diesel::joinable!(commerce_payment_events -> commerce_payments (payment_id));
diesel::joinable!(commerce_payment_events -> tenants (tenant_id));
diesel::joinable!(commerce_payments -> commerce_invoices (invoice_id));
diesel::joinable!(commerce_payments -> tenants (tenant_id));
diesel::joinable!(commerce_prices -> commerce_products (product_id));
diesel::joinable!(commerce_products -> commerce_categories (category_id));
diesel::joinable!(commerce_rates -> commerce_products (product_id));
diesel::joinable!(commerce_subscriptions -> commerce_orders (order_id));
diesel::joinable!(commerce_subscriptions -> commerce_prices (price_id));
diesel::joinable!(commerce_subscriptions -> commerce_products (product_id));
diesel::joinable!(commerce_subscriptions -> tenants (tenant_id));
diesel::joinable!(commerce_transfer_proofs -> commerce_payments (payment_id));
diesel::joinable!(commerce_transfer_proofs -> stored_files (file_id));
diesel::joinable!(commerce_transfer_proofs -> tenants (tenant_id));
diesel::joinable!(commerce_usages -> commerce_invoices (invoice_id));
diesel::joinable!(commerce_usages -> commerce_products (product_id));
diesel::joinable!(commerce_usages -> commerce_rates (rate_id));
diesel::joinable!(commerce_usages -> tenants (tenant_id));
diesel::joinable!(commerce_withdrawals -> commerce_bank_accounts (account_id));
diesel::joinable!(commerce_withdrawals -> commerce_payout_batches (batch_id));
diesel::joinable!(commerce_withdrawals -> tenants (tenant_id));
diesel::joinable!(commerce_work_log -> commerce_subscriptions (subscription_id));

diesel::allow_tables_to_appear_in_same_query!(
    commerce_adjustments,
    commerce_bank_accounts,
    commerce_buyers,
    commerce_categories,
    commerce_changes,
    commerce_charges,
    commerce_counters,
    commerce_credits,
    commerce_deferrals,
    commerce_invoice_lines,
    commerce_invoices,
    commerce_metered_wallets,
    commerce_meters,
    commerce_orders,
    commerce_payment_events,
    commerce_payments,
    commerce_payout_batches,
    commerce_prices,
    commerce_products,
    commerce_rates,
    commerce_releases,
    commerce_subscriptions,
    commerce_taxes,
    commerce_transfer_proofs,
    commerce_usages,
    commerce_withdrawals,
    commerce_work_log,
);

kernel::tables_beside!([people, stored_files, tenants] [commerce_adjustments, commerce_bank_accounts, commerce_buyers, commerce_categories, commerce_changes, commerce_charges, commerce_counters, commerce_credits, commerce_deferrals, commerce_invoice_lines, commerce_invoices, commerce_metered_wallets, commerce_meters, commerce_orders, commerce_payment_events, commerce_payments, commerce_payout_batches, commerce_prices, commerce_products, commerce_rates, commerce_releases, commerce_subscriptions, commerce_taxes, commerce_transfer_proofs, commerce_usages, commerce_withdrawals, commerce_work_log]);
