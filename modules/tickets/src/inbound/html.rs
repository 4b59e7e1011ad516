//! HTML mail as readable text: no markup, script or style survives; quoted blocks get `> ` like in plain mail.
//! One pass over the characters and no tree, so that a million open tags cost neither stack nor time.
use mail_parser::decoders::html::add_html_token;

/// Line that stands where a mailer marked the start of the history in its markup only.
pub(super) const HISTORY: &str = "-----Original Message-----";
const MAX_QUOTE: usize = 10;

/// Text of an HTML document; links keep their address, images their alternative text.
pub(super) fn to_text(html: &str) -> String {
    let mut page = Page::default();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        page.text(before);
        rest = page.markup(after);
    }
    page.text(rest);
    page.newline();
    page.out
}

#[derive(Default)]
struct Page {
    out: String,
    line: String,
    space: bool,
    blank: bool,
    quote: usize,
    pre: usize,
    in_head: bool,
    /// Address and start of the text of the link that is open.
    link: Option<(String, String)>,
}

impl Page {
    /// Takes what follows `<`; returns what follows the tag.
    fn markup<'a>(&mut self, after: &'a str) -> &'a str {
        if let Some(comment) = after.strip_prefix("!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        if after.starts_with(['!', '?']) {
            return after.split_once('>').map_or("", |(_, rest)| rest);
        }
        let (closes, tag) = after
            .strip_prefix('/')
            .map_or((false, after), |tag| (true, tag));
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.text("<");
            return after;
        }
        let Some((inside, rest)) = split_tag(tag) else {
            return "";
        };
        let ends = |c: char| c.is_ascii_whitespace() || c == '/';
        let (name, attributes) = inside.split_once(ends).unwrap_or((inside, ""));
        let name = name.to_ascii_lowercase();
        if closes {
            self.close(&name);
        } else {
            self.open(&name, attributes);
            if matches!(
                name.as_str(),
                "script" | "style" | "title" | "template" | "svg" | "noscript"
            ) {
                return after_element(rest, &name);
            }
        }
        rest
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "head" => self.in_head = true,
            "body" => self.in_head = false,
            "br" => {
                // A break on an empty line is a blank line; so is any number of them.
                self.blank |= self.line.trim().is_empty();
                self.newline();
            }
            "blockquote" => {
                self.newline();
                self.quote = self.quote.saturating_add(1);
            }
            "pre" => {
                self.newline();
                self.pre = self.pre.saturating_add(1);
            }
            "li" => {
                self.newline();
                self.text("- ");
            }
            "td" | "th" => self.space = true,
            "a" => {
                let address = attribute(attributes, "href").filter(|a| is_web(a));
                self.link = address.map(|a| (decode(&a), String::new()));
            }
            "img" => {
                if let Some(alt) = attribute(attributes, "alt").filter(|a| !a.trim().is_empty()) {
                    self.text(&alt);
                }
            }
            _ if is_block(name) => self.block(name, attributes),
            _ => {}
        }
    }

    fn block(&mut self, name: &str, attributes: &str) {
        self.newline();
        if name == "p" {
            self.blank = true;
        }
        let marked = |key, marks: &[&str]| {
            attribute(attributes, key)
                .is_some_and(|v| v.split_whitespace().any(|v| marks.contains(&v)))
        };
        if name == "div"
            && (marked(
                "id",
                &[
                    "divRplyFwdMsg",
                    "appendonsend",
                    "mail-editor-reference-message-container",
                ],
            ) || marked("class", &["yahoo_quoted", "OutlookMessageHeader"]))
        {
            self.text(HISTORY);
            self.newline();
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "head" => self.in_head = false,
            "blockquote" => {
                self.newline();
                self.quote = self.quote.saturating_sub(1);
            }
            "pre" => {
                self.newline();
                self.pre = self.pre.saturating_sub(1);
            }
            "a" => {
                if let Some((address, shown)) = self.link.take()
                    && !address
                        .trim_end_matches('/')
                        .ends_with(shown.trim().trim_end_matches('/'))
                {
                    self.put(&format!(" ({address})"));
                }
            }
            "p" => {
                self.newline();
                self.blank = true;
            }
            _ if is_block(name) => self.newline(),
            _ => {}
        }
    }

    fn text(&mut self, raw: &str) {
        if self.in_head || raw.is_empty() {
            return;
        }
        let text = decode(raw);
        if let Some((_, shown)) = &mut self.link {
            shown.push_str(&text);
        }
        self.put(&text);
    }

    fn put(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.pre > 0 => self.newline(),
                ' ' | '\t' if self.pre > 0 => self.line.push(c),
                ' ' | '\t' | '\r' | '\n' | '\u{a0}' => self.space = true,
                c => {
                    if self.space && !self.line.is_empty() {
                        self.line.push(' ');
                    }
                    self.space = false;
                    self.line.push(c);
                }
            }
        }
    }

    fn newline(&mut self) {
        self.space = false;
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        let prefix = "> ".repeat(self.quote.min(MAX_QUOTE));
        if self.blank && !self.out.is_empty() {
            self.out.push_str(prefix.trim_end());
            self.out.push('\n');
        }
        self.blank = false;
        self.out.push_str(&prefix);
        self.out.push_str(&line);
        self.out.push('\n');
    }
}

