//! What the mounted modules declare, as outsiders rely on it.
//! The kernel's own part and that of accounts stand as lists: whoever changes them sees what else leans on them.

use std::collections::BTreeSet;

use kernel::module::{Audience, Proof, Registry};
use serde_json::Value;

fn all() -> Registry {
    sarai::modules::all().finish().unwrap()
}

/// The kernel and accounts, without a module.
fn house() -> Registry {
    Registry::new().with(identity::Identity).finish().unwrap()
}

/// The keys of one kind in the registry.
fn keys(registry: &Registry, kind: &str) -> Vec<String> {
    let described = registry.describe();
    let key = |item: &Value| {
        let name = item
            .get("key")
            .or(item.get("name"))
            .or(item.get("id"))
            .unwrap_or(item);
        name.as_str().unwrap().to_owned()
    };
    described[kind]
        .as_array()
        .unwrap()
        .iter()
        .map(key)
        .collect()
}

#[test]
fn kernel_declares_what_it_always_has() {
    let kernel = Registry::new().finish().unwrap();
    for (kind, wanted) in [
        (
            "permissions",
            "platform_webhooks.manage tokens.manage webhooks.manage",
        ),
        (
            "settings",
            "api.per_hour limits.failures_a_minute live.streams_a_session live.streams_an_address",
        ),
        (
            "jobs",
            "deliver_mail fan_out_fact run_schedules send_webhook tidy",
        ),
        ("schedules", "tidy"),
        ("mails", "mail.webhook_failing mail.webhook_off"),
        ("health", "database migrations jobs webhooks"),
    ] {
        assert_eq!(keys(&kernel, kind), named("kernel", wanted), "{kind}");
    }
}

#[test]
fn accounts_declare_what_they_always_have() {
    let house = house();
    let own = |kind: &str| -> Vec<String> {
        let all = keys(&house, kind).into_iter();
        all.filter(|key| key.starts_with("identity.")).collect()
    };
    for (kind, wanted) in [
        (
            "permissions",
            "members.manage modules.choose roles.give tenant_settings.manage",
        ),
        (
            "mails",
            "mail.already_registered mail.confirm_address mail.invitation mail.password_changed mail.reset_password",
        ),
        (
            "nav",
            "profile password sessions tenants members roles modules tenant_settings",
        ),
    ] {
        assert_eq!(own(kind), named("identity", wanted), "{kind}");
    }
}

/// `a b` as the keys of this owner.
fn named(owner: &str, keys: &str) -> Vec<String> {
    keys.split(' ')
        .map(|key| format!("{owner}.{key}"))
        .collect()
}

#[test]
fn every_route_is_printed_with_the_fields_that_outside_checks_read() {
    let fields = [
        "audience",
        "limited",
        "method",
        "module",
        "name",
        "path",
        "permission",
        "proof",
        "scope",
        "unsafe_csrf",
    ];
    let audiences = [
        "public", "customer", "shop", "staff", "api", "webhook", "ops", "dev",
    ];
    let scopes = ["none", "public", "account", "tenant", "platform"];
    for route in all().declarations() {
        let json = serde_json::to_value(route).unwrap();
        let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(
            keys.into_iter()
                .map(String::as_str)
                .collect::<BTreeSet<_>>(),
            BTreeSet::from(fields)
        );
        assert!(
            audiences.contains(&json["audience"].as_str().unwrap()),
            "{json}"
        );
        assert!(scopes.contains(&json["scope"].as_str().unwrap()), "{json}");
        let by_form = route.proof == Some(Proof::Form);
        assert_eq!(json["unsafe_csrf"], by_form, "{json}");
    }
}

#[test]
fn every_route_that_changes_something_has_one_proof() {
    for route in all().declarations() {
        let proof = match (route.method, route.audience) {
            ("GET", _) => None,
            (_, Audience::Api) if route.is_open => Some(Proof::Secret),
            (_, Audience::Api) => Some(Proof::Bearer),
            (_, Audience::Webhook) => Some(Proof::Signature),
            (_, Audience::Dev) if route.proof == Some(Proof::Json) => Some(Proof::Json),
            // Stand-ins for outside services are called as those are.
            (_, Audience::Dev) if spoken_by_programs(route.path.as_str()) => route.proof,
            _ => Some(Proof::Form),
        };
        assert_eq!(route.proof, proof, "{}", route.name);
    }
}

/// Where programs speak to a stand-in of an outside service.
fn spoken_by_programs(path: &str) -> bool {
    let below = path.strip_prefix("/dev/simulators/");
    below.is_some_and(|path| {
        ["/pg/v4/", "/api/", "/control/"]
            .iter()
            .any(|part| path.contains(part))
    })
}

#[test]
fn every_route_has_a_name_of_its_own_in_three_parts() {
    let all = all();
    let names: BTreeSet<&str> = all.declarations().iter().map(|route| route.name).collect();
    assert_eq!(names.len(), all.declarations().len());
    for route in all.declarations() {
        assert_eq!(route.name.split('.').count(), 3, "{}", route.name);
        assert_eq!(route.name.split('.').next(), Some(route.module));
        assert!(route.path.starts_with('/'), "{}", route.path);
    }
}

#[test]
fn every_address_of_the_contract_is_mounted() {
    let all = house();
    let paths: BTreeSet<&str> = all
        .declarations()
        .iter()
        .map(|r| r.path.split('?').next().unwrap())
        .collect();
    for path in [
        "/",
        "/home",
        "/sign-up",
        "/sign-in",
        "/sign-out",
        "/forgot-password",
        "/account",
        "/healthz",
        "/readyz",
        "/metrics",
    ] {
        assert!(paths.contains(path), "{path} is not mounted");
    }
}

#[test]
fn every_staff_route_asks_for_a_permission() {
    for route in all()
        .declarations()
        .iter()
        .filter(|route| route.path.starts_with("/admin"))
    {
        assert!(route.permission.is_some(), "{}", route.name);
    }
}
