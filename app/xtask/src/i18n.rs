//! The check of texts: fa and en hold the same keys with the same variables, none is missing, none is unused.
//! Here and not in a test of each crate, because a key may be named in one crate and written in another.

mod names;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde_norway::Value;

use crate::literals::{self, Literal, Source};
use crate::tree::Tree;

const LOCALES: [&str; 2] = ["fa", "en"];
/// Last parts that a count chooses among (CLDR): used when the key before them is.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Struct fields that hold a key.
const KEY_FIELDS: [&str; 4] = ["label", "label_key", "title_key", "help_key"];

type Texts = BTreeMap<String, String>;

/// Everything that is wrong with the texts, one line each.
pub fn check(tree: &Tree) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut keys = BTreeSet::new();
    let mut declared = Vec::new();
    for owner in tree.folders("i18n")? {
        let mut tables = Vec::new();
        for locale in LOCALES {
            let path = format!("i18n/{owner}/{locale}.yml");
            let source = tree.read(&path)?;
            declared.extend(declared_as_used(&source));
            tables.push((path.clone(), flatten(&owner, &path, &source, &mut faults)?));
        }
        compare(&tables, &mut faults);
        keys.extend(tables.into_iter().flat_map(|(_, texts)| texts.into_keys()));
    }
    let owners: BTreeSet<_> = tree.folders("i18n")?.into_iter().collect();
    let sources = sources(tree)?;
    faults.extend(missing(&sources, &keys, &owners));
    faults.extend(names::missing(&sources, &keys));
    faults.extend(unused(&sources, &keys, &declared));
    Ok(faults)
}

/// `# used: tickets.status.*` at the top of a file: keys that are put together at run time.
fn declared_as_used(source: &str) -> Vec<String> {
    let comments = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("# used:"));
    comments
        .flat_map(|list| list.split([',', ' ']))
        .filter(|key| !key.is_empty())
        .map(str::to_owned)
        .collect()
}

fn flatten(owner: &str, path: &str, source: &str, faults: &mut Vec<String>) -> Result<Texts> {
    let value: Value =
        serde_norway::from_str(source).with_context(|| format!("{path} is not YAML"))?;
    let mut texts = Texts::new();
    descend(String::new(), &value, path, &mut texts, faults);
    for key in texts.keys() {
        if key.split('.').next() != Some(owner) {
            faults.push(format!("{path}: {key} does not begin with {owner}"));
        }
    }
    Ok(texts)
}

fn descend(key: String, value: &Value, path: &str, texts: &mut Texts, faults: &mut Vec<String>) {
    match value {
        Value::Mapping(entries) => {
            for (name, inner) in entries {
                match name.as_str() {
                    Some("_version") if key.is_empty() => {}
                    Some(name) if key.is_empty() => {
                        descend(name.to_owned(), inner, path, texts, faults);
                    }
                    Some(name) => descend(format!("{key}.{name}"), inner, path, texts, faults),
                    None => faults.push(format!(
                        "{path}: below {key} a name is not a text: {name:?}"
                    )),
                }
            }
        }
        Value::String(text) if text.trim().is_empty() => {
            faults.push(format!("{path}: {key} is empty"));
        }
        Value::String(text) => {
            texts.insert(key, text.clone());
        }
        _ => faults.push(format!("{path}: {key} is not a text; quote it")),
    }
}

fn compare(tables: &[(String, Texts)], faults: &mut Vec<String>) {
    let [(path, texts), (other_path, others)] = tables else {
        return;
    };
    for key in texts.keys().filter(|key| !others.contains_key(*key)) {
        faults.push(format!("{other_path}: {key} is missing; {path} has it"));
    }
    for (key, other) in others {
        let Some(text) = texts.get(key) else {
            faults.push(format!("{path}: {key} is missing; {other_path} has it"));
            continue;
        };
        let (here, there) = (variables(text), variables(other));
        if here != there {
            faults.push(format!(
                "{key}: {path} has the variables {here:?}, {other_path} {there:?}"
            ));
        }
    }
}

