//! A tenant with a row in every table that has tenants: what the sweeps try to reach from elsewhere.
//! Filled through the screens where there is one, so that the rows are as real ones are.

use kernel::pages::notify;
use kit::app::Ticket;
use kit::{Member, TestApp, Upload};
use uuid::Uuid;

/// A one-pixel PNG.
pub const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6,
    0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0,
    0x1f, 0, 0x05, 0, 0x01, 0xff, 0x56, 0xc7, 0x2f, 0x0d, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// What no other tenant may ever read.
pub const SECRET_WORD: &str = "رازدار";

/// The tenant.
pub struct Scene {
    /// Its owner.
    pub sara: Member,
    /// A ticket with a secret subject and message.
    pub ticket: Ticket,
    /// Ids of everything that is theirs.
    pub ids: Vec<Uuid>,
}

impl Scene {
    /// Fills it.
    pub async fn set(app: &TestApp) -> Self {
        let sara = app.customer("sara").await;
        let ticket = app.ticket().of(&sara).subject(SECRET_WORD).body(SECRET_WORD).insert().await;
        sara.get(format!("/tickets/{}", ticket.id)).await.assert_ok();
        let reply = format!("/tickets/{}/messages", ticket.id);
        let file = Upload::new("raz.png", "image/png", PNG);
        let sent = sara.post_multipart(&reply, &[("body", SECRET_WORD)], vec![("attachments", file)]).await;
        assert!(sent.status.is_success() || sent.status.is_redirection(), "{sent:?}");
        let invited = [("email", "guest@sarai.test"), ("role", "employee")];
        sara.post_form("/account/invitations", &invited).await.assert_redirect("/account/members");
        let user = sara.person.id;
        let db = app.platform();
        db.write(async |tx| notify(tx, user, "kernel.notifications.title", &[], "/home").await).await.unwrap();
        app.leave_jobs();
        let ids = Self::ids(app, &sara).await;
        Self { sara, ticket, ids }
    }

    async fn ids(app: &TestApp, sara: &Member) -> Vec<Uuid> {
        let sql = app.sql_as(kernel::db::Role::Platform).await;
        let (tenant, user) = (sara.tenant.0, sara.person.id.0);
        let all = "SELECT id FROM tickets_tickets WHERE tenant_id = $1 UNION SELECT id FROM stored_files WHERE tenant_id = $1 \
                   UNION SELECT id FROM invitations WHERE tenant_id = $1 UNION SELECT id FROM sessions WHERE user_id = $2 \
                   UNION SELECT id FROM notifications WHERE user_id = $2 UNION SELECT $2::uuid";
        let rows = sql.query(all, &[&tenant, &user]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}
