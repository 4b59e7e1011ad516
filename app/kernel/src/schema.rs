//! The tables as diesel sees them: this crate's own, and the kernel's that it joins, which are the kernel's types.
//! Written by `cargo xtask schema` from the migrated database; do not edit, add a migration.
#![allow(
    missing_docs,
    reason = "generated: the migrations say what the columns mean"
)]

diesel::table! {
    api_refresh_tokens (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        token_id -> Uuid,
        family -> Uuid,
        token_hash -> Binary,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    api_token_uses (token_id) {
        token_id -> Uuid,
        hour_began_at -> Timestamptz,
        requests -> Integer,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        user_id -> Uuid,
        name -> Text,
        token_hash -> Binary,
        scopes -> Array<Text>,
        per_hour -> Nullable<Integer>,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
        expires_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        revoked_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    audit_events (id) {
        id -> Uuid,
        at -> Timestamptz,
        tenant_id -> Nullable<Uuid>,
        user_id -> Nullable<Uuid>,
        on_behalf_of -> Nullable<Uuid>,
        action -> Text,
        subject_kind -> Text,
        subject_id -> Nullable<Uuid>,
        before -> Nullable<Jsonb>,
        after -> Nullable<Jsonb>,
        request_id -> Nullable<Uuid>,
        address -> Nullable<Text>,
        seq -> Nullable<BigInt>,
        hash -> Nullable<Binary>,
    }
}

diesel::table! {
    clock_moves (single) {
        single -> Bool,
        ahead_us -> BigInt,
        moved_at -> Timestamptz,
    }
}

diesel::table! {
    failure_counts (kind, subject) {
        kind -> Text,
        subject -> Text,
        failures -> Integer,
        first_at -> Timestamptz,
        blocked_until -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    form_receipts (id) {
        id -> Uuid,
        user_id -> Uuid,
        location -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    idempotency_keys (tenant_id, token_id, key) {
        tenant_id -> Uuid,
        token_id -> Uuid,
        key -> Text,
        digest -> Binary,
        status -> Integer,
        body -> Text,
        location -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    identity_tokens (token_hash) {
        token_hash -> Binary,
        purpose -> Text,
        user_id -> Uuid,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    invitations (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        email -> Text,
        role -> Text,
        token_hash -> Binary,
        created_at -> Timestamptz,
        created_by -> Uuid,
        expires_at -> Timestamptz,
        accepted_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    live_events (id) {
        id -> BigInt,
        topic -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    mail_deliveries (id) {
        id -> Uuid,
        tenant_id -> Nullable<Uuid>,
        user_id -> Nullable<Uuid>,
        mail -> Text,
        locale -> Text,
        recipient -> Text,
        recipient_name -> Text,
        variables -> Jsonb,
        reply_to -> Nullable<Text>,
        in_reply_to -> Nullable<Text>,
        thread -> Array<Text>,
        subject -> Nullable<Text>,
        body_text -> Nullable<Text>,
        body_html -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        attachments -> Array<Uuid>,
    }
}

diesel::table! {
    member_roles (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        user_id -> Uuid,
        role -> Text,
        over_kind -> Nullable<Text>,
        over_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    memberships (tenant_id, user_id) {
        tenant_id -> Uuid,
        user_id -> Uuid,
        role -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    notifications (id) {
        id -> Uuid,
        user_id -> Uuid,
        text_key -> Text,
        variables -> Jsonb,
        href -> Text,
        created_at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    people (user_id) {
        user_id -> Uuid,
        display_name -> Text,
    }
}

diesel::table! {
    platform_roles (user_id, role) {
        user_id -> Uuid,
        role -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    schedules (key) {
        key -> Text,
        every_minutes -> Nullable<Integer>,
        daily_at -> Nullable<Time>,
        enabled -> Bool,
        last_run_at -> Nullable<Timestamptz>,
        next_run_at -> Timestamptz,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        token_hash -> Binary,
        tenant_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        address -> Nullable<Text>,
        user_agent -> Nullable<Text>,
    }
}

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Jsonb,
        updated_at -> Timestamptz,
        updated_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    sign_ups (id) {
        id -> Uuid,
        token_hash -> Binary,
        email -> Text,
        display_name -> Text,
        password_hash -> Text,
        locale -> Text,
        browser_hash -> Nullable<Binary>,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    stored_files (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        name -> Text,
        content_type -> Text,
        size_bytes -> BigInt,
        sha256 -> Binary,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    tenant_modules_off (tenant_id, module) {
        tenant_id -> Uuid,
        module -> Text,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    tenant_settings (tenant_id, key) {
        tenant_id -> Uuid,
        key -> Text,
        value -> Jsonb,
        updated_at -> Timestamptz,
        updated_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    tenants (id) {
        id -> Uuid,
        name -> Text,
        kind -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    text_overrides (key, locale) {
        key -> Text,
        locale -> Text,
        body -> Text,
        updated_at -> Timestamptz,
        updated_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    users (id) {
        id -> Uuid,
        email -> Text,
        email_confirmed_at -> Nullable<Timestamptz>,
        password_hash -> Text,
        password_changed_at -> Timestamptz,
        locale -> Text,
        calendar -> Nullable<Text>,
        digits -> Nullable<Text>,
        money_unit -> Nullable<Text>,
        theme -> Text,
        time_zone -> Text,
        created_at -> Timestamptz,
        single_keys_off -> Bool,
    }
}

diesel::table! {
    webhook_deliveries (id) {
        id -> Uuid,
        endpoint_id -> Uuid,
        tenant_id -> Nullable<Uuid>,
        event_id -> Uuid,
        fact -> Text,
        payload -> Text,
        state -> Text,
        round -> Integer,
        attempts -> Integer,
        created_at -> Timestamptz,
        next_try_at -> Nullable<Timestamptz>,
        last_try_at -> Nullable<Timestamptz>,
        last_problem -> Nullable<Text>,
        last_detail -> Nullable<Text>,
        last_status -> Nullable<Integer>,
        request_headers -> Nullable<Jsonb>,
        response_headers -> Nullable<Jsonb>,
        response_body -> Nullable<Text>,
        duration_ms -> Nullable<Integer>,
        delivered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    webhook_endpoints (id) {
        id -> Uuid,
        tenant_id -> Nullable<Uuid>,
        url -> Text,
        description -> Text,
        search_text -> Text,
        facts -> Array<Text>,
        secret -> Text,
        secret_made_at -> Timestamptz,
        previous_secret -> Nullable<Text>,
        previous_until -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
        switched_off_at -> Nullable<Timestamptz>,
        switched_off_by -> Nullable<Uuid>,
        failing_since -> Nullable<Timestamptz>,
        failures -> Integer,
        alarmed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    webhook_receipts (gateway, call_id) {
        gateway -> Text,
        call_id -> Text,
        received_at -> Timestamptz,
    }
}

diesel::joinable!(api_refresh_tokens -> api_tokens (token_id));
diesel::joinable!(api_refresh_tokens -> tenants (tenant_id));
diesel::joinable!(api_token_uses -> api_tokens (token_id));
diesel::joinable!(api_tokens -> tenants (tenant_id));
diesel::joinable!(idempotency_keys -> api_tokens (token_id));
diesel::joinable!(idempotency_keys -> tenants (tenant_id));
diesel::joinable!(identity_tokens -> users (user_id));
diesel::joinable!(invitations -> tenants (tenant_id));
diesel::joinable!(invitations -> users (created_by));
diesel::joinable!(mail_deliveries -> users (user_id));
diesel::joinable!(member_roles -> users (created_by));
diesel::joinable!(memberships -> tenants (tenant_id));
diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(notifications -> users (user_id));
diesel::joinable!(people -> users (user_id));
diesel::joinable!(platform_roles -> users (user_id));
diesel::joinable!(sessions -> tenants (tenant_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(settings -> users (updated_by));
diesel::joinable!(stored_files -> tenants (tenant_id));
diesel::joinable!(stored_files -> users (created_by));
diesel::joinable!(tenant_modules_off -> tenants (tenant_id));
diesel::joinable!(tenant_modules_off -> users (created_by));
diesel::joinable!(tenant_settings -> tenants (tenant_id));
diesel::joinable!(tenant_settings -> users (updated_by));
diesel::joinable!(text_overrides -> users (updated_by));
diesel::joinable!(webhook_deliveries -> tenants (tenant_id));
diesel::joinable!(webhook_deliveries -> webhook_endpoints (endpoint_id));
diesel::joinable!(webhook_endpoints -> tenants (tenant_id));

diesel::allow_tables_to_appear_in_same_query!(
    api_refresh_tokens,
    api_token_uses,
    api_tokens,
    audit_events,
    clock_moves,
    failure_counts,
    form_receipts,
    idempotency_keys,
    identity_tokens,
    invitations,
    live_events,
    mail_deliveries,
    member_roles,
    memberships,
    notifications,
    people,
    platform_roles,
    schedules,
    sessions,
    settings,
    sign_ups,
    stored_files,
    tenant_modules_off,
    tenant_settings,
    tenants,
    text_overrides,
    users,
    webhook_deliveries,
    webhook_endpoints,
    webhook_receipts,
);
