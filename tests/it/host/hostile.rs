//! Every GET route, asked by somebody who may, with what no page of ours sends: never an error of ours.
//! Driven by the registry; the parameters are those that the route itself names.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::module::{Audience, Declaration, PlatformRole};
use kit::{Client, TestApp};

fn cursor(micros: i64, id: [u8; 16]) -> String {
    URL_SAFE_NO_PAD.encode([micros.to_be_bytes().as_slice(), &id].concat())
}

/// Percent-encoded values.
fn values() -> Vec<String> {
    let mut all: Vec<String> = [
        "%00",
        "a%00b",
        "%FF%FE",
        "%C3%28",
        "%F0%9F%90%8D",
        "-1",
        "-9223372036854775808",
        "9223372036854775807",
        "99999999999999999999",
        "%27%3B--",
        "%25%5F%5C",
        "%0D%0A",
        "..%2F..",
        "",
        "1e9",
        "%D8%B1%D8%A7%D8%B2",
        "00000000-0000-0000-0000-000000000000",
    ]
    .map(str::to_owned)
    .to_vec();
    for micros in [i64::MIN, i64::MAX, -210_866_803_200_000_001] {
        all.push(cursor(micros, [0; 16]));
    }
    all.push(cursor(0, [0xff; 16]));
    // Long, and yet all parameters of a list together fit into what a client can send.
    all.push("x".repeat(5_000));
    all
}

/// The route's path with this in each parameter's place, and the names of its query.
fn parts(route: &Declaration, value: &str) -> (String, Vec<String>) {
    let (path, query) = route.path.split_once('?').unwrap_or((&route.path, ""));
    let fill = |part: &str| match part {
        part if part.starts_with('<') && value.is_empty() => "x".to_owned(),
        part if part.starts_with('<') => value.to_owned(),
        part => part.to_owned(),
    };
    let path = path.split('/').map(fill).collect::<Vec<_>>().join("/");
    let named = query.split('&').filter_map(|part| part.strip_prefix('<'));
    (
        path,
        named
            .map(|name| name.trim_end_matches('>').to_owned())
            .collect(),
    )
}

/// Each parameter alone, beside values that a page would send, and all together.
fn addresses(route: &Declaration, value: &str) -> Vec<String> {
    let known = uuid::Uuid::new_v4().to_string();
    let (hostile, names) = parts(route, value);
    let (plain, _) = parts(route, &known);
    let usual = |name: &str| if name == "format" { "csv" } else { "" };
    let query = |odd: &dyn Fn(&str) -> bool| {
        let pair = |name: &String| {
            let value = if odd(name) { value } else { usual(name) };
            format!("{name}={value}")
        };
        names.iter().map(pair).collect::<Vec<_>>().join("&")
    };
    let mut all: Vec<String> = names
        .iter()
        .map(|name| format!("{plain}?{}", query(&|other| other == name)))
        .collect();
    all.push(format!("{plain}?{}", query(&|_| true)));
    if hostile != plain {
        all.push(hostile);
    }
    all
}

async fn asked(client: &Client, route: &Declaration) -> usize {
    let mut count = 0;
    // A route that takes nothing is the same whatever is tried.
    let takes = if route.path.contains('<') {
        usize::MAX
    } else {
        1
    };
    for value in values().into_iter().take(takes) {
        for address in addresses(route, &value) {
            let answer = client.get(&address).await;
            assert!(
                !answer.status.is_server_error(),
                "{} {address}: {answer:?}",
                route.name
            );
            count += 1;
        }
    }
    count
}

/// Asks the routes of these audiences, by somebody whom they let in.
async fn asked_of(are: fn(Audience) -> bool, least: usize) {
    let app = TestApp::new().await;
    let by = if are(Audience::Staff) {
        app.staff(PlatformRole::Admin, "arash").await.client
    } else {
        app.shop("zarrin").owner().await.client
    };
    app.leave_jobs();
    let mut count = 0;
    for route in app.state().registry.declarations() {
        if route.method == "GET" && are(route.audience) {
            count += asked(&by, route).await;
        }
    }
    println!("{count} addresses");
    assert!(count > least, "only {count} addresses were asked");
}

// Side by side: all of them in a row are minutes.
#[tokio::test(flavor = "multi_thread")]
async fn no_address_of_staff_makes_an_error_of_ours() {
    asked_of(|one| one == Audience::Staff, 300).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_of_members_makes_an_error_of_ours() {
    asked_of(|one| one.signed_in() && one != Audience::Staff, 100).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_of_anybody_else_makes_an_error_of_ours() {
    asked_of(|one| !one.signed_in(), 50).await;
}
