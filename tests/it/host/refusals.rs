//! What a registry refuses, one tiny module a fault.
//! A fault that boots is found by a customer; here it is found by whoever wrote the module.

use std::borrow::Cow;

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::health::Finding;
use kernel::jobs::{Every, JobDef, Schedule};
use kernel::module::{
    ApiMount, Audience, Backend, HealthCheck, MailDef, Module, ModuleMeta, Mount, NavItem,
    PermissionDef, Place, Refusal, Registry, SettingDef,
};
use kernel::mounts;
use kernel::settings::Setting;
use rocket::{get, post};
use serde_json::json;

use crate::probe::{AnyText, Count};

const KERNELS_OWN: EmbeddedMigrations = embed_migrations!("../migrations/kernel");

/// A module that says what a test wants it to say.
#[derive(Default)]
struct Tiny {
    id: Option<&'static str>,
    requires: &'static [&'static str],
    permissions: &'static [PermissionDef],
    settings: Vec<SettingDef>,
    nav: Vec<NavItem>,
    schedules: Vec<Schedule>,
    jobs: Vec<JobDef>,
    mails: Vec<MailDef>,
    routes: Option<fn() -> Vec<Mount>>,
    api: Option<fn() -> Vec<ApiMount>>,
    migrations: Option<fn() -> EmbeddedMigrations>,
    lacks_english: bool,
    lacks_words: bool,
    lacks_names: bool,
    health: Vec<&'static str>,
}

impl Module for Tiny {
    fn meta(&self) -> ModuleMeta {
        ModuleMeta {
            id: self.id.unwrap_or("tiny"),
            label: match self.id {
                Some("probe") => "probe.name",
                _ => "tiny.name",
            },
            order: 50,
            requires: self.requires,
            optional: false,
        }
    }
    fn texts(&self) -> &'static dyn Backend {
        if self.lacks_english {
            &PersianOnly
        } else if self.lacks_names {
            &WithoutNames
        } else if self.lacks_words {
            &WithoutWords
        } else {
            &AnyText
        }
    }
    fn permissions(&self) -> &'static [PermissionDef] {
        self.permissions
    }
    fn settings(&self) -> Vec<SettingDef> {
        self.settings.clone()
    }
    fn nav(&self) -> Vec<NavItem> {
        self.nav.clone()
    }
    fn schedules(&self) -> Vec<Schedule> {
        self.schedules.clone()
    }
    fn jobs(&self) -> Vec<JobDef> {
        self.jobs.clone()
    }
    fn health(&self) -> Vec<HealthCheck> {
        let check = |key: &&'static str| HealthCheck {
            key,
            run: |_| Box::pin(async { Ok(Finding::new("tiny.fine")) }),
        };
        self.health.iter().map(check).collect()
    }
    fn mails(&self) -> Vec<MailDef> {
        self.mails.clone()
    }
    fn routes(&self) -> Vec<Mount> {
        self.routes.map(|routes| routes()).unwrap_or_default()
    }
    fn api(&self) -> Vec<ApiMount> {
        self.api.map(|api| api()).unwrap_or_default()
    }
    fn migrations(&self) -> Option<EmbeddedMigrations> {
        self.migrations.map(|migrations| migrations())
    }
}

struct PersianOnly;

impl Backend for PersianOnly {
    fn available_locales(&self) -> Vec<Cow<'_, str>> {
        vec!["fa".into()]
    }
    fn translate(&self, locale: &str, _: &str) -> Option<Cow<'_, str>> {
        (locale == "fa").then_some("متن".into())
    }
    fn messages_for_locale(&self, _: &str) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        None
    }
}

/// Every text but what names are called.
struct WithoutNames;

impl Backend for WithoutNames {
    fn available_locales(&self) -> Vec<Cow<'_, str>> {
        AnyText.available_locales()
    }
    fn translate(&self, locale: &str, key: &str) -> Option<Cow<'_, str>> {
        let text = AnyText.translate(locale, key);
        text.filter(|_| locale == "fa" || !key.contains(".names."))
    }
    fn messages_for_locale(&self, _: &str) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        None
    }
}

/// Every text but those of the word `blue`.
struct WithoutWords;

