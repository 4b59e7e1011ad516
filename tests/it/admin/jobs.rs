//! The screen of background jobs: a stuck one is shown, and tried again by the press of a button.

use kernel::jobs;
use kernel::module::PlatformRole;

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