/// The names in `%{name}`.
fn variables(text: &str) -> BTreeSet<&str> {
    text.split("%{")
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

fn sources(tree: &Tree) -> Result<Vec<(String, Source)>> {
    let mut sources = Vec::new();
    for folder in ["app", "modules", "static"] {
        for path in tree.files(folder, &[".rs"])? {
            if !path.starts_with("app/xtask/") {
                let text = tree.read(&path)?;
                sources.push((path, literals::read_rust(literals::product_part(&text))));
            }
        }
        for path in tree.files(folder, &[".js", ".mjs"])? {
            let source = literals::read_javascript(&tree.read(&path)?);
            sources.push((path, source));
        }
    }
    Ok(sources)
}

fn missing(
    sources: &[(String, Source)],
    keys: &BTreeSet<String>,
    owners: &BTreeSet<String>,
) -> Vec<String> {
    let exists = |key: &str| {
        keys.contains(key)
            || PLURALS
                .iter()
                .any(|plural| keys.contains(&format!("{key}.{plural}")))
    };
    let mut faults = Vec::new();
    for (path, source) in sources {
        for literal in &source.literals {
            // The design system takes texts, never keys; its gallery has a `t` of its own.
            let is_text = path.starts_with("app/ui/");
            if !is_text && names_a_key(literal, owners) && !exists(&literal.text) {
                faults.push(format!("{path}:{}: no text {}", literal.line, literal.text));
            }
        }
    }
    faults
}

/// `t("…")`, `t!("…")`, `cx.t("…")`, `cx.t_with("…", …)`, `label: "…"`, when the literal has a key's shape.
fn names_a_key(literal: &Literal, owners: &BTreeSet<String>) -> bool {
    let Some((owner, _)) = literal.text.split_once('.') else {
        return false;
    };
    let is_key = literal
        .text
        .chars()
        .all(|c| literals::is_word(c) || c == '.' || c == '-');
    let translated = literal
        .called()
        .is_some_and(|name| name == "t" || name.starts_with("t_"));
    let labelled = literal
        .field()
        .is_some_and(|name| KEY_FIELDS.contains(&name));
    is_key && (translated || (labelled && owners.contains(owner)))
}

fn unused(
    sources: &[(String, Source)],
    keys: &BTreeSet<String>,
    declared: &[String],
) -> Vec<String> {
    let literals = sources.iter().flat_map(|(_, source)| &source.literals);
    let whole: BTreeSet<&str> = literals
        .clone()
        .map(|literal| literal.text.as_str())
        .collect();
    let written = literals.filter_map(|literal| prefix(&literal.text));
    let declared_prefixes = declared.iter().filter_map(|key| key.strip_suffix('*'));
    let prefixes: BTreeSet<&str> = written.chain(declared_prefixes).collect();
    let calls = |key: &str| names::is_used(key, &whole, &prefixes);
    let named =
        |key: &str| whole.contains(key) || declared.iter().any(|used| used == key) || calls(key);
    let is_used = |key: &&String| {
        let plural_of = key
            .rsplit_once('.')
            .filter(|(_, last)| PLURALS.contains(last));
        named(key)
            || plural_of.is_some_and(|(parent, _)| named(parent))
            || prefixes.iter().any(|prefix| key.starts_with(prefix))
    };
    keys.iter()
        .filter(|key| !is_used(key))
        .map(|key| format!("no code uses the text {key}"))
        .collect()
}

/// `tickets.status.` in `"tickets.status."` and `"tickets.status.{state}"`; at least an owner and one more part.
fn prefix(text: &str) -> Option<&str> {
    let head = text.split(['{', '$']).next().unwrap_or(text);
    let is_prefix = head.ends_with('.') && head.matches('.').count() >= 2;
    (is_prefix && head.chars().all(|c| literals::is_word(c) || c == '.')).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FA: &str = "# used: shop.mood.*\nshop:\n  title: فروشگاه\n  hello: سلام %{name}\n  mood: {good: خوب}\n  count: {one: یکی, other: چند}\n  state: {open: باز}\n";
    const EN: &str = "shop:\n  title: Shop\n  hello: Hello %{name}\n  mood: {good: Good}\n  count: {one: one, other: some}\n  state: {open: Open}\n";
    const CODE: &str = "fn f() { cx.t(\"shop.title\"); cx.t_with(\"shop.hello\", n); t!(\"shop.count\"); cx.t(&format!(\"shop.state.{s}\")); }";

    fn faults(fa: &str, en: &str, code: &str) -> Vec<String> {
        let folder = crate::checks::testing::folder("i18n");
        let tree = Tree::at(folder.path());
        tree.write("i18n/shop/fa.yml", fa).unwrap();
        tree.write("i18n/shop/en.yml", en).unwrap();
        tree.write("modules/shop/src/lib.rs", code).unwrap();
        check(&tree).unwrap()
    }

    #[test]
    fn good_texts_have_no_faults() {
        assert_eq!(faults(FA, EN, CODE), Vec::<String>::new());
    }

    #[test]
    fn a_key_in_one_language_only_is_named() {
        let found = faults(FA, &EN.replace("  title: Shop\n", ""), CODE);
        assert_eq!(
            found,
            ["i18n/shop/en.yml: shop.title is missing; i18n/shop/fa.yml has it"]
        );
    }

    #[test]
    fn other_variables_are_named() {
        let found = faults(FA, &EN.replace("%{name}", "%{nmae}"), CODE);
        assert!(found.len() == 1 && found[0].contains("nmae"), "{found:?}");
    }

    #[test]
    fn a_key_that_no_code_uses_is_named() {
        let found = faults(FA, EN, &CODE.replace("cx.t(\"shop.title\");", ""));
        assert_eq!(found, ["no code uses the text shop.title"]);
    }

    #[test]
    fn a_key_without_a_text_is_named_with_its_line_but_not_in_unit_tests() {
        let wrong =
            format!("{CODE}\nfn g() {{ cx.t(\"shop.gone\"); Nav {{ label: \"shop.also\" }} }}");
        let found = faults(FA, EN, &wrong);
        assert_eq!(
            found,
            [
                "modules/shop/src/lib.rs:2: no text shop.gone",
                "modules/shop/src/lib.rs:2: no text shop.also"
            ]
        );
        let tested = format!("{CODE}\n#[cfg(test)]\nmod tests {{ fn g() {{ t(\"shop.gone\") }} }}");
        assert_eq!(faults(FA, EN, &tested), Vec::<String>::new());
    }

    #[test]
    fn foreign_roots_and_unquoted_values_are_faults() {
        let found = faults(
            &format!("{FA}other: {{a: b}}\n"),
            &format!("{EN}other: {{a: true}}\n"),
            CODE,
        );
        assert!(
            found
                .iter()
                .any(|fault| fault.contains("other.a does not begin with shop"))
        );
        assert!(
            found
                .iter()
                .any(|fault| fault.contains("other.a is not a text"))
        );
    }
}