impl Backend for WithoutWords {
    fn available_locales(&self) -> Vec<Cow<'_, str>> {
        AnyText.available_locales()
    }
    fn translate(&self, locale: &str, key: &str) -> Option<Cow<'_, str>> {
        AnyText
            .translate(locale, key)
            .filter(|_| !key.ends_with("_blue"))
    }
    fn messages_for_locale(&self, _: &str) -> Option<Vec<(Cow<'_, str>, Cow<'_, str>)>> {
        None
    }
}

kernel::words! {
    /// Two words.
    enum Colour { Red = "red", Blue = "blue" }
}

#[get("/tiny")]
fn one() -> &'static str {
    "one"
}

#[get("/tiny/two")]
fn two() -> &'static str {
    "two"
}

fn refusal(module: Tiny) -> Refusal {
    Registry::new()
        .with(module)
        .finish()
        .err()
        .expect("a refusal")
}

fn setting(key: &'static str) -> SettingDef {
    Setting::switch(key, "tiny.setting", false).def()
}

fn duplicate(kind: &'static str, key: &str) -> Refusal {
    Refusal::Duplicate {
        kind,
        key: key.to_owned(),
    }
}

const PERMISSION: PermissionDef = PermissionDef {
    key: "tiny.things.see",
    label: "tiny.see",
    kinds: &[],
    tenant_roles: &[],
    platform_roles: &[],
};

#[test]
fn module_without_a_fault_is_taken() {
    let fine = Tiny {
        permissions: &[PERMISSION],
        settings: vec![setting("tiny.one")],
        ..Tiny::default()
    };
    assert!(Registry::new().with(fine).finish().is_ok());
}

#[test]
fn second_module_of_one_id_is_refused() {
    let twice = Registry::new()
        .with(Tiny::default())
        .with(Tiny::default())
        .finish();
    assert_eq!(
        twice.err(),
        Some(Refusal::DuplicateModule("tiny".to_owned()))
    );
}

#[test]
fn module_that_requires_another_one_is_refused_without_it() {
    let refused = refusal(Tiny {
        requires: &["commerce"],
        ..Tiny::default()
    });
    assert_eq!(
        refused.to_string(),
        "tiny requires commerce, which is not mounted: enable the feature commerce"
    );
}

#[test]
fn key_declared_twice_is_refused() {
    let settings = vec![setting("tiny.one"), setting("tiny.one")];
    assert_eq!(
        refusal(Tiny {
            settings,
            ..Tiny::default()
        }),
        duplicate("setting", "tiny.one")
    );
    let permissions: &[PermissionDef] = &[PERMISSION, PERMISSION];
    assert_eq!(
        refusal(Tiny {
            permissions,
            ..Tiny::default()
        }),
        duplicate("permission", "tiny.things.see")
    );
    let routes: fn() -> Vec<Mount> =
        || mounts![Public None "tiny.one.show" => one, Public None "tiny.one.show" => two];
    assert_eq!(
        refusal(Tiny {
            routes: Some(routes),
            ..Tiny::default()
        }),
        duplicate("route", "tiny.one.show")
    );
}

#[test]
fn job_or_mail_declared_twice_is_refused() {
    let refused = refusal(Tiny {
        id: Some("probe"),
        jobs: vec![JobDef::of::<Count>(), JobDef::of::<Count>()],
        ..Tiny::default()
    });
    assert_eq!(refused, duplicate("job", "probe.count"));
    let mail = MailDef {
        key: "tiny.mail.hello",
        variables: &[],
    };
    let refused = refusal(Tiny {
        mails: vec![mail.clone(), mail],
        ..Tiny::default()
    });
    assert_eq!(refused, duplicate("mail", "tiny.mail.hello"));
}

