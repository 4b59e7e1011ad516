//! How many statements a page costs, session look-up included: at most five, whatever the number of rows, and one more for
//! each box that another module shows there.
//! Read from the header that development answers carry.

use contracts::support::DESK_TICKET;
use kernel::module::PlatformRole;
use kit::{Client, TestApp};
use sarai::demo;

const MOST: u32 = 5;

async fn cost(client: &Client, path: &str) -> u32 {
    let page = client.get(path).await;
    page.assert_ok()
        .header("x-sarai-statements")
        .parse()
        .expect("a count")
}

async fn assert_cheap(client: &Client, paths: &[&str]) {
    assert_cheap_with(0, client, paths).await;
}

async fn assert_cheap_with(boxes: usize, client: &Client, paths: &[&str]) {
    let most = MOST + u32::try_from(boxes).unwrap();
    for path in paths {
        let statements = cost(client, path).await;
        assert!(
            (1..=most).contains(&statements),
            "{path} costs {statements} statements"
        );
    }
}

#[tokio::test]
async fn customers_pages_cost_at_most_five_statements() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let one = format!("/tickets/{}", ticket.id);
    let account = [
        "/account",
        "/account/sessions",
        "/account/tenants",
        "/account/members",
        "/account/notifications",
    ];
    assert_cheap(
        &sara,
        &[
            "/home",
            "/tickets",
            "/tickets?status=open",
            "/tickets/new",
            &one,
        ],
    )
    .await;
    assert_cheap(&sara, &account).await;
}

#[tokio::test]
async fn desks_pages_cost_at_most_five_statements() {
    let app = TestApp::new().await;
    app.leave_jobs();
    demo::seed(app.state()).await.unwrap();
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    let queue = admin.get("/admin/tickets").await;
    let hrefs = queue.attributes("main a[href^='/admin/tickets/']", "href");
    let one = hrefs
        .iter()
        .find(|href| !href.contains("export"))
        .expect("a ticket")
        .clone();
    assert_cheap(
        &admin,
        &[
            "/admin/tickets",
            "/admin/tickets?status=open",
            "/admin/departments",
        ],
    )
    .await;
    let boxes = app.state().registry.widgets_in(DESK_TICKET).count();
    assert_cheap_with(boxes, &admin, &[&one]).await;
}

#[tokio::test]
async fn longer_list_costs_no_more_statements() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    app.ticket().of(&sara).insert().await;
    let short = cost(&sara, "/tickets").await;
    for _ in 0..10 {
        app.ticket().of(&sara).insert().await;
    }
    assert_eq!(cost(&sara, "/tickets").await, short);
}
