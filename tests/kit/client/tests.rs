//! The browser-like client against a small HTTP server that echoes what it was sent.
//! Here because a client that guesses would let a broken form pass every product test.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::{Client, Upload};

const PAGE: &str = r#"<!doctype html><html lang="fa"><head><title>t</title></head><body>
<h1>سلام   دنیا</h1><script>secret()</script>
<form id="reply" method="post" action="/echo?x=1" enctype="multipart/form-data">
<input type="hidden" name="_method" value="put"><input type="hidden" name="csrf_token" value="T1">
<input type="hidden" name="once" value="K1"><input name="subject" value="قدیم">
<textarea name="body">
first
second</textarea>
<select name="priority"><option value="1">a</option><option value="2" selected>b</option></select>
<select name="tags" multiple><option>x</option><option>y</option></select>
<input type="radio" name="size" value="s" checked><input type="radio" name="size" value="l">
<input type="checkbox" name="urgent"><input type="file" name="files" multiple>
<input name="off" value="1" disabled><fieldset disabled><input name="off2" value="1"></fieldset>
<button name="do" value="send">ok</button><button name="do" value="draft">later</button>
</form><input form="reply" name="outside" value="o">
<form id="search" action="/echo"><input name="q"></form>
<form id="live" action="/plain" hx-post="/echo" method="post"><input name="csrf_token" type="hidden" value="T1"></form>
</body></html>"#;

/// `/page` is the page above, `/go` redirects and sets a cookie, all else echoes the request.
async fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    base
}

async fn answer(stream: TcpStream) {
    let mut io = BufReader::new(stream);
    loop {
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let mut line = String::new();
            if io.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        io.read_exact(&mut body).await.unwrap();
        let (status, kind, extra, text) = match head.split(' ').nth(1).unwrap() {
            "/page" => ("200 OK", "text/html; charset=utf-8", "", PAGE.to_owned()),
            "/go" => (
                "303 See Other",
                "text/html",
                "Location: /page\r\nSet-Cookie: sarai=S1; Path=/; HttpOnly\r\n",
                String::new(),
            ),
            "/missing" => ("404 Not Found", "text/html", "", "<h1>nope</h1>".to_owned()),
            _ => (
                "200 OK",
                "text/plain",
                "",
                head.clone() + &String::from_utf8_lossy(&body),
            ),
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}Content-Length: {}\r\n\r\n{text}",
            text.len()
        );
        io.write_all(head.as_bytes()).await.unwrap();
    }
}

#[tokio::test]
async fn page_text_is_what_a_person_reads() {
    let page = Client::new(&server().await).get("/page").await;
    page.assert_ok()
        .assert_text("سلام دنیا")
        .assert_no_text("nope")
        .assert_element("form#reply");
    assert_eq!(page.texts("h1"), ["سلام دنیا"]);
    assert!(!page.visible().contains("secret"), "scripts are not read");
    assert_eq!(page.attributes("html", "lang"), ["fa"]);
}

#[tokio::test]
#[should_panic(expected = "wanted status 404")]
async fn found_page_fails_assert_not_found() {
    Client::new(&server().await)
        .get("/page")
        .await
        .assert_not_found();
}

#[tokio::test]
#[should_panic(expected = "is in 200 OK")]
async fn text_in_the_source_fails_assert_no_text() {
    Client::new(&server().await)
        .get("/page")
        .await
        .assert_no_text("secret()");
}

#[tokio::test]
async fn redirects_wait_until_followed_and_cookies_stay() {
    let client = Client::speaking(&server().await, "en");
    let answer = client.get("/go").await;
    answer.assert_status(303).assert_redirect("/page");
    answer.follow().await.assert_ok().assert_element("#reply");
    assert_eq!(client.cookie("sarai").as_deref(), Some("S1"));
    let echo = client.get("/echo").await.text.to_lowercase();
    assert!(
        echo.contains("cookie: sarai=s1") && echo.contains("accept-language: en"),
        "{echo}"
    );
    assert!(
        !echo.contains("hx-request") && !echo.contains("origin:"),
        "{echo}"
    );
    client.get("/missing").await.assert_not_found();
}

#[tokio::test]
async fn form_sends_what_the_page_offers_in_its_order() {
    let client = Client::new(&server().await);
    client.get("/page").await;
    let form = client
        .form("#reply")
        .set("subject", "نو")
        .set("priority", "1")
        .set("tags", "y");
    assert_eq!(form.value("body"), Some("first\nsecond"));
    let form = form.set("size", "l").tick("urgent").set("body", "a\nb");
    let file = Upload::new("a.png", "image/png", b"PNG".to_vec());
    let echo = form.attach("files", file).press("do", "draft").await;
    echo.assert_text("POST /echo?x=1")
        .assert_text("a\nb")
        .assert_text("filename=\"a.png\"");
    echo.assert_text("Content-Type: image/png")
        .assert_no_text("name=\"off");
    let names: Vec<&str> = echo
        .text
        .split("form-data; name=\"")
        .skip(1)
        .map(|part| part.split('"').next().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "_method",
            "csrf_token",
            "once",
            "subject",
            "body",
            "priority",
            "tags",
            "size",
            "urgent",
            "do",
            "outside",
            "files"
        ]
    );
    for value in ["send", "s", "x"] {
        assert!(
            !echo.text.contains(&format!("\r\n\r\n{value}\r\n")),
            "{echo:?}"
        );
    }
    assert!(echo.text.contains("\r\n\r\na\r\nb\r\n"), "{echo:?}");
}

#[tokio::test]
#[should_panic(expected = "no field \"sbject\"")]
async fn misspelt_field_fails() {
    let client = Client::new(&server().await);
    client.get("/page").await;
    let _form = client.form("#reply").set("sbject", "x");
}

#[tokio::test]
#[should_panic(expected = "has no choice \"9\"")]
async fn choice_that_is_not_offered_fails() {
    let client = Client::new(&server().await);
    client.get("/page").await;
    let _form = client.form("#reply").set("priority", "9");
}

#[tokio::test]
async fn get_form_becomes_a_query() {
    let client = Client::new(&server().await);
    client.get("/page").await;
    let echo = client.form("#search").set("q", "نان و نمک").submit().await;
    echo.assert_text("GET /echo?q=%D9%86");
}

#[tokio::test]
async fn token_of_the_last_page_goes_second_after_the_method() {
    let client = Client::new(&server().await);
    client.get("/page").await;
    client
        .delete("/x")
        .await
        .assert_text("_method=delete&csrf_token=T1")
        .assert_text("origin:");
    client
        .post_form("/x", &[("a", "b")])
        .await
        .assert_text("csrf_token=T1&a=b");
    client
        .post_form("/x", &[("csrf_token", "bad")])
        .await
        .assert_no_text("T1");
    let file = Upload::new("b.txt", "text/plain", "hi");
    let echo = client
        .post_multipart("/x", &[("a", "b")], vec![("f", file)])
        .await;
    let (token, field) = (echo.text.find("csrf_token"), echo.text.find("name=\"a\""));
    assert!(token.is_some() && token < field, "{echo:?}");
}

#[tokio::test]
async fn htmx_says_so_and_uses_the_forms_hx_target() {
    let client = Client::new(&server().await);
    client.get("/page").await;
    client
        .form("#live")
        .submit()
        .await
        .assert_text("POST /plain");
    let echo = client.htmx().form("#live").submit().await;
    echo.assert_text("POST /echo")
        .assert_text("hx-request: true");
    echo.assert_text("hx-request-type: partial")
        .assert_text("/page");
    client
        .form("#live")
        .submit()
        .await
        .assert_no_text("hx-request");
}
