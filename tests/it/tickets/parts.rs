//! An act on an open page is answered by the parts that it has changed, a word of what was done, and the focus; without
//! script by the page anew.

use kernel::module::PlatformRole;
use kit::{Answer, Client, TestApp};
use reqwest::Method;

use super::talking::at_the_desk;

/// Where it is sent, its fields, what is said then, and where the focus goes.
type Act<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);

/// Sends a form of the page as htmx does, for the element with this id.
async fn press(
    client: &Client,
    page: &Answer,
    path: &str,
    target: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let csrf = page.attributes("input[name=csrf_token]", "value").remove(0);
    let mut all = fields.to_vec();
    let at = usize::from(all.first().is_some_and(|(name, _)| *name == "_method"));
    all.insert(at, ("csrf_token", csrf.as_str()));
    let request = client.htmx().request(Method::POST, path);
    let request = request.header("HX-Target", format!("section#{target}"));
    client.htmx().send(request.form(&all)).await
}

fn talk(page: &Answer) -> String {
    page.attributes("main section[aria-live]", "id").remove(0)
}

#[track_caller]
fn assert_parts(answer: &Answer, said: &str, focus: &str) {
    answer.assert_ok().assert_text(said).assert_no_element("h1");
    assert_eq!(answer.location(), None, "{answer:?}");
    let focused = answer.attributes("[data-focus-on]", "data-focus-on");
    assert_eq!(focused.len(), 1, "{answer:?}");
    assert!(focused[0].contains(focus), "{focused:?}");
    answer.assert_element("[role=status]");
}

#[tokio::test]
async fn each_act_at_the_desk_changes_its_parts_and_says_so() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let ticket = app.ticket().of(&app.customer("sara").await).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let desk = at_the_desk(ticket.id);
    let page = negar.get(&desk).await;
    let talk = talk(&page);
    let (me, department) = (negar.person.id.to_string(), ticket.department.to_string());
    let acts: [Act<'_>; 6] = [
        (
            "assignment",
            &[("assignee", &me)],
            "مسئول تیکت تغییر کرد",
            "assignment-card",
        ),
        ("tags", &[("tag", "شبکه")], "برچسب افزوده شد", "tags-card"),
        (
            "tags",
            &[("_method", "delete"), ("tag", "شبکه")],
            "برچسب برداشته شد",
            "tags-card",
        ),
        (
            "triage",
            &[("department", &department), ("priority", "4")],
            "ذخیره شد",
            "triage-card",
        ),
        ("closure", &[], "تیکت بسته شد", "actions"),
        (
            "closure",
            &[("_method", "delete")],
            "تیکت دوباره باز شد",
            "actions",
        ),
    ];
    for (act, fields, said, focus) in acts {
        let answer = press(&negar, &page, &format!("{desk}/{act}"), &talk, fields).await;
        assert_parts(&answer, said, focus);
        answer
            .assert_element("hx-partial[hx-target$='-side']")
            .assert_element(&format!("#{talk}"));
    }
    let shown = negar.get(&desk).await;
    shown
        .assert_text("فوری")
        .assert_text("negar")
        .assert_no_text("شبکه");
}

#[tokio::test]
async fn answer_and_note_come_back_in_the_conversation_with_empty_boxes() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let ticket = app.ticket().of(&app.customer("sara").await).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let desk = at_the_desk(ticket.id);
    let page = negar.get(&desk).await;
    let path = format!("{desk}/messages");
    for (fields, said) in [
        (
            [("kind", "agent"), ("body", "سرور روشن شد")],
            "پاسخ فرستاده شد",
        ),
        (
            [("kind", "note"), ("note", "سرور روشن شد")],
            "یادداشت ثبت شد",
        ),
    ] {
        let answer = press(&negar, &page, &path, "answer-card", &fields).await;
        assert_parts(&answer, said, "message-");
        let focus = answer
            .attributes("[data-focus-on]", "data-focus-on")
            .remove(0);
        answer.assert_element(&format!("article[id='{focus}']"));
        assert_eq!(answer.form("#answer").value("body"), Some(""));
        assert_eq!(answer.form("#note").value("note"), Some(""));
    }
    let notes = negar.get(&desk).await.texts("article.is-note");
    assert_eq!(notes.len(), 1, "{notes:?}");
}

