//! The row of tabs of `/account`: whoever's page a tab is, it stands in its place, for whom it is.

use kit::Client;

use crate::probe;

/// Where the tabs lead, without those that only some features have.
async fn tabs(client: &Client) -> Vec<String> {
    let page = client.get("/account").await;
    let mut tabs = page.attributes("nav.tab-bar a", "href");
    tabs.retain(|tab| tab != "/account/roles" && tab != "/account/settings");
    tabs
}

#[tokio::test]
async fn tabs_of_all_rooms_stand_in_one_row_for_whom_they_are() {
    let app = probe::app().await;
    let own = [
        "/account",
        "/account/password",
        "/account/sessions",
        "/account/tenants",
        "/probe/tab",
        "/account/tokens",
    ];
    let shop = app.shop("zarrin");
    assert_eq!(tabs(&shop.employee().await.client).await, own);
    let of_owner = ["/account/members", "/account/modules", "/account/webhooks"];
    assert_eq!(
        tabs(&shop.owner().await.client).await,
        [own.as_slice(), &of_owner].concat()
    );
    let sara = app.customer("sara").await;
    let page = sara.get("/account").await;
    page.assert_no_element("nav.tab-bar a[href='/probe/tab']")
        .assert_element("nav.tab-bar a[href='/account/members']");
    page.assert_no_element("header a[href='/probe/tab']");
}
