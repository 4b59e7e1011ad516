//! Talking in a ticket: who sees what, closing and opening again.

use kernel::module::PlatformRole;
use kit::TestApp;

use super::talking::{answers, at_the_desk};

#[tokio::test]
async fn customer_never_sees_an_internal_note() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let desk = at_the_desk(ticket.id);
    negar.get(&desk).await.assert_ok();
    negar
        .form("#note")
        .set("note", "مشتری بدحساب")
        .submit()
        .await
        .assert_redirect(&desk);
    negar.get(&desk).await.assert_text("مشتری بدحساب");
    sara.get(format!("/tickets/{}", ticket.id))
        .await
        .assert_no_text("مشتری بدحساب");
    sara.get(format!("/tickets/{}/messages", ticket.id))
        .await
        .assert_no_text("مشتری بدحساب");
    assert!(app.jobs().await.is_empty(), "a note tells nobody");
}

#[tokio::test]
async fn another_customer_gets_404_for_a_ticket_and_cannot_answer_it() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let ticket = app.ticket().of(&sara).insert().await;
    let path = format!("/tickets/{}", ticket.id);
    kaveh.get("/tickets").await.assert_ok();
    kaveh.get(&path).await.assert_not_found();
    kaveh
        .post_form(format!("{path}/messages"), &[("body", "نفوذ")])
        .await
        .assert_not_found();
    kaveh
        .post_form(format!("{path}/closure"), &[])
        .await
        .assert_not_found();
    sara.get(&path).await.assert_no_text("نفوذ");
}

#[tokio::test]
async fn answer_opens_a_closed_ticket_within_two_weeks_and_not_after() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let path = format!("/tickets/{}", ticket.id);
    sara.get(&path).await.assert_ok();
    sara.post_form(format!("{path}/closure"), &[])
        .await
        .assert_redirect(&path);
    sara.get(&path).await.assert_text("بسته");
    sara.form("#answer")
        .set("body", "هنوز هست")
        .submit()
        .await
        .assert_redirect(&path);
    sara.get(&path)
        .await
        .assert_text("هنوز هست")
        .assert_text("منتظر پاسخ پشتیبانی");
    sara.post_form(format!("{path}/closure"), &[])
        .await
        .assert_redirect(&path);
    app.clock().advance(chrono::Duration::days(15));
    answers(&sara, &path, "خیلی دیر")
        .await
        .assert_status(409)
        .assert_text("تیکت جدید");
    sara.get(&path).await.assert_no_text("خیلی دیر");
    app.run_jobs().await;
}

#[tokio::test]
async fn answer_sent_twice_is_written_once() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let path = format!("/tickets/{}", ticket.id);
    let page = sara.get(&path).await;
    for _ in 0..2 {
        page.form("#answer")
            .set("body", "یک بار")
            .submit()
            .await
            .assert_redirect(&path);
    }
    let shown = sara
        .get(&path)
        .await
        .texts("article")
        .into_iter()
        .filter(|text| text.contains("یک بار"))
        .count();
    assert_eq!(shown, 1);
    app.run_jobs().await;
}

#[tokio::test]
async fn dates_are_jalali_with_persian_digits_and_gregorian_in_english() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let path = format!("/tickets/{}", ticket.id);
    sara.get(&path).await.assert_text("۱۴۱۹");
    sara.get(format!("{path}?lang=en"))
        .await
        .assert_text("2040");
}
