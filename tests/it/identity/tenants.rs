//! Tenants: opening one, switching, and a form sent twice that does its work once.

use kit::TestApp;

#[tokio::test]
async fn person_opens_a_company_and_works_in_it() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/account/tenants").await.assert_ok();
    let form = sara
        .form("form[action='/account/tenants']")
        .set("name", "نوآوران پارس")
        .set("kind", "company");
    form.submit().await.assert_redirect("/account/tenants");
    sara.get("/account/members")
        .await
        .assert_ok()
        .assert_text("نوآوران پارس");
}

#[tokio::test]
async fn form_sent_twice_opens_one_company() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/account/tenants").await.assert_ok();
    let form = || {
        sara.form("form[action='/account/tenants']")
            .set("name", "نوآوران")
            .set("kind", "company")
    };
    let (first, second) = (form(), form());
    first.submit().await.assert_redirect("/account/tenants");
    // The first sending rotated the session, and with it the token; the key is the same.
    sara.get("/account/tenants").await.assert_ok();
    let (once, token) = (
        second.value("once").unwrap().to_owned(),
        sara.form("form[action='/account/tenants']"),
    );
    let fields = [
        ("csrf_token", token.value("csrf_token").unwrap()),
        ("once", &once),
        ("name", "نوآوران"),
        ("kind", "company"),
    ];
    sara.post_form("/account/tenants", &fields)
        .await
        .assert_redirect("/account/tenants");
    let made = "SELECT count(*) FROM tenants WHERE name = 'نوآوران'";
    let count: i64 = app.value(made, &[]).await;
    assert_eq!(count, 1);
}

#[tokio::test]
async fn person_switches_between_their_tenants_and_to_no_other() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let shop = app
        .join(
            sara.person.clone(),
            "zarrin",
            kernel::module::TenantKind::Shop,
            kernel::module::TenantRole::Employee,
        )
        .await;
    let foreign = app.customer("kaveh").await.tenant.to_string();
    sara.get("/account/tenants").await.assert_ok();
    sara.post_form("/account/tenant", &[("tenant", &shop.tenant.to_string())])
        .await
        .assert_redirect("/home");
    sara.get("/account/tenants").await.assert_ok();
    sara.get("/account/members").await.assert_status(403);
    sara.get("/account/tenants").await.assert_ok();
    sara.post_form("/account/tenant", &[("tenant", &foreign)])
        .await
        .assert_not_found();
}
