//! A tenant with a row in every table that has tenants: what the sweeps try to reach from elsewhere.
//! Filled through the screens where there is one, so that the rows are as real ones are.

use kernel::pages::notify;
use kit::app::Ticket;
use kit::{Member, TestApp, Upload};
use uuid::Uuid;

/// A one-pixel PNG.
pub const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4,
    0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x38, 0x31, 0xcd, 0xe8,
    0x3f, 0x00, 0x06, 0x4a, 0x02, 0x90, 0xfe, 0x12, 0x61, 0x08, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45,
    0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
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
        let ticket = app
            .ticket()
            .of(&sara)
            .subject(SECRET_WORD)
            .body(SECRET_WORD)
            .insert()
            .await;
        sara.get(format!("/tickets/{}", ticket.id))
            .await
            .assert_ok();
        let reply = format!("/tickets/{}/messages", ticket.id);
        let file = Upload::new("raz.png", "image/png", PNG);
        let sent = sara
            .post_multipart(
                &reply,
                &[("body", SECRET_WORD)],
                vec![("attachments", file)],
            )
            .await;
        assert!(
            sent.status.is_success() || sent.status.is_redirection(),
            "{sent:?}"
        );
        let invited = [("email", "guest@sarai.test"), ("role", "employee")];
        sara.post_form("/account/invitations", &invited)
            .await
            .assert_redirect("/account/members");
        let user = sara.person.id;
        let db = app.platform();
        db.write(async |tx| notify(tx, user, "kernel.notifications.title", &[], "/home").await)
            .await
            .unwrap();
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
