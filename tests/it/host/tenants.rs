//! Every route of customers with a parameter, asked for another tenant's rows: 404, and no word of theirs.
//! Each route is tried with every id of the scene, whatever kind it is.

use kernel::module::{Audience, Declaration, Side};
use kit::{Answer, Client, TestApp};
use uuid::Uuid;

use super::scene::{SECRET_WORD, Scene};

/// What the forms ask for, so that a foreign id and nothing else is what is wrong.
const FIELDS: [(&str, &str); 4] = [
    ("body", "متن"),
    ("role", "employee"),
    ("tag", "برچسب"),
    ("subject", "موضوع"),
];

async fn ask(client: &Client, route: &Declaration, id: Uuid) -> Answer {
    let path = route
        .path
        .split('?')
        .next()
        .unwrap()
        .replace("<id>", &id.to_string());
    let method = route.method.to_lowercase();
    let fields = [&[("_method", method.as_str())], FIELDS.as_slice()].concat();
    match route.method {
        "GET" => client.get(path).await,
        "POST" => client.post_form(path, &FIELDS).await,
        _ => client.post_form(path, &fields).await,
    }
}

#[tokio::test]
async fn every_id_of_another_tenant_is_not_found() {
    let app = TestApp::new().await;
    let scene = Scene::set(&app).await;
    let kaveh = app.customer("kaveh").await;
    let registry = &app.state().registry;
    let routes: Vec<_> = registry
        .declarations()
        .iter()
        .filter(|r| r.path.contains("<id>"))
        .collect();
    let routes: Vec<_> = routes
        .into_iter()
        .filter(|r| !r.path.starts_with("/admin") && !r.path.starts_with("/dev"))
        .filter(|r| r.audience != Audience::Api)
        .collect();
    assert!(routes.len() >= 10, "{}", routes.len());
    for route in routes {
        for id in &scene.ids {
            let answer = ask(&kaveh, route, *id).await;
            assert_eq!(
                answer.status.as_u16(),
                404,
                "{} {}: {answer:?}",
                route.method,
                route.name
            );
            answer.assert_no_text(SECRET_WORD);
        }
    }
}

#[tokio::test]
async fn every_id_of_another_tenant_is_not_found_by_a_program() {
    let app = TestApp::new().await;
    let scene = Scene::set(&app).await;
    let kaveh = app.customer("kaveh").await;
    let program = app.program(&kaveh);
    let Some(program) = has_scopes(&app).then(|| program.per_hour(100_000)) else {
        return;
    };
    let program = program.start().await;
    let all = app.state().registry.declarations();
    let routes = all
        .iter()
        .filter(|r| r.audience == Audience::Api && r.path.contains("<id>"));
    for route in routes {
        for id in &scene.ids {
            let path = route.path.replace("<id>", &id.to_string());
            let request = program.request(route.method.parse().unwrap(), &path);
            let key = format!("{}-{id}", route.name);
            let request = request.header("idempotency-key", key);
            let answer = program.send(request.body("{}")).await;
            answer.assert_not_found().assert_no_text(SECRET_WORD);
        }
    }
}

/// Without a module for programs there is nothing that a token could be given.
fn has_scopes(app: &TestApp) -> bool {
    !app.state().registry.scopes().is_empty()
}

#[tokio::test]
async fn owner_of_the_rows_reaches_them_by_the_same_addresses() {
    let app = TestApp::new().await;
    let scene = Scene::set(&app).await;
    let members = scene.sara.get("/account/members").await;
    members.assert_ok().assert_text("guest@sarai.test");
    let routes = app.state().registry.declarations().iter();
    let routes = routes.filter(|r| {
        r.method == "GET"
            && r.path.ends_with("/<id>")
            && r.audience.signed_in()
            && r.side() == Side::Member
    });
    for route in routes {
        let mut seen = 0;
        for id in &scene.ids {
            seen += u32::from(ask(&scene.sara, route, *id).await.status.is_success());
        }
        assert!(
            seen > 0,
            "{}: the scene has nothing to show there",
            route.name
        );
    }
}

#[tokio::test]
async fn lists_and_search_of_another_tenant_say_nothing() {
    let app = TestApp::new().await;
    let _scene = Scene::set(&app).await;
    let kaveh = app.customer("kaveh").await;
    let routes = app.state().registry.declarations().iter();
    let routes = routes.filter(|r| r.method == "GET" && r.side() == Side::Member);
    let routes = routes.filter(|r| r.audience.signed_in());
    let paths = routes.filter_map(|r| r.path.split('?').next());
    let lists = paths.filter(|path| !path.contains('<') && *path != "/live");
    let asked = ["?q=رازدار", "?format=csv"];
    let mut looked = 0;
    for path in
        lists.flat_map(|path| ["", asked[0], asked[1]].map(|query| format!("{path}{query}")))
    {
        let answer = kaveh.get(&path).await;
        assert!(answer.status.as_u16() < 500, "{path}: {answer:?}");
        answer.assert_no_text("guest@sarai.test");
        let shown = answer
            .texts("main td, main li, main a, main option")
            .concat();
        assert!(!shown.contains(SECRET_WORD), "{path}: {answer:?}");
        looked += u32::from(answer.status.is_success());
    }
    assert!(looked > 15, "only {looked} pages were looked at");
}
