//! The screens of the audit trail: narrowed by each field, one event, as a file, and the look at the chain.

use kernel::audit::{self, Audit};
use kernel::module::PlatformRole;
use kit::{Member, Staff, TestApp};
use serde_json::json;

/// An event of sara's, and one of the program's.
async fn told(app: &TestApp) -> (Member, Staff) {
    let (sara, admin) = (
        app.customer("sara").await,
        app.staff(PlatformRole::Admin, "arash").await,
    );
    let (user, tenant) = (sara.person.id, sara.tenant);
    let event = || Audit::new("probe.one", "kernel.tenant", tenant.0).by(user);
    let event = || event().of_tenant(tenant).after(json!({ "word": "نو" }));
    app.platform()
        .write(async |tx| audit::record(tx, event()).await)
        .await
        .unwrap();
    app.platform()
        .write(async |tx| audit::record(tx, Audit::new("probe.two", "probe.thing", None)).await)
        .await
        .unwrap();
    app.leave_jobs();
    (sara, admin)
}

#[tokio::test]
async fn trail_is_narrowed_by_person_action_and_subject() {
    let app = TestApp::new().await;
    let (sara, admin) = told(&app).await;
    let tenant = sara.tenant;
    for (query, one, two) in [
        ("", true, true),
        ("?action=probe.o", true, false),
        ("?person=sara", true, false),
        ("?person=SARA@sarai", true, false),
        ("?person=nobody", false, false),
        ("?subject=probe", false, true),
        (&*format!("?subject={tenant}"), true, false),
        (
            "?action=probe&person=sara&subject=kernel.tenant",
            true,
            false,
        ),
    ] {
        let page = admin.get(format!("/admin/audit{query}")).await;
        let shown = page.assert_ok().texts("#list tbody").concat();
        assert_eq!(
            (shown.contains("probe.one"), shown.contains("probe.two")),
            (one, two),
            "{query}"
        );
    }
}

#[tokio::test]
async fn event_leads_to_its_tenant_and_stands_in_the_file() {
    let app = TestApp::new().await;
    let (sara, admin) = told(&app).await;
    let page = admin.get("/admin/audit?action=probe.one").await;
    let one = page.attributes("main tbody tr a", "href").remove(0);
    let customer = format!("a[href='/admin/customers/{}']", sara.tenant);
    let event = admin.get(&one).await;
    event
        .assert_ok()
        .assert_element(&customer)
        .assert_text("نو");
    let file = admin
        .get("/admin/audit/export?format=csv&action=probe.")
        .await;
    file.assert_ok().assert_text("probe.one");
    file.assert_text("probe.two");
    admin
        .get(format!("/admin/audit/{}", sara.tenant))
        .await
        .assert_not_found();
    let looked = admin.post_form("/admin/audit/verification", &[]).await;
    looked.assert_ok();
}
