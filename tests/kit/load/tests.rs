//! The load generator against a small server that answers sized, chunked, compressed or wrongly.
//! Here because a bench that counts wrong answers measures nothing.

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{Load, Shot};

const PAGE: &str = "<h1>تیکت‌ها</h1>";

fn packed() -> Vec<u8> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4096, 5, 20)
        .write_all(PAGE.as_bytes())
        .unwrap();
    out
}

/// Answers by path; a POST gets 303 when its form is `a=1+2`.
fn answer(request: &str) -> Vec<u8> {
    let brotli = request.contains("Accept-Encoding: gzip, deflate, br");
    let (body, encoding) = if brotli {
        (packed(), "Content-Encoding: br\r\n")
    } else {
        (PAGE.into(), "")
    };
    let ok = format!("HTTP/1.1 200 OK\r\n{encoding}");
    let sized = format!("{ok}Content-Length: {}\r\n\r\n", body.len());
    let (first, rest) = body.split_at(3);
    let chunks = format!("{ok}Transfer-Encoding: chunked\r\n\r\n3\r\n");
    match request.split(' ').nth(1).unwrap() {
        "/sized" => [sized.as_bytes(), &body].concat(),
        "/chunked" => {
            let middle = format!("\r\n{:x};x=y\r\n", rest.len());
            [
                chunks.as_bytes(),
                first,
                middle.as_bytes(),
                rest,
                b"\r\n0\r\n\r\n",
            ]
            .concat()
        }
        "/session" if request.contains("Cookie: sarai=S1\r\n") => {
            [sized.as_bytes(), &body].concat()
        }
        "/form" if request.ends_with("\r\n\r\na=1+2") => {
            b"HTTP/1.1 303 See Other\r\nLocation: /\r\nContent-Length: 0\r\n\r\n".to_vec()
        }
        _ => b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops".to_vec(),
    }
}

async fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                while let Ok(read @ 1..) = stream.read(&mut request).await {
                    let answer = answer(&String::from_utf8_lossy(&request[..read]));
                    // In two pieces, so that the reader has to wait in the middle.
                    let (head, tail) = answer.split_at(answer.len() / 2);
                    stream.write_all(head).await.unwrap();
                    tokio::task::yield_now().await;
                    stream.write_all(tail).await.unwrap();
                }
            });
        }
    });
    address
}

async fn short(marker: Option<&str>) -> Load {
    Load {
        clients: 3,
        warm_up: Duration::from_millis(20),
        duration: Duration::from_millis(150),
        marker: marker.map(str::to_owned),
        ..Load::new(server().await)
    }
}

#[tokio::test]
async fn counts_sized_and_chunked_pages_and_their_latency() {
    let load = short(Some("تیکت‌ها")).await;
    for path in ["/sized", "/chunked"] {
        let rate = load.run(move |_, _| Shot::get(path, "")).await.unwrap();
        assert!(rate.count > 10, "{rate:?}");
        assert!(rate.p50 <= rate.p99 && rate.p99 <= rate.max, "{rate:?}");
        assert_eq!(rate.mean_bytes, packed().len() as u64);
    }
}

#[tokio::test]
async fn sends_the_session_and_numbers_each_clients_requests() {
    let load = short(Some("تیکت")).await;
    let seen = std::sync::Arc::new(std::sync::Mutex::new(vec![0; 3]));
    let counted = seen.clone();
    let shot = move |client: usize, n: u64| {
        counted.lock().unwrap()[client] = n;
        Shot::get("/session", "sarai=S1")
    };
    load.run(shot).await.unwrap();
    assert!(seen.lock().unwrap().iter().all(|n| *n > 0));
}

#[tokio::test]
async fn posts_forms() {
    let load = Load {
        status: 303,
        ..short(None).await
    };
    let rate = load
        .run(|_, _| Shot::post("/form", "", &[("a", "1 2")]))
        .await
        .unwrap();
    assert!(rate.count > 10, "{rate:?}");
}

#[tokio::test]
async fn wrong_answer_or_missing_marker_fails_the_run() {
    let error = short(None)
        .await
        .run(|_, _| Shot::get("/session", ""))
        .await
        .unwrap_err();
    assert!(format!("{error:#}").contains("oops"), "{error:#}");
    let error = short(Some("missing"))
        .await
        .run(|_, _| Shot::get("/sized", ""))
        .await
        .unwrap_err();
    assert!(format!("{error:#}").contains("no \"missing\""), "{error:#}");
}
