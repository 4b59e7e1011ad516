//! What is too large is answered, not reset: 413 with the form and everything that was typed.
//! The body is sent whole; the browser must be able to read the answer.

use kit::{TestApp, Upload};

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
