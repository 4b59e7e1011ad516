//! Live updates: an event reaches an open page, a page that was away catches up, and topics are signed.
//! Read from the stream itself, chunk by chunk.

use std::time::Duration;

use kernel::live::{announce, stream_url, topic};
use kit::{Client, Member, TestApp};
use reqwest::{Method, Response};
use uuid::Uuid;

struct Stream {
    response: Response,
    seen: String,
}

impl Stream {
    async fn open(client: &Client, path: &str, last: Option<&str>) -> Self {
        let mut request = client.request(Method::GET, path);
        if let Some(id) = last {
            request = request.header("Last-Event-ID", id);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            response,
            seen: String::new(),
        }
    }

    /// Reads on until this is in the stream.
    async fn until(&mut self, wanted: &str) {
        while !self.seen.contains(wanted) {
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.response.chunk()).await;
            let chunk = chunk
                .unwrap_or_else(|_| panic!("no {wanted:?} in {:?}", self.seen))
                .unwrap();
            self.seen.push_str(&String::from_utf8_lossy(
                &chunk.expect("the stream goes on"),
            ));
        }
    }

    /// The id of the last event so far.
    fn last_id(&self) -> String {
        let mut ids = self
            .seen
            .lines()
            .filter_map(|line| line.strip_prefix("id:"));
        ids.next_back().expect("an id").trim().to_owned()
    }
}

/// The stream of a page that is read now.
async fn address(app: &TestApp, of: &Member, topics: &[String]) -> String {
    let sql = app.sql_as(kernel::db::Role::Public).await;
    let row = sql
        .query_one("SELECT pg_current_snapshot()::text", &[])
        .await
        .unwrap();
    stream_url(&app.state().keys, of.person.id, topics, row.get(0))
}

async fn poke(app: &TestApp, topic: &str) {
    app.platform()
        .write(async |tx| announce(tx, topic).await)
        .await
        .unwrap();
}

#[tokio::test]
async fn event_reaches_an_open_page() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (mine, other) = (
        topic("ticket", Uuid::now_v7()),
        topic("ticket", Uuid::now_v7()),
    );
    let mut stream = Stream::open(
        &sara,
        &address(&app, &sara, std::slice::from_ref(&mine)).await,
        None,
    )
    .await;
    stream.until("id:").await;
    poke(&app, &other).await;
    poke(&app, &mine).await;
    stream.until(&format!("event:{mine}")).await;
    assert!(!stream.seen.contains(&other));
}

#[tokio::test]
async fn event_of_one_node_reaches_a_page_of_the_other() {
    let app = TestApp::new().await;
    let other = app.second_node().await;
    let sara = app.customer("sara").await;
    let mine = topic("ticket", Uuid::now_v7());
    let mut stream = Stream::open(
        &sara,
        &address(&app, &sara, std::slice::from_ref(&mine)).await,
        None,
    )
    .await;
    stream.until("id:").await;
    poke(&other, &mine).await;
    stream.until(&format!("event:{mine}")).await;
}

#[tokio::test]
async fn page_that_was_away_is_told_what_it_missed() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let mine = topic("ticket", Uuid::now_v7());
    let url = address(&app, &sara, std::slice::from_ref(&mine)).await;
    poke(&app, "before").await;
    let mut stream = Stream::open(&sara, &url, None).await;
    stream.until("id:").await;
    let last = stream.last_id();
    drop(stream);
    poke(&app, &mine).await;
    let mut again = Stream::open(&sara, &url, Some(&last)).await;
    again.until(&format!("event:{mine}")).await;
}

#[tokio::test]
async fn event_between_a_page_and_its_stream_is_caught_up_with() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let mine = topic("ticket", Uuid::now_v7());
    let page = address(&app, &sara, std::slice::from_ref(&mine)).await;
    poke(&app, &mine).await;
    let mut stream = Stream::open(&sara, &page, None).await;
    stream.until(&format!("event:{mine}")).await;
}

#[tokio::test]
async fn a_page_is_not_told_of_what_it_shows_already() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let mine = topic("ticket", Uuid::now_v7());
    poke(&app, &mine).await;
    let page = address(&app, &sara, std::slice::from_ref(&mine)).await;
    let mut stream = Stream::open(&sara, &page, None).await;
    stream.until("id:").await;
    let other = topic("ticket", Uuid::now_v7());
    poke(&app, &other).await;
    poke(&app, &mine).await;
    stream.until(&format!("event:{mine}")).await;
    assert_eq!(stream.seen.matches("event:").count(), 1, "{}", stream.seen);
}

#[tokio::test]
async fn a_moment_that_nobody_wrote_is_no_moment() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let mine = topic("ticket", Uuid::now_v7());
    let url = address(&app, &sara, std::slice::from_ref(&mine)).await;
    let (before, _) = url.split_once("&since=").unwrap();
    for nonsense in ["", "x", "9:1:", "%00", "1:2:3'"] {
        let mut stream = Stream::open(&sara, &format!("{before}&since={nonsense}"), None).await;
        stream.until("id:").await;
    }
}

#[tokio::test]
async fn topics_that_were_not_signed_for_this_person_are_refused() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let url = address(&app, &sara, &[topic("ticket", Uuid::now_v7())]).await;
    kaveh.get(&url).await.assert_status(403);
    sara.get(url.replace("ticket", "desk"))
        .await
        .assert_status(403);
    app.client().get(&url).await.assert_redirect("/sign-in");
}
