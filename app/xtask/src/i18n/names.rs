//! What machine names are called: the text of a name stands at the key that follows from it, `shop.names.actions.order.pay`
//! for the action `shop.order.pay`. Here so that nobody writes an event of the audit trail that no screen can name.

use std::collections::BTreeSet;

use crate::literals::{Literal, Source};

/// Actions and kinds of the audit trail without a text. Jobs, schedules and health checks are asked for theirs when the
/// program starts.
pub fn missing(sources: &[(String, Source)], keys: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, source) in sources {
        // A variable `action` may hold a text as well.
        let names = source.literals.iter();
        for literal in names.filter(|one| is_whole(&one.text) && !keys.contains(&one.text)) {
            let name = literal.text.split_once('.');
            let (Some(group), Some((owner, rest))) = (audited(literal), name) else {
                continue;
            };
            let key = format!("{owner}.names.{group}.{rest}");
            if !keys.contains(&key) {
                faults.push(format!("{path}:{}: no text {key}", literal.line));
            }
        }
    }
    faults
}

/// Whether some source names what the text is for: the name itself or its beginning. Fields are written by derived code.
pub fn is_used(key: &str, whole: &BTreeSet<&str>, prefixes: &BTreeSet<&str>) -> bool {
    let Some((owner, rest)) = key.split_once(".names.") else {
        return false;
    };
    let Some((group, rest)) = rest.split_once('.') else {
        return false;
    };
    let name = format!("{owner}.{rest}");
    group == "fields"
        || whole.contains(name.as_str())
        || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

fn is_whole(text: &str) -> bool {
    !text.contains(['{', ' '])
}

/// Whether the literal is an action (`Audit::new("…"`, or a value of the variable `action`) or a kind
/// (`Audit::new(…, "…"`).
fn audited(literal: &Literal) -> Option<&'static str> {
    if let Some((_, arguments)) = literal.before.rsplit_once("Audit::new(") {
        return match (arguments, arguments.strip_suffix(',')) {
            ("", _) => Some("actions"),
            (_, Some(first)) if !first.contains([',', ')']) => Some("kinds"),
            _ => None,
        };
    }
    let is_bound = |name: &str| {
        let bound = literal.before.rsplit_once(name);
        bound.is_some_and(|(_, since)| !since.contains(';'))
    };
    (is_bound("letaction=") || is_bound("foractionin[")).then_some("actions")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::literals::read_rust;

    fn found(code: &str, keys: &[&str]) -> Vec<String> {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        missing(&[("a.rs".to_owned(), read_rust(code))], &keys)
    }

    #[test]
    fn an_event_without_a_name_is_a_fault_with_its_line() {
        let code = "f(tx,\n Audit::new(\"shop.order.pay\", \"shop.order\", id.0).after(json!({ \"a.b\": 1 })));";
        assert_eq!(
            found(code, &["shop.names.kinds.order"]),
            ["a.rs:2: no text shop.names.actions.order.pay"]
        );
        let both = ["shop.names.actions.order.pay", "shop.names.kinds.order"];
        assert_eq!(found(code, &both), Vec::<String>::new());
    }

    #[test]
    fn an_action_that_is_chosen_before_needs_a_name_too() {
        let code = "let action = if on { \"shop.on\" } else { \"shop.off\" }; let action = t(\"shop.title\");\n\
                    for action in [\"shop.a\", \"shop.b\"] { Audit::new(action, \"shop.thing\", None) }";
        let names = [
            "actions.on",
            "actions.off",
            "actions.a",
            "actions.b",
            "kinds.thing",
        ];
        let wanted: Vec<String> = names.map(|name| format!("shop.names.{name}")).to_vec();
        let told = found(code, &["shop.title"]);
        assert_eq!(told.len(), wanted.len(), "{told:?}");
        for name in wanted {
            assert!(
                told.iter().any(|fault| fault.ends_with(&name)),
                "{name} in {told:?}"
            );
        }
    }

    #[test]
    fn a_name_that_nothing_is_called_by_is_not_used() {
        let whole = BTreeSet::from(["shop.order.pay"]);
        let prefixes = BTreeSet::from(["shop.hook."]);
        let is_used = |key| is_used(key, &whole, &prefixes);
        assert!(is_used("shop.names.actions.order.pay"));
        assert!(is_used("shop.names.actions.hook.ping"));
        assert!(is_used("shop.names.fields.amount"));
        assert!(!is_used("shop.names.actions.order.gone"));
    }
}
