//! What somebody is, and on which side they act: a role in a tenant opens no door of the staff, a role on the staff none
//! of a tenant, a permission exists only in its kinds of tenants, a module can be switched off.

use kernel::module::{PlatformRole, TenantKind, TenantRole};
use kit::Client;

use crate::probe;

async fn says(client: &Client, path: &str) -> String {
    client.get(path).await.assert_ok().visible()
}

#[tokio::test]
async fn a_permission_of_both_sides_opens_each_side_by_its_own_roles() {
    let app = probe::app().await;
    let owner = app.customer("sara").await;
    assert_eq!(says(&owner, "/probe/member").await, "rows of a tenant");
    owner.get("/probe/staff").await.assert_status(403);
    assert_eq!(says(&owner, "/probe/rights").await, "own true, all false");

    let negar = app.staff(PlatformRole::Support, "negar").await;
    assert_eq!(says(&negar, "/probe/staff").await, "rows of everybody");
    negar.get("/probe/member").await.assert_status(403);
    assert_eq!(says(&negar, "/probe/rights").await, "own false, all true");
}

#[tokio::test]
async fn staff_who_are_employees_of_a_tenant_get_no_more_there_than_employees() {
    let app = probe::app().await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let employee = app
        .join(
            negar.person,
            "zarrin",
            TenantKind::Shop,
            TenantRole::Employee,
        )
        .await;
    employee.get("/probe/member").await.assert_status(403);
    assert_eq!(says(&employee, "/probe/staff").await, "rows of everybody");
    assert_eq!(
        says(&employee, "/probe/rights").await,
        "own false, all true"
    );
}

#[tokio::test]
async fn a_permission_of_shops_does_not_exist_elsewhere_nor_do_shops_pages() {
    let app = probe::app().await;
    let (owner, sara) = (app.shop("zarrin").owner().await, app.customer("sara").await);
    assert_eq!(says(&owner, "/probe/counter").await, "the counter");
    assert_eq!(says(&owner, "/probe/shop").await, "the shop");
    sara.get("/probe/counter").await.assert_status(403);
    let refused = sara.get("/probe/shop").await;
    refused
        .assert_status(403)
        .assert_text("این صفحه برای فروشگاه‌هاست");
}

#[tokio::test]
async fn a_module_that_the_owner_switches_off_is_gone_for_the_whole_tenant_until_it_is_on_again() {
    let app = probe::app().await;
    let (owner, clerk) = (
        app.shop("zarrin").owner().await,
        app.shop("zarrin").employee().await,
    );
    let elsewhere = app.shop("simin").owner().await;
    clerk.get("/account/modules").await.assert_status(403);
    owner
        .get("/account/modules")
        .await
        .assert_ok()
        .assert_element("form[action='/account/modules/probe']");
    let off = [("_method", "delete")];
    owner
        .post_form("/account/modules/probe", &off)
        .await
        .assert_redirect("/account/modules");
    owner
        .get("/probe/shop")
        .await
        .assert_status(403)
        .assert_text("غیرفعال است");
    owner
        .get("/home")
        .await
        .assert_ok()
        .assert_no_element("#probe-box_before");
    assert_eq!(says(&elsewhere, "/probe/shop").await, "the shop");
    owner
        .post_form("/account/modules/probe", &[])
        .await
        .assert_redirect("/account/modules");
    assert_eq!(says(&owner, "/probe/shop").await, "the shop");
    owner
        .post_form("/account/modules/kernel", &off)
        .await
        .assert_not_found();
}

#[tokio::test]
async fn a_box_that_fails_costs_its_own_place_on_the_home() {
    let app = probe::app().await;
    let sara = app.customer("sara").await;
    let home = sara.get("/home").await;
    home.assert_ok()
        .assert_element("#probe-box_before")
        .assert_element("#probe-box_after");
    home.assert_no_element("#probe-box_that_fails")
        .assert_text("بارگذاری نشد");
}
