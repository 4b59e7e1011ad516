//! What every kind of product promises a shop, tried on all that are offered: a new kind is tried without a line here.

use std::collections::BTreeSet;
use std::sync::Arc;

use contracts::commerce::{Done, OptionDef, OptionKind, ProductKind, Provided, Purchase};
use kernel::AppResult;
use kernel::db::Role;
use kernel::error::AppError;
use kernel::module::ResourceRef;
use kit::{Member, TestApp};
use l10n::Locale;
use serde_json::{Map, Value, json};
use uuid::Uuid;

type Kind = (&'static str, Arc<dyn ProductKind>);

fn kinds(app: &TestApp) -> Vec<Kind> {
    app.state().registry.ports().all::<dyn ProductKind>()
}

/// A value that fits; another than the first where there is another.
fn fitting(kind: &OptionKind, second: bool) -> String {
    match kind {
        OptionKind::Line(_) if second => "ب".to_owned(),
        OptionKind::Line(_) => "الف".to_owned(),
        OptionKind::Text(most) if second => "آ".repeat(usize::from(*most)),
        OptionKind::Text(_) => String::new(),
        OptionKind::Choice(all) => all[usize::from(second).min(all.len() - 1)].word.clone(),
        OptionKind::Number(_, most) if second => most.to_string(),
        OptionKind::Number(least, _) => least.to_string(),
    }
}

/// Values that do not fit.
fn wrong(kind: &OptionKind) -> Vec<Value> {
    let long = |most: &u16| json!("آ".repeat(usize::from(*most) + 1));
    match kind {
        OptionKind::Line(most) => vec![json!(""), json!("  "), json!("a\nb"), long(most), json!(7)],
        OptionKind::Text(most) => vec![long(most), json!(null)],
        OptionKind::Choice(_) => vec![json!("no such word"), json!(""), json!([])],
        OptionKind::Number(least, most) => {
            let beyond = [least.checked_sub(1), most.checked_add(1)];
            let beyond = beyond
                .into_iter()
                .flatten()
                .map(|number| json!(number.to_string()));
            beyond
                .chain([json!("x"), json!("1.5"), json!(least)])
                .collect()
        }
    }
}

fn chosen(defs: &[OptionDef], second: bool) -> Value {
    let each = defs.iter();
    let map: Map<String, Value> = each
        .map(|def| (def.name.to_owned(), json!(fitting(&def.kind, second))))
        .collect();
    Value::Object(map)
}

fn purchase(by: &Member, kind: &Kind) -> Purchase {
    Purchase {
        key: Uuid::now_v7(),
        tenant: by.tenant,
        by: Some(by.person.id),
        options: chosen(&kind.1.options(), false),
    }
}

#[tokio::test]
async fn names_and_texts_of_kinds_and_options_are_there_in_both_languages() {
    let app = TestApp::new().await;
    let texts = app.state().registry.texts();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    for (name, kind) in kinds(&app) {
        let mut keys = vec![kind.label()];
        keys.extend(kind.changing());
        let defs = kind.options();
        for def in &defs {
            keys.push(def.label);
            keys.extend(def.hint);
            if let OptionKind::Choice(all) = &def.kind {
                assert!(!all.is_empty(), "{name}: nothing to choose in {}", def.name);
                keys.extend(all.iter().map(|one| one.label));
            }
            assert!(def.name.chars().all(plain), "{name}: {}", def.name);
        }
        let names: BTreeSet<&str> = defs.iter().map(|def| def.name).collect();
        assert_eq!(names.len(), defs.len(), "{name} has an option twice");
        let counters = kind.counters();
        for counter in &counters {
            keys.extend([counter.label, counter.unit, counter.units]);
            assert!(counter.name.chars().all(plain), "{name}: {}", counter.name);
            assert!(counter.scale > 0, "{name}: {} has no unit", counter.name);
        }
        let names: BTreeSet<&str> = counters.iter().map(|one| one.name).collect();
        assert_eq!(names.len(), counters.len(), "{name} has a counter twice");
        for key in keys {
            for locale in [Locale::Fa, Locale::En] {
                let text = texts.default_text(locale, key);
                assert!(text.is_some(), "{name}: {key} in {}", locale.tag());
            }
        }
    }
}

#[tokio::test]
async fn what_fits_is_accepted_and_what_does_not_is_refused_by_its_name() {
    let app = TestApp::new().await;
    for (name, kind) in kinds(&app) {
        let defs = kind.options();
        for second in [false, true] {
            let options = chosen(&defs, second);
            let errors = kind.check(&options);
            assert!(errors.is_empty(), "{name} refuses {options}: {errors:?}");
        }
        for def in &defs {
            for value in wrong(&def.kind) {
                let mut options = chosen(&defs, false);
                options[def.name] = value.clone();
                let errors = kind.check(&options);
                assert!(
                    errors.get(def.name).is_some(),
                    "{name} takes {value} as {}",
                    def.name
                );
            }
        }
        let mut options = chosen(&defs, false);
        options["nobody_declared_this"] = json!("x");
        assert!(!kind.check(&options).is_empty(), "{name} takes anything");
    }
}

async fn provided(app: &TestApp, kind: &Kind, purchase: &Purchase) -> Provided {
    let shop = app.platform();
    let told = shop.write(async |tx| kind.1.provide(purchase, tx).await);
    let told = told.await;
    told.unwrap_or_else(|error| panic!("{} is not provided: {error}", kind.0))
}

/// The thing of a purchase, provided twice; nothing when it is made later.
async fn thing(app: &TestApp, kind: &Kind, purchase: &Purchase) -> Option<ResourceRef> {
    let first = provided(app, kind, purchase).await;
    let again = provided(app, kind, purchase).await;
    assert_eq!(first, again, "{} is provided twice", kind.0);
    match first {
        Provided::Ready(thing) => Some(thing),
        Provided::Working => None,
    }
}

#[tokio::test]
async fn one_purchase_is_one_thing_and_another_another() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    for kind in kinds(&app) {
        let one = thing(&app, &kind, &purchase(&sara, &kind)).await;
        let other = thing(&app, &kind, &purchase(&sara, &kind)).await;
        assert!(one.is_none() || one != other, "{} sells one twice", kind.0);
    }
}

