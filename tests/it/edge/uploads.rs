//! What is too large is answered, not reset: 413 with the form and everything that was typed.
//! The body is sent whole; the browser must be able to read the answer.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};
use kit::{TestApp, Upload};

/// A PNG of one colour: few bytes that become `side` × `side` × 4.
fn png(side: u32) -> Vec<u8> {
    let chunk = |name: &[u8], data: &[u8]| {
        let body = [name, data].concat();
        let mut sum = Crc::new();
        sum.update(&body);
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], &body, &sum.sum().to_be_bytes()].concat()
    };
    let head = [
        &side.to_be_bytes()[..],
        &side.to_be_bytes(),
        &[8, 6, 0, 0, 0],
    ]
    .concat();
    let mut rows = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..side {
        rows.write_all(&vec![0; side as usize * 4 + 1]).unwrap();
    }
    let rows = rows.finish().unwrap();
    let parts = [
        chunk(b"IHDR", &head),
        chunk(b"IDAT", &rows),
        chunk(b"IEND", b""),
    ];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

/// A line of what the system says of this process's memory, in KiB.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let found = status.lines().find_map(|l| l.strip_prefix(line));
    let digits = found
        .unwrap()
        .trim_start_matches(':')
        .split_whitespace()
        .next()
        .unwrap();
    digits.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_small_files_of_large_pictures_take_no_memory() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let page = format!("/tickets/{}", ticket.id);
    sara.get(&page).await.assert_ok();
    let picture = png(8000);
    let send = || async {
        let file = Upload::new("wall.png", "image/png", picture.clone());
        let path = format!("{page}/messages");
        sara.post_multipart(path, &[("body", "دیوار")], vec![("attachments", file)])
            .await
    };
    // The system's record of the most begins anew.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmHWM");
    let answers = futures::future::join_all((0..12).map(|_| send())).await;
    let grown = (memory("VmHWM") - before) / 1024;
    println!("{} KiB each, {grown} MiB more", picture.len() / 1024);
    for answer in answers {
        answer.assert_status(422).assert_text("۴۰ میلیون پیکسل");
    }
    assert!(grown < 400, "{grown} MiB");
}

#[tokio::test]
async fn attachment_of_thirty_megabytes_is_413_and_loses_nothing() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    sara.get("/tickets/new").await.assert_ok();
    let big = Upload::new("film.png", "image/png", vec![0u8; 30 * 1024 * 1024]);
    let form = sara
        .form("form[action='/tickets']")
        .set("subject", "پیوست")
        .set("body", "متن بلند من");
    let again = form.attach("attachments", big).submit().await;
    again.assert_status(413).assert_text("film.png");
    let form = again.form("form[action='/tickets']");
    assert_eq!(
        (form.value("subject"), form.value("body")),
        (Some("پیوست"), Some("متن بلند من"))
    );
    sara.get("/tickets").await.assert_no_text("پیوست");
}

#[tokio::test]
async fn text_larger_than_any_form_is_413() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let endless = "x".repeat(1024 * 1024);
    let answer = sara
        .post_form(
            "/account/tenants",
            &[("name", &endless), ("kind", "company")],
        )
        .await;
    answer.assert_status(413).assert_text("حجم زیاد است");
    let toast = sara
        .htmx()
        .post_form(
            "/account/tenants",
            &[("name", &endless), ("kind", "company")],
        )
        .await;
    assert_eq!(toast.assert_status(413).header("hx-retarget"), "#toasts");
}