/// Inside of a tag and what follows it; a `>` in quotes does not end a tag.
fn split_tag(tag: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut before = '\0';
    let end = tag.char_indices().find_map(|(at, c)| {
        match quote {
            Some(q) if c == q => quote = None,
            None if c == '>' => return Some(at),
            None if matches!(c, '"' | '\'') && before == '=' => quote = Some(c),
            Some(_) | None => {}
        }
        if !c.is_ascii_whitespace() {
            before = c;
        }
        None
    })?;
    let (inside, rest) = tag.split_at_checked(end)?;
    Some((inside, rest.strip_prefix('>')?))
}

/// What follows the end of an element whose content is not text.
fn after_element<'a>(mut rest: &'a str, name: &str) -> &'a str {
    while let Some((_, after)) = rest.split_once("</") {
        rest = after;
        if after
            .get(..name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
        {
            return after.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.split_whitespace().last().unwrap_or_default();
        let after = after.trim_start();
        let (value, tail) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = after.strip_prefix(quote).unwrap_or(after);
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            _ => after
                .split_once(|c: char| c.is_ascii_whitespace())
                .unwrap_or((after, "")),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value.to_owned());
        }
        rest = tail;
    }
    None
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let name_end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
        let entity = name_end.and_then(|end| after.split_at_checked(end));
        match entity.and_then(|(name, tail)| Some((name, tail.strip_prefix(';')?))) {
            Some((name, tail)) if (1..=32).contains(&name.len()) => {
                add_html_token(&mut out, format!("&{name};").as_bytes(), false);
                rest = tail;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_web(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    address.starts_with("https://") || address.starts_with("http://")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "tr"
            | "table"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "hr"
            | "center"
            | "address"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "form"
            | "fieldset"
            | "figure"
            | "main"
            | "html"
            | "body"
            | "li"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_becomes_lines() {
        let html = "<html><head><title>x</title><style>p{}</style></head><body dir=rtl>\
            <script>if (a<b && c==\"</p>\") alert('>')</script><!-- <p>no</p> -->\
            <p>سلام&nbsp;&amp; <b>درود</b></p><div>یک<br>دو</div><div><br></div><ul><li>a</li><li>b</li></ul>\
            <a href='https://sarai.test/x?a=1&amp;b=2'>اینجا</a> <a href=\"https://sarai.test/\">sarai.test</a>,\
            <a href='javascript:alert(1)'>bad</a><img src=x alt='logo'> 1 < 2 &copy; &bogus; &</body></html>";
        assert_eq!(
            to_text(html),
            "سلام & درود\n\nیک\nدو\n\n- a\n- b\n\
             اینجا (https://sarai.test/x?a=1&b=2) sarai.test,badlogo 1 < 2 © &bogus; &\n"
        );
    }

    #[test]
    fn blockquotes_are_quoted_by_depth() {
        let html =
            "new<blockquote>old<blockquote><p>older</p><p>x</p></blockquote></blockquote>after";
        assert_eq!(
            to_text(html),
            "new\n> old\n> >\n> > older\n> >\n> > x\n\nafter\n"
        );
    }

    #[test]
    fn unclosed_markup_ends_the_text() {
        for html in [
            "a<script>alert(1)",
            "a<!-- b",
            "a<b title=\"",
            "a<style>p{}</styl",
        ] {
            assert_eq!(to_text(html), "a\n");
        }
    }

    #[test]
    fn a_million_open_tags_take_no_stack_and_little_time() {
        let deep = "<blockquote><div>".repeat(500_000) + "x";
        assert_eq!(to_text(&deep).trim_start_matches("> "), "x\n");
        assert_eq!(to_text(&"<a \"".repeat(500_000)), "");
        assert_eq!(to_text(&"</script".repeat(500_000)), "");
        assert_eq!(to_text(&"&".repeat(100_000)).len(), 100_001);
    }

    proptest! {
        #[test]
        fn no_tag_survives(text in "(<script>|</script>|<b|>|\"|<!--|-->|[ a-zسلام&;=/'])*") {
            prop_assert!(!to_text(&text).contains("<script>"));
        }
    }
}
