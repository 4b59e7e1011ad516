//! Who wrote a mail: staff only by the token mailed to them, customers by it or by the mail server's word, and whoever is
//! not proven in a ticket of their own that says so.

use contracts::mail::Received;
use kernel::db::Role;
use kernel::module::PlatformRole;
use kit::{Member, Staff, TestApp};

use super::mail_in::{answered, message, receive};
use super::talking::answers;

const REFERS: &str = "In-Reply-To: <TICKET@127.0.0.1>\r\nReferences: <TICKET@127.0.0.1>\r\n";

/// A mail from this address that refers to the ticket and carries no token.
fn referring(from: &str, path: &str, id: &str, more: &str, body: &str) -> String {
    let ticket = path.rsplit('/').next().unwrap_or_default();
    let more = format!("{more}{}", REFERS.replace("TICKET", ticket));
    message(from, "support@sarai.test", id, &more, body)
}

async fn trust(app: &TestApp, server: &str) {
    app.setting("tickets.trusted_authserv_id", server).await;
}

/// The reply address of the newest mail to somebody whose text holds these words.
async fn reply_address(app: &TestApp, to: &str, words: &str) -> String {
    let found = |mail: &kit::Mail| mail.is_to(to) && mail.text.contains(words);
    let mail = app.smtp().wait_for(found).await;
    let address = mail.header("reply-to").expect("a reply address");
    address.trim_matches(['<', '>', ' ']).to_owned()
}

/// A ticket with an agent's answer, the agent, and the customer's reply address.
async fn talk(app: &TestApp, sara: &Member) -> (String, String, Staff) {
    let (path, address) = answered(app, sara).await;
    let reza = app.staff(PlatformRole::Support, "reza").await;
    (path, address, reza)
}

#[tokio::test]
async fn staff_are_not_impersonated_by_references() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (path, _, reza) = talk(&app, &sara).await;
    trust(&app, "mx.sarai.test").await;
    let proven = "Authentication-Results: mx.sarai.test; dmarc=pass header.from=sarai.test\r\n";
    for (id, more) in [("i1", ""), ("i2", proven)] {
        let raw = referring(&reza.person.email, &path, id, more, "رمزتان را بفرستید");
        let got = receive(&app, raw).await;
        assert!(
            matches!(&got, Received::Refused(why) if why.contains("signed reply address")),
            "{got:?}"
        );
    }
    sara.get(&path).await.assert_no_text("رمزتان را بفرستید");
    assert!(app.jobs().await.is_empty(), "nothing is mailed on");
}

#[tokio::test]
async fn staff_answer_with_the_token_that_was_mailed_to_them_and_with_no_other() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (path, customers, reza) = talk(&app, &sara).await;
    answers(&sara, &path, "هنوز کند است").await;
    app.run_jobs().await;
    let staffs = reply_address(&app, &reza.person.email, "هنوز کند است").await;
    let sarai = (reza.person.email.as_str(), sara.person.email.as_str());
    for (id, from, to) in [("s1", sarai.0, &customers), ("s2", sarai.1, &staffs)] {
        let raw = message(from, to, id, "", "جعلی");
        assert!(
            matches!(receive(&app, raw).await, Received::Refused(_)),
            "{id}"
        );
    }
    let raw = message(sarai.0, &staffs, "s3", "", "سرور تقویت شد");
    assert!(matches!(receive(&app, raw).await, Received::Filed(_)));
    let page = sara.get(&path).await;
    page.assert_text("سرور تقویت شد").assert_no_text("جعلی");
    app.run_jobs().await;
    reply_address(&app, sarai.1, "سرور تقویت شد").await;
}

