//! A small reader of Rust and JavaScript sources: string literals with what stands before them, and the code without them.
//! The checks on texts and names look at literals; a plain search would stumble over comments.

/// A string literal of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    pub text: String,
    /// Counted from 1.
    pub line: usize,
    /// The code before it, without white space, at most 60 characters.
    pub before: String,
}

/// What a source file holds once comments are gone.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub literals: Vec<Literal>,
    /// The code with every literal emptied; lines are kept.
    pub code: String,
}

impl Literal {
    /// The name of the function or macro that this is an argument of: `t` in `cx.t("…")`,
    /// `t!("…")` and `texts.t(locale, "…")`.
    pub fn called(&self) -> Option<&str> {
        let mut open = 0;
        let (at, _) = self.before.char_indices().rev().find(|(_, c)| {
            match c {
                ')' | ']' | '}' => open -= 1,
                '(' | '[' | '{' => open += 1,
                _ => {}
            }
            open > 0
        })?;
        let head = self.before.get(..at)?;
        let is_call = self.before.get(at..)?.starts_with('(');
        let head = head.strip_suffix('!').unwrap_or(head);
        let name = head.rsplit(|c: char| !is_word(c)).next()?;
        (is_call && !name.is_empty()).then_some(name)
    }

    /// The field that this is the value of: `label` in `label: "…"`.
    pub fn field(&self) -> Option<&str> {
        let head = self.before.strip_suffix(':')?;
        head.rsplit(|c: char| !is_word(c))
            .next()
            .filter(|name| !name.is_empty())
    }
}

/// The part of a Rust file before its unit tests, which stand at the foot.
pub fn product_part(source: &str) -> &str {
    source
        .split_once("#[cfg(test)]\nmod ")
        .map_or(source, |(product, _)| product)
}

pub fn read_rust(source: &str) -> Source {
    Reader::new(source, false).read()
}

pub fn read_javascript(source: &str) -> Source {
    Reader::new(source, true).read()
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    javascript: bool,
    before: String,
    found: Source,
}

impl Reader {
    fn new(source: &str, javascript: bool) -> Self {
        let chars = source.chars().collect();
        Self {
            chars,
            at: 0,
            line: 1,
            javascript,
            before: String::new(),
            found: Source::default(),
        }
    }

