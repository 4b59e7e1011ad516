//! 404, 409, 422, 429, 500 and 503 as a page in both languages, as a fragment, as JSON.
//! Each says what to do; none says what only the log may know.

use kit::app::PASSWORD;
use kit::{Answer, TestApp};
use serde_json::Value;

use crate::probe;

/// The page in Persian and English, and the toast.
async fn faces(app: &TestApp, path: &str, status: u16, fa: &str, en: &str) {
    let page = app.client().get(path).await;
    page.assert_status(status)
        .assert_element("html[lang=fa][dir=rtl] main h1")
        .assert_text(fa);
    let page = app.client_speaking("en").get(path).await;
    page.assert_status(status)
        .assert_element("html[lang=en][dir=ltr] main h1")
        .assert_text(en);
    toast(&app.client().htmx().get(path).await, status, fa);
}

fn toast(answer: &Answer, status: u16, text: &str) {
    answer
        .assert_status(status)
        .assert_text(text)
        .assert_no_element("main");
    assert_eq!(
        (answer.header("hx-retarget"), answer.header("hx-reswap")),
        ("#toasts", "beforeend")
    );
    answer.assert_element(answer.header("hx-reselect"));
}

fn problem(answer: &Answer, status: u16) -> Value {
    answer.assert_status(status);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let body: Value = answer.json();
    assert_eq!(body["status"], status);
    assert!(body["instance"].as_str().unwrap().starts_with("urn:uuid:"));
    assert!(
        body["type"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/problems/{status}"))
    );
    body
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let app = probe::app().await;
    faces(&app, "/nothing-here", 404, "پیدا نشد", "ot found").await;
    problem(&app.client().get("/api/v1/nothing-here").await, 404);
}

#[tokio::test]
async fn address_with_an_id_that_is_none_is_404() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/account/sessions").await.assert_ok();
    sara.delete("/account/sessions/not-an-id")
        .await
        .assert_not_found();
    sara.get("/dev/outbox/not-an-id").await.assert_not_found();
}

/// Status, its title in Persian and in English, and what says when to come back.
const PROBLEMS: [(u16, &str, &str, &str); 7] = [
    (409, "هم‌زمان تغییر کرد", "It changed meanwhile", ""),
    (413, "حجم زیاد است", "Too large", ""),
    (
        422,
        "اطلاعات واردشده درست نیست",
        "Something is not right",
        "",
    ),
    (429, "تعداد تلاش‌ها زیاد است", "Too many tries", "30"),
    (
        502,
        "سرویس بیرونی پاسخ نداد",
        "An outside service did not answer",
        "",
    ),
    (503, "موقتاً در دسترس نیست", "Unavailable for a moment", "5"),
    (
        500,
        "از سمت ما خطایی رخ داد",
        "Something went wrong on our side",
        "",
    ),
];

#[tokio::test]
async fn every_problem_has_a_page_and_a_toast_in_both_languages() {
    let app = probe::app().await;
    for (status, fa, en, _) in PROBLEMS {
        let path = format!("/probe/problem/{status}");
        faces(&app, &path, status, fa, en).await;
        toast(
            &app.client_speaking("en").htmx().get(&path).await,
            status,
            en,
        );
    }
}

#[tokio::test]
async fn every_problem_is_json_for_programs() {
    let app = probe::app().await;
    for (status, fa, en, again) in PROBLEMS {
        let path = format!("/api/v1/probe/problem/{status}");
        for (client, title) in [(app.client(), fa), (app.client_speaking("en"), en)] {
            let answer = client.get(&path).await;
            let body = problem(&answer, status);
            assert_eq!(body["title"], title);
            assert!(!body["detail"].as_str().unwrap().is_empty());
            assert_eq!(answer.header("retry-after"), again);
            assert!(!body.to_string().contains("secret detail"));
        }
    }
}

#[tokio::test]
async fn our_fault_is_500_with_an_incident_and_without_its_detail() {
    let app = probe::app().await;
    for path in ["/probe/problem/500", "/probe/panic"] {
        let page = app.client().get(path).await;
        page.assert_status(500)
            .assert_text("کد پیگیری")
            .assert_no_text("secret detail");
    }
}

#[tokio::test]
async fn wrong_input_is_422_and_names_the_field() {
    let app = probe::app().await;
    let client = app.client_speaking("en");
    let body = problem(&client.get("/api/v1/probe/problem/422").await, 422);
    assert_eq!(body["errors"][0]["pointer"], "#/subject");
    assert_eq!(body["errors"][0]["code"], "kernel.invalid.required");
}

#[tokio::test]
async fn wrong_form_is_shown_again_with_what_was_typed() {
    let app = TestApp::new().await;
    let visitor = app.client();
    visitor.get("/sign-up").await.assert_ok();
    let form = visitor
        .form("form[action='/sign-up']")
        .set("name", "مریم")
        .set("email", "not an address");
    let again = form.set("password", "short").submit().await;
    again
        .assert_status(422)
        .assert_element("[aria-invalid=true]");
    let form = again.form("form[action='/sign-up']");
    assert_eq!(
        (form.value("name"), form.value("email")),
        (Some("مریم"), Some("not an address"))
    );
    assert!(
        form.value("password").unwrap_or_default().is_empty(),
        "a password is never sent back"
    );
}

