//! Names that are addresses are refused wherever a name is given; it says what to do.

use kernel::db::Role;
use kit::{Answer, TestApp};

const NAMES: [&str; 4] = [
    "Claim at http://evil.test/now",
    "جایزه در evil.com",
    "support@evil.test",
    "خانه.ایران",
];

fn refused(answer: &Answer, name: &str) {
    answer
        .assert_status(422)
        .assert_text("نشانی را بردارید")
        .assert_element("main [aria-invalid=true]");
    assert!(
        answer.text.contains("evil") || answer.text.contains(name),
        "{name}"
    );
}

#[tokio::test]
async fn nobody_signs_up_under_an_address() {
    let app = TestApp::new().await;
    let visitor = app.client();
    for name in NAMES {
        visitor.get("/sign-up").await.assert_ok();
        let form = visitor
            .form("form[action='/sign-up']")
            .set("name", name)
            .set("email", "maryam@sarai.test");
        refused(
            &form
                .set("password", "a camel in the courtyard")
                .submit()
                .await,
            name,
        );
    }
}

#[tokio::test]
async fn nobody_takes_an_address_for_a_name_later() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    for name in NAMES {
        sara.get("/account").await.assert_ok();
        let form = sara.form("main form[action='/account']");
        refused(&form.set("display_name", name).submit().await, name);
    }
}

#[tokio::test]
async fn account_is_not_called_by_an_address_and_dotted_names_are_names() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    for name in NAMES {
        sara.get("/account/tenants").await.assert_ok();
        let form = sara
            .form("form[action='/account/tenants']")
            .set("name", name)
            .set("kind", "company");
        refused(&form.submit().await, name);
    }
    for name in ["شرکت آی.تی", "A.B. Co.", "Node.js پارس"] {
        sara.get("/account/tenants").await.assert_ok();
        let form = sara
            .form("form[action='/account/tenants']")
            .set("name", name)
            .set("kind", "company");
        form.submit().await.assert_redirect("/account/tenants");
    }
}

#[tokio::test]
async fn nobody_is_invited_under_a_name_from_before_that_holds_an_address() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    let sql = app.sql_as(Role::Platform).await;
    sql.execute("UPDATE tenants SET name = 'بردید: evil.com'", &[])
        .await
        .unwrap();
    owner.get("/account/members").await.assert_ok();
    let form = owner
        .form("form[action='/account/invitations']")
        .set("email", "guest@sarai.test")
        .set("role", "employee");
    form.submit()
        .await
        .assert_status(422)
        .assert_text("با آن نمی‌توان دعوت فرستاد");
}
