//! Who reads a ticket has read what was told of it: on either side, by no look-ahead, and for nobody else.

use kernel::module::PlatformRole;
use kit::{Client, Member, Staff, TestApp};
use reqwest::Method;

use super::talking::{answers, asks, at_the_desk};

const LIST: &str = "/account/notifications";

/// A ticket of Sara's that Negar has answered; its path at the customer's.
async fn answered(app: &TestApp, negar: &Staff, sara: &Member) -> String {
    let ticket = app.ticket().of(sara).subject("کندی سایت").insert().await;
    answers(negar, at_the_desk(ticket.id), "بررسی شد").await;
    app.run_jobs().await;
    format!("/tickets/{}", ticket.id)
}

/// One notice on the bell.
const ONE: &str = "۱ نخوانده";

/// What stands on the bell.
async fn bell(client: &Client) -> String {
    let page = client.get("/account/tenants").await;
    page.texts("#bell-count").concat()
}

#[tokio::test]
async fn reading_a_ticket_clears_its_notification_and_the_bell_of_the_same_page() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let ticket = answered(&app, &negar, &sara).await;
    answered(&app, &negar, &kaveh).await;
    assert_eq!(bell(&sara).await, ONE);
    let list = sara.get(LIST).await;
    assert_eq!(
        list.attributes("tr.is-strong a.row-link", "href"),
        [ticket.as_str()]
    );
    let page = sara.get(&ticket).await;
    assert_eq!(page.assert_ok().texts("#bell-count").concat(), "");
    assert_eq!(bell(&sara).await, "");
    sara.get(LIST)
        .await
        .assert_text("کندی سایت")
        .assert_no_element("tr.is-strong");
    assert_eq!(bell(&kaveh).await, ONE, "another's stays");
    let audited = "SELECT count(*) FROM audit_events WHERE action = 'kernel.notifications.read_at' AND user_id = $1";
    let count: i64 = app.value(audited, &[&sara.person.id.0]).await;
    assert_eq!(count, 1);
}

#[tokio::test]
async fn what_is_only_looked_ahead_at_or_fetched_again_stays_unread() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let ticket = answered(&app, &negar, &sara).await;
    for (name, value) in [
        ("Sec-Purpose", "prefetch;prerender"),
        ("Purpose", "prefetch"),
        ("HX-Preloaded", "true"),
    ] {
        let ahead = sara.request(Method::GET, &ticket).header(name, value);
        sara.send(ahead).await.assert_ok();
        assert_eq!(bell(&sara).await, ONE, "{name}");
    }
    sara.htmx().get(&ticket).await.assert_ok();
    sara.get(format!("{ticket}/messages")).await.assert_ok();
    assert_eq!(bell(&sara).await, ONE);
    sara.get("/tickets").await.assert_ok();
    let other = app.ticket().of(&sara).insert().await;
    sara.get(format!("/tickets/{}", other.id)).await.assert_ok();
    assert_eq!(
        bell(&sara).await,
        ONE,
        "another ticket says nothing of this one"
    );
    sara.get(&ticket).await.assert_ok();
    assert_eq!(bell(&sara).await, "");
}

#[tokio::test]
async fn reading_at_the_desk_clears_what_staff_were_told() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let sara = app.customer("sara").await;
    asks(&sara, "سایت باز نمی‌شود")
        .await
        .assert_redirect("/tickets/");
    app.run_jobs().await;
    let list = negar.get(LIST).await;
    let links = list.attributes("tr.is-strong a.row-link", "href");
    assert!(links[0].starts_with("/admin/tickets/"), "{links:?}");
    negar.get(&links[0]).await.assert_ok();
    negar.get(LIST).await.assert_no_element("tr.is-strong");
}

#[tokio::test]
async fn notification_is_marked_without_opening_its_thing() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    answered(&app, &negar, &sara).await;
    sara.get(LIST).await.assert_ok();
    sara.form("#list form").submit().await.assert_redirect(LIST);
    sara.get(LIST)
        .await
        .assert_no_element("tr.is-strong")
        .assert_no_element("main form[action^='/account/notifications']");
    assert_eq!(bell(&sara).await, "");
}
