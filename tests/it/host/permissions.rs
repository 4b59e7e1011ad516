//! The matrix: every declared route × every role without the right, GET and unsafe, with a valid token.
//! Driven by the registry, so that a new route is in it without a line here.

use kernel::module::{Audience, Declaration, PlatformRole, Side, TenantKind, TenantRole};
use kit::{Answer, Client, TestApp};

/// Somebody with what they are.
struct Actor {
    client: Client,
    name: &'static str,
    role: Option<TenantRole>,
    staff: Vec<PlatformRole>,
}

async fn actors(app: &TestApp) -> Vec<Actor> {
    let mut all = Vec::new();
    for (name, role) in [
        ("employee", TenantRole::Employee),
        ("manager", TenantRole::Manager),
        ("owner", TenantRole::Owner),
    ] {
        let client = app.shop("zarrin").member(role).await.client;
        all.push(Actor {
            client,
            name,
            role: Some(role),
            staff: vec![],
        });
    }
    for (name, role) in [
        ("support", PlatformRole::Support),
        ("finance", PlatformRole::Finance),
        ("admin", PlatformRole::Admin),
    ] {
        let client = app.staff(role, name).await.client;
        all.push(Actor {
            client,
            name,
            role: None,
            staff: vec![role],
        });
    }
    all
}

impl Actor {
    fn may(&self, app: &TestApp, side: Side, key: &str) -> bool {
        let registry = &app.state().registry;
        match (side, self.role) {
            (Side::Staff, _) => registry.staff_may(key, &self.staff),
            (Side::Member, Some(role)) => registry
                .member_reach(key, TenantKind::Shop, role, &[])
                .is_some(),
            (Side::Member, None) => false,
        }
    }
}

/// The route's path with something in each parameter's place.
fn filled(path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let part = |part: &str| {
        if part.starts_with('<') {
            uuid::Uuid::new_v4().to_string()
        } else {
            part.to_owned()
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn ask(client: &Client, route: &Declaration) -> Answer {
    let path = filled(&route.path);
    match route.method {
        "GET" => client.get(path).await,
        "POST" => client.post_form(path, &[]).await,
        method => {
            client
                .post_form(path, &[("_method", &method.to_lowercase())])
                .await
        }
    }
}

#[tokio::test]
async fn nobody_without_the_permission_gets_past_a_guarded_route() {
    let app = TestApp::new().await;
    let mut refused = 0;
    for actor in actors(&app).await {
        for route in app.state().registry.declarations() {
            let Some(permission) = route.permission.filter(|_| route.audience != Audience::Api)
            else {
                continue;
            };
            if actor.may(&app, route.side(), permission) {
                continue;
            }
            let answer = ask(&actor.client, route).await;
            assert_eq!(
                answer.status.as_u16(),
                403,
                "{} at {} {}: {answer:?}",
                actor.name,
                route.method,
                route.name
            );
            refused += 1;
        }
    }
    assert!(refused > 100, "only {refused} pairs were tried");
}

/// The other half: whoever has the right gets past the guards, to the thing that is not there or the form that lacks
/// everything. A route that refuses everybody would pass the test above.
#[tokio::test]
async fn everybody_with_the_permission_gets_past_a_guarded_route() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let actors = actors(&app).await;
    let registry = &app.state().registry;
    for route in registry.declarations() {
        let Some(permission) = route.permission.filter(|_| route.audience != Audience::Api) else {
            continue;
        };
        let able = actors
            .iter()
            .filter(|actor| actor.may(&app, route.side(), permission));
        let mut passed = 0;
        for actor in able {
            let status = ask(&actor.client, route).await.status.as_u16();
            let name = (actor.name, route.method, route.name);
            assert!(
                status < 500 && ![401, 403].contains(&status),
                "{name:?}: {status}"
            );
            passed += 1;
        }
        assert!(passed > 0, "nobody may {permission} at {}", route.name);
    }
}

#[tokio::test]
async fn visitor_is_sent_to_sign_in_from_every_route_for_people_who_have() {
    let app = TestApp::new().await;
    let visitor = app.client();
    visitor.get("/sign-in").await.assert_ok();
    for route in app.state().registry.declarations() {
        if !route.audience.signed_in() && route.permission.is_none() {
            continue;
        }
        let answer = ask(&visitor, route).await;
        match route.method {
            "GET" if route.audience != Audience::Api => {
                answer.assert_status(303).assert_redirect("/sign-in")
            }
            _ => answer.assert_status(401),
        };
    }
}

#[tokio::test]
async fn token_with_the_scope_gets_past_a_route_for_programs() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let owner = app.shop("zarrin").owner().await;
    let all = app.state().registry.declarations();
    for route in all.iter().filter(|r| r.audience == Audience::Api) {
        let Some(scope) = route.permission else {
            continue;
        };
        let program = app.program(&owner).scopes(&[scope]).start().await;
        let request = program.request(route.method.parse().unwrap(), &filled(&route.path));
        let status = program.send(request.body("{}")).await.status.as_u16();
        assert!(
            status < 500 && ![401, 403].contains(&status),
            "{}: {status}",
            route.name
        );
    }
}

#[tokio::test]
async fn cookie_and_form_token_are_nothing_on_a_route_for_programs() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    let all = app.state().registry.declarations();
    let routes = all
        .iter()
        .filter(|r| r.audience == Audience::Api && !r.is_open);
    for route in routes {
        ask(&owner, route).await.assert_status(401);
    }
}

#[tokio::test]
async fn token_without_the_scope_gets_past_no_route_for_programs() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    let program = app
        .program(&owner)
        .scopes(&["identity.members.manage"])
        .start()
        .await;
    let all = app.state().registry.declarations();
    for route in all.iter().filter(|r| r.audience == Audience::Api) {
        let Some(scope) = route.permission else {
            continue;
        };
        let method = route.method.parse().unwrap();
        let request = program.request(method, &filled(&route.path));
        let answer = program.send(request.body("{}")).await;
        answer.assert_status(403).assert_text(scope);
    }
}

#[tokio::test]
async fn staff_permission_in_a_tenants_hands_is_no_way_to_the_platform() {
    let app = TestApp::new().await;
    let owner = app.shop("zarrin").owner().await;
    for route in app
        .state()
        .registry
        .declarations()
        .iter()
        .filter(|route| route.path.starts_with("/admin"))
    {
        ask(&owner, route).await.assert_status(403);
    }
}

#[tokio::test]
async fn unsafe_route_refuses_a_form_without_a_token() {
    let app = TestApp::new().await;
    let (owner, admin) = (
        app.shop("zarrin").owner().await,
        app.staff(PlatformRole::Admin, "arash").await,
    );
    for route in app
        .state()
        .registry
        .declarations()
        .iter()
        .filter(|route| route.unsafe_csrf)
    {
        let by = if route.path.starts_with("/admin") {
            &admin.client
        } else {
            &owner.client
        };
        by.set_csrf("forged");
        let answer = ask(by, route).await;
        // A parameter that cannot be read is a 404 before the form is looked at.
        let status = answer.status.as_u16();
        assert!(
            status == 403 || status == 404 && route.path.contains('<'),
            "{}: {answer:?}",
            route.name
        );
    }
}
