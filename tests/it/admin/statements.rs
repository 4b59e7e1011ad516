//! How many statements the staff's screens cost, session look-up included: at most five, whatever the number of rows; the
//! home two more, for the shop's box.

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
        "/admin/jobs/schedules",
        "/admin/audit",
        "/admin/settings",
        "/admin/texts",
        "/admin/staff",
    ] {
        let page = admin.get(path).await;
        let told = page.assert_ok().header("x-sarai-statements");
        let statements: u32 = told.parse().unwrap();
        let most = if path == "/admin" { 7 } else { 5 };
        assert!(
            (1..=most).contains(&statements),
            "{path} costs {statements}"
        );
    }
}
