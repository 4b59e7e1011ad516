//! As much of GraphQL as the mutation `AddRefund` needs: one operation, its arguments as variables or in place, an alias,
//! and the fields that are wanted. Anything else is a fault of the query, and says where.

use serde_json::{Map, Value};

/// One field that is wanted, with what is wanted below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The name in the answer.
    pub key: String,
    /// The field.
    pub name: String,
    /// Its arguments.
    pub arguments: Map<String, Value>,
    /// What is wanted of it.
    pub below: Vec<Wanted>,
}

/// Most words and signs of a query.
const LONGEST: usize = 1_000;
/// Deepest nesting.
const DEEPEST: usize = 8;

/// The one field of a mutation, with its variables put in.
pub fn mutation(query: &str, variables: &Map<String, Value>) -> Result<Wanted, String> {
    let tokens = tokens(query)?;
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        variables,
    };
    reader.expect("mutation")?;
    if reader.peek().is_some_and(is_name) {
        reader.next();
    }
    if reader.peek() == Some("(") {
        reader.definitions()?;
    }
    let mut fields = reader.selection(0)?;
    match (fields.pop(), fields.is_empty(), reader.peek()) {
        (Some(field), true, None) => Ok(field),
        (_, _, Some(more)) => Err(format!("Syntax Error: Unexpected {more:?}.")),
        _ => Err("Only one field of a mutation is known here.".to_owned()),
    }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

/// Words, numbers, texts in their quotes, and signs.
fn tokens(query: &str) -> Result<Vec<String>, String> {
    let mut tokens = Vec::new();
    let mut rest = query;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == '\u{feff}');
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let length = match first {
            '#' => {
                rest = rest.split_once('\n').map_or("", |(_, after)| after);
                continue;
            }
            '"' => text_length(rest)?,
            c if c.is_ascii_alphanumeric() || c == '_' || c == '-' => rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
                .unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        tokens.push(token.to_owned());
        rest = after;
        if tokens.len() > LONGEST {
            return Err("Syntax Error: the query is too long.".to_owned());
        }
    }
}

fn text_length(rest: &str) -> Result<usize, String> {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Ok(at + 1),
            '\n' => break,
            _ => {}
        }
    }
    Err("Syntax Error: Unterminated string.".to_owned())
}

struct Reader<'a> {
    tokens: &'a [String],
    at: usize,
    variables: &'a Map<String, Value>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(String::as_str)
    }

    fn next(&mut self) -> Option<String> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn expect(&mut self, wanted: &str) -> Result<(), String> {
        match self.next() {
            Some(token) if token == wanted => Ok(()),
            other => Err(format!(
                "Syntax Error: Expected {wanted:?}, found {other:?}."
            )),
        }
    }

    fn name(&mut self) -> Result<String, String> {
        match self.next() {
            Some(token) if is_name(&token) => Ok(token),
            other => Err(format!("Syntax Error: Expected a name, found {other:?}.")),
        }
    }

    /// `($a: ID!, $b: BigInteger!)`: every variable that must be there is there, and none that is not declared.
    fn definitions(&mut self) -> Result<(), String> {
        self.expect("(")?;
        let mut declared = Vec::new();
        while self.peek() != Some(")") {
            self.expect("$")?;
            let name = self.name()?;
            self.expect(":")?;
            self.name()?;
            if self.peek() == Some("!") {
                self.next();
                if self.variables.get(&name).is_none_or(Value::is_null) {
                    return Err(format!(
                        "Variable \"${name}\" of required type was not provided."
                    ));
                }
            }
            declared.push(name);
        }
        self.expect(")")?;
        match self.variables.keys().find(|name| !declared.contains(name)) {
            Some(name) => Err(format!("Variable \"${name}\" is not defined.")),
            None => Ok(()),
        }
    }

    fn selection(&mut self, depth: usize) -> Result<Vec<Wanted>, String> {
        if depth > DEEPEST {
            return Err("Syntax Error: the query is too deep.".to_owned());
        }
        self.expect("{")?;
        let mut fields = Vec::new();
        while self.peek() != Some("}") {
            fields.push(self.field(depth)?);
        }
        self.expect("}")?;
        Ok(fields)
    }

    fn field(&mut self, depth: usize) -> Result<Wanted, String> {
        let mut wanted = Wanted {
            key: self.name()?,
            ..Wanted::default()
        };
        wanted.name.clone_from(&wanted.key);
        if self.peek() == Some(":") {
            self.next();
            wanted.name = self.name()?;
        }
        if self.peek() == Some("(") {
            self.next();
            while self.peek() != Some(")") {
                let name = self.name()?;
                self.expect(":")?;
                let value = self.value()?;
                wanted.arguments.insert(name, value);
            }
            self.next();
        }
        if self.peek() == Some("{") {
            wanted.below = self.selection(depth + 1)?;
        }
        Ok(wanted)
    }

    /// A variable, a number, a text, or the word of an enumeration, which is a text here.
    fn value(&mut self) -> Result<Value, String> {
        match self.next() {
            Some(token) if token == "$" => {
                let name = self.name()?;
                Ok(self.variables.get(&name).cloned().unwrap_or(Value::Null))
            }
            Some(token) if token.starts_with('"') => serde_json::from_str(&token)
                .map_err(|_| "Syntax Error: Invalid character escape sequence.".to_owned()),
            Some(token) if token == "null" => Ok(Value::Null),
            Some(token) if is_name(&token) => Ok(Value::String(token)),
            Some(token) => serde_json::from_str(&token)
                .ok()
                .filter(Value::is_number)
                .ok_or_else(|| format!("Syntax Error: Unexpected {token:?}.")),
            None => Err("Syntax Error: Unexpected <EOF>.".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(query: &str, variables: Value) -> Result<Wanted, String> {
        mutation(query, variables.as_object().unwrap())
    }

    #[test]
    fn an_aliased_field_with_variables_is_read() {
        let query = "mutation AddRefund($id: ID!, $amount: BigInteger!) {\n resource: AddRefund(session_id: $id, amount: $amount, \
            method: PAYA, description: \"a \\\"b\\\"\") { id, timeline { refund_status } } }";
        let field = read(query, json!({ "id": "7", "amount": 20_000 })).unwrap();
        assert_eq!(
            (field.key.as_str(), field.name.as_str()),
            ("resource", "AddRefund")
        );
        let wanted = json!({ "session_id": "7", "amount": 20_000, "method": "PAYA", "description": "a \"b\"" });
        assert_eq!(Value::Object(field.arguments), wanted);
        assert_eq!(field.below[1].below[0].name, "refund_status");
    }

    #[test]
    fn what_is_no_mutation_is_refused_and_says_why() {
        for (query, says) in [
            ("query { a }", "mutation"),
            ("mutation { a", "name"),
            ("mutation { a b }", "Only one"),
            ("mutation { a } { b }", "Unexpected"),
            ("mutation ($x: ID!) { a(x: $x) }", "not provided"),
            ("mutation { a(x: \"y) }", "Unterminated"),
        ] {
            let refused = read(query, json!({})).unwrap_err();
            assert!(refused.contains(says), "{query}: {refused}");
        }
        let refused = read("mutation ($x: ID) { a(x: $x) }", json!({ "y": 1 })).unwrap_err();
        assert!(refused.contains("$y"), "{refused}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_mutation_or_none(text in "(mutation|[a-z(){}:$!\"\\\\, 0-9\n]){0,60}") {
            let _ = read(&text, json!({}));
        }
    }
}
