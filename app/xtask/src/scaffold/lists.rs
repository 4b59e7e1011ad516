//! Puts a module's item into a Rust list of modules and takes it out: `#[cfg(feature = "…")]` and what follows it.
//! The list stays a plain run of statements, which a person can read and edit too.

/// The source with a copy of the template's items before them, renamed.
pub fn with(source: &str, template: &str, renamed: &dyn Fn(&str) -> String) -> String {
    rebuild(source, template, &|item| format!("{}{item}", renamed(item)))
}

/// The source without the items of `id`.
pub fn without(source: &str, id: &str) -> String {
    rebuild(source, id, &|_| String::new())
}

fn rebuild(source: &str, id: &str, change: &dyn Fn(&str) -> String) -> String {
    let attribute = format!("#[cfg(feature = \"{id}\")]");
    let mut out = String::with_capacity(source.len());
    let mut lines = source.split_inclusive('\n');
    while let Some(line) = lines.next() {
        if !line.trim_start().starts_with(&attribute) {
            out.push_str(line);
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let mut item = line.to_owned();
        let mut ended = line.trim_end().ends_with(';');
        while !ended {
            let Some(next) = lines.next() else { break };
            item.push_str(next);
            let same_indent = next.len() - next.trim_start().len() == indent;
            ended = same_indent && next.trim_end().ends_with([';', '}', ',']);
        }
        out.push_str(&change(&item));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "fn a() {\n    #[cfg(feature = \"x\")]\n    let r = r.with(\n        x::X,\n    );\n    \
        #[cfg(feature = \"y\")] let r = r.with(y::Y);\n    r\n}\n#[cfg(feature = \"x\")]\nmod x {\n    use a::b;\n    fn f() {}\n}\n";

    #[test]
    fn statements_and_blocks_go_whole() {
        assert_eq!(
            without(LIST, "x"),
            "fn a() {\n    #[cfg(feature = \"y\")] let r = r.with(y::Y);\n    r\n}\n"
        );
        assert!(!without(LIST, "y").contains("y::Y"));
    }

    #[test]
    fn a_copy_stands_before_the_template() {
        let more = with(LIST, "y", &|item| item.replace('y', "z").replace('Y', "Z"));
        assert!(
            more.contains("z::Z);\n    #[cfg(feature = \"y\")] let r = r.with(y::Y);"),
            "{more}"
        );
    }
}
