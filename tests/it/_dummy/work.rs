//! What happens after the answer: counting, the clock, the mail, the audit trail.

use chrono::Duration;
use kit::TestApp;

use super::notes::written;

const COUNTED_TODAY: &str = "SELECT count(*) FROM _dummy_counts c JOIN _dummy_notes n USING (tenant_id) \
                             WHERE c.notes = 1 AND c.counted_at < n.created_at + interval '1 day'";
const COUNTED_LATER: &str = "SELECT count(*) FROM _dummy_counts c JOIN _dummy_notes n USING (tenant_id) \
                             WHERE c.notes = 1 AND c.counted_at > n.created_at + interval '1 day'";

#[tokio::test]
async fn notes_are_counted_after_writing_and_again_by_the_clock() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    written(&sara, "یادداشت").await;
    app.run_jobs().await;
    assert_eq!(app.value::<i64>(COUNTED_TODAY, &[]).await, 1);
    kernel::migrate::prepare_app(app.state()).await.unwrap();
    app.clock().advance(Duration::days(2));
    app.run_jobs().await;
    assert_eq!(app.value::<i64>(COUNTED_LATER, &[]).await, 1);
    app.leave_jobs(); // the clock's next turn
}

#[tokio::test]
async fn the_writer_gets_the_note_by_mail_unless_the_operator_says_no() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let note = written(&sara, "تماس با نمایندگی").await;
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to("sara@sarai.test").await;
    assert_eq!(mail.subject, "یادداشت شما ثبت شد");
    assert!(
        mail.text.contains("تماس با نمایندگی") && !mail.link(&note).is_empty(),
        "{}",
        mail.text
    );

    app.setting("_dummy.mail_writer", "").await;
    written(&sara, "بی ایمیل").await;
    app.run_jobs().await;
    assert_eq!(app.smtp().mails().len(), 1);
}

#[tokio::test]
async fn writing_a_note_is_in_the_audit_trail() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    written(&sara, "یادداشت").await;
    let told =
        "SELECT count(*) FROM audit_events WHERE action = '_dummy.note.write' AND user_id = $1";
    assert_eq!(app.value::<i64>(told, &[&sara.person.id.0]).await, 1);
    app.run_jobs().await;
}
