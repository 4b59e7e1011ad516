//! Settings of tenants: each its own, over the platform's or the default, and known on every node.

use std::time::{Duration, Instant};

use kernel::db::Role;
use kernel::ids::TenantId;
use kernel::module::TenantRole;
use kit::TestApp;

use super::shelf::{self, COUNT, GREETING};

const PAGE: &str = "/account/settings";

async fn count(app: &TestApp, tenant: TenantId) -> i64 {
    app.tenant(tenant)
        .read(async |tx| COUNT.get(tx).await)
        .await
        .unwrap()
}

#[tokio::test]
async fn tenants_value_is_its_own_and_no_other_tenants() {
    let app = shelf::app().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    shelf::form(&sara, PAGE)
        .await
        .set("shelf.count", "۴۰")
        .submit()
        .await
        .assert_redirect(PAGE);
    assert_eq!(
        (
            count(&app, sara.tenant).await,
            count(&app, kaveh.tenant).await
        ),
        (40, 7)
    );
    assert_eq!(
        shelf::form(&kaveh, PAGE).await.value("shelf.count"),
        Some("۷")
    );
    let (kavehs, staffs) = (app.tenant(kaveh.tenant), app.platform());
    let of_sara = kavehs.read(async |tx| COUNT.get_for(sara.tenant, tx).await);
    let error = of_sara.await.unwrap_err().to_string();
    assert!(error.contains("does not see its rows"), "{error}");
    let by_staff = staffs.read(async |tx| COUNT.get_for(sara.tenant, tx).await);
    assert_eq!(by_staff.await.unwrap(), 40);
}

#[tokio::test]
async fn staffs_value_counts_until_a_tenant_has_its_own_and_again_when_it_gives_it_up() {
    let app = shelf::app().await;
    let sara = app.customer("sara").await;
    app.setting("shelf.count", "12").await;
    assert_eq!(count(&app, sara.tenant).await, 12);
    shelf::form(&sara, PAGE)
        .await
        .set("shelf.count", "40")
        .submit()
        .await
        .assert_redirect(PAGE);
    assert_eq!(count(&app, sara.tenant).await, 40);
    let back = shelf::form(&sara, PAGE).await.tick("remove-shelf.count");
    back.submit().await.assert_redirect(PAGE);
    assert_eq!(count(&app, sara.tenant).await, 12);
    let left: i64 = app.value("SELECT count(*) FROM tenant_settings", &[]).await;
    assert_eq!(left, 0);
}

#[tokio::test]
async fn change_of_a_tenants_setting_is_seen_by_the_other_node_within_a_second() {
    let app = shelf::app().await;
    let sara = app.customer("sara").await;
    let other = app.second_node().await;
    assert_eq!(count(&other, sara.tenant).await, 7);
    let db = app.tenant(sara.tenant);
    db.write(async |tx| COUNT.set(tx, 30).await).await.unwrap();
    assert_eq!(
        count(&app, sara.tenant).await,
        30,
        "the node that changed it"
    );
    let changed = Instant::now();
    while count(&other, sara.tenant).await != 30 {
        assert!(
            changed.elapsed() < Duration::from_secs(1),
            "not seen within a second"
        );
    }
}

#[tokio::test]
async fn tenants_setting_is_remembered_between_reads() {
    let app = shelf::app().await;
    let sara = app.customer("sara").await;
    let db = app.tenant(sara.tenant);
    let counted = db
        .read(async |tx| {
            COUNT.get(tx).await?;
            let before = tx.statements().count();
            COUNT.get(tx).await?;
            GREETING.get(tx).await?;
            Ok(tx.statements().count() - before)
        })
        .await;
    assert_eq!(counted.unwrap(), 0);
}

#[tokio::test]
async fn owner_and_manager_may_change_them_and_an_employee_may_not() {
    let app = shelf::app().await;
    let zarrin = app.shop("zarrin");
    let manager = zarrin.manager().await;
    manager
        .get("/account/members")
        .await
        .assert_ok()
        .assert_element("nav.settings-nav a[href='/account/settings']");
    shelf::form(&manager, PAGE)
        .await
        .set("shelf.greeting", "خوش آمدید")
        .submit()
        .await
        .assert_redirect(PAGE);
    let employee = zarrin.member(TenantRole::Employee).await;
    employee
        .get("/account/tokens")
        .await
        .assert_ok()
        .assert_element("nav.settings-nav")
        .assert_no_element("a[href='/account/settings']");
    employee.get(PAGE).await.assert_status(403);
    let greeting = app
        .tenant(employee.tenant)
        .read(async |tx| GREETING.get(tx).await)
        .await;
    assert_eq!(greeting.unwrap(), "خوش آمدید", "and reads what was decided");
}

#[tokio::test]
async fn change_by_a_tenant_is_in_the_trail_with_who_and_whose() {
    let app = shelf::app().await;
    let sara = app.customer("sara").await;
    shelf::form(&sara, PAGE)
        .await
        .set("shelf.count", "40")
        .submit()
        .await
        .assert_redirect(PAGE);
    let sql = "SELECT before->>'shelf.count', after->>'shelf.count', user_id, tenant_id FROM audit_events \
               WHERE action = 'kernel.tenant_settings.change'";
    let rows = app
        .sql_as(Role::Platform)
        .await
        .query(sql, &[])
        .await
        .unwrap();
    assert_eq!(rows.len(), 1, "only what was changed");
    assert_eq!((rows[0].get(0), rows[0].get(1)), ("7", "40"));
    assert_eq!(
        (
            rows[0].get::<_, uuid::Uuid>(2),
            rows[0].get::<_, uuid::Uuid>(3)
        ),
        (sara.person.id.0, sara.tenant.0)
    );
}

#[tokio::test]
async fn value_that_does_not_fit_any_more_gives_way_to_the_default() {
    let app = shelf::app().await;
    let sara = app.customer("sara").await;
    let sql = app.sql_as(Role::Platform).await;
    let insert = "INSERT INTO tenant_settings (tenant_id, key, value, updated_at) VALUES ($1, 'shelf.count', '9999', now())";
    sql.execute(insert, &[&sara.tenant.0]).await.unwrap();
    assert_eq!(count(&app, sara.tenant).await, 7);
}

#[tokio::test]
async fn settings_of_a_module_that_is_switched_off_are_neither_shown_nor_taken() {
    let app = shelf::app().await;
    let sara = app.customer("sara").await;
    let form = shelf::form(&sara, PAGE).await.set("shelf.count", "۴۰");
    let sql = app.sql_as(Role::Platform).await;
    let off = "INSERT INTO tenant_modules_off (tenant_id, module, created_at) VALUES ($1, 'shelf', now())";
    sql.execute(off, &[&sara.tenant.0]).await.unwrap();
    form.submit().await.assert_not_found();
    assert_eq!(count(&app, sara.tenant).await, 7);
    sara.get(PAGE)
        .await
        .assert_ok()
        .assert_no_element("form[action='/account/settings/shelf']");
}