#[tokio::test]
async fn customers_mail_without_a_token_opens_a_ticket_that_says_that_nothing_proves_its_sender() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (path, _, reza) = talk(&app, &sara).await;
    let raw = referring(
        &sara.person.email,
        &path,
        "u1",
        "",
        "همهٔ سرورها را پاک کنید",
    );
    let got = receive(&app, raw).await;
    assert!(
        matches!(&got, Received::Filed(where_to) if where_to.contains("sender not proven")),
        "{got:?}"
    );
    sara.get(&path)
        .await
        .assert_no_text("همهٔ سرورها را پاک کنید");
    let queue = reza.get("/admin/tickets?view=all").await;
    queue.assert_text("فرستنده تأیید نشده");
    let ticket = queue.attributes("#desk-queue tbody tr a", "href").remove(0);
    assert!(!ticket.ends_with(&path), "another ticket");
    reza.get(&ticket)
        .await
        .assert_text("چیزی ثابت نمی‌کند")
        .assert_text("با ایمیل، فرستنده تأیید نشده");
    let sql = "UPDATE users SET locale = 'en' WHERE id = $1";
    app.sql_as(Role::Platform)
        .await
        .execute(sql, &[&reza.person.id.0])
        .await
        .unwrap();
    reza.get(&ticket)
        .await
        .assert_text("nothing proves that “sara” wrote it")
        .assert_text("By e-mail, sender not proven");
    app.run_jobs().await;
    let told = app.smtp().wait_for_mail_to(&reza.person.email).await;
    assert!(
        told.text.contains("sara (sender not proven)"),
        "{}",
        told.text
    );
}

#[tokio::test]
async fn answer_to_an_unproven_sender_goes_to_the_account_and_tells_nothing_of_before() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (path, _, reza) = talk(&app, &sara).await;
    let wish = "Reply-To: <thief@evil.test>\r\n";
    let raw = referring(&sara.person.email, &path, "u2", wish, "کد را به من بدهید");
    receive(&app, raw).await;
    app.run_jobs().await;
    app.smtp().clear();
    let queue = reza.get("/admin/tickets?view=open").await;
    let ticket = queue.attributes("#desk-queue tbody tr a", "href").remove(0);
    answers(&reza, &ticket, "شما چه کسی هستید؟").await;
    app.run_jobs().await;
    let mails = app.smtp().mails();
    assert!(
        mails
            .iter()
            .all(|mail| mail.to == [sara.person.email.as_str()]),
        "{mails:#?}"
    );
    let mail = app.smtp().wait_for_mail_to(&sara.person.email).await;
    assert!(mail.text.contains("شما چه کسی هستید؟") && !mail.text.contains("بررسی شد"));
    let old = path.rsplit('/').next().unwrap_or_default();
    assert!(
        !String::from_utf8_lossy(&mail.raw).contains(old),
        "no word of the old ticket"
    );
}

#[tokio::test]
async fn forged_word_of_a_server_proves_nothing() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (path, _, _) = talk(&app, &sara).await;
    let pass = "Authentication-Results: mx.sarai.test; dmarc=pass header.from=sarai.test\r\n";
    let raw = |id: &str, more: &str| referring(&sara.person.email, &path, id, more, "جعلی");
    receive(&app, raw("f0", pass)).await;
    trust(&app, "mx.sarai.test").await;
    for (id, above, named) in [
        (
            "f1",
            "Authentication-Results: mx.sarai.test; dmarc=fail header.from=sarai.test\r\n",
            pass,
        ),
        (
            "f2",
            "Authentication-Results: mx.sarai.test; spf=pass smtp.mailfrom=a@evil.test\r\n",
            pass,
        ),
        (
            "f3",
            "",
            "Authentication-Results: mx.evil.test; dmarc=pass header.from=sarai.test\r\n",
        ),
        (
            "f4",
            "Authentication-Results: mx.sarai.test; none\r\n",
            pass,
        ),
    ] {
        let got = receive(&app, raw(id, &format!("{above}{named}"))).await;
        assert!(
            matches!(&got, Received::Filed(text) if text.contains("not proven")),
            "{id}: {got:?}"
        );
    }
    sara.get(&path).await.assert_no_text("جعلی");
    app.leave_jobs();
}

#[tokio::test]
async fn genuine_word_of_the_trusted_server_files_the_mail_where_it_belongs() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let (path, _, _) = talk(&app, &sara).await;
    trust(&app, "mx.sarai.test").await;
    let pass =
        "Authentication-Results: mx.sarai.test;\r\n\tdkim=pass header.d=sarai.test header.b=x=\r\n";
    let raw = referring(&kaveh.person.email, &path, "g1", pass, "نفوذ");
    assert!(
        matches!(receive(&app, raw).await, Received::Refused(_)),
        "a ticket of another account"
    );
    let raw = referring(&sara.person.email, &path, "g2", pass, "سپاس، درست شد");
    assert!(matches!(receive(&app, raw).await, Received::Filed(_)));
    sara.get(&path)
        .await
        .assert_text("سپاس، درست شد")
        .assert_no_text("نفوذ")
        .assert_no_text("تأیید نشده");
    app.leave_jobs();
}
