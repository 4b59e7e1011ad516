//! What an agent has not read yet: marked in the queue and in its part beside a ticket, for each agent apart.

use kernel::module::PlatformRole;
use kernel::web::Cursor;
use kit::{Client, TestApp};
use tickets::models::Priority;

use super::talking::{answers, at_the_desk};

async fn is_marked(agent: &Client, subject: &str) -> bool {
    let queue = agent.get("/admin/tickets?view=all").await;
    let rows = queue.texts("#desk-queue tbody tr");
    let row = rows
        .iter()
        .find(|row| row.contains(subject))
        .expect("a row");
    row.contains("نخوانده")
}

#[tokio::test]
async fn ticket_is_unread_until_this_agent_opens_it_and_again_after_news() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).subject("کندی سایت").insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let reza = app.staff(PlatformRole::Support, "reza").await;
    assert!(is_marked(&negar, "کندی سایت").await && is_marked(&reza, "کندی سایت").await);
    let desk = at_the_desk(ticket.id);
    negar.get(&desk).await.assert_ok();
    assert!(!is_marked(&negar, "کندی سایت").await, "she has read it");
    assert!(is_marked(&reza, "کندی سایت").await, "he has not");
    app.clock().advance(chrono::Duration::minutes(1));
    answers(&sara, format!("/tickets/{}", ticket.id), "خبر تازه").await;
    assert!(is_marked(&negar, "کندی سایت").await, "there is news");
    negar
        .get(format!("{desk}/messages"))
        .await
        .assert_text("خبر تازه");
    assert!(
        !is_marked(&negar, "کندی سایت").await,
        "an open page reads what it fetches"
    );
    negar
        .post_form(format!("{desk}/closure"), &[])
        .await
        .assert_redirect(&desk);
    assert!(
        !is_marked(&reza, "کندی سایت").await,
        "what is closed waits for nobody"
    );
}

#[tokio::test]
async fn list_beside_a_ticket_has_numbers_urgency_unread_marks_and_the_open_one() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let mut ids = Vec::new();
    for n in 0..3 {
        app.clock().advance(chrono::Duration::minutes(1));
        let priority = if n == 2 {
            Priority::Urgent
        } else {
            Priority::Normal
        };
        let new = app
            .ticket()
            .of(&sara)
            .subject(&format!("موضوع {n}"))
            .priority(priority);
        ids.push(new.insert().await.id);
    }
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let page = negar.get(at_the_desk(ids[1])).await;
    let around = page.attributes("#desk-around", "hx-get").remove(0);
    let list = negar.get(&around).await;
    let items = list.texts("#desk-around li");
    assert_eq!(items.len(), 3, "{items:?}");
    assert!(
        items[0].contains("موضوع 2") && items[0].contains("فوری") && items[0].contains("نخوانده")
    );
    assert!(
        items[1].contains("موضوع 1") && items[1].contains('#') && !items[1].contains("نخوانده")
    );
    let open = list.attributes("#desk-around a[aria-current=true]", "href");
    assert_eq!(open, [at_the_desk(ids[1])]);
}

#[tokio::test]
async fn place_from_far_away_shows_no_error() {
    let app = TestApp::new().await;
    let ticket = app.ticket().of(&app.customer("sara").await).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let far = Cursor {
        at: chrono::DateTime::from_timestamp_micros(i64::MIN / 8).unwrap(),
        id: uuid::Uuid::nil(),
    };
    for part in ["queue", "next", "previous", "messages"] {
        let from = format!("sort%3Durgency%26at%3D{}", far.encode());
        let answer = negar
            .get(format!("/admin/tickets/{}/{part}?from={from}", ticket.id))
            .await;
        assert!(
            !answer.status.is_server_error() && !answer.status.is_client_error(),
            "{answer:?}"
        );
    }
}