#[tokio::test]
async fn refused_words_come_back_in_their_box_alone() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let desk = at_the_desk(ticket.id);
    let page = negar.get(&desk).await;
    let fields = [("kind", "note"), ("note", "  ")];
    let answer = press(
        &negar,
        &page,
        &format!("{desk}/messages"),
        "answer-card",
        &fields,
    )
    .await;
    answer
        .assert_status(422)
        .assert_no_element("h1")
        .assert_element("[role=alert] a[href='#f-note']");
    answer.assert_element("input[value=note][checked]");
    let page = sara.get(format!("/tickets/{}", ticket.id)).await;
    let path = format!("/tickets/{}/messages", ticket.id);
    let answer = press(&sara, &page, &path, "answer-card", &[("body", "")]).await;
    answer
        .assert_status(422)
        .assert_no_element("h1")
        .assert_element("#answer-card [role=alert]");
}

#[tokio::test]
async fn customer_answers_closes_and_reopens_on_the_open_page() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let path = format!("/tickets/{}", ticket.id);
    let page = sara.get(&path).await;
    let talk = talk(&page);
    let answer = press(
        &sara,
        &page,
        &format!("{path}/messages"),
        "answer-card",
        &[("body", "هنوز کند است")],
    )
    .await;
    assert_parts(&answer, "پاسخ فرستاده شد", "message-");
    answer.assert_text("هنوز کند است");
    let closed = press(&sara, &page, &format!("{path}/closure"), &talk, &[]).await;
    assert_parts(&closed, "تیکت بسته شد", "actions");
    closed.assert_text("پاسخ شما تیکت را دوباره باز می‌کند");
    let again = press(
        &sara,
        &page,
        &format!("{path}/closure"),
        &talk,
        &[("_method", "delete")],
    )
    .await;
    assert_parts(&again, "تیکت دوباره باز شد", "actions");
}

#[tokio::test]
async fn closing_is_taken_back_by_what_says_it_with_script_and_without() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let sides: [(&Client, String); 2] = [
        (&negar, at_the_desk(ticket.id)),
        (&sara, format!("/tickets/{}", ticket.id)),
    ];
    for (client, path) in sides {
        let page = client.get(&path).await;
        let closure = format!("{path}/closure");
        let closed = press(client, &page, &closure, &talk(&page), &[]).await;
        closed.assert_element(&format!(".toast-undo form[hx-post^='{closure}']"));
        let undo = [("_method", "delete")];
        let open = press(client, &page, &closure, &talk(&page), &undo).await;
        open.assert_no_element(".toast-undo");
        let page = client.post_form(&closure, &[]).await.follow().await;
        let undone = page.form(".toast-undo form").submit().await;
        let page = undone.assert_redirect(&path).follow().await;
        page.assert_text("تیکت دوباره باز شد")
            .assert_no_element(".toast-undo");
    }
}

#[tokio::test]
async fn without_script_the_next_page_says_what_was_sent() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    sara.get(format!("/tickets/{}", ticket.id))
        .await
        .assert_ok();
    let sent = sara.form("#answer").set("body", "سلام").submit().await;
    sent.follow()
        .await
        .assert_text("پاسخ فرستاده شد")
        .assert_text("سلام");
    let negar = app.staff(PlatformRole::Support, "negar").await;
    negar.get(at_the_desk(ticket.id)).await.assert_ok();
    let kept = negar
        .form("#note")
        .set("note", "مشتری قدیمی")
        .submit()
        .await;
    kept.follow()
        .await
        .assert_text("یادداشت ثبت شد")
        .assert_text("مشتری قدیمی");
}

#[tokio::test]
async fn box_of_a_note_says_in_every_word_that_it_is_none_for_the_customer() {
    let app = TestApp::new().await;
    let ticket = app.ticket().of(&app.customer("sara").await).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let page = negar.get(at_the_desk(ticket.id)).await;
    assert_eq!(page.texts("#note button[type=submit]"), ["ثبت یادداشت"]);
    assert_eq!(page.texts("#answer button[type=submit]"), ["ارسال پاسخ"]);
    page.assert_element(".is-note #note")
        .assert_no_element(".is-note #answer");
    assert!(page.texts("#note label")[0].contains("مشتری آن را نمی‌بیند"));
}
