//! What operators may write and what is refused; each pattern that ended the program is refused here, on a thread with
//! the stack that tests and workers have.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn vars() -> Map<String, Value> {
    let list = json!({
        "name": "<b>سارا</b>", "empty": "", "long": "x".repeat(1000),
        "lines": [{ "title": "یک", "price": "۱۰" }, { "title": "دو", "price": "۲۰" }],
        "words": ["a", "b", "c"],
    });
    list.as_object().cloned().unwrap()
}

fn rendered(text: &str) -> Result<String, RenderError> {
    render(text, &vars())
}

/// In a child thread of the usual two MiB, so that a deep stack would be seen.
fn refused(text: &str) -> RenderError {
    let text = text.to_owned();
    let small = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    let thread = small.spawn(move || rendered(&text)).unwrap();
    thread.join().unwrap().unwrap_err()
}

#[test]
fn variables_conditions_loops_and_filters_work() {
    for (text, sent) in [
        ("سلام {{ name }}\n", "سلام <b>سارا</b>\n"),
        ("{% if empty %}a{% elif name %}b{% else %}c{% endif %}", "b"),
        ("{% if name is defined and not empty %}y{% endif %}", "y"),
        ("{% if 'سارا' in name and name != empty %}y{% endif %}", "y"),
        (
            "{% for l in lines %}{{ loop.index }}. {{ l.title }}: {{ l.price }}\n{% endfor %}",
            "1. یک: ۱۰\n2. دو: ۲۰\n",
        ),
        (
            "{% for a in words %}{% for b in words %}{{ b }}{% endfor %};{% endfor %}",
            "abc;abc;abc;",
        ),
        (
            "{{ 'aB c' | upper }} {{ 'aB c'|title }} {{ ' x '|trim }}|",
            "AB C Ab C x|",
        ),
        ("{# a note #}{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
    ] {
        assert_eq!(rendered(text).as_deref(), Ok(sent), "{text}");
    }
}

#[test]
fn filters_take_their_arguments_as_before() {
    for (text, sent) in [
        ("{{ 'abcdef' | truncate(length=3) }}", "abc…"),
        ("{{ 'abcdef' | truncate(3) }}", "abc…"),
        ("{{ name | default(value='x') | lower }}", "<b>سارا</b>"),
        (
            "{% for l in lines %}{{ l.note | default(value='-') }}{% endfor %}",
            "--",
        ),
        ("{{ 'x' | safe | capitalize }}", "X"),
    ] {
        assert_eq!(rendered(text).as_deref(), Ok(sent), "{text}");
    }
}

#[test]
fn what_is_not_on_the_list_is_refused_with_its_line() {
    for (text, line, word) in [
        ("a\n{{ get_env(name='SARAI_SECRET_KEY') }}", 2, "call"),
        ("{% macro a() %}{% endmacro %}", 1, "macro"),
        ("\n\n{% include 'x' %}", 3, "include"),
        ("{% set x = name %}", 1, "set"),
        ("{{ name ~ name }}", 1, "~"),
        ("{{ 9 ** 9 }}", 1, "**"),
        ("{{ [name] }}", 1, "["),
        ("{{ name.x }}", 1, ".x"),
        ("{{ 'x' | replace('a', 'b') }}", 1, "replace"),
        ("{{ name | truncate(length=empty) }}", 1, "truncate"),
        ("{{ name is odd }}", 1, "odd"),
        ("{{ name if empty else name }}", 1, "expression"),
        ("{% filter upper %}x{% endfilter %}", 1, "filter"),
        ("{% for a in words if a %}{% endfor %}", 1, "for … if"),
    ] {
        let expected = RenderError::not_allowed(line, word);
        assert_eq!(refused(text), expected, "{text}");
    }
}

#[test]
fn unknown_names_and_broken_brackets_are_named_with_their_line() {
    assert_eq!(
        refused("a\n{{ secret }}"),
        RenderError::unknown(2, "secret")
    );
    assert_eq!(
        refused("{{ loop.index }}"),
        RenderError::not_allowed(1, ".index")
    );
    assert_eq!(
        refused("\n{% for c in name %}{% endfor %}"),
        RenderError::not_a_list(2, "name")
    );
    for text in [
        "a\n{{ name",
        "a\n{% if name %}",
        "a\n{{ 'x }}",
        "a\n{{ name name }}",
        "a\n{% endif %}",
    ] {
        let error = refused(text);
        assert!(
            matches!(error, RenderError::NotUnderstood { .. }),
            "{text}: {error}"
        );
    }
}

/// The three texts that ended the program in a preview.
#[test]
fn what_killed_the_preview_is_refused() {
    let brackets = format!(
        "{{% if \"%}}\" == \"a\" or {}1{} %}}{{% endif %}}",
        "(".repeat(3000),
        ")".repeat(3000)
    );
    assert!(matches!(
        refused(&brackets),
        RenderError::TagTooLong { line: 1 }
    ));
    assert_eq!(
        refused(&"{% if %}".repeat(300)),
        RenderError::TooDeep { line: 1 }
    );
    assert_eq!(
        refused(&"{{ name name }}".repeat(300)),
        RenderError::TooManyTags
    );
    let doubled = format!("{{% set x = 'x' %}}{}", "{% set x = x ~ x %}".repeat(40));
    assert_eq!(refused(&doubled), RenderError::not_allowed(1, "set"));
    let loops = "{% for a in words %}".repeat(3) + &"{% endfor %}".repeat(3);
    assert_eq!(refused(&loops), RenderError::TooDeep { line: 1 });
}

/// Patterns on which minijinja's own parser, compiler or tree ends the program, many and few of each.
#[test]
fn what_overflows_the_engine_is_refused() {
    let ones = |unit: &str, end: &str, n: usize| format!("{{{{ {}{end} }}}}", unit.repeat(n));
    for n in [60, 100, 1_000, 3_000] {
        for text in [
            ones("(", "1", n),
            ones("name(", "", n),
            ones("not ", "name", n),
            ones("-", "1", n),
            ones("name+", "name", n),
            ones("name.b", "", n).replace("bname", "b"),
            format!("{{{{ name{} }}}}", ".b".repeat(n)),
            ones("name~", "name", n),
            format!("{{{{ name{} }}}}", "|upper".repeat(n)),
            format!("{{{{ name{} }}}}", "[0]".repeat(n)),
            ones("[", "", n),
            ones("{1:", "", n),
            ones("name if name else ", "name", n),
            ones("name and ", "name", n),
            ones("name == ", "name", n),
            "{% if name %}".repeat(n),
            "{% if name %}".repeat(n) + &"{% endif %}".repeat(n),
            format!(
                "{{% if name %}}{}{{% endif %}}",
                "{% elif name %}".repeat(n)
            ),
            "{% for a in words %}".repeat(n),
        ] {
            refused(&text);
        }
    }
}

#[test]
fn length_and_growth_are_bounded() {
    assert_eq!(refused(&"x".repeat(20_001)), RenderError::TooLong);
    let mut vars = vars();
    vars.insert("many".to_owned(), json!(vec!["x"; 1000]));
    vars.insert("long".to_owned(), json!("x".repeat(20_000)));
    let steps = "{% for a in many %}{% for b in many %}{% endfor %}{% endfor %}";
    let output = "{% for a in many %}{{ long }}{% endfor %}";
    let letters = format!(
        "{{% for a in many %}}{{% if long{} %}}{{% endif %}}{{% endfor %}}",
        "|upper".repeat(15)
    );
    let began = std::time::Instant::now();
    for text in [steps, output, letters.as_str()] {
        assert_eq!(render(text, &vars), Err(RenderError::Unbounded), "{text}");
    }
    assert!(began.elapsed().as_secs() < 5);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_of_an_operator_is_rendered_or_refused(text in "\\PC{0,200}") {
        rendered(&text).ok();
    }

    #[test]
    fn any_heap_of_the_engines_words_is_rendered_or_refused(
        text in "(\\{\\{|\\}\\}|\\{%|%\\}|\\{#|#\\}|-| if | for | in | elif | else |endif|endfor| set | macro | raw |endraw|name|words|loop|\\.|\\||upper|\\(|\\)|\\[|'|\"|~|\\+|\\*\\*|=|not | and | is |defined|9|\n|سلام){0,120}"
    ) {
        let began = std::time::Instant::now();
        if let Ok(text) = rendered(&text) {
            prop_assert!(text.len() <= MAX_OUTPUT);
        }
        prop_assert!(began.elapsed().as_secs() < 2);
    }

    #[test]
    fn any_nest_of_allowed_blocks_is_rendered_or_refused(
        parts in proptest::collection::vec(prop_oneof![
            Just("{% if name %}"), Just("{% endif %}"), Just("{% elif empty %}"), Just("{% else %}"),
            Just("{% for w in words %}"), Just("{% endfor %}"), Just("{{ w|upper }}"), Just("{{ long }}"),
        ], 0..250)
    ) {
        if let Ok(text) = rendered(&parts.concat()) {
            prop_assert!(text.len() <= MAX_OUTPUT);
        }
    }
}
