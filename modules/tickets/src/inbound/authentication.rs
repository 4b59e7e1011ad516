//! What the mail server in front found out about a sender (RFC 8601). Anybody can write such a header; believed is only
//! the topmost one of the server that the operator names, and only where it speaks of the domain in `From`.

/// Whether that server says that the mail comes from the domain of `from`. Nobody is believed when `server` is empty, and
/// one header that cannot be read ends the search: what stands below it may have been written by the sender.
pub fn is_authentic(headers: &[Option<String>], server: &str, from: &str) -> bool {
    let Some((_, domain)) = from.rsplit_once('@') else {
        return false;
    };
    let server = server.trim();
    if server.is_empty() {
        return false;
    }
    for header in headers {
        let Some(results) = header.as_deref().and_then(read) else {
            return false;
        };
        if results.server.eq_ignore_ascii_case(server) {
            return results.vouch_for(domain);
        }
    }
    false
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Results {
    server: String,
    results: Vec<Outcome>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    method: String,
    result: String,
    properties: Vec<(String, String)>,
}

impl Results {
    /// DMARC speaks of the domain in `From` itself; SPF and DKIM count when they passed for the very same domain.
    fn vouch_for(&self, domain: &str) -> bool {
        let of = |method: &'static str| self.results.iter().filter(move |o| o.method == method);
        match (of("dmarc").count(), of("dmarc").next()) {
            (0, _) => {}
            (1, Some(dmarc)) if dmarc.result == "none" => {}
            (1, Some(dmarc)) => {
                return dmarc.result == "pass"
                    && dmarc
                        .property("header.from")
                        .is_none_or(|d| same(d, domain));
            }
            // Two verdicts on one message: one of them is not the server's.
            _ => return false,
        }
        let spf = of("spf").any(|o| o.passed_for("smtp.mailfrom", domain));
        spf || of("dkim").any(|o| o.passed_for("header.d", domain))
    }
}

impl Outcome {
    fn property(&self, name: &str) -> Option<&str> {
        let found = self.properties.iter().find(|(have, _)| have == name);
        found.map(|(_, value)| value.as_str())
    }

    fn passed_for(&self, property: &str, domain: &str) -> bool {
        self.result == "pass" && self.property(property).is_some_and(|d| same(d, domain))
    }
}

/// Whether an address, or a domain alone, is of this domain.
fn same(address: &str, domain: &str) -> bool {
    let found = address.rsplit_once('@').map_or(address, |(_, d)| d);
    found
        .trim_end_matches('.')
        .eq_ignore_ascii_case(domain.trim_end_matches('.'))
}

/// The whole header, or nothing: half of one could hide what the other half says.
fn read(header: &str) -> Option<Results> {
    let mut reader = Reader(header);
    reader.blank()?;
    let mut found = Results {
        server: reader.value()?,
        results: Vec::new(),
    };
    reader.blank()?;
    if !reader.ends() && !reader.is_at(';') {
        // The version of this format.
        reader.value()?;
        reader.blank()?;
    }
    while reader.takes(';') {
        reader.blank()?;
        if reader.ends() {
            break;
        }
        found.results.push(reader.outcome()?);
    }
    reader.ends().then_some(found)
}

/// Walks over the header; `None` from any step ends the reading.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn ends(&self) -> bool {
        self.0.is_empty()
    }

    fn is_at(&self, sign: char) -> bool {
        self.0.starts_with(sign)
    }

    fn takes(&mut self, sign: char) -> bool {
        let rest = self.0.strip_prefix(sign);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn next(&mut self) -> Option<char> {
        let mut rest = self.0.chars();
        let c = rest.next()?;
        self.0 = rest.as_str();
        Some(c)
    }

    /// `method=result reason=… ptype.property=…`, or the word `none`, which is a method that said nothing.
    fn outcome(&mut self) -> Option<Outcome> {
        let method = self.name()?;
        self.blank()?;
        if !self.takes('=') {
            return (method == "none").then(Outcome::default);
        }
        let method = method.split('/').next().unwrap_or_default().to_owned();
        self.blank()?;
        let result = self.value()?.to_ascii_lowercase();
        let mut properties = Vec::new();
        self.blank()?;
        while !self.ends() && !self.is_at(';') {
            let name = self.name()?;
            self.blank()?;
            if !self.takes('=') {
                return None;
            }
            self.blank()?;
            properties.push((name, self.value()?));
            self.blank()?;
        }
        Some(Outcome {
            method,
            result,
            properties,
        })
    }

    /// Spaces and comments, which may hold comments.
    fn blank(&mut self) -> Option<()> {
        loop {
            self.0 = self.0.trim_start_matches([' ', '\t']);
            if !self.is_at('(') {
                return Some(());
            }
            let mut depth = 0usize;
            loop {
                match self.next()? {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    '\\' => drop(self.next()?),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        }
    }

    fn name(&mut self) -> Option<String> {
        let end = self.0.find([' ', '\t', '=', ';', '(', '"']);
        let (name, rest) = self.0.split_at_checked(end.unwrap_or(self.0.len()))?;
        self.0 = rest;
        (!name.is_empty()).then(|| name.to_ascii_lowercase())
    }

    /// A word, a quoted string, or an address whose first half is quoted.
    fn value(&mut self) -> Option<String> {
        let mut value = String::new();
        while !self.ends() && !self.0.starts_with([' ', '\t', ';', '(']) {
            if self.takes('"') {
                loop {
                    match self.next()? {
                        '"' => break,
                        '\\' => value.push(self.next()?),
                        c => value.push(c),
                    }
                }
            } else {
                value.extend(self.next());
            }
        }
        (!value.is_empty()).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn believed(headers: &[&str]) -> bool {
        let headers: Vec<_> = headers.iter().map(|h| Some((*h).to_owned())).collect();
        is_authentic(&headers, "mx.sarai.test", "sara@shop.test")
    }

    #[test]
    fn a_pass_for_the_domain_of_the_sender_is_believed() {
        for header in [
            "mx.sarai.test; dmarc=pass (p=reject) header.from=shop.test",
            "MX.sarai.test 1; spf=pass smtp.mailfrom=bounce@Shop.test",
            "mx.sarai.test; dkim=fail header.d=a.test; dkim=pass header.d=shop.test header.b=aB3=",
            "mx.sarai.test (a (nested) comment;) ; dmarc = pass",
            "mx.sarai.test; dmarc=none header.from=shop.test; spf=pass smtp.mailfrom=\"a;b\"@shop.test;",
        ] {
            assert!(believed(&[header]), "{header}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for header in [
            "",
            "mx.sarai.test; none",
            "mx.sarai.test.evil.test; dmarc=pass",
            "evil.test; dmarc=pass header.from=shop.test",
            "mx.sarai.test; dmarc=fail header.from=shop.test; spf=pass smtp.mailfrom=a@shop.test",
            "mx.sarai.test; dmarc=pass header.from=evil.test",
            "mx.sarai.test; spf=pass smtp.mailfrom=a@evil.test; dkim=pass header.d=evil.test",
            "mx.sarai.test; spf=pass smtp.helo=shop.test",
            "mx.sarai.test; spf=pass smtp.mailfrom=a@sub.shop.test",
            "mx.sarai.test; dkim=pass header.i=@shop.test.evil.test header.d=shop.test.evil.test",
            "mx.sarai.test; spf=fail reason=\"x; dmarc=pass\" smtp.mailfrom=a@shop.test",
            "mx.sarai.test; spf=softfail smtp.mailfrom=\"x; dmarc=pass y\"@evil.test",
            "mx.sarai.test; spf=fail (; dmarc=pass",
            "mx.sarai.test; dmarc=pass; dmarc=fail",
            "mx.sarai.test; dmarc=pass header.from",
            "mx.sarai.test dmarc=pass; dmarc",
        ] {
            assert!(!believed(&[header]), "{header}");
        }
    }

    #[test]
    fn only_the_topmost_of_the_named_server_counts() {
        let (pass, fail) = (
            "mx.sarai.test; dmarc=pass header.from=shop.test",
            "mx.sarai.test; dmarc=fail header.from=shop.test",
        );
        assert!(believed(&["other.test; dmarc=fail", pass, fail]));
        assert!(!believed(&[fail, pass]));
        assert!(!believed(&["broken (", pass]));
        assert!(!is_authentic(
            &[None, Some(pass.into())],
            "mx.sarai.test",
            "a@shop.test"
        ));
        assert!(!is_authentic(&[Some(pass.into())], "", "a@shop.test"));
        assert!(!is_authentic(
            &[Some("; dmarc=pass".into())],
            " ",
            "a@shop.test"
        ));
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(header in "\\PC{0,80}") {
            believed(&[&header]);
        }

        #[test]
        fn quoted_words_of_a_sender_prove_nothing(local in "[^\"\\\\\\PC]{0,40}") {
            let header = format!("mx.sarai.test; spf=pass smtp.mailfrom=\"{local}\"@evil.test");
            prop_assert!(!believed(&[&header]));
        }
    }
}
