//! What is typed and not sent: kept for its writer alone, there when the page is opened anew, gone when it is sent.

use kernel::db::Role;
use kernel::module::PlatformRole;
use kit::{Client, Member, TestApp};
use uuid::Uuid;

use super::talking::{answers, at_the_desk};

async fn keep(client: &Client, page: &str, fields: &[(&str, &str)]) -> kit::Answer {
    client.get(page).await.assert_ok();
    client.post_form(format!("{page}/draft"), fields).await
}

async fn typed(client: &Client, page: &str, form: &str, field: &str) -> String {
    client
        .get(page)
        .await
        .form(form)
        .value(field)
        .unwrap_or_default()
        .to_owned()
}

async fn of(app: &TestApp, sara: &Member) -> (String, String) {
    let id = app.ticket().of(sara).insert().await.id;
    (format!("/tickets/{id}"), at_the_desk(id))
}

#[tokio::test]
async fn draft_of_a_customer_is_there_again_and_goes_when_it_is_sent_or_emptied() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let (page, _) = of(&app, &sara).await;
    let kept = keep(&sara, &page, &[("body", "هنوز  می‌نویسم\nخط دوم ")]).await;
    kept.assert_ok()
        .assert_text("پیش‌نویس در ۱۲:۰۰ ذخیره شد")
        .assert_element("#kept-customer");
    assert_eq!(
        typed(&sara, &page, "#answer", "body").await,
        "هنوز  می‌نویسم\nخط دوم"
    );
    sara.get(&page)
        .await
        .assert_text("پیش‌نویس در ۱۲:۰۰ ذخیره شد");
    sara.form("#answer").set("body", "فرستادم").submit().await;
    assert_eq!(typed(&sara, &page, "#answer", "body").await, "");
    keep(&sara, &page, &[("body", "دوباره")]).await.assert_ok();
    keep(&sara, &page, &[("body", "  ")])
        .await
        .assert_ok()
        .assert_no_text("پیش‌نویس");
    assert_eq!(typed(&sara, &page, "#answer", "body").await, "");
}

#[tokio::test]
async fn answer_and_note_and_every_agent_have_drafts_of_their_own() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let (page, desk) = of(&app, &sara).await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let reza = app.staff(PlatformRole::Support, "reza").await;
    keep(&negar, &desk, &[("kind", "agent"), ("body", "پاسخ نگار")])
        .await
        .assert_ok();
    keep(&negar, &desk, &[("kind", "note"), ("note", "راز نگار")])
        .await
        .assert_ok();
    assert_eq!(typed(&negar, &desk, "#answer", "body").await, "پاسخ نگار");
    assert_eq!(typed(&negar, &desk, "#note", "note").await, "راز نگار");
    for (client, path) in [(&*reza, &desk), (&*sara, &page)] {
        client
            .get(path)
            .await
            .assert_no_text("پاسخ نگار")
            .assert_no_text("راز نگار");
    }
    negar.get(&desk).await.assert_ok();
    negar
        .form("#note")
        .set("note", "یادداشتی دیگر")
        .submit()
        .await;
    assert_eq!(typed(&negar, &desk, "#note", "note").await, "");
    assert_eq!(typed(&negar, &desk, "#answer", "body").await, "پاسخ نگار");
}

#[tokio::test]
async fn words_that_were_just_sent_come_not_back_as_a_draft() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let (page, _) = of(&app, &sara).await;
    answers(&sara, &page, "سلام، حل نشد").await;
    // A page that was slow to keep its words asks after they were sent.
    keep(&sara, &page, &[("body", "سلام، حل")])
        .await
        .assert_ok()
        .assert_no_text("پیش‌نویس");
    assert_eq!(typed(&sara, &page, "#answer", "body").await, "");
    app.clock().advance(chrono::Duration::minutes(5));
    keep(&sara, &page, &[("body", "سلام")])
        .await
        .assert_text("پیش‌نویس");
}

#[tokio::test]
async fn nobody_keeps_a_draft_in_a_ticket_that_is_not_theirs() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let (page, _) = of(&app, &sara).await;
    kaveh.get("/tickets").await.assert_ok();
    kaveh
        .post_form(format!("{page}/draft"), &[("body", "نفوذ")])
        .await
        .assert_not_found();
}

#[tokio::test]
async fn database_shows_a_draft_to_its_writer_alone() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let (page, desk) = of(&app, &sara).await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let reza = app.staff(PlatformRole::Support, "reza").await;
    keep(&sara, &page, &[("body", "از سارا")]).await.assert_ok();
    keep(&negar, &desk, &[("kind", "note"), ("note", "از نگار")])
        .await
        .assert_ok();
    let seen = async |role: Role, user: Uuid| {
        let sql = app.sql_as(role).await;
        sql.execute(
            "SELECT set_config('app.user_id', $1, false)",
            &[&user.to_string()],
        )
        .await
        .unwrap();
        let rows = sql
            .query("SELECT body FROM tickets_drafts ORDER BY body", &[])
            .await
            .unwrap();
        rows.iter().map(|row| row.get(0)).collect::<Vec<String>>()
    };
    let (sara, negar, reza) = (sara.person.id.0, negar.person.id.0, reza.person.id.0);
    assert_eq!(seen(Role::Platform, negar).await, ["از نگار"]);
    assert_eq!(seen(Role::Platform, reza).await, [""; 0]);
    assert_eq!(seen(Role::Tenant, sara).await, ["از سارا"]);
    assert_eq!(
        seen(Role::Tenant, negar).await,
        [""; 0],
        "a note is never a customer's"
    );
}

#[tokio::test]
async fn forgotten_drafts_go_after_thirty_days() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let ((old, _), (young, _)) = (of(&app, &sara).await, of(&app, &sara).await);
    kernel::migrate::prepare_app(app.state()).await.unwrap();
    keep(&sara, &old, &[("body", "کهنه")]).await.assert_ok();
    let db = app.sql_as(Role::Platform).await;
    let left = async || {
        let rows = db
            .query("SELECT body FROM tickets_drafts", &[])
            .await
            .unwrap();
        rows.iter().map(|row| row.get(0)).collect::<Vec<String>>()
    };
    app.clock().advance(chrono::Duration::days(20));
    app.run_jobs().await;
    assert_eq!(left().await, ["کهنه"], "twenty days are not thirty");
    let user = sara.person.id.0;
    let later = "INSERT INTO tickets_drafts (user_id, ticket_id, kind, body, kept_at) SELECT $1, $2, 'customer', 'تازه', $3";
    let ticket: Uuid = young.rsplit('/').next().unwrap().parse().unwrap();
    db.execute(
        "SELECT set_config('app.user_id', $1, false)",
        &[&user.to_string()],
    )
    .await
    .unwrap();
    db.execute(later, &[&user, &ticket, &app.clock().now()])
        .await
        .unwrap();
    db.execute("SELECT set_config('app.user_id', '', false)", &[])
        .await
        .unwrap();
    app.run_jobs_after(chrono::Duration::days(11)).await;
    assert_eq!(left().await, ["تازه"]);
}
