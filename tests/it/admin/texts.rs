//! Rewording a mail: the preview refuses what would harm, and what is no longer allowed is marked.

use kernel::db::Role;
use kernel::module::PlatformRole;
use kit::{Answer, Staff, TestApp};

const TEXT: &str = "/admin/texts/identity.mail.reset_password/fa";

async fn preview(admin: &Staff, body: &str) -> Answer {
    admin.get(TEXT).await.assert_ok();
    let form = admin.form("main form[method=post]").set("body", body);
    form.press("act", "preview").await
}

#[tokio::test]
async fn text_that_killed_the_program_in_its_preview_is_refused_with_its_line() {
    let app = TestApp::new().await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    let brackets = format!(
        "{{% if \"%}}\" == \"a\" or {}1{} %}}{{% endif %}}",
        "(".repeat(3000),
        ")".repeat(3000)
    );
    for (text, says) in [
        (format!("سلام\n{brackets}"), "سطر ۲"),
        ("{{ name name }}".repeat(300), "بیش از ۲۰۰"),
        (
            format!("{{% set x = 'x' %}}{}", "{% set x = x ~ x %}".repeat(40)),
            "«set»",
        ),
        (
            "سلام\n\n{{ nobody }}".to_owned(),
            "سطر ۳: این ایمیل متغیری به نام «nobody» ندارد",
        ),
    ] {
        let answer = preview(&admin, &text).await;
        answer.assert_status(422).assert_text(says);
    }
    preview(&admin, "سلام {{ name }}\n\n{{ link }}")
        .await
        .assert_ok();
}

#[tokio::test]
async fn rewording_of_before_that_is_no_longer_allowed_is_marked_with_its_line() {
    let app = TestApp::new().await;
    let sql = "INSERT INTO text_overrides (key, locale, body, updated_at) VALUES \
        ('identity.mail.reset_password.body', 'fa', 'کهنه {% set x = link %}{{ x }}', now())";
    app.sql_as(Role::Platform)
        .await
        .execute(sql, &[])
        .await
        .unwrap();
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    admin.get("/admin/texts").await.assert_text("نیازمند اصلاح");
    admin
        .get(TEXT)
        .await
        .assert_text("سطر ۱: «set» در متن ایمیل مجاز نیست");
}

#[tokio::test]
async fn reworded_text_is_kept_with_who_and_the_shipped_one_comes_back() {
    let app = TestApp::new().await;
    let admin = app.staff(PlatformRole::Admin, "arash").await;
    admin.get(TEXT).await.assert_ok();
    for body in ["یک {{ link }}", "دو {{ link }}"] {
        let form = admin.form("#text form").set("body", body);
        form.submit().await.assert_redirect(TEXT);
        admin
            .get(TEXT)
            .await
            .assert_ok()
            .assert_text(body.split(' ').next().unwrap());
    }
    let kept =
        "SELECT count(*) FROM text_overrides WHERE body = 'دو {{ link }}' AND updated_by = $1";
    assert_eq!(app.value::<i64>(kept, &[&admin.person.id.0]).await, 1);
    admin.delete(TEXT).await.assert_redirect(TEXT);
    assert_eq!(
        app.value::<i64>("SELECT count(*) FROM text_overrides", &[])
            .await,
        0
    );
}