    fn read(mut self) -> Source {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.skip_line(),
                ('/', Some('*')) => self.skip_block(),
                ('"', _) => self.literal('"'),
                ('\'' | '`', _) if self.javascript => self.literal(c),
                ('\'', _) => self.character(),
                ('#', Some('"' | '#')) if self.follows_raw_prefix() => self.raw_literal(),
                _ => self.keep(c),
            }
        }
        self.found
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn advance(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
            self.found.code.push('\n');
        }
        Some(c)
    }

    fn keep(&mut self, c: char) {
        if c != '\n' {
            self.found.code.push(c);
        }
        if !c.is_whitespace() {
            self.before.push(c);
            if self.before.chars().count() > 60 {
                self.before.remove(0);
            }
        }
        self.advance();
    }

    fn skip_line(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.advance();
        }
    }

    fn skip_block(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.advance() {
            match (c, self.peek(0)) {
                ('/', Some('*')) if depth == 0 || !self.javascript => {
                    depth += 1;
                    self.advance();
                }
                ('*', Some('/')) => {
                    depth -= 1;
                    self.advance();
                    if depth == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }

    /// `'x'` and `'\n'` are characters, `'static` is a lifetime.
    fn character(&mut self) {
        let escaped = self.peek(1) == Some('\\');
        if !escaped && self.peek(2) != Some('\'') {
            return self.keep('\'');
        }
        self.advance();
        if self.advance() == Some('\\') {
            self.advance();
        }
        while self.advance().is_some_and(|c| c != '\'') {}
        self.before.push('\'');
    }

    fn follows_raw_prefix(&self) -> bool {
        let hashes = self
            .chars
            .iter()
            .skip(self.at)
            .take_while(|c| **c == '#')
            .count();
        let word = self.before.rsplit(|c| !is_word(c)).next();
        !self.javascript
            && self.peek(hashes) == Some('"')
            && matches!(word, Some("r" | "br" | "cr"))
    }

    fn raw_literal(&mut self) {
        let mut hashes = 0;
        while self.peek(0) == Some('#') {
            hashes += 1;
            self.advance();
        }
        self.advance();
        let line = self.line;
        let mut text = String::new();
        while let Some(c) = self.advance() {
            if c == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                break;
            }
            text.push(c);
        }
        self.at += hashes;
        self.push(text, line);
    }

    fn literal(&mut self, quote: char) {
        let raw = !self.javascript && matches!(self.word_before(), "r" | "br" | "cr");
        self.advance();
        let line = self.line;
        let mut text = String::new();
        while let Some(c) = self.advance() {
            match c {
                '\\' if !raw => match self.advance() {
                    Some('n') => text.push('\n'),
                    Some('\n') | None => self.skip_indent(),
                    Some(other) => text.push(other),
                },
                '\n' if self.javascript && quote != '`' => break,
                c if c == quote => break,
                c => text.push(c),
            }
        }
        self.push(text, line);
    }

    fn word_before(&self) -> &str {
        self.before
            .rsplit(|c| !is_word(c))
            .next()
            .unwrap_or_default()
    }

    fn skip_indent(&mut self) {
        while self.peek(0).is_some_and(char::is_whitespace) {
            self.advance();
        }
    }

    fn push(&mut self, text: String, line: usize) {
        self.found.literals.push(Literal {
            text,
            line,
            before: self.before.clone(),
        });
        self.before.push_str("\"\"");
        self.found.code.push_str("\"\"");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        read_rust(source)
            .literals
            .into_iter()
            .map(|literal| literal.text)
            .collect()
    }

    #[test]
    fn comments_characters_and_lifetimes_are_no_literals() {
        let source = "// \"a\"\n/* \"b\" /* \"c\" */ \"d\" */ fn f<'a>(x: &'a str) { g('\"', '\\'', \"e\") }";
        assert_eq!(texts(source), ["e"]);
    }

    #[test]
    fn raw_and_escaped_literals_are_read_whole() {
        assert_eq!(
            texts(r##"f(r#"a "b" c"#, "d\"e", r"\", "g")"##),
            ["a \"b\" c", "d\"e", "\\", "g"]
        );
        assert_eq!(texts("f(\"a \\\n    b\", r#type)"), ["a b"]);
    }

    #[test]
    fn a_literal_knows_its_call_its_field_and_its_line() {
        let source = read_rust("x(\n  cx.t( \"a.b\"),\n  t!(\"c\"), Nav { label: \"d\" })");
        let [a, c, d] = source.literals.as_slice() else {
            panic!("{source:?}")
        };
        assert_eq!((a.called(), a.line), (Some("t"), 2));
        assert_eq!(c.called(), Some("t"));
        assert_eq!((d.called(), d.field()), (None, Some("label")));
        assert_eq!(source.code.lines().count(), 3);
    }

    #[test]
    fn a_later_argument_knows_its_call_and_an_inner_tuple_is_none() {
        let source = read_rust("x.t(f(a[0]), \"k\"); y.t_with(\"m\", &[(\"n\", \"v\")])");
        let called: Vec<_> = source.literals.iter().map(Literal::called).collect();
        assert_eq!(called, [Some("t"), Some("t_with"), None, None]);
    }

    #[test]
    fn javascript_has_three_kinds_of_quotes() {
        let source = read_javascript("f('a', \"b\", `c ${d}`) // 'e'\n/* 'f' */ g('h')");
        let texts: Vec<_> = source
            .literals
            .iter()
            .map(|literal| literal.text.as_str())
            .collect();
        assert_eq!(texts, ["a", "b", "c ${d}", "h"]);
    }

    #[test]
    fn unit_tests_are_cut_off() {
        assert_eq!(
            product_part("fn a() {}\n#[cfg(test)]\nmod tests { }"),
            "fn a() {}\n"
        );
    }
}
