//! Mail that comes in: filed by its signed address or its references, refused with a reason, never lost, never twice.

use contracts::mail::{InboundMail, Received};
use kernel::module::PlatformRole;
use kit::{Member, TestApp};

use super::talking::{answers, at_the_desk};

pub async fn receive(app: &TestApp, raw: impl Into<Vec<u8>>) -> Received {
    let port = app
        .state()
        .registry
        .ports()
        .get::<dyn InboundMail>()
        .expect("the desk takes mail");
    port.receive(&app.scopes(), raw.into())
        .await
        .expect("an answer for the mail server")
}

pub fn message(from: &str, to: &str, id: &str, more: &str, body: &str) -> String {
    format!(
        "From: <{from}>\r\nTo: <{to}>\r\nSubject: Re: x\r\nMessage-ID: <{id}@mail.test>\r\n{more}\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    )
}

/// A ticket that support has answered, and the reply address of the customer's mail.
pub async fn answered(app: &TestApp, sara: &Member) -> (String, String) {
    let ticket = app.ticket().of(sara).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    answers(&negar, at_the_desk(ticket.id), "بررسی شد").await;
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(&sara.person.email).await;
    let address = mail
        .header("reply-to")
        .expect("a reply address")
        .trim_matches(['<', '>', ' '])
        .to_owned();
    (format!("/tickets/{}", ticket.id), address)
}

#[tokio::test]
async fn answer_by_mail_is_filed_once_however_often_it_comes() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (path, address) = answered(&app, &sara).await;
    let raw = message(
        &sara.person.email,
        &address,
        "m1",
        "",
        "سپاس، درست شد.\r\n\r\n> بررسی شد",
    );
    assert!(matches!(
        receive(&app, raw.clone()).await,
        Received::Filed(_)
    ));
    assert!(matches!(receive(&app, raw).await, Received::Filed(_)));
    let page = sara.get(&path).await;
    assert_eq!(
        page.texts("article")
            .iter()
            .filter(|text| text.contains("سپاس، درست شد"))
            .count(),
        1
    );
    page.assert_text("با ایمیل");
    app.run_jobs().await;
}

#[tokio::test]
async fn reply_address_of_somebody_else_is_refused() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let (path, address) = answered(&app, &sara).await;
    let raw = message(&kaveh.person.email, &address, "m2", "", "نفوذ");
    assert!(matches!(receive(&app, raw).await, Received::Refused(_)));
    let forged = address.replacen("support+", "support+aaaa", 1);
    let raw = message(&kaveh.person.email, &forged, "m3", "", "نفوذ");
    receive(&app, raw).await;
    sara.get(&path).await.assert_no_text("نفوذ");
    app.leave_jobs();
}

#[tokio::test]
async fn stranger_is_told_to_sign_up_and_nothing_is_stored() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let raw = message(
        "stranger@elsewhere.test",
        "support@localhost",
        "m4",
        "",
        "سلام",
    );
    assert!(
        matches!(receive(&app, raw).await, Received::Refused(text) if text.contains("sign up"))
    );
    let negar = app.staff(PlatformRole::Support, "negar").await;
    assert_eq!(
        negar
            .get("/admin/tickets?view=all")
            .await
            .texts("#desk-queue tbody tr a")
            .len(),
        0
    );
}

#[tokio::test]
async fn known_person_opens_a_ticket_by_mail() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    let raw = message(
        &sara.person.email,
        "support@localhost",
        "m5",
        "",
        "سرور من خاموش شده است",
    );
    assert!(matches!(receive(&app, raw).await, Received::Filed(_)));
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
async fn machines_are_noted_and_never_answered() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (path, address) = answered(&app, &sara).await;
    for (n, header) in [
        "Auto-Submitted: auto-replied\r\n",
        "X-Sarai-Loop: localhost\r\n",
        "List-Id: <x.y>\r\n",
    ]
    .iter()
    .enumerate()
    {
        let raw = message(
            &sara.person.email,
            &address,
            &format!("auto{n}"),
            header,
            "خارج از دفتر",
        );
        assert!(
            matches!(receive(&app, raw).await, Received::Noted(_)),
            "{header}"
        );
    }
    sara.get(&path).await.assert_no_text("خارج از دفتر");
    assert!(app.jobs().await.is_empty());
}

#[tokio::test]
async fn malformed_and_oversized_messages_are_refused_for_ever() {
    let app = TestApp::new().await;
    for raw in [
        b"".to_vec(),
        b"\0\0\0".to_vec(),
        vec![b'x'; 25 * 1024 * 1024 + 1],
    ] {
        assert!(matches!(receive(&app, raw).await, Received::Refused(_)));
    }
}

#[tokio::test]
async fn reply_to_a_ticket_closed_long_ago_is_refused_with_what_to_do() {
    let app = TestApp::new().await;
    app.leave_jobs(); // whoever hears of a closed ticket
    let sara = app.customer("sara").await;
    let (path, address) = answered(&app, &sara).await;
    sara.get(&path).await.assert_ok();
    sara.post_form(format!("{path}/closure"), &[]).await;
    app.clock().advance(chrono::Duration::days(30));
    let raw = message(&sara.person.email, &address, "late", "", "هنوز هست");
    assert!(matches!(receive(&app, raw).await, Received::Refused(text) if text.contains("closed")));
}

#[tokio::test]
async fn returned_mail_marks_its_delivery_and_the_trail_says_so() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    answered(&app, &sara).await;
    let mail = app.smtp().wait_for_mail_to(&sara.person.email).await;
    let raw = format!(
        "From: MAILER-DAEMON@mx.test\r\nTo: <support@sarai.test>\r\nContent-Type: multipart/report; \
         report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Final-Recipient: rfc822; {}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\n\
         Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}>\r\n\r\n--b--\r\n",
        sara.person.email, mail.message_id
    );
    let got = receive(&app, raw).await;
    assert!(
        matches!(&got, Received::Noted(text) if text.contains("1 deliveries")),
        "{got:?}"
    );
    let failed = "SELECT count(*) FROM mail_deliveries WHERE state = 'failed' AND recipient = $1";
    assert_eq!(app.value::<i64>(failed, &[&sara.person.email]).await, 1);
    let sql = "SELECT count(*) FROM audit_events WHERE action = 'kernel.mail.bounced' AND after->>'detail' LIKE '%5.1.1%'";
    assert_eq!(app.value::<i64>(sql, &[]).await, 1);
}
