//! A ticket with an answer, a file and a tag, for the sweeps over tenants.

use kernel::db::Role;
use kit::{Member, TestApp, Upload};
use uuid::Uuid;

use crate::scenes::SECRET_WORD;

/// A one-pixel PNG.
pub const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4,
    0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x38, 0x31, 0xcd, 0xe8,
    0x3f, 0x00, 0x06, 0x4a, 0x02, 0x90, 0xfe, 0x12, 0x61, 0x08, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45,
    0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// Sets it.
pub async fn set(app: &TestApp, sara: &Member) -> Vec<Uuid> {
    let new = app.ticket().of(sara).subject(SECRET_WORD);
    let ticket = new.body(SECRET_WORD).insert().await;
    let page = format!("/tickets/{}", ticket.id);
    sara.get(&page).await.assert_ok().assert_text(SECRET_WORD);
    let reply = format!("{page}/messages");
    let file = Upload::new("raz.png", "image/png", PNG);
    let fields = [("body", SECRET_WORD)];
    let sent = sara
        .post_multipart(&reply, &fields, vec![("attachments", file)])
        .await;
    assert!(sent.status.is_redirection(), "{sent:?}");
    let sql = app.sql_as(Role::Platform).await;
    let all = "SELECT id FROM tickets_tickets WHERE tenant_id = $1 UNION SELECT id FROM stored_files WHERE tenant_id = $1";
    let rows = sql.query(all, &[&sara.tenant.0]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
