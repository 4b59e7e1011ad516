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
    let house = || Registry::new().with(identity::Identity);
    let app = TestApp::of(house, |_| ()).await;
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

#[tokio::test]
async fn program_whose_roles_have_another_password_says_what_to_do() {
    let app = TestApp::new().await;
    let config = app.state().config.clone();
    let urls = DatabaseUrls::derived(app.db().url(), &[9; 32]).unwrap();
    let started = sarai::start::assemble(config, urls, sarai::modules::all().finish().unwrap());
    let text = started.await.err().expect("a refusal").to_string();
    assert!(
        text.contains("another password") && text.contains("run `sarai migrate`"),
        "{text}"
    );
    assert!(!text.contains("authentication failed"), "{text}");
}

#[tokio::test]
async fn role_that_is_not_there_is_told_from_a_wrong_password() {
    let app = TestApp::new().await;
    let mut urls = std::collections::HashMap::new();
    for role in Role::ALL {
        let url = app.state().urls.get(role).unwrap();
        urls.insert(role, url.replace("sarai_public", "sarai_nobody"));
    }
    let config = app.state().config.clone();
    let started = sarai::start::assemble(
        config,
        DatabaseUrls::managed(urls),
        sarai::modules::all().finish().unwrap(),
    );
    let text = started.await.err().expect("a refusal").to_string();
    assert!(
        text.contains("refuses the role sarai_public: make it"),
        "{text}"
    );
}

#[tokio::test]
async fn database_that_was_never_migrated_says_so_and_one_that_is_away_does_not() {
    let app = TestApp::new().await;
    let empty = kit::TestDb::empty().await;
    let urls = DatabaseUrls::derived(empty.url(), &SECRET).unwrap();
    let registry = sarai::modules::all().finish().unwrap();
    let config = app.state().config.clone();
    let bare =
        kernel::app::App::new(config, kernel::clock::Clock::default(), urls, registry).unwrap();
    let said = |reports: Vec<kernel::health::Report>| -> String {
        let texts = bare.registry.texts();
        let lines = reports.iter().map(|r| r.finding.english(texts));
        lines.collect::<Vec<_>>().join("\n")
    };
    let never = said(kernel::health::report(&bare).await);
    assert!(
        never.contains("never migrated") && never.contains("job queue is not there"),
        "{never}"
    );
    let away = TestApp::without_database().await;
    let away = said(kernel::health::report(away.state()).await);
    assert!(
        away.contains("Nothing answers at") && away.contains("Not asked"),
        "{away}"
    );
    assert!(!away.contains("sarai migrate"), "{away}");
}
