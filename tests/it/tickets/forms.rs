//! Opening a ticket: what the form refuses, what it keeps, what it stores once.

use kernel::module::PlatformRole;
use kit::{TestApp, Upload};

use super::talking::asks;

#[tokio::test]
async fn agent_sees_the_ticket_that_a_customer_opened_by_the_form() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    asks(&sara, "سایت باز نمی‌شود")
        .await
        .assert_redirect("/tickets/");
    let negar = app.staff(PlatformRole::Support, "negar").await;
    negar
        .get("/admin/tickets")
        .await
        .assert_ok()
        .assert_text("سایت باز نمی‌شود");
    app.run_jobs().await;
}

#[tokio::test]
async fn form_sent_twice_opens_one_ticket() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    let page = sara.get("/tickets/new").await;
    let twin = |form: kit::Form| form.set("subject", "یکتا").set("body", "متن");
    let first = twin(page.form("form[action='/tickets']")).submit().await;
    let second = twin(page.form("form[action='/tickets']")).submit().await;
    assert_eq!(first.location(), second.location());
    assert_eq!(
        sara.get("/tickets")
            .await
            .texts("#ticket-list tbody tr")
            .len(),
        1
    );
    app.run_jobs().await;
}

#[tokio::test]
async fn empty_fields_are_named_and_what_was_typed_stays() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    sara.get("/tickets/new").await.assert_ok();
    let again = sara
        .form("form[action='/tickets']")
        .set("body", "متنی که می‌ماند")
        .submit()
        .await;
    again.assert_status(422).assert_text("این بخش را پر کنید");
    assert_eq!(
        again.form("form[action='/tickets']").value("body"),
        Some("متنی که می‌ماند")
    );
}

#[tokio::test]
async fn program_named_png_is_refused_and_nothing_is_stored() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    sara.get("/tickets/new").await.assert_ok();
    let program = Upload::new(
        "photo.png",
        "image/png",
        b"MZ\x90\x00\x03\x00\x00\x00".to_vec(),
    );
    let form = sara
        .form("form[action='/tickets']")
        .set("subject", "پیوست")
        .set("body", "متن");
    form.attach("attachments", program)
        .submit()
        .await
        .assert_status(422)
        .assert_text("این نوع فایل");
    assert_eq!(
        sara.get("/tickets")
            .await
            .texts("#ticket-list tbody tr a")
            .len(),
        0
    );
}

#[tokio::test]
async fn markup_in_a_message_is_shown_as_text() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let attack = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let ticket = app
        .ticket()
        .of(&sara)
        .subject("<b>موضوع</b>")
        .body(attack)
        .insert()
        .await;
    let page = sara.get(format!("/tickets/{}", ticket.id)).await;
    page.assert_ok()
        .assert_text("<script>alert(1)</script>")
        .assert_no_element("main script")
        .assert_no_element("main img[src=x]");
}

#[tokio::test]
async fn attached_text_comes_back_as_a_download_in_a_sandbox() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    sara.get("/tickets/new").await.assert_ok();
    let file = Upload::new("گزارش.txt", "text/plain", "سلام".as_bytes().to_vec());
    let form = sara
        .form("form[action='/tickets']")
        .set("subject", "پیوست")
        .set("body", "متن");
    let page = form
        .attach("attachments", file)
        .submit()
        .await
        .follow()
        .await;
    let address = page
        .attributes("main a[href^='/tickets/attachments/']", "href")
        .remove(0);
    let answer = sara.get(&address).await;
    assert_eq!(answer.assert_ok().text, "سلام");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert!(answer.header("content-security-policy").contains("sandbox"));
    app.customer("kaveh")
        .await
        .get(&address)
        .await
        .assert_not_found();
    app.run_jobs().await;
}