#[test]
fn job_schedule_or_check_that_is_called_nothing_is_refused() {
    let lacks = |key: &str| Refusal::MissingText {
        key: key.to_owned(),
        locale: "en",
    };
    let probe = || Tiny {
        id: Some("probe"),
        lacks_names: true,
        ..Tiny::default()
    };
    let refused = refusal(Tiny {
        jobs: vec![JobDef::of::<Count>()],
        ..probe()
    });
    assert_eq!(refused, lacks("probe.names.jobs.count"));
    let refused = refusal(Tiny {
        schedules: vec![Schedule {
            key: "probe.nightly",
            job: "kernel.tidy",
            every: Every::Minutes(5),
        }],
        ..probe()
    });
    assert_eq!(refused, lacks("probe.names.schedules.nightly"));
    let refused = refusal(Tiny {
        health: vec!["probe.pulse"],
        ..probe()
    });
    assert_eq!(refused, lacks("probe.names.checks.pulse"));
}

#[test]
fn migration_version_of_another_module_is_refused() {
    let refused = refusal(Tiny {
        migrations: Some(|| KERNELS_OWN),
        ..Tiny::default()
    });
    assert!(
        matches!(
            &refused,
            Refusal::Duplicate {
                kind: "migration",
                ..
            }
        ),
        "{refused}"
    );
}

#[test]
fn key_under_another_modules_name_is_refused() {
    let foreign = |kind, key: &str| Refusal::ForeignKey {
        module: "tiny".to_owned(),
        kind,
        key: key.to_owned(),
    };
    let settings = vec![setting("kernel.mine")];
    assert_eq!(
        refusal(Tiny {
            settings,
            ..Tiny::default()
        }),
        foreign("setting", "kernel.mine")
    );
    assert_eq!(
        refusal(Tiny {
            settings: vec![setting("tinyone")],
            ..Tiny::default()
        }),
        foreign("setting", "tinyone")
    );
    let jobs = vec![JobDef::of::<Count>()];
    assert_eq!(
        refusal(Tiny {
            jobs,
            ..Tiny::default()
        }),
        foreign("job", "probe.count")
    );
}

#[test]
fn permission_that_nobody_declares_is_refused() {
    let unknown = |place: &str| Refusal::UnknownPermission {
        place: place.to_owned(),
        permission: "tiny.things.see".to_owned(),
    };
    let item = NavItem {
        key: "tiny.nav",
        label: "tiny.nav",
        icon: "house",
        href: "/tiny",
        audience: Audience::Customer,
        permission: Some("tiny.things.see"),
        order: 1,
        place: Place::Bar,
    };
    assert_eq!(
        refusal(Tiny {
            nav: vec![item],
            ..Tiny::default()
        }),
        unknown("tiny.nav")
    );
    let routes: fn() -> Vec<Mount> =
        || mounts![Customer Tenant "tiny.one.show" may "tiny.things.see" => one];
    assert_eq!(
        refusal(Tiny {
            routes: Some(routes),
            ..Tiny::default()
        }),
        unknown("tiny.one.show")
    );
}

#[test]
fn staff_screen_without_a_permission_is_refused() {
    let routes: fn() -> Vec<Mount> = || mounts![Staff Platform "tiny.one.show" => one];
    let refused = refusal(Tiny {
        routes: Some(routes),
        ..Tiny::default()
    });
    assert_eq!(refused, Refusal::OpenPlatform("tiny.one.show".to_owned()));
}

#[test]
fn developers_route_reaches_all_rows_without_a_permission() {
    let routes: fn() -> Vec<Mount> = || mounts![Dev Platform "tiny.one.show" => one];
    let tiny = Tiny {
        routes: Some(routes),
        ..Tiny::default()
    };
    assert!(Registry::new().with(tiny).finish().is_ok());
}

#[rocket::post("/tiny/calls")]
fn call() -> &'static str {
    "taken"
}

#[test]
fn call_of_another_service_without_a_proof_is_refused() {
    let routes: fn() -> Vec<Mount> = || mounts![Webhook Platform "tiny.calls.create" => call];
    let refused = refusal(Tiny {
        routes: Some(routes),
        ..Tiny::default()
    });
    assert_eq!(refused, Refusal::NoProof("tiny.calls.create".to_owned()));
}

/// A route of a module for programs.
fn program(module: Tiny) -> Refusal {
    refusal(Tiny {
        permissions: &[PERMISSION],
        ..module
    })
}

#[post("/api/v1/tiny")]
fn make() -> &'static str {
    "made"
}

