//! The screen of deliveries: what the server refused is shown, and sent again under the same id.

use kernel::module::PlatformRole;
use kit::TestApp;

#[tokio::test]
async fn mail_that_the_server_refuses_is_shown_and_sent_again_under_the_same_id() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    app.smtp().refuse_address(&sara.person.email);
    let visitor = app.client();
    visitor.get("/forgot-password").await.assert_ok();
    let form = visitor.form("main form[method=post]");
    form.set("email", &sara.person.email).submit().await;
    app.run_jobs().await;
    let page = admin.get("/admin/mail?state=failed&q=sara").await;
    page.assert_ok().assert_text(&sara.person.email);
    let one = page.attributes("main tbody tr a", "href").remove(0);
    app.smtp().heal();
    admin.get(&one).await.assert_ok();
    admin.form("main form[method=post]").submit().await;
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(&sara.person.email).await;
    let id = one.rsplit('/').next().unwrap_or_default().to_owned();
    assert!(
        mail.header("message-id")
            .is_some_and(|header| header.contains(&id)),
        "{one}"
    );
}
