//! The support desk, from both sides.

use kernel::module::PlatformRole;
use kit::TestApp;

#[tokio::test]
async fn agent_sees_the_ticket_that_a_customer_opened_by_the_form() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    sara.get("/tickets/new").await.assert_ok();
    let form = sara.form("form[action='/tickets']").set("subject", "سایت باز نمی‌شود");
    form.set("body", "از صبح خطا می‌دهد.").submit().await.assert_redirect("/tickets/");
    let negar = app.staff(PlatformRole::Support, "negar").await;
    negar.get("/admin/tickets").await.assert_ok().assert_text("سایت باز نمی‌شود");
    app.run_jobs().await;
}
