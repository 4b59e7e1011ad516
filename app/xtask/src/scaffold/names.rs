//! The template's names in file names and texts, and the new module's in their place.
//! Apart from the copying, because what counts as the template's name is a rule of its own.

use super::TEMPLATE;

/// The template's two names and what stands for them.
pub struct Names {
    id: String,
    camel: String,
}

impl Names {
    pub fn new(id: &str) -> Self {
        let mut letters = id.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        Self {
            id: id.to_owned(),
            camel: first.into_iter().chain(letters).collect(),
        }
    }

    /// `_dummy` where it is a name of its own or a prefix (not in `my_dummy`), and `Dummy`.
    pub fn replaced(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((head, tail)) = rest.split_once(TEMPLATE) {
            out.push_str(head);
            let inside_a_word = out.ends_with(|c: char| c.is_alphanumeric());
            out.push_str(if inside_a_word { TEMPLATE } else { &self.id });
            rest = tail;
        }
        out.push_str(rest);
        out.replace("Dummy", &self.camel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_and_prefixes_are_replaced() {
        let names = Names::new("blog");
        let text = "use _dummy::Dummy; _dummy_things 1__dummy_x my_dummy dummy DummyRow";
        let expected = "use blog::Blog; blog_things 1_blog_x my_dummy dummy BlogRow";
        assert_eq!(names.replaced(text), expected);
    }
}
