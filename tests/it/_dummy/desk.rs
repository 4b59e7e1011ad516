//! What passes between the notes and the support desk, by the names and shapes of `app/contracts`.
//! Written without the desk's module: these tests hold when it is not compiled in.

use contracts::support::OpeningTicket;
use kernel::AppError;
use kernel::ids::TenantId;
use kernel::module::{self, Fact};
use kit::TestApp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
struct Closed {
    ticket: Uuid,
    tenant: Uuid,
}
impl Fact for Closed {
    const NAME: &'static str = "support.ticket_closed.v1";
    fn tenant(&self) -> Option<TenantId> {
        Some(TenantId(self.tenant))
    }
}

#[tokio::test]
async fn a_closed_ticket_leaves_one_note_however_often_it_is_told() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let fact = Closed {
        ticket: Uuid::now_v7(),
        tenant: sara.tenant.0,
    };
    for _ in 0..2 {
        app.tenant(sara.tenant)
            .write(async |tx| module::publish(tx, &fact).await)
            .await
            .unwrap();
    }
    app.run_jobs().await;
    assert_eq!(
        sara.get("/_dummy")
            .await
            .assert_text("تیکتی بسته شد.")
            .texts("tbody tr")
            .len(),
        1
    );
}

#[tokio::test]
async fn a_ticket_with_the_refused_subject_is_not_opened() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ask = async |subject| {
        let change = OpeningTicket {
            tenant: sara.tenant.0,
            subject: String::from(subject),
        };
        app.tenant(sara.tenant)
            .write(async |tx| module::ask_checks(tx, &change).await)
            .await
    };
    let Err(AppError::Invalid(errors)) = ask("Refuse me: _dummy").await else {
        panic!("it was not refused")
    };
    assert_eq!(errors.get("subject").unwrap().key, "_dummy.refused");
    ask("سایت باز نمی‌شود").await.unwrap();
}

#[cfg(feature = "tickets")]
#[tokio::test]
async fn the_desks_form_shows_the_refusal_at_its_subject() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let sara = app.customer("sara").await;
    sara.get("/tickets/new").await.assert_ok();
    let form = sara
        .form("form[action='/tickets']")
        .set("subject", "refuse me: _dummy");
    let again = form.set("body", "متن").submit().await;
    again
        .assert_status(422)
        .assert_text("تیکت با این موضوع پذیرفته نمی‌شود.");
}

#[cfg(feature = "tickets")]
#[tokio::test]
async fn the_desk_shows_the_notes_box_beside_a_ticket() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ticket = app.ticket().of(&sara).insert().await;
    let negar = app
        .staff(kernel::module::PlatformRole::Support, "negar")
        .await;
    let page = format!("/admin/tickets/{}", ticket.id);
    negar
        .get(&page)
        .await
        .assert_ok()
        .assert_no_element("#_dummy-ticket");
    let fact = Closed {
        ticket: ticket.id.0,
        tenant: sara.tenant.0,
    };
    let told = app.tenant(sara.tenant);
    told.write(async |tx| module::publish(tx, &fact).await)
        .await
        .unwrap();
    app.run_jobs().await;
    negar
        .get(&page)
        .await
        .assert_ok()
        .assert_element("#_dummy-ticket");
}

#[cfg(feature = "tickets")]
#[tokio::test]
async fn a_ticket_says_which_note_it_is_about_and_a_foreign_one_is_refused() {
    let app = TestApp::new().await;
    app.department("فنی", "Technical").await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let note = super::notes::written(&sara, "دفتر تازه").await;
    let about = format!("_dummy.note:{}", note.rsplit('/').next().unwrap());
    let new = format!("/tickets/new?about={about}");
    sara.get(&new).await.assert_ok().assert_text("دفتر تازه");
    let form = sara.form("form[action='/tickets']").set("subject", "پرسش");
    let opened = form.set("body", "متن").submit().await.follow().await;
    opened
        .assert_ok()
        .assert_element(&format!("a[href='{note}']"));

    kaveh
        .get(&new)
        .await
        .assert_ok()
        .assert_no_text("دفتر تازه");
    let department = "SELECT id::text FROM tickets_departments";
    let department: String = app.value(department, &[]).await;
    let fields = [
        ("subject", "پرسش"),
        ("body", "متن"),
        ("priority", "2"),
        ("department", &department),
        ("about", &about),
    ];
    kaveh
        .post_form("/tickets", &fields)
        .await
        .assert_status(422);
    app.leave_jobs();
}
