//! The screens of customers and of the staff: found by any of their names, roles given and taken.

use kernel::module::{PlatformRole, TenantRole};
use kit::TestApp;

#[tokio::test]
async fn customer_is_found_by_its_own_and_its_members_names() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let zarrin = app.shop("zarrin");
    let (owner, sara) = (zarrin.owner().await, app.customer("sara").await);
    zarrin.member(TenantRole::Employee).await;
    let support = app.staff(PlatformRole::Support, "reza").await;
    let (shop, other) = (
        format!("/admin/customers/{}", owner.tenant),
        format!("/admin/customers/{}", sara.tenant),
    );
    for (query, hrefs) in [
        (String::new(), vec![&other, &shop]),
        ("?kind=shop".to_owned(), vec![&shop]),
        (format!("?q={}", owner.person.email), vec![&shop]),
        (
            format!("?q={}", sara.person.name.to_uppercase()),
            vec![&other],
        ),
        ("?q=nobody".to_owned(), vec![]),
    ] {
        let page = support.get(format!("/admin/customers{query}")).await;
        let mut found = page.assert_ok().attributes("#list tbody a", "href");
        let mut hrefs: Vec<String> = hrefs.into_iter().cloned().collect();
        found.sort();
        found.dedup();
        hrefs.sort();
        assert_eq!(found, hrefs, "{query}");
    }
    let page = support.get(&shop).await;
    page.assert_ok().assert_text(&owner.person.email);
    assert_eq!(page.texts("#members tbody tr").len(), 2);
}

#[tokio::test]
async fn role_is_given_told_and_taken_and_the_last_admin_stays() {
    let app = TestApp::new().await;
    let (sara, admin) = (
        app.customer("sara").await,
        app.staff(PlatformRole::Admin, "arash").await,
    );
    let place = "/admin/staff";
    let give = [("email", sara.person.email.as_str()), ("role", "finance")];
    admin.get(place).await.assert_ok();
    admin.post_form(place, &give).await.assert_redirect(place);
    admin.get(place).await.assert_text(&sara.person.email);
    sara.get("/account/notifications")
        .await
        .assert_text("در گروه کارکنان سرای نقشی به شما داده شد");
    admin.post_form(place, &give).await.assert_status(422);
    let nobody = [("email", "nobody@sarai.test"), ("role", "finance")];
    admin.post_form(place, &nobody).await.assert_status(422);
    let taken = format!("{place}/{}/finance", sara.person.id);
    admin.delete(&taken).await.assert_redirect(place);
    admin.delete(&taken).await.assert_not_found();
    let last = format!("{place}/{}/admin", admin.person.id);
    admin.delete(last).await.assert_status(422);
}

#[tokio::test]
async fn role_that_is_given_twice_by_one_form_is_given_once() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let (sara, admin) = (
        app.customer("sara").await,
        app.staff(PlatformRole::Admin, "arash").await,
    );
    admin.get("/admin/staff").await.assert_ok();
    let form = || {
        let form = admin.form("#grant form");
        form.set("email", &sara.person.email).set("role", "finance")
    };
    let (first, second) = (form(), form());
    first.submit().await.assert_redirect("/admin/staff");
    second.submit().await.assert_redirect("/admin/staff");
    let told = "SELECT count(*) FROM audit_events WHERE action = 'kernel.staff.grant'";
    assert_eq!(app.value::<i64>(told, &[]).await, 1);
}

#[tokio::test]
async fn what_a_role_may_do_is_told_as_the_modules_declare_it() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    let page = admin.get("/admin/staff").await;
    page.assert_ok()
        .assert_element(".settings-nav a[href='/admin/staff'][aria-current=page]")
        .assert_element(".settings-nav a[href='/admin/settings']");
    let rows = page.texts("#rights tbody tr");
    let audit = rows
        .iter()
        .find(|row| row.contains("admin.audit.see"))
        .expect("a row for each permission of the staff");
    assert_eq!(audit, "دیدن سابقهٔ رویدادها admin.audit.see دارد ندارد دارد");
    let of_staff = app.state().registry.permissions().values();
    let count = of_staff
        .filter(|def| !def.platform_roles.is_empty())
        .count();
    assert_eq!(rows.len(), count);
}
