//! SPDX licence expressions: whether an expression can be met with allowed licences only.
//! `OR` needs one side, `AND` both; `/` is crates.io's old way to write `OR`.

/// True when `expression` can be satisfied by licences for which `allowed` holds.
pub fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        words: &words,
        allowed,
    };
    reader
        .either()
        .is_some_and(|met| met && reader.words.is_empty())
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    fn take_if(&mut self, word: &str) -> bool {
        let is_next = self.words.first() == Some(&word);
        if is_next {
            self.take();
        }
        is_next
    }

    fn either(&mut self) -> Option<bool> {
        let mut met = self.both()?;
        while self.take_if("OR") {
            met |= self.both()?;
        }
        Some(met)
    }

    fn both(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.take_if("AND") {
            met &= self.one()?;
        }
        Some(met)
    }

    fn one(&mut self) -> Option<bool> {
        let word = self.take()?;
        if word == "(" {
            let met = self.either()?;
            return self.take_if(")").then_some(met);
        }
        if self.take_if("WITH") {
            let exception = self.take()?;
            return Some((self.allowed)(&format!("{word} WITH {exception}")));
        }
        Some((self.allowed)(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(expression: &str) -> bool {
        let list = [
            "MIT",
            "Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
            "Zlib",
        ];
        satisfied(expression, &|licence| list.contains(&licence))
    }

    #[test]
    fn or_needs_one_and_needs_both() {
        assert!(met("MIT") && met("MIT OR GPL-3.0") && met("GPL-3.0/MIT"));
        assert!(met("(GPL-3.0 OR MIT) AND Zlib") && !met("MIT AND GPL-3.0"));
        assert!(met("Apache-2.0 WITH LLVM-exception OR GPL-2.0"));
        assert!(!met("Zlib WITH Something-exception"));
    }

    #[test]
    fn a_broken_expression_is_never_met() {
        for broken in ["", "MIT OR", "(MIT", "MIT MIT", "AND MIT"] {
            assert!(!met(broken), "{broken}");
        }
    }
}
