//! The desk: queue, tags, assignment, triage, departments.

use kernel::module::PlatformRole;
use kit::TestApp;

use super::talking::at_the_desk;

#[tokio::test]
async fn support_takes_tags_ranks_and_closes_a_ticket() {
    let app = TestApp::new().await;
    app.leave_jobs(); // whoever hears of a closed ticket
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let desk = at_the_desk(ticket.id);
    negar.get(&desk).await.assert_ok();
    let me = negar.person.id.to_string();
    negar
        .post_form(format!("{desk}/assignment"), &[("assignee", me.as_str())])
        .await
        .assert_redirect(&desk);
    negar
        .post_form(format!("{desk}/tags"), &[("tag", "شبکه")])
        .await
        .assert_redirect(&desk);
    let department = ticket.department.to_string();
    let triage = [("department", department.as_str()), ("priority", "4")];
    negar
        .post_form(format!("{desk}/triage"), &triage)
        .await
        .assert_redirect(&desk);
    negar
        .get(&desk)
        .await
        .assert_text("شبکه")
        .assert_text("فوری");
    negar
        .post_form(format!("{desk}/closure"), &[])
        .await
        .assert_redirect(&desk);
    negar.get(&desk).await.assert_text("بسته");
    sara.get(format!("/tickets/{}", ticket.id))
        .await
        .assert_no_text("شبکه");
}

#[tokio::test]
async fn ticket_cannot_be_given_to_somebody_who_answers_none() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let desk = at_the_desk(ticket.id);
    negar.get(&desk).await.assert_ok();
    let customer = sara.person.id.to_string();
    negar
        .post_form(
            format!("{desk}/assignment"),
            &[("assignee", customer.as_str())],
        )
        .await
        .assert_status(422);
}

#[tokio::test]
async fn archived_department_is_offered_no_more() {
    let app = TestApp::new().await;
    let id = app.department("قدیمی", "Old").await;
    let (admin, sara) = (
        app.staff(PlatformRole::Admin, "arash").await,
        app.customer("sara").await,
    );
    sara.get("/tickets/new").await.assert_text("قدیمی");
    admin.get("/admin/departments").await.assert_ok();
    admin
        .post_form(format!("/admin/departments/{id}/archive"), &[])
        .await
        .assert_redirect("/admin/departments");
    sara.get("/tickets/new").await.assert_no_text("قدیمی");
}

#[tokio::test]
async fn customer_cannot_open_the_desk() {
    let app = TestApp::new().await;
    app.customer("sara")
        .await
        .get("/admin/tickets")
        .await
        .assert_status(403);
    app.client()
        .get("/admin/tickets")
        .await
        .assert_redirect("/sign-in");
}
