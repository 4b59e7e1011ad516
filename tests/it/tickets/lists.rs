//! Lists: paging by key, search in normalised Persian, filters, exports.

use kernel::module::PlatformRole;
use kit::{Member, TestApp};

async fn many(app: &TestApp, member: &Member, count: usize) {
    for n in 0..count {
        app.clock().advance(chrono::Duration::minutes(1));
        app.ticket()
            .of(member)
            .subject(&format!("تیکت شماره {n:03}"))
            .insert()
            .await;
    }
}

#[tokio::test]
async fn an_empty_list_counts_nothing() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let empty = sara.get("/tickets").await;
    empty.assert_ok().assert_no_element(".pager");
    app.ticket().of(&sara).insert().await;
    assert_eq!(sara.get("/tickets").await.texts(".pager p"), ["۱ مورد"]);
}

#[tokio::test]
async fn pages_follow_each_other_and_lose_and_repeat_nothing() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    many(&app, &sara, 120).await;
    let mut seen = Vec::new();
    let mut address = "/tickets".to_owned();
    loop {
        let page = sara.get(&address).await;
        seen.extend(page.attributes("#ticket-list tbody tr", "id"));
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => address = next,
            None => break,
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (120, 120));
    let back = sara
        .get(&address)
        .await
        .attributes("a[rel=prev]", "href")
        .remove(0);
    assert_eq!(
        sara.get(&back).await.texts("#ticket-list tbody tr").len(),
        50
    );
}

#[tokio::test]
async fn search_finds_arabic_spelling_half_spaces_and_numbers() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    app.ticket()
        .of(&sara)
        .subject("سایت باز نمی‌شود")
        .insert()
        .await;
    app.ticket().of(&sara).subject("فاکتور رسمی").insert().await;
    for words in ["نمي شود", "سايت", "باز"] {
        let found = sara.get(format!("/tickets?q={words}")).await;
        assert_eq!(found.texts("#ticket-list tbody tr").len(), 1, "{words}");
    }
    sara.get("/tickets?q=%25")
        .await
        .assert_text("چیزی پیدا نشد");
    sara.get("/tickets?status=closed")
        .await
        .assert_text("چیزی پیدا نشد");
}

#[tokio::test]
async fn htmx_gets_only_the_list_and_a_browser_the_whole_page() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    app.ticket().of(&sara).insert().await;
    let request = sara
        .htmx()
        .request(reqwest::Method::GET, "/tickets")
        .header("HX-Target", "div#ticket-list");
    let part = sara.send(request).await;
    part.assert_ok()
        .assert_element("#ticket-list")
        .assert_no_element("form[role=search]");
    sara.get("/tickets")
        .await
        .assert_element("form[role=search]")
        .assert_element("h1");
}

#[tokio::test]
async fn exports_hold_every_row_of_the_filter_and_nothing_of_others() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    many(&app, &sara, 60).await;
    app.ticket().of(&kaveh).subject("راز کاوه").insert().await;
    let csv = sara.get("/tickets/export?format=csv").await;
    assert_eq!(csv.assert_ok().text.lines().count(), 61);
    assert!(!csv.text.contains("راز کاوه"));
    let xlsx = sara.get("/tickets/export?format=xlsx").await;
    assert!(xlsx.assert_ok().bytes.starts_with(b"PK"));
    let negar = app.staff(PlatformRole::Support, "negar").await;
    assert!(
        negar
            .get("/admin/tickets/export?format=csv&view=all")
            .await
            .text
            .contains("راز کاوه")
    );
}
