//! Writing notes and reading them: the form, the list, one note, who may.

use kernel::module::PlatformRole;
use kit::{Member, TestApp};

/// Writes a note by the form and returns its address.
pub async fn written(by: &Member, body: &str) -> String {
    by.get("/_dummy").await.assert_ok();
    let answer = by.form("#new-note").set("body", body).submit().await;
    answer.assert_redirect("/_dummy/");
    answer.location().unwrap().to_owned()
}

#[tokio::test]
async fn member_writes_a_note_and_reads_it() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let note = written(&sara, "تماس با نمایندگی").await;
    sara.get(&note)
        .await
        .assert_ok()
        .assert_text("یادداشت ثبت شد.")
        .assert_text("تماس با نمایندگی");
    sara.get("/_dummy")
        .await
        .assert_ok()
        .assert_text("تماس با نمایندگی");
    sara.get("/_dummy?lang=en")
        .await
        .assert_ok()
        .assert_text("Notes that every member of this account");
    app.run_jobs().await;
}

#[tokio::test]
async fn the_same_form_sent_twice_writes_one_note() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/_dummy").await.assert_ok();
    let form = || sara.form("#new-note").set("body", "یک بار");
    let (once, again) = (form(), form());
    let (first, second) = (once.submit().await, again.submit().await);
    assert_eq!(first.location(), second.location());
    assert_eq!(sara.get("/_dummy").await.texts("tbody tr").len(), 1);
    app.run_jobs().await;
}

#[tokio::test]
async fn a_note_that_is_too_long_is_shown_again() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/_dummy").await.assert_ok();
    let long = "ی".repeat(2_001);
    let again = sara.form("#new-note").set("body", &long).submit().await;
    again
        .assert_status(422)
        .assert_element("#new-note [aria-invalid=true]");
    assert_eq!(again.form("#new-note").value("body"), Some(long.as_str()));
}

#[tokio::test]
async fn note_of_another_tenant_is_not_found() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let note = written(&sara, "تنها برای ما").await;
    kaveh.get(&note).await.assert_not_found();
    kaveh
        .get("/_dummy")
        .await
        .assert_ok()
        .assert_no_text("تنها برای ما");
    app.run_jobs().await;
}

#[tokio::test]
async fn guest_signs_in_first_and_staff_without_a_tenant_may_not() {
    let app = TestApp::new().await;
    app.client()
        .get("/_dummy")
        .await
        .assert_redirect("/sign-in");
    let negar = app.staff(PlatformRole::Support, "negar").await;
    negar.get("/_dummy").await.assert_status(403);
}

#[tokio::test]
async fn demo_notes_fill_two_pages_and_are_written_once() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    for _ in 0..2 {
        for seed in app
            .state()
            .registry
            .seeds()
            .iter()
            .filter(|seed| seed.key == "_dummy.demo")
        {
            (seed.run)(app.scopes()).await.unwrap();
        }
    }
    let first = sara.get("/_dummy").await;
    assert_eq!(first.assert_ok().texts("tbody tr").len(), 50);
    let next = first.attributes("a[href*='after=']", "href").remove(0);
    let second = sara.get(&next).await;
    assert_eq!(second.assert_ok().texts("tbody tr").len(), 10);
    let back = second.attributes("a[href*='before=']", "href").remove(0);
    assert_eq!(
        sara.get(&back).await.texts("tbody tr"),
        first.texts("tbody tr")
    );
}

#[tokio::test]
async fn a_role_over_one_note_erases_that_note_and_no_other() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    let clerk = app.shop("zarrin").employee().await;
    let (one, other) = (
        written(&owner, "این یکی").await,
        written(&owner, "آن یکی").await,
    );
    let erase = async |note: &str| clerk.post_form(note, &[("_method", "delete")]).await;
    erase(&one).await.assert_status(403);

    owner
        .get("/account/roles")
        .await
        .assert_ok()
        .assert_text("بایگان");
    let id = one.rsplit('/').next().unwrap();
    let form = owner.form("form[action='/account/roles']");
    let form = form.set("member", &clerk.person.id.to_string());
    let given = form
        .set("role", &format!("_dummy.archivist _dummy.note:{id}"))
        .submit()
        .await;
    given.assert_redirect("/account/roles");
    owner.get("/account/roles").await.assert_text("این یکی");

    erase(&other).await.assert_not_found();
    erase(&one).await.assert_redirect("/_dummy");
    owner.get(&one).await.assert_not_found();
    app.run_jobs().await;
}

#[tokio::test]
async fn a_tenant_that_sets_how_many_notes_it_may_have_gets_no_more() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    sara.get("/account/settings").await.assert_ok();
    let form = sara.form("form[action='/account/settings/_dummy']");
    let saved = form.set("_dummy.most_notes", "۱").submit().await;
    saved.assert_redirect("/account/settings");
    written(&sara, "یکی").await;
    sara.get("/_dummy").await.assert_ok();
    let refused = sara.form("#new-note").set("body", "دومی").submit().await;
    refused
        .assert_status(409)
        .assert_text("این حساب به سقف تعداد یادداشت‌هایش رسیده است.");
    for body in ["یکی", "دومی"] {
        written(&kaveh, body).await;
    }
    app.run_jobs().await;
}
