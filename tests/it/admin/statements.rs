//! How many statements the staff's screens cost, session look-up included: at most five, whatever the number of rows.

use kernel::module::PlatformRole;
use kit::TestApp;
use sarai::demo;

#[tokio::test]
async fn staffs_screens_cost_at_most_five_statements() {
    let app = TestApp::new().await;
    app.leave_jobs();
    demo::seed(app.state()).await.unwrap();
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    for path in [
        "/admin",
        "/admin/customers",
        "/admin/mail",
        "/admin/jobs",
        "/admin/audit",
        "/admin/settings",
        "/admin/texts",
        "/admin/staff",
    ] {
        let page = admin.get(path).await;
        let told = page.assert_ok().header("x-sarai-statements");
        let statements: u32 = told.parse().unwrap();
        assert!((1..=5).contains(&statements), "{path} costs {statements}");
    }
}
