//! What passes between the notes and the support desk, by the names and shapes of `app/contracts`.
//! Written without the desk's module: these tests hold when it is not compiled in.

use kernel::AppError;
use kernel::module::{self, Change, Fact};
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
}

#[derive(Serialize)]
struct Opening {
    tenant: Uuid,
    subject: &'static str,
}
impl Change for Opening {
    const NAME: &'static str = "support.opening_ticket.v1";
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
        let change = Opening {
            tenant: sara.tenant.0,
            subject,
        };
        app.tenant(sara.tenant)
            .write(async |tx| module::ask_checks(tx, &change).await)
            .await
    };
    let Err(AppError::Invalid(errors)) = ask("Refuse me").await else {
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
        .set("subject", "refuse me");
    let again = form.set("body", "متن").submit().await;
    again
        .assert_status(422)
        .assert_text("تیکت با این موضوع پذیرفته نمی‌شود.");
}
