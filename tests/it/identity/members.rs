//! Members of a tenant: invited by mail, given roles, removed; owners are beyond managers.

use kernel::module::TenantRole;
use kit::{Answer, Member, TestApp};

async fn invite(by: &Member, email: &str, role: &str) -> Answer {
    by.get("/account/members").await.assert_ok();
    by.form("form[action='/account/invitations']")
        .set("email", email)
        .set("role", role)
        .submit()
        .await
}

async fn invitation(app: &TestApp, email: &str) -> String {
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(email).await;
    mail.link("/invitation/").replace(app.base(), "")
}

#[tokio::test]
async fn invited_person_joins_with_the_offered_role() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    let sara = app.customer("sara").await;
    invite(&owner, &sara.person.email, "manager")
        .await
        .assert_redirect("/account/members");
    let link = invitation(&app, &sara.person.email).await;
    sara.get(&link).await.assert_ok().assert_text("zarrin");
    sara.form("main form[method=post]")
        .submit()
        .await
        .assert_redirect("/home");
    sara.get("/account/members")
        .await
        .assert_ok()
        .assert_text("owner of zarrin");
    app.client().get(&link).await.assert_status(410);
}

#[tokio::test]
async fn invitation_is_worth_nothing_to_another_address() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    let (_sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    invite(&owner, "sara@sarai.test", "manager")
        .await
        .assert_redirect("/account/members");
    let link = invitation(&app, "sara@sarai.test").await;
    kaveh.get(&link).await.assert_ok();
    kaveh.post_form(&link, &[]).await.assert_not_found();
}

#[tokio::test]
async fn withdrawn_invitation_opens_nothing() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    invite(&owner, "sara@sarai.test", "employee")
        .await
        .assert_redirect("/account/members");
    let link = invitation(&app, "sara@sarai.test").await;
    let page = owner.get("/account/members").await;
    let action = page
        .attributes("main form[action^='/account/invitations/']", "action")
        .remove(0);
    owner
        .delete(&action)
        .await
        .assert_redirect("/account/members");
    app.client().get(&link).await.assert_status(410);
}

#[tokio::test]
async fn owner_changes_a_role_and_removes_a_member() {
    let app = TestApp::new().await;
    let shop = app.shop("zarrin");
    let (owner, employee) = (shop.owner().await, shop.employee().await);
    let path = format!("/account/members/{}", employee.person.id);
    owner
        .post_form(&path, &[("_method", "put"), ("role", "manager")])
        .await
        .assert_redirect("/account/members");
    employee.get("/account/members").await.assert_ok();
    owner
        .delete(&path)
        .await
        .assert_redirect("/account/members");
    employee.get("/account/members").await.assert_status(403);
}

#[tokio::test]
async fn manager_touches_no_owner_and_nobody_removes_the_last_one() {
    let app = TestApp::new().await;
    let shop = app.shop("zarrin");
    let (owner, manager) = (shop.owner().await, shop.manager().await);
    let path = format!("/account/members/{}", owner.person.id);
    manager.delete(&path).await.assert_status(403);
    manager
        .post_form(&path, &[("_method", "put"), ("role", "employee")])
        .await
        .assert_status(403);
    owner.delete(&path).await.assert_status(422);
    app.join(
        app.person("ali").insert().await,
        "zarrin",
        kernel::module::TenantKind::Shop,
        TenantRole::Owner,
    )
    .await;
    owner
        .delete(&path)
        .await
        .assert_redirect("/account/members");
}

#[tokio::test]
async fn refusal_of_the_last_owner_stands_in_their_row_and_says_what_to_do() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    let id = owner.person.id;
    owner.get("/account/members").await.assert_ok();
    let path = format!("/account/members/{id}");
    let demoted = owner
        .post_form(&path, &[("_method", "put"), ("role", "employee")])
        .await;
    let removed = owner.delete(&path).await;
    for refused in [demoted, removed] {
        refused
            .assert_status(422)
            .assert_no_text("اجازهٔ این کار را ندارید")
            .assert_element(&format!(
                "#member-{id} select[autofocus][aria-invalid=true][aria-describedby='role-{id}-error']"
            ));
        let said = refused.texts(&format!("#member-{id} #role-{id}-error"));
        assert!(
            said[0].contains("ابتدا نقش عضو دیگری را «مالک» کنید"),
            "{said:?}"
        );
        assert!(said[0].contains("owner of zarrin"), "{said:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_done_of_the_only_owner_keeps_its_place_and_says_why() {
    let app = TestApp::new().await;
    let shop = app.shop("zarrin");
    let (owner, employee) = (shop.owner().await, shop.employee().await);
    let page = owner.get("/account/members").await;
    let (own, other) = (
        format!("#member-{}", owner.person.id),
        format!("#member-{}", employee.person.id),
    );
    let why = page.attributes(
        &format!("{own} button[aria-disabled=true]"),
        "aria-describedby",
    );
    assert_eq!(why.len(), 2, "save and remove");
    for id in why {
        assert!(page.texts(&format!("#{id}"))[0].contains("ابتدا عضو دیگری را مالک کنید"));
    }
    page.assert_no_element(&format!("{own} [disabled]"))
        .assert_no_element(&format!("{own} button[type=submit]"))
        .assert_no_element(&format!("{other} [aria-disabled]"))
        .assert_element(&format!("{other} dialog button.btn-error[type=submit]"));
    app.join(
        app.person("ali").insert().await,
        "zarrin",
        kernel::module::TenantKind::Shop,
        TenantRole::Owner,
    )
    .await;
    owner
        .get("/account/members")
        .await
        .assert_no_element("main [aria-disabled]");
}

#[tokio::test]
async fn employee_does_not_see_the_members_page() {
    let app = TestApp::new().await;
    app.shop("zarrin")
        .employee()
        .await
        .get("/account/members")
        .await
        .assert_status(403);
}
