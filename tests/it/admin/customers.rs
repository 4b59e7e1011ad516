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
