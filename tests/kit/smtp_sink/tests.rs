//! The sink against lettre (what the product uses) and against a hand-typed dialogue.
//! Here because a sink that is too kind would hide protocol faults of the product.

use lettre::message::{Attachment, MultiPart, SinglePart, header::ContentType};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Message, Tokio1Executor};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::SmtpSink;

const LINK: &str = "http://localhost:8000/confirm/abc?x=1";

fn letter(to: &str) -> Message {
    let text = format!("سلام\n.\nبرای تأیید روی پیوند بزنید: {LINK}.\n");
    let html = format!(r#"<p>سلام</p><a href="{LINK}">تأیید</a> <a href="https://b.test/">b</a>"#);
    let file =
        Attachment::new("فاکتور.txt".to_owned()).body("یک".to_owned(), ContentType::TEXT_PLAIN);
    Message::builder()
        .from("sarai@sarai.test".parse().unwrap())
        .to(to.parse().unwrap())
        .subject("نشانی رایانامهٔ خود را تأیید کنید")
        .message_id(Some("<d1@sarai.test>".to_owned()))
        .multipart(
            MultiPart::mixed()
                .multipart(MultiPart::alternative_plain_html(text, html))
                .singlepart(file),
        )
        .unwrap()
}

fn transport(sink: &SmtpSink) -> AsyncSmtpTransport<Tokio1Executor> {
    AsyncSmtpTransport::<Tokio1Executor>::from_url(&sink.url())
        .unwrap()
        .build()
}

#[tokio::test]
async fn mail_of_lettre_arrives_whole_and_parsed() {
    let sink = SmtpSink::start().await;
    transport(&sink)
        .send(letter("mina@example.test"))
        .await
        .unwrap();
    let mail = sink.wait_for_mail_to("Mina@example.test").await;
    assert_eq!(mail.from, "sarai@sarai.test");
    assert_eq!(mail.subject, "نشانی رایانامهٔ خود را تأیید کنید");
    assert_eq!(mail.message_id, "d1@sarai.test");
    assert_eq!(mail.header("message-id"), Some("<d1@sarai.test>"));
    assert!(
        mail.text.replace("\r\n", "\n").starts_with("سلام\n.\nبرای"),
        "{:?}",
        mail.text
    );
    assert!(mail.html.contains("<p>سلام</p>"));
    assert_eq!(mail.links, [LINK, "https://b.test/"]);
    assert_eq!(mail.link("/confirm/"), LINK);
    assert_eq!(
        mail.attachments,
        [("فاکتور.txt".to_owned(), "یک".as_bytes().to_vec())]
    );
    assert!(mail.acknowledged);
}

#[tokio::test]
async fn html_only_mail_has_no_invented_text_part() {
    let sink = SmtpSink::start().await;
    let mail = Message::builder()
        .from("a@sarai.test".parse().unwrap())
        .to("b@sarai.test".parse().unwrap())
        .singlepart(SinglePart::html("<p>x</p>".to_owned()))
        .unwrap();
    transport(&sink).send(mail).await.unwrap();
    let mail = sink.wait_for_mail_to("b@sarai.test").await;
    assert_eq!((mail.text.as_str(), mail.html.trim()), ("", "<p>x</p>"));
}

#[tokio::test]
async fn refused_mail_is_a_transient_error_and_the_next_one_passes() {
    let sink = SmtpSink::start().await;
    sink.refuse_next(1);
    let smtp = transport(&sink);
    let error = smtp.send(letter("a@example.test")).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    smtp.send(letter("a@example.test")).await.unwrap();
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn refused_address_is_a_permanent_error_until_healed() {
    let sink = SmtpSink::start().await;
    sink.refuse_address("Gone@example.test");
    let smtp = transport(&sink);
    let error = smtp.send(letter("gone@example.test")).await.unwrap_err();
    assert!(error.is_permanent(), "{error}");
    smtp.send(letter("here@example.test")).await.unwrap();
    sink.heal();
    smtp.send(letter("gone@example.test")).await.unwrap();
    assert_eq!(sink.wait_for_count(2, |_| true).await.len(), 2);
}

#[tokio::test]
async fn cut_after_the_dot_keeps_the_mail_but_tells_the_sender_nothing() {
    let sink = SmtpSink::start().await;
    sink.drop_after_dot_next(1);
    let error = transport(&sink)
        .send(letter("a@example.test"))
        .await
        .unwrap_err();
    assert!(!error.is_permanent() && !error.is_transient(), "{error}");
    assert!(!sink.wait_for_mail_to("a@example.test").await.acknowledged);
    transport(&sink)
        .send(letter("a@example.test"))
        .await
        .unwrap();
    assert_eq!(
        sink.wait_for_count(2, |mail| mail.message_id == "d1@sarai.test")
            .await
            .len(),
        2
    );
}

#[tokio::test]
async fn delay_holds_the_answer_back() {
    let sink = SmtpSink::start().await;
    let delay = std::time::Duration::from_millis(120);
    sink.delay(delay);
    let began = std::time::Instant::now();
    transport(&sink)
        .send(letter("a@example.test"))
        .await
        .unwrap();
    assert!(began.elapsed() >= delay);
}

#[tokio::test]
async fn wait_gives_up_when_nothing_fits() {
    let sink = SmtpSink::start().await;
    transport(&sink)
        .send(letter("a@example.test"))
        .await
        .unwrap();
    let soon = std::time::Duration::from_millis(30);
    assert!(
        sink.find_within(soon, |mail| mail.is_to("b@example.test"))
            .await
            .is_none()
    );
}

/// Send everything in one write (pipelining), read until the server closes.
async fn dialogue(sink: &SmtpSink, script: &str) -> Vec<String> {
    let mut stream = TcpStream::connect(sink.address()).await.unwrap();
    stream.write_all(script.as_bytes()).await.unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).await.unwrap();
    answers
        .lines()
        .filter(|line| line.as_bytes()[3] == b' ')
        .map(str::to_owned)
        .collect()
}

fn codes(answers: &[String]) -> Vec<&str> {
    answers
        .iter()
        .map(|line| line.split(' ').next().unwrap())
        .collect()
}

#[tokio::test]
async fn pipelined_dialogue_is_answered_in_order() {
    let sink = SmtpSink::start().await;
    let answers = dialogue(
        &sink,
        "EHLO me\r\nmail from:<a@b.test> BODY=8BITMIME SIZE=20\r\nRCPT TO:<c@d.test>\r\nDATA\r\n\
         Subject: x\r\n\r\n..dot\r\n.\r\nNOOP\r\nRSET\r\nVRFY c\r\nQUIT\r\n",
    )
    .await;
    assert_eq!(
        codes(&answers),
        [
            "220", "250", "250", "250", "354", "250", "250", "250", "252", "221"
        ]
    );
    assert_eq!(sink.mails()[0].raw, b"Subject: x\r\n\r\n.dot\r\n");
}

#[tokio::test]
async fn commands_out_of_order_or_malformed_are_refused() {
    let sink = SmtpSink::start().await;
    let long = "X".repeat(5000);
    let answers = dialogue(
        &sink,
        &format!(
            "MAIL FROM:<a@b.test>\r\nEHLO\r\nHELO me\r\nMAIL FROM:<a@b.test> SIZE=1\r\n\
             RCPT TO:<c@d.test>\r\nDATA\r\nEHLO me\r\nMAIL a@b.test\r\nMAIL FROM:<a@b.test> RET=HDRS\r\n\
             MAIL FROM:<a@b.test> SIZE=26214401\r\nMAIL FROM:<سارا@b.test>\r\n\
             MAIL FROM:<سارا@b.test> SMTPUTF8\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<nobody>\r\nDATA\r\n\
             STARTTLS\r\nBLAH\r\n{long}\r\nNOOP\nQUIT\r\n"
        ),
    )
    .await;
    assert_eq!(
        codes(&answers),
        [
            "220", "503", "501", "250", "555", "503", "503", "250", "501", "555", "552", "553",
            "250", "503", "501", "554", "502", "500", "500", "500", "221"
        ]
    );
}

#[tokio::test]
async fn body_that_breaks_the_rules_is_refused_and_not_kept() {
    let sink = SmtpSink::start().await;
    let mail =
        |body: &str| format!("MAIL FROM:<>\r\nRCPT TO:<c@d.test>\r\nDATA\r\n{body}\r\n.\r\n");
    let script = format!(
        "EHLO me\r\n{}{}{}QUIT\r\n",
        mail("سلام"),
        mail("bare\nfeed"),
        mail(&"x".repeat(999))
    );
    let answers = dialogue(&sink, &script).await;
    assert_eq!(
        answers
            .iter()
            .filter(|line| line.starts_with("554"))
            .count(),
        3,
        "{answers:?}"
    );
    assert!(sink.mails().is_empty());
}
