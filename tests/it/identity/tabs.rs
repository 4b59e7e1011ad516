//! The sections of `/account`: whoever's page a section is, it stands in its place, for whom it is; what is the person's
//! own apart from what is the business's.

use kit::{Client, TestApp};

use crate::probe;

/// Where the sections beside a page lead, without those that only some features have.
async fn sections(client: &Client, page: &str) -> Vec<String> {
    let page = client.get(page).await;
    let mut sections = page.attributes("nav.settings-nav a", "href");
    sections.retain(|one| one != "/account/roles" && one != "/account/settings");
    sections
}

#[tokio::test]
async fn sections_of_all_rooms_stand_in_one_row_for_whom_they_are() {
    let app = probe::app().await;
    let own = [
        "/account",
        "/account/password",
        "/account/sessions",
        "/account/notifications",
        "/account/tenants",
        "/probe/tab",
    ];
    let shop = app.shop("zarrin");
    let (owner, employee) = (shop.owner().await, shop.employee().await);
    assert_eq!(sections(&employee, "/account").await, own);
    assert_eq!(sections(&owner, "/account").await, own);
    let sara = app.customer("sara").await;
    let page = sara.get("/account").await;
    page.assert_no_element("nav.settings-nav a[href='/probe/tab']");
    page.assert_no_element("header a[href='/probe/tab']");
}

#[tokio::test]
async fn business_has_a_section_of_its_own_under_its_name() {
    let app = TestApp::new().await;
    let shop = app.shop("zarrin");
    let (owner, employee) = (shop.owner().await, shop.employee().await);
    let all = [
        "/account/members",
        #[cfg(feature = "commerce")]
        "/account/billing",
        "/account/modules",
        "/account/tokens",
        "/account/webhooks",
    ];
    for page in all {
        assert_eq!(sections(&owner, page).await, all, "{page}");
        let shown = owner.get(page).await;
        shown
            .assert_element(&format!(
                "nav.settings-nav a[href='{page}'][aria-current=page]"
            ))
            .assert_element(".nav-list a[href='/account/members'][aria-current=page]");
        assert_eq!(shown.texts("main h1"), ["zarrin"], "{page}");
    }
    assert_eq!(
        sections(&employee, "/account/tokens").await,
        ["/account/tokens"]
    );
    let home = employee.get("/home").await;
    home.assert_element(".nav-list a[href='/account/tokens']")
        .assert_no_element(".nav-list a[href='/account/members']");
}

#[tokio::test]
async fn who_has_no_tenant_has_no_business_in_the_navigation() {
    let app = TestApp::new().await;
    let ali = app.person("ali").insert().await;
    let page = app.sign_in(ali.id).await.get("/home").await;
    page.assert_ok()
        .assert_no_element(".nav-list a[href^='/account/']");
}
