//! What the editor reads and does.

pub mod categories;
pub mod prices;
pub mod products;
pub mod search;
pub mod taxes;

use kernel::audit::Audit;
use serde::Serialize;
use serde_json::{Map, Value};

/// What differs between two states, field by field, for the trail: before and after.
fn differing(
    before: &impl Serialize,
    after: &impl Serialize,
) -> (Map<String, Value>, Map<String, Value>) {
    let object = |value: serde_json::Result<Value>| match value {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let (mut before, mut after) = (
        object(serde_json::to_value(before)),
        object(serde_json::to_value(after)),
    );
    let same: Vec<String> = before
        .iter()
        .filter(|(name, value)| after.get(*name) == Some(*value))
        .map(|(name, _)| name.clone())
        .collect();
    for name in same {
        before.remove(&name);
        after.remove(&name);
    }
    (before, after)
}

/// The event of a change.
fn changed(
    action: &'static str,
    kind: &'static str,
    id: uuid::Uuid,
    of: (&impl Serialize, &impl Serialize),
) -> Audit<'static> {
    let (before, after) = differing(of.0, of.1);
    Audit::new(action, kind, id)
        .before(Value::Object(before))
        .after(Value::Object(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_goes_into_the_trail() {
        let (before, after) = differing(&json!({ "a": 1, "b": 2 }), &json!({ "a": 1, "b": 3 }));
        assert_eq!(Value::Object(before), json!({ "b": 2 }));
        assert_eq!(Value::Object(after), json!({ "b": 3 }));
    }
}
