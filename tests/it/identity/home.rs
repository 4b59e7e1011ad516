//! Where one begins: a tenant's home, the staff's screens, or a switch between both.

use kernel::module::{PlatformRole, TenantKind, TenantRole};
use kit::TestApp;

#[tokio::test]
async fn staff_without_a_tenant_go_on_to_their_screens() {
    let app = TestApp::new().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let home = negar.get("/home").await;
    home.assert_ok();
    let place = home.header("refresh").strip_prefix("0; url=").unwrap();
    assert!(place.starts_with("/admin"), "{place}");
    home.assert_element(&format!("main a[href='{place}']"));
    negar.get(place).await.assert_ok();
    // No page of the frame leads them back to where they have nothing to do.
    for page in [place, "/account", "/account/notifications"] {
        let shown = negar.get(page).await;
        shown
            .assert_ok()
            .assert_element(&format!("a.brand[href='{place}']"))
            .assert_element("body.frame-staff")
            .assert_no_element("a[href='/home']");
    }
}

#[tokio::test]
async fn who_is_both_has_a_switch_on_either_side() {
    let app = TestApp::new().await;
    let arash = app.staff(PlatformRole::Admin, "arash").await;
    let both = app
        .join(arash.person, "zarrin", TenantKind::Shop, TenantRole::Owner)
        .await;
    let home = both.get("/home").await;
    home.assert_ok()
        .assert_element(".nav-list a[href='/admin']")
        .assert_element("main a[href='/admin']")
        .assert_element("a.brand[href='/home']");
    assert_eq!(home.header("refresh"), "");
    both.get("/admin")
        .await
        .assert_ok()
        .assert_element(".nav-list a[href='/home']")
        .assert_text("رفتن به حساب zarrin")
        .assert_element("a.brand[href='/admin']");
}

#[tokio::test]
async fn customer_sees_nothing_of_the_switch() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let home = sara.get("/home").await;
    home.assert_ok().assert_no_element("a[href^='/admin']");
}
