//! Whether the program opens at all, with every module and with none.
//! The cheapest strong test: if this fails, nothing else says anything.

use kernel::db::{DatabaseUrls, Role};
use kernel::module::Registry;
use kit::app::SECRET;
use kit::{TestApp, pg};

#[tokio::test]
async fn front_page_opens_for_a_visitor() {
    let app = TestApp::new().await;
    app.client()
        .get("/")
        .await
        .assert_ok()
        .assert_element("html[lang=fa][dir=rtl]");
    app.client_speaking("en")
        .get("/")
        .await
        .assert_ok()
        .assert_element("html[lang=en][dir=ltr]");
    app.finish().await;
}

#[tokio::test]
async fn home_opens_for_a_customer() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/home").await.assert_ok();
}

#[tokio::test]
async fn program_without_a_module_opens() {
    let app = TestApp::of(Registry::new, |_| ()).await;
    app.client().get("/").await.assert_ok();
    app.customer("sara").await.get("/home").await.assert_ok();
    app.client().get("/tickets").await.assert_not_found();
    app.client().get("/readyz").await.assert_ok();
}

#[tokio::test]
async fn program_refuses_to_serve_as_a_superuser() {
    let app = TestApp::new().await;
    let superuser = pg::superuser_url(app.db().name()).await;
    let mut urls = std::collections::HashMap::new();
    for role in Role::ALL {
        urls.insert(role, app.state().urls.get(role).unwrap().to_owned());
    }
    urls.insert(Role::Tenant, superuser);
    let config = app.state().config.clone();
    let started = sarai::start::assemble(
        config,
        DatabaseUrls::managed(urls),
        sarai::modules::all().finish().unwrap(),
    );
    let refusal = started.await.err().expect("a refusal").to_string();
    assert!(
        refusal.contains("postgres is a superuser") && refusal.contains("sarai_tenant"),
        "{refusal}"
    );
}

#[tokio::test]
async fn program_starts_with_plain_roles_and_finds_no_leak() {
    let app = TestApp::new().await;
    let (config, urls) = (
        app.state().config.clone(),
        DatabaseUrls::derived(app.db().url(), &SECRET).unwrap(),
    );
    assert!(
        sarai::start::assemble(config, urls, sarai::modules::all().finish().unwrap())
            .await
            .is_ok()
    );
}
