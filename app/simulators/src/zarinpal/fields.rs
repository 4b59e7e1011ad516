//! Reads the fields of a call one by one: each of its own kind, none that is missing, none that nobody knows.
//! Sentences are those that the gateway's framework writes, with the field's name in words.

use serde_json::{Map, Value};

use super::codes::{Code, Refused};

/// The fields of an object, being read.
pub struct Fields<'a> {
    object: &'a Map<String, Value>,
    below: &'static str,
    known: Vec<&'static str>,
    wrong: Vec<(String, String)>,
    unknown_inside: Vec<String>,
}

impl<'a> Fields<'a> {
    /// The fields of a call's body.
    #[must_use]
    pub fn of(object: &'a Map<String, Value>) -> Self {
        Self::below(object, "")
    }

    /// The fields of an object inside it, whose name with a dot is `below`.
    #[must_use]
    pub fn below(object: &'a Map<String, Value>, below: &'static str) -> Self {
        Self {
            object,
            below,
            known: Vec::new(),
            wrong: Vec::new(),
            unknown_inside: Vec::new(),
        }
    }

    fn take(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.object.get(name).filter(|value| !value.is_null())
    }

    /// Notes what is wrong with a field.
    pub fn wrong(&mut self, name: &str, rule: &str) {
        let words = name.replace('_', " ");
        let name = format!("{}{name}", self.below);
        self.wrong.push((name, format!("The {words} {rule}")));
    }

    /// How many things are wrong so far.
    #[must_use]
    pub fn faults(&self) -> usize {
        self.wrong.len()
    }

    /// A text that may be missing, of at most `most` characters.
    pub fn text(&mut self, name: &'static str, most: usize) -> Option<&'a str> {
        match self.take(name)? {
            Value::String(text) if text.contains('\0') => {
                self.wrong(name, "format is invalid.");
                None
            }
            Value::String(text) if text.chars().count() > most => {
                let rule = format!("may not be greater than {most} characters.");
                self.wrong(name, &rule);
                None
            }
            Value::String(text) => Some(text),
            _ => {
                self.wrong(name, "must be a string.");
                None
            }
        }
    }

    /// A text that must be there.
    pub fn required(&mut self, name: &'static str, most: usize) -> &'a str {
        let before = self.faults();
        let text = self.text(name, most).unwrap_or_default();
        if text.trim().is_empty() && self.faults() == before {
            self.wrong(name, "field is required.");
        }
        text
    }

    /// A text of exactly so many characters.
    pub fn exactly(&mut self, name: &'static str, length: usize) -> &'a str {
        let before = self.faults();
        let text = self.required(name, usize::MAX);
        if text.chars().count() != length && self.faults() == before {
            self.wrong(name, &format!("must be {length} characters."));
        }
        text
    }

    /// A whole number, which a text of digits is not.
    pub fn integer(&mut self, name: &'static str) -> i64 {
        match self.take(name).map(Value::as_i64) {
            Some(Some(number)) => number,
            Some(None) => {
                self.wrong(name, "must be an integer.");
                0
            }
            None => {
                self.wrong(name, "field is required.");
                0
            }
        }
    }

    /// An object that may be missing.
    pub fn object(&mut self, name: &'static str) -> Option<&'a Map<String, Value>> {
        let value = self.take(name)?;
        if value.as_object().is_none() {
            self.wrong(name, "must be an array.");
        }
        value.as_object()
    }

    /// A list that may be missing.
    pub fn list(&mut self, name: &'static str) -> Option<&'a Vec<Value>> {
        let value = self.take(name)?;
        if value.as_array().is_none() {
            self.wrong(name, "must be an array.");
        }
        value.as_array()
    }

    /// Takes over what is wrong with the fields of an object inside this one.
    pub fn merge(&mut self, inner: Fields<'_>) {
        self.unknown_inside.extend(inner.unknown());
        self.wrong.extend(inner.wrong);
    }

    fn unknown(&self) -> Vec<String> {
        let names = self.object.keys().map(String::as_str);
        let unknown = names.filter(|name| !self.known.contains(name));
        unknown
            .map(|name| format!("{}{name}", self.below))
            .collect()
    }

    /// Refuses the call when anything is wrong: first what is known, then what is not.
    pub fn finish(self) -> Result<(), Refused> {
        let unknown = self.unknown().into_iter().chain(self.unknown_inside);
        let extra: Vec<_> = unknown
            .map(|name| {
                let sentence = format!("The {name} field is not known.");
                (name, sentence)
            })
            .collect();
        let (code, validations) = match (self.wrong.is_empty(), extra.is_empty()) {
            (true, true) => return Ok(()),
            (false, _) => (Code::Validation, self.wrong),
            (true, false) => (Code::ExtraField, extra),
        };
        Err(Refused { code, validations })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Result<(i64, String), Refused> {
        let mut fields = Fields::of(value.as_object().unwrap());
        let amount = fields.integer("amount");
        let merchant = fields.exactly("merchant_id", 3).to_owned();
        fields.finish().map(|()| (amount, merchant))
    }

    #[test]
    fn each_field_is_of_its_own_kind() {
        let fine = read(&json!({ "amount": 5, "merchant_id": "abc" }));
        assert_eq!(fine.unwrap(), (5, "abc".to_owned()));
        for amount in [json!("5"), json!(5.0), json!(true), json!([5]), json!(null)] {
            let refused = read(&json!({ "amount": amount, "merchant_id": "abc" })).unwrap_err();
            assert_eq!(refused.code, Code::Validation);
            assert_eq!(refused.validations.len(), 1, "{refused:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_before_what_is_unknown() {
        let both = read(&json!({ "amount": 5, "merchant_id": "ab", "x": 1 })).unwrap_err();
        assert_eq!(both.code, Code::Validation);
        let extra = read(&json!({ "amount": 5, "merchant_id": "abc", "x": 1 })).unwrap_err();
        assert_eq!(
            (extra.code, extra.validations[0].0.as_str()),
            (Code::ExtraField, "x")
        );
    }
}
