//! Calls of other services: every route for them is asked without a proof.
//! Driven by the registry, so that a gateway's route is in it without a line here.

use kernel::module::Audience;
use kit::TestApp;

#[tokio::test]
async fn call_without_a_signature_is_refused_at_every_route_for_other_services() {
    let app = TestApp::new().await;
    let routes = app.state().registry.declarations();
    for route in routes.iter().filter(|route| {
        let outside = route.audience == Audience::Webhook;
        outside && route.method != "GET"
    }) {
        let path = route
            .path
            .replace("<tenant>", &uuid::Uuid::nil().to_string());
        let answer = app.client().post_form(&path, &[("id", "1")]).await;
        answer.assert_status(401);
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{}",
            route.name
        );
    }
}
