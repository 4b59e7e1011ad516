//! One-time tokens never stand in the log, whatever is asked for and however much of the log is written.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use kit::TestApp;
use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::identity::sign_up::{link, sign_up};

const TOKEN: &str = "ooooTHEoneTIMEtokenOFaMAILthatNObodyMAYsee1";

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// Everything that this thread logs from now on, while the guard lives.
    fn listen(&self, filter: EnvFilter) -> impl Sized + use<> {
        let to = self.clone();
        // These read the pages for the test; the program has none of them.
        let filter = ["html5ever=off", "selectors=off", "reqwest=off"]
            .iter()
            .fold(filter, |f, line| f.add_directive(line.parse().unwrap()));
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(move || to.clone())
            .finish();
        let guard = subscriber.set_default();
        rocket::log::private::set_max_level(rocket::log::private::LevelFilter::Trace);
        guard
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The three pages with a token, by every method and in every shape that the routes do not know.
async fn knock(app: &TestApp) {
    let client = app.client();
    for page in ["reset-password", "confirm", "invitation"] {
        let path = format!("/{page}/{TOKEN}");
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
        ] {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            client.send(client.request(method, &path)).await;
        }
        for odd in [
            format!("{path}/more"),
            format!("{path}%ff%fe"),
            format!("{path}?next=%00"),
        ] {
            client.get(&odd).await;
        }
        let fields = [("password", TOKEN), ("csrf_token", TOKEN)];
        client.post_form(&path, &fields).await;
        for line in [
            format!("GET {path}|<>\" HTTP/1.1"),
            format!("FOO {path} HTTP/1.1"),
            format!("GET http://evil.test{path} HTTP/1.1"),
            format!("GET {path} HTTP/9.9"),
        ] {
            raw(app, &line).await;
        }
    }
}

async fn raw(app: &TestApp, line: &str) {
    let at = app.base().trim_start_matches("http://");
    let mut stream = TcpStream::connect(at).await.unwrap();
    let request = format!(
        "{line}\r\nHost: sarai.test\r\nReferer: /confirm/{TOKEN}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
}

#[tokio::test]
async fn token_of_a_mail_reaches_no_line_at_any_level() {
    let app = TestApp::new().await;
    for asked in [
        None,
        Some("debug"),
        Some("rocket=trace,tokio_postgres=trace,hyper=trace,debug"),
    ] {
        let written = Written::default();
        let ear = written.listen(kernel::log::filter(asked));
        knock(&app).await;
        let visitor = app.client();
        let email = format!("maryam{}@sarai.test", asked.map_or(0, str::len));
        sign_up(&visitor, &email)
            .await
            .assert_redirect("/confirm/sent");
        let link = link(&app, &email, "/confirm/").await;
        visitor.get(&link).await.assert_ok();
        drop(ear);
        let text = written.text();
        assert!(text.contains("answered"), "the ear hears what is asked for");
        let real = link.trim_start_matches("/confirm/");
        for token in [TOKEN, real] {
            let line = text.lines().find(|line| line.contains(token));
            assert_eq!(line, None, "{asked:?}");
        }
    }
}

#[tokio::test]
async fn ear_of_this_test_hears_what_rocket_would_write() {
    let app = TestApp::new().await;
    let written = Written::default();
    let ear = written.listen(EnvFilter::new("info,rocket=warn"));
    knock(&app).await;
    drop(ear);
    assert!(written.text().contains(TOKEN));
}

#[tokio::test]
async fn page_with_a_token_in_its_address_tells_it_to_nobody() {
    let app = TestApp::new().await;
    let client = app.client();
    for path in [
        format!("/reset-password/{TOKEN}"),
        format!("/confirm/{TOKEN}/more"),
    ] {
        let page = client.get(&path).await;
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{path}");
    }
    let page = client.get("/sign-in").await;
    assert_eq!(page.header("referrer-policy"), "same-origin");
}
