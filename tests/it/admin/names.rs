//! Machine names on the staff's screens: what they are called comes first, in the reader's language, the name beneath.
//! And what has no such text is refused before it could be shown.

use kernel::audit::{self, Audit};
use kernel::module::PlatformRole;
use kernel::texts::Named;
use kit::{Staff, TestApp};
use l10n::Locale;

/// An event of each of these actions, and an admin who looks at them.
async fn told(app: &TestApp, actions: &[&str]) -> Staff {
    for action in actions {
        let event = || Audit::new(action, "kernel.session", None);
        app.platform()
            .write(async |tx| audit::record(tx, event()).await)
            .await
            .unwrap();
    }
    app.leave_jobs();
    app.staff(PlatformRole::Admin, "arash").await
}

#[test]
fn everything_that_is_declared_is_called_something_in_both_languages() {
    let registry = sarai::modules::all().finish().unwrap();
    let texts = registry.texts();
    let jobs = registry.jobs().keys().map(|name| (Named::Job, *name));
    let schedules = registry.schedules().iter();
    let checks = registry.health().iter();
    let declared = jobs
        .chain(schedules.map(|one| (Named::Schedule, one.key)))
        .chain(checks.map(|one| (Named::Check, one.key)));
    for (named, name) in declared {
        for locale in [Locale::Fa, Locale::En] {
            let called = texts.called(locale, named, name);
            assert!(called.is_some_and(|text| text != name), "{name} {locale:?}");
        }
    }
    assert!(registry.actions().len() > 30, "{:?}", registry.actions());
    for action in registry.actions() {
        assert!(!texts.lacks(Named::Action, action), "{action}");
    }
}

#[tokio::test]
async fn event_that_no_screen_could_name_is_not_written() {
    let app = TestApp::new().await;
    for (action, kind) in [
        ("kernel.session.dance", "kernel.session"),
        ("kernel.session.open", "kernel.umbrella"),
    ] {
        let written = app
            .platform()
            .write(async |tx| audit::record(tx, Audit::new(action, kind, None)).await)
            .await;
        let refused = written.unwrap_err().to_string();
        assert!(refused.contains(".names."), "{refused}");
    }
    assert_eq!(
        app.value::<i64>("SELECT count(*) FROM audit_events", &[])
            .await,
        0
    );
}

#[tokio::test]
async fn event_is_called_by_its_label_and_its_key_stands_beneath() {
    let app = TestApp::new().await;
    let admin = told(&app, &["kernel.session.open"]).await;
    let list = admin.get("/admin/audit").await;
    assert_eq!(
        list.assert_ok().texts("#list .keyed"),
        ["ورود kernel.session.open"]
    );
    list.assert_element("#list .keyed small bdi.mono[dir=ltr]");
    let one = list.attributes("#list tbody a", "href").remove(0);
    let event = admin.get(&one).await;
    assert_eq!(event.assert_ok().texts("h1"), ["ورود"]);
    event.assert_text("kernel.session.open").assert_text("نشست");
}

#[tokio::test]
async fn action_is_found_by_its_words_and_words_alone_narrow_the_list() {
    let app = TestApp::new().await;
    let admin = told(&app, &["kernel.session.open", "kernel.password.change"]).await;
    let offered = admin
        .htmx()
        .get("/admin/audit/actions?action_text=رمز عبور")
        .await;
    let found = offered
        .assert_ok()
        .attributes("li[role=option]", "data-value");
    assert_eq!(found, ["kernel.password.change", "kernel.password.reset"]);
    offered
        .assert_text("تغییر رمز عبور")
        .assert_no_element("main");
    let all = admin.htmx().get("/admin/audit/actions").await;
    let count = all.attributes("li[role=option]", "data-value").len();
    assert_eq!(count, app.state().registry.actions().len());
    admin
        .get("/admin/audit/actions")
        .await
        .assert_redirect("/admin/audit");
    for (query, shown) in [
        ("action_text=رمز عبور", "kernel.password.change"),
        (
            "action=kernel.session.open&action_text=رمز عبور",
            "kernel.session.open",
        ),
        ("action_text=PASSWORD", "kernel.password.change"),
    ] {
        let list = admin.get(format!("/admin/audit?{query}")).await;
        let keys = list.assert_ok().texts("#list .keyed small");
        assert_eq!(keys, [shown], "{query}");
    }
    let none = admin.get("/admin/audit?action_text=چنین کاری نیست").await;
    none.assert_ok()
        .assert_no_element("#list tbody tr")
        .assert_element("#list a[href='/admin/audit']");
    let file = admin
        .get("/admin/audit/export?format=csv&action_text=رمز عبور")
        .await;
    file.assert_ok().assert_text("تغییر رمز عبور");
    assert!(!file.visible().contains("kernel.session.open"));
}

#[tokio::test]
async fn trail_is_narrowed_to_a_kind_that_is_chosen_by_its_name() {
    let app = TestApp::new().await;
    let admin = told(&app, &["kernel.session.open"]).await;
    let page = admin.get("/admin/audit?subject=kernel.session").await;
    page.assert_ok()
        .assert_element("select[name=subject] option[value='kernel.session'][selected]");
    assert_eq!(page.texts("#list tbody tr").len(), 1);
    let other = admin.get("/admin/audit?subject=kernel.webhook").await;
    other.assert_ok().assert_no_element("#list tbody tr");
    let id = "018f0000-0000-7000-8000-000000000000";
    let one = admin.get(format!("/admin/audit?subject={id}")).await;
    one.assert_element(&format!("option[value='{id}'][selected]"));
}

#[tokio::test]
async fn health_and_schedules_are_called_by_their_names() {
    let app = TestApp::new().await;
    let admin = told(&app, &[]).await;
    let home = admin.get("/admin").await;
    let checks = home.assert_ok().texts("#health .keyed");
    assert!(
        checks.contains(&"پایگاه داده kernel.database".to_owned()),
        "{checks:?}"
    );
    kernel::migrate::prepare_app(app.state()).await.unwrap();
    let clock = admin.get("/admin/jobs/schedules").await;
    let rows = clock.assert_ok().texts("tbody tr").concat();
    assert!(rows.contains("پاک‌سازی داده‌های منقضی kernel.tidy"), "{rows}");
    assert!(rows.contains("هر ۱۰ دقیقه"), "{rows}");
}
