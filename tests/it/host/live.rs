//! Live updates: an event reaches an open page, a page that was away catches up, and topics are signed.
//! Read from the stream itself, chunk by chunk.

use std::time::Duration;

use kernel::live::{STREAMS_AN_ADDRESS, announce, stream_url, topic};
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
    for nonsense in ["", "x", "9:1:", "1:2:3'"] {
        let mut stream = Stream::open(&sara, &format!("{before}&since={nonsense}"), None).await;
        stream.until("id:").await;
    }
}

#[tokio::test]
async fn thirteenth_stream_of_a_sign_in_waits_until_another_ends() {
    let app = TestApp::new().await;
    let (sara, mine) = (app.customer("sara").await, topic("ticket", Uuid::now_v7()));
    let url = address(&app, &sara, std::slice::from_ref(&mine)).await;
    let mut open = Vec::new();
    for _ in 0..12 {
        open.push(Stream::open(&sara, &url, None).await);
    }
    let refused = sara.get(&url).await;
    refused.assert_status(429);
    assert_eq!(
        (refused.header("retry-after"), refused.text.as_str()),
        ("30", "")
    );
    let elsewhere = app.sign_in(sara.person.id).await;
    let _other = Stream::open(&elsewhere, &url, None).await;
    open.pop();
    // Who is gone is noticed when something is sent.
    let freed = async {
        loop {
            poke(&app, &mine).await;
            let again = sara.request(Method::GET, &url).send().await.unwrap();
            if again.status() == 200 {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), freed)
        .await
        .expect("a free place");
}

#[tokio::test]
async fn pages_that_are_gone_give_their_places_to_the_next_one_at_once() {
    let app = TestApp::new().await;
    let (sara, mine) = (app.customer("sara").await, topic("ticket", Uuid::now_v7()));
    let url = address(&app, &sara, std::slice::from_ref(&mine)).await;
    let mut open = Vec::new();
    for _ in 0..12 {
        open.push(Stream::open(&sara, &url, None).await);
    }
    for _ in 0..3 {
        open.clear();
        for _ in 0..12 {
            open.push(Stream::open(&sara, &url, None).await);
        }
    }
}

#[tokio::test]
async fn address_has_so_many_streams_whoever_signs_in_there() {
    let app = TestApp::new().await;
    app.platform()
        .write(async |tx| STREAMS_AN_ADDRESS.set(tx, 2).await)
        .await
        .unwrap();
    while STREAMS_AN_ADDRESS.of(app.state()).unwrap() != 2 {
        tokio::task::yield_now().await;
    }
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let topics = [topic("ticket", Uuid::nil())];
    let of_sara = address(&app, &sara, &topics).await;
    let of_kaveh = address(&app, &kaveh, &topics).await;
    let _first = Stream::open(&sara, &of_sara, None).await;
    let _second = Stream::open(&kaveh, &of_kaveh, None).await;
    sara.get(of_sara).await.assert_status(429);
}

#[tokio::test]
async fn last_event_of_no_meaning_is_no_fault_of_ours() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let url = address(&app, &sara, &[topic("ticket", Uuid::nil())]).await;
    for last in [i64::MIN.to_string(), i64::MAX.to_string(), "x".to_owned()] {
        Stream::open(&sara, &url, Some(&last))
            .await
            .until("id:")
            .await;
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