#[tokio::test]
async fn too_many_tries_are_429_and_say_how_long_to_wait() {
    let app = TestApp::new().await;
    let person = app.person("sara").insert().await;
    let visitor = app.client();
    visitor.get("/sign-in").await.assert_ok();
    for _ in 0..5 {
        let wrong = [
            ("identifier", person.email.as_str()),
            ("password", "not the camel"),
        ];
        visitor
            .post_form("/sign-in", &wrong)
            .await
            .assert_status(422);
    }
    let right = [
        ("identifier", person.email.as_str()),
        ("password", PASSWORD),
    ];
    let paused = visitor.post_form("/sign-in", &right).await;
    paused.assert_status(429).assert_text("۶۰ ثانیه");
    assert_eq!(paused.header("retry-after"), "60");
    visitor
        .htmx()
        .post_form("/sign-in", &right)
        .await
        .assert_status(429);
}

#[tokio::test]
async fn database_that_is_away_is_503_and_health_says_why() {
    let app = TestApp::without_database().await;
    let visitor = app.client();
    visitor.get("/").await.assert_ok();
    visitor.get("/healthz").await.assert_ok();
    visitor
        .get("/readyz")
        .await
        .assert_status(503)
        .assert_text("kernel.database: Nothing answers at 127.0.0.1:")
        .assert_no_text("sarai migrate");
    let page = visitor.get("/confirm/some-token").await;
    page.assert_status(503).assert_text("موقتاً در دسترس نیست");
    assert_eq!(page.header("retry-after"), "5");
    app.client_speaking("en")
        .get("/confirm/some-token")
        .await
        .assert_status(503)
        .assert_element("html[lang=en]");
    toast(
        &visitor.htmx().get("/confirm/some-token").await,
        503,
        "موقتاً در دسترس نیست",
    );
}

#[tokio::test]
async fn signed_in_person_is_not_signed_out_while_the_database_is_away() {
    let app = TestApp::without_database().await;
    let sara = app.client();
    sara.set_cookie("sarai", "a-token-that-cannot-be-looked-up");
    let page = sara.get("/home").await;
    page.assert_status(503);
    assert_eq!(page.header("set-cookie").matches("sarai=").count(), 0);
}

#[tokio::test]
async fn route_that_uses_a_scope_it_did_not_declare_is_a_fault_and_no_leak() {
    let app = probe::app().await;
    app.customer("sara")
        .await
        .get("/probe/undeclared")
        .await
        .assert_status(500)
        .assert_no_text("rows of a tenant");
}

#[tokio::test]
async fn htmx_visitor_is_sent_to_sign_in_and_back() {
    let app = TestApp::new().await;
    let visitor = app.client();
    visitor.get("/").await.assert_ok();
    let answer = visitor.htmx().get("/home").await;
    answer.assert_status(401);
    assert!(answer.header("hx-redirect").starts_with("/sign-in?next="));
}

#[tokio::test]
async fn an_address_that_cannot_be_read_has_the_face_of_every_problem() {
    let app = TestApp::new().await;
    faces(&app, "/sign-in?next=%00", 400, "درخواست", "request").await;
    let answer = app.client().get("/api/v1/openapi.json?x=%00").await;
    problem(&answer, 400);
}

/// The drawing of each problem, and whether there is a code to ask about.
const DRAWINGS: [(u16, &str, bool); 7] = [
    (409, "users", false),
    (413, "file-archive", false),
    (422, "pencil", false),
    (429, "timer", false),
    (500, "life-buoy", true),
    (502, "globe", true),
    (503, "database", true),
];

#[tokio::test]
async fn every_problem_has_its_drawing_and_a_code_that_can_be_copied_where_we_are_at_fault() {
    let app = probe::app().await;
    for (status, symbol, is_ours) in DRAWINGS {
        let page = app.client().get(format!("/probe/problem/{status}")).await;
        page.assert_status(status);
        assert_eq!(drawing(&page), symbol, "{status}");
        let codes = page.attributes(".problem button[data-copy]", "data-copy");
        assert_eq!(codes.len(), usize::from(is_ours), "{status}");
        assert!(codes.iter().all(|code| code.len() == 36), "{codes:?}");
        page.assert_element(".problem .actions a");
    }
    assert_eq!(drawing(&app.client().get("/nothing-here").await), "search");
}

#[tokio::test]
async fn who_may_not_sees_a_lock_and_staff_stay_among_their_places() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let refused = sara.get("/admin/audit").await;
    refused
        .assert_status(403)
        .assert_element(".frame-customer .problem a[href='/home']");
    assert_eq!(drawing(&refused), "lock");
    let support = app
        .staff(kernel::module::PlatformRole::Support, "reza")
        .await;
    for (path, status) in [("/admin/audit", 403), ("/admin/nowhere", 404)] {
        let page = support.get(path).await;
        page.assert_status(status)
            .assert_element(".frame-staff .problem a[href='/admin']");
    }
}

#[tokio::test]
async fn form_that_fails_offers_the_page_that_it_stood_on() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    sara.get("/account/sessions").await.assert_ok();
    let gone = "/account/sessions/018f0000-0000-7000-8000-000000000000";
    let page = sara.delete(gone).await;
    page.assert_not_found();
    page.assert_element(".problem .actions a[href='/account/sessions']");
}

/// The symbol in the niche of the page.
fn drawing(page: &Answer) -> String {
    let href = page.attributes(".problem .scene-icon", "href").remove(0);
    href.split('#').nth(1).unwrap_or_default().to_owned()
}
