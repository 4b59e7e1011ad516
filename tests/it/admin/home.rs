//! The staff's home: who came by day, with its table; each figure leads to its list; what other parts show stands there.

use kernel::module::PlatformRole;
use kit::TestApp;

#[tokio::test]
async fn who_came_is_counted_by_day_and_leads_to_the_list_of_them() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let (sara, shop) = (app.customer("sara").await, app.shop("zarrin").owner().await);
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    let home = admin.get("/admin").await;
    home.assert_ok()
        .assert_element("canvas[data-table=arrivals-data]");
    let days = home.texts("#arrivals-data tbody tr");
    assert_eq!(days.len(), 14);
    let people: i64 = app.value("SELECT count(*) FROM users", &[]).await;
    let businesses = home.attributes(
        "#arrivals-data tbody tr:last-child td:last-child",
        "data-value",
    );
    let newest = home.attributes("#arrivals-data tbody tr:last-child td", "data-value");
    assert_eq!(newest.first().unwrap(), &people.to_string());
    assert_eq!(businesses, ["1"], "the shop, not the tenants of persons");
    let links = home.attributes(".stat dt a", "href");
    let list = links
        .iter()
        .find(|href| href.contains("kind=business"))
        .expect("a link to the new businesses");
    let found = admin.get(list).await.attributes("#list tbody a", "href");
    assert_eq!(found, [format!("/admin/customers/{}", shop.tenant)]);
    let persons = links
        .iter()
        .find(|href| href.contains("kind=person"))
        .unwrap();
    let found = admin.get(persons).await;
    found.assert_element(&format!("#list a[href='/admin/customers/{}']", sara.tenant));
}

#[tokio::test]
async fn list_of_customers_is_narrowed_to_those_who_came_lately() {
    let app = TestApp::new().await;
    app.leave_jobs();
    app.customer("sara").await;
    let support = app.staff(PlatformRole::Support, "reza").await;
    let rows = async |query: &str| {
        let page = support.get(format!("/admin/customers{query}")).await;
        page.assert_ok().texts("#list tbody tr").len()
    };
    let today = rows("?since=1").await;
    assert!(today > 0);
    app.clock().advance(chrono::TimeDelta::days(8));
    assert_eq!(rows("?since=7").await, 0);
    assert_eq!(rows("?since=30").await, today);
    assert_eq!(
        rows("?since=forever").await,
        today,
        "an unknown word is no filter"
    );
}

#[tokio::test]
async fn figures_are_links_only_for_those_who_may_follow_them() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let finance = app.staff(PlatformRole::Finance, "mina").await;
    let links = finance.get("/admin").await.attributes(".stat dt a", "href");
    assert!(
        links
            .iter()
            .any(|href| href.starts_with("/admin/customers?"))
    );
    assert!(
        !links.iter().any(|href| href.starts_with("/admin/jobs")),
        "{links:?}"
    );
    for href in links.iter().filter(|href| href.starts_with('/')) {
        finance.get(href).await.assert_ok();
    }
}

#[tokio::test]
async fn figures_are_remembered_for_the_next_look() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    let cost = async || -> u32 {
        let page = admin.get("/admin").await;
        page.assert_ok()
            .header("x-sarai-statements")
            .parse()
            .unwrap()
    };
    let (first, second) = (cost().await, cost().await);
    assert!(first <= 7 && second + 3 <= first, "{first}, then {second}");
}