#[tokio::test]
async fn every_verb_may_come_twice_and_in_any_order() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    for kind in kinds(&app) {
        let purchase = purchase(&sara, &kind);
        let thing = thing(&app, &kind, &purchase).await;
        // A thing that is made later is named by its purchase until it is there.
        let id = thing.map_or(purchase.key, |thing| thing.id);
        let other = chosen(&kind.1.options(), true);
        for verb in "ssrrcsccrssttsrt".chars() {
            let shop = app.platform();
            let done = shop.write(async |tx| match verb {
                's' => kind.1.suspend(id, tx).await,
                'r' => kind.1.resume(id, tx).await,
                'c' if kind.1.changing().is_some() => kind.1.change(id, &other, tx).await,
                'c' => Ok(Done::Now),
                _ => kind.1.terminate(id, tx).await,
            });
            if let Err(error) = done.await {
                panic!("{}: {verb} is refused: {error}", kind.0);
            }
        }
    }
}

#[tokio::test]
async fn a_verb_whose_transaction_fails_has_done_nothing() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    for kind in kinds(&app) {
        let purchase = purchase(&sara, &kind);
        let shop = app.platform();
        let lost: AppResult<()> = shop
            .write(async |tx| {
                kind.1.provide(&purchase, tx).await?;
                Err(AppError::internal("lost".to_owned()))
            })
            .await;
        assert!(lost.is_err());
        let jobs = app.sql_as(Role::Owner).await;
        let left = "SELECT count(*) FROM audit_events WHERE subject_id = $1";
        let left: i64 = jobs.query_one(left, &[&purchase.key]).await.unwrap().get(0);
        assert_eq!(left, 0, "{} leaves a trace", kind.0);
        thing(&app, &kind, &purchase).await;
    }
}