#[test]
fn route_for_programs_without_a_permission_is_refused_unless_it_is_open() {
    let refused = program(Tiny {
        routes: Some(|| mounts![Api Tenant "tiny.one.show" => one]),
        ..Tiny::default()
    });
    assert_eq!(refused, Refusal::OpenApi("tiny.one.show".to_owned()));
}

#[test]
fn open_route_for_programs_that_changes_something_needs_another_proof() {
    let refused = program(Tiny {
        routes: Some(|| {
            vec![
                mounts![Api Public "tiny.one.create" => make]
                    .remove(0)
                    .open(),
            ]
        }),
        ..Tiny::default()
    });
    assert_eq!(refused, Refusal::NoProof("tiny.one.create".to_owned()));
}

#[test]
fn a_body_of_json_alone_proves_nothing_but_to_developers() {
    let refused = refusal(Tiny {
        routes: Some(|| mounts![Public None "tiny.one.create" by Json => make]),
        ..Tiny::default()
    });
    assert_eq!(refused, Refusal::NoProof("tiny.one.create".to_owned()));
}

#[test]
fn route_for_programs_that_its_document_does_not_name_is_refused() {
    let refused = program(Tiny {
        api: Some(|| {
            let mounts = mounts![Api Tenant "tiny.one.show" may PERMISSION.key => one];
            kernel::api::documented::<Empty>(mounts)
        }),
        ..Tiny::default()
    });
    assert_eq!(refused, Refusal::Undocumented("tiny.one.show".to_owned()));
}

fn thing(schema: &str, mount: Mount) -> ApiMount {
    ApiMount {
        operation: json!({}),
        schemas: json!({ "Thing": { "type": schema } }),
        mount,
    }
}

#[test]
fn two_meanings_of_one_name_in_the_document_are_refused() {
    let refused = program(Tiny {
        api: Some(|| {
            let mounts = mounts![
                Api Tenant "tiny.one.show" may PERMISSION.key => one,
                Api Tenant "tiny.two.show" may PERMISSION.key => two,
            ];
            let meanings = ["object", "string"].into_iter().zip(mounts);
            meanings
                .map(|(schema, mount)| thing(schema, mount))
                .collect()
        }),
        ..Tiny::default()
    });
    assert_eq!(refused, Refusal::DuplicateSchema("Thing".to_owned()));
}

struct Empty;
impl kernel::utoipa::OpenApi for Empty {
    fn openapi() -> kernel::utoipa::openapi::OpenApi {
        kernel::utoipa::openapi::OpenApi::default()
    }
}

#[test]
fn label_without_english_is_refused() {
    let refused = refusal(Tiny {
        lacks_english: true,
        ..Tiny::default()
    });
    assert_eq!(
        refused,
        Refusal::MissingText {
            key: "tiny.name".to_owned(),
            locale: "en"
        }
    );
}

#[test]
fn choice_with_a_word_that_has_no_label_is_refused() {
    let choice = Setting::choice("tiny.colour", "tiny.colour", Colour::Red);
    let refused = refusal(Tiny {
        lacks_words: true,
        settings: vec![choice.def()],
        ..Tiny::default()
    });
    assert_eq!(
        refused,
        Refusal::MissingText {
            key: "tiny.colour_blue".to_owned(),
            locale: "fa"
        }
    );
}

#[test]
fn schedule_of_a_job_that_nobody_declares_is_refused() {
    let schedules = vec![Schedule {
        key: "tiny.nightly",
        job: "tiny.sweep",
        every: Every::Minutes(5),
    }];
    let refused = refusal(Tiny {
        schedules,
        ..Tiny::default()
    });
    assert_eq!(
        refused,
        Refusal::UnknownJob {
            place: "tiny.nightly".to_owned(),
            job: "tiny.sweep".to_owned()
        }
    );
}

#[test]
fn order_of_registration_does_not_matter() {
    let one = || Tiny {
        id: Some("tiny"),
        ..Tiny::default()
    };
    let first = Registry::new()
        .with(one())
        .with(crate::probe::Probe)
        .finish()
        .unwrap()
        .describe();
    let second = Registry::new()
        .with(crate::probe::Probe)
        .with(one())
        .finish()
        .unwrap()
        .describe();
    assert_eq!(first, second);
}
