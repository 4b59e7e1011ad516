//! The tables as diesel sees them: this crate's own, and the kernel's that it joins, which are the kernel's types.
//! Written by `cargo xtask schema` from the migrated database; do not edit, add a migration.
#![allow(
    missing_docs,
    reason = "generated: the migrations say what the columns mean"
)]

pub use kernel::schema::{people, stored_files, tenants};

diesel::table! {
    tickets_attachments (file_id) {
        file_id -> Uuid,
        tenant_id -> Uuid,
        message_id -> Uuid,
        internal -> Bool,
    }
}

diesel::table! {
    tickets_departments (id) {
        id -> Uuid,
        name_fa -> Text,
        name_en -> Text,
        position -> Integer,
        archived_at -> Nullable<Timestamptz>,
        archived_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    tickets_drafts (user_id, ticket_id, kind) {
        user_id -> Uuid,
        ticket_id -> Uuid,
        kind -> Text,
        body -> Text,
        kept_at -> Timestamptz,
    }
}

diesel::table! {
    tickets_messages (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        ticket_id -> Uuid,
        kind -> Text,
        author_id -> Nullable<Uuid>,
        body -> Text,
        via -> Text,
        mail_message_id -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    tickets_reads (user_id, ticket_id) {
        user_id -> Uuid,
        ticket_id -> Uuid,
        read_to -> Timestamptz,
    }
}

diesel::table! {
    tickets_search (ticket_id) {
        ticket_id -> Uuid,
        tenant_id -> Uuid,
        words -> Text,
    }
}

diesel::table! {
    tickets_tags (ticket_id, tag) {
        ticket_id -> Uuid,
        tag -> Text,
        created_at -> Timestamptz,
        created_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    tickets_tickets (id) {
        id -> Uuid,
        tenant_id -> Uuid,
        number -> BigInt,
        subject -> Text,
        department_id -> Uuid,
        priority -> SmallInt,
        status -> Text,
        requester_id -> Uuid,
        assignee_id -> Nullable<Uuid>,
        about_kind -> Nullable<Text>,
        about_id -> Nullable<Uuid>,
        message_count -> Integer,
        opened_at -> Timestamptz,
        last_activity_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
        closed_by -> Nullable<Uuid>,
        unproven_sender -> Bool,
        turn_at -> Timestamptz,
    }
}

diesel::joinable!(tickets_attachments -> stored_files (file_id));
diesel::joinable!(tickets_attachments -> tenants (tenant_id));
diesel::joinable!(tickets_attachments -> tickets_messages (message_id));
diesel::joinable!(tickets_drafts -> tickets_tickets (ticket_id));
diesel::joinable!(tickets_messages -> tenants (tenant_id));
diesel::joinable!(tickets_messages -> tickets_tickets (ticket_id));
diesel::joinable!(tickets_reads -> tickets_tickets (ticket_id));
diesel::joinable!(tickets_search -> tenants (tenant_id));
diesel::joinable!(tickets_search -> tickets_tickets (ticket_id));
diesel::joinable!(tickets_tags -> tickets_tickets (ticket_id));
diesel::joinable!(tickets_tickets -> tenants (tenant_id));
diesel::joinable!(tickets_tickets -> tickets_departments (department_id));

diesel::allow_tables_to_appear_in_same_query!(
    tickets_attachments,
    tickets_departments,
    tickets_drafts,
    tickets_messages,
    tickets_reads,
    tickets_search,
    tickets_tags,
    tickets_tickets,
);

kernel::tables_beside!([people, stored_files, tenants] [tickets_attachments, tickets_departments, tickets_drafts, tickets_messages, tickets_reads, tickets_search, tickets_tags, tickets_tickets]);
