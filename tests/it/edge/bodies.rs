//! Bodies that are meant to hold the program up: heads that never end, clients that stop halfway, another protocol.
//! Sent byte by byte, for no browser would.

use std::time::{Duration, Instant};

use kit::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const MIB: usize = 1024 * 1024;

/// The head of a request with a body of this type and length.
fn head(path: &str, content_type: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: sarai.test\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    )
}

async fn open(app: &TestApp, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", app.state().config.port))
        .await
        .unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

/// What comes back until the server closes, or has nothing more to say.
async fn answer(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes);
    let ended = tokio::time::timeout(Duration::from_secs(20), end).await;
    assert!(
        matches!(ended, Ok(Ok(_))),
        "still open: {}",
        String::from_utf8_lossy(&bytes)
    );
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Sends a part's head that never ends, and reads the status line.
async fn endless(app: &TestApp, path: &str, cookies: &str) -> String {
    let head = head(path, "multipart/form-data; boundary=b", 40 * MIB);
    let head = head.replace("\r\n\r\n", &format!("\r\nCookie: {cookies}\r\n\r\n"));
    let stream = open(app, &head).await;
    let (mut read, mut write) = stream.into_split();
    let send = async {
        let part = b"--b\r\nContent-Disposition: form-data; name=\"";
        let _ = write.write_all(part).await;
        let piece = vec![b'a'; 64 * 1024];
        for _ in 0..40 * 16 {
            if write.write_all(&piece).await.is_err() {
                break;
            }
        }
    };
    let mut line = [0; 12];
    let ((), read) = tokio::join!(send, read.read_exact(&mut line));
    read.unwrap();
    String::from_utf8_lossy(&line).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn head_of_a_part_that_never_ends_stalls_no_page() {
    let app = TestApp::new().await;
    let began = Instant::now();
    let page = async {
        app.client().get("/sign-in").await.assert_ok();
        began.elapsed()
    };
    let attack = || endless(&app, "/sign-in", "");
    let (a, b, c, d, page) = tokio::join!(attack(), attack(), attack(), attack(), page);
    println!("page after {page:?}, all after {:?}", began.elapsed());
    assert_eq!([a, b, c, d], ["HTTP/1.1 415"; 4]);
    assert!(page < Duration::from_secs(3), "{page:?}");
}

#[cfg(feature = "tickets")]
#[tokio::test(flavor = "multi_thread")]
async fn form_with_files_gives_such_a_head_up_as_well() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let began = Instant::now();
    assert_eq!(
        endless(&app, "/tickets", &sara.cookies()).await,
        "HTTP/1.1 400"
    );
    println!("answered after {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn form_without_files_takes_no_multipart_and_says_so() {
    let app = TestApp::new().await;
    let visitor = app.client();
    visitor.get("/sign-in").await.assert_ok();
    let fields = [("identifier", "sara@sarai.test"), ("password", "x")];
    let page = visitor.post_multipart("/sign-in", &fields, vec![]).await;
    page.assert_status(415)
        .assert_text("این صفحه فایل نمی‌پذیرد");
    let htmx = visitor.htmx();
    let toast = htmx.post_multipart("/sign-in", &fields, vec![]).await;
    assert_eq!(toast.assert_status(415).header("hx-retarget"), "#toasts");
}

#[tokio::test]
async fn fifty_bodies_that_stop_halfway_are_answered_and_closed() {
    let app = TestApp::with(|config| config.body_seconds = 1).await;
    let began = Instant::now();
    let form = "application/x-www-form-urlencoded";
    let half = format!("{}identifier=sara%40sarai", head("/sign-in", form, 1000));
    // Its route refuses before the form is looked at, and drains.
    let refused = format!(
        "{}name=company&kind=x",
        head("/account/tenants", form, 1000)
    );
    let mut open_ones = Vec::new();
    for _ in 0..25 {
        open_ones.push((open(&app, &half).await, "HTTP/1.1 408"));
        open_ones.push((open(&app, &refused).await, "HTTP/1.1 401"));
    }
    for (stream, status) in open_ones {
        let answer = answer(stream).await;
        assert!(answer.starts_with(status), "{answer}");
    }
    println!("all closed after {:?}", began.elapsed());
}

#[tokio::test]
async fn http_2_with_prior_knowledge_is_not_spoken() {
    let app = TestApp::new().await;
    let mut stream = open(&app, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    // An empty SETTINGS frame, as a client of HTTP/2 begins.
    stream
        .write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0])
        .await
        .unwrap();
    let mut first = [0; 9];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut first)).await;
    let length = read.expect("an answer or an end").unwrap_or(0);
    let shown = String::from_utf8_lossy(&first[..length]).into_owned();
    assert!(length == 0 || shown.starts_with("HTTP/1.1"), "{first:?}");
}

#[tokio::test]
async fn nul_in_a_form_is_no_fault_of_ours() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let nul = "a\0b";
    for (path, field) in [
        ("/sign-in", "identifier"),
        ("/forgot-password", "email"),
        ("/account/tenants", "name"),
        ("/account/tenant", "tenant"),
        ("/theme", "theme"),
    ] {
        let fields = [
            (field, nul),
            ("password", nul),
            ("kind", "company"),
            ("next", nul),
        ];
        let answer = sara.post_form(path, &fields).await;
        assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
    }
    app.leave_jobs();
}
