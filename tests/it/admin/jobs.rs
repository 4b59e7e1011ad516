//! The screen of background jobs: a stuck one is shown, and tried again by the press of a button.

use kernel::jobs;
use kernel::module::PlatformRole;
use kernel::pages::Tidy;

use crate::probe::{self, BROKEN, Mend};

#[tokio::test]
async fn stuck_job_is_shown_to_staff_and_can_be_tried_again() {
    let app = probe::app().await;
    app.platform()
        .write(async |tx| jobs::enqueue(tx, &Mend {}).await)
        .await
        .unwrap();
    app.run_jobs().await;
    assert_eq!(app.jobs().await, ["probe.mend"], "it is stuck, not gone");
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    admin
        .get("/admin/jobs")
        .await
        .assert_ok()
        .assert_text("probe.mend");
    app.platform()
        .write(async |tx| BROKEN.set(tx, false).await)
        .await
        .unwrap();
    app.state().settings.reload(app.state()).await.unwrap();
    admin
        .form("form[action$='/tries']")
        .submit()
        .await
        .assert_redirect("/admin/jobs");
    app.run_jobs().await;
    let runs = "SELECT count(*) FROM audit_events WHERE action = 'probe.mend'";
    assert_eq!(app.value::<i64>(runs, &[]).await, 1);
}

#[tokio::test]
async fn job_is_found_by_what_it_is_called_in_either_language() {
    let app = probe::app().await;
    app.leave_jobs();
    app.platform()
        .write(async |tx| jobs::enqueue(tx, &Mend {}).await)
        .await
        .unwrap();
    app.platform()
        .write(async |tx| jobs::enqueue(tx, &Tidy {}).await)
        .await
        .unwrap();
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    for (query, shown) in [
        ("?q=پاک‌سازی", "kernel.tidy"),
        ("?q=clearing", "kernel.tidy"),
        ("?q=probe", "probe.mend"),
        ("?job=kernel.tidy", "kernel.tidy"),
    ] {
        let page = admin.get(format!("/admin/jobs{query}")).await;
        let keys = page.assert_ok().texts("#list .keyed small");
        assert_eq!(keys, [shown], "{query}");
    }
    let page = admin.get("/admin/jobs?job=kernel.tidy&q=probe").await;
    page.assert_ok()
        .assert_no_element("#list tbody tr")
        .assert_element("select[name=job] option[value='kernel.tidy'][selected]");
}
