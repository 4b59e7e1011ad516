//! A form declared once: [`form!`](crate::form) makes of a list of fields what is read from them and how they are shown.
//! Here because a limit that stands in the reader and again in the view is wrong in one of them one day.

use ui::Field;

use super::{FormView, Reader};

/// A kind of field of [`form!`](crate::form).
pub trait FormField {
    /// What is read from it.
    type Value;
    /// Reads the field; what is wrong is collected by the reader.
    fn read(reader: &mut Reader<'_>, name: &str) -> Self::Value;
    /// The field with what was typed.
    fn show(form: &FormView<'_>, name: &str, label: &str) -> Field;
}

/// One line, from 1 to `MAX` characters.
pub struct Line<const MAX: u16>;

impl<const MAX: u16> FormField for Line<MAX> {
    type Value = String;
    fn read(reader: &mut Reader<'_>, name: &str) -> String {
        reader.line(name, usize::from(MAX))
    }
    fn show(form: &FormView<'_>, name: &str, label: &str) -> Field {
        bounded::<MAX>(form.field(name, label)).required()
    }
}

/// One line of at most `MAX` characters that may be left empty.
pub struct OptionalLine<const MAX: u16>;

impl<const MAX: u16> FormField for OptionalLine<MAX> {
    type Value = Option<String>;
    fn read(reader: &mut Reader<'_>, name: &str) -> Option<String> {
        reader.optional_line(name, usize::from(MAX))
    }
    fn show(form: &FormView<'_>, name: &str, label: &str) -> Field {
        bounded::<MAX>(form.field(name, label))
    }
}

/// A name of a person or an account, from 1 to `MAX` characters, that holds no address.
pub struct Name<const MAX: u16>;

impl<const MAX: u16> FormField for Name<MAX> {
    type Value = String;
    fn read(reader: &mut Reader<'_>, name: &str) -> String {
        reader.name(name, usize::from(MAX))
    }
    fn show(form: &FormView<'_>, name: &str, label: &str) -> Field {
        Line::<MAX>::show(form, name, label)
    }
}

/// Several lines, from 1 to `MAX` characters, shown in a box of so many `ROWS`.
pub struct Lines<const MAX: u16, const ROWS: u8>;

impl<const MAX: u16, const ROWS: u8> FormField for Lines<MAX, ROWS> {
    type Value = String;
    fn read(reader: &mut Reader<'_>, name: &str) -> String {
        reader.text(name, usize::from(MAX))
    }
    fn show(form: &FormView<'_>, name: &str, label: &str) -> Field {
        bounded::<MAX>(form.field(name, label).area(ROWS)).required()
    }
}

fn bounded<const MAX: u16>(field: Field) -> Field {
    field.dir("auto").max_length(u32::from(MAX))
}

/// A form by its fields, each with its kind and the text key of its label:
///
/// ```
/// kernel::form! {
///     /// What is said of a new idea.
///     pub struct IdeaForm {
///         /// In a few words.
///         title: kernel::web::Line<80> = "ideas.title",
///         /// In full.
///         body: kernel::web::Lines<2_000, 4> = "ideas.body",
///     }
/// }
/// ```
///
/// makes `struct IdeaForm { pub title: String, pub body: String }`, which [`Posted`](crate::web::Posted) takes, and
/// `IdeaForm::fields(&form_view)`, which shows them in this order. Fields of other kinds are a
/// [`FormField`](crate::web::FormField) of one's own; a form that must look at two fields together implements
/// [`Form`](crate::web::Form) by hand.
#[macro_export]
macro_rules! form {
    ($(#[$meta:meta])* $vis:vis struct $form:ident {
        $($(#[$field_meta:meta])* $field:ident: $kind:ty = $label:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        $vis struct $form {
            $($(#[$field_meta])* pub $field: <$kind as $crate::web::FormField>::Value,)+
        }

        impl $crate::web::Form for $form {
            fn read(reader: &mut $crate::web::Reader<'_>) -> Self {
                Self { $($field: <$kind as $crate::web::FormField>::read(reader, stringify!($field)),)+ }
            }
        }

        impl $form {
            /// The fields, with what was typed and what is wrong.
            #[must_use]
            #[allow(dead_code, reason = "some forms are only read")]
            $vis fn fields(form: &$crate::web::FormView<'_>) -> ::maud::Markup {
                ::maud::html! {
                    $((<$kind as $crate::web::FormField>::show(form, stringify!($field), $label)))+
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::super::{Form, Raw};
    use super::*;

    crate::form! {
        struct Idea {
            title: Line<5> = "probe.title",
            author: Name<20> = "probe.author",
            note: OptionalLine<5> = "probe.note",
            body: Lines<9, 3> = "probe.body",
        }
    }

    fn read(fields: &[(&str, &str)]) -> (Idea, Vec<String>) {
        let raw = Raw::prefilled(fields);
        let mut reader = Reader::new(&raw);
        let idea = Idea::read(&mut reader);
        let errors = reader.into_errors();
        let wrong = errors.iter().map(|(name, _)| name.to_owned()).collect();
        (idea, wrong)
    }

    #[test]
    fn each_field_is_read_by_its_kind() {
        let (idea, wrong) = read(&[
            ("title", " abc "),
            ("author", "سارا"),
            ("body", "one\r\ntwo"),
        ]);
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(
            (
                idea.title.as_str(),
                idea.author.as_str(),
                idea.body.as_str()
            ),
            ("abc", "سارا", "one\ntwo")
        );
        assert_eq!(idea.note, None);
    }

    #[test]
    fn what_is_wrong_is_told_of_its_field() {
        let (_, wrong) = read(&[
            ("title", "abcdef"),
            ("author", "http://evil.test"),
            ("note", "abcdef"),
        ]);
        assert_eq!(wrong, ["author", "body", "note", "title"]);
    }
}
