//! Fields one types into: text, money, dates; label, hint and error bound to the control.
//! Here so that no field is without a label and every error is described to whoever hears it.
use l10n::Calendar;
use maud::{Markup, Render, html};

use crate::{dom_id, icon};

/// The id of a field's control; an error summary links to it.
#[must_use]
pub fn field_id(name: &str) -> String {
    dom_id("f", name, "")
}

/// What every control has: its name, label, hint and error, and the ids that bind them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Control {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) required: bool,
    pub(crate) compact: bool,
}

/// The methods that controls of all kinds share, those of them that fit this one.
macro_rules! control_methods {
    ($control:ident: $($method:ident),+) => { impl $control { $(control_methods!(@ $method);)+ } };
    (@ id) => {
        /// The control's id, when two forms on a page share names.
        pub fn id(mut self, id: impl Into<String>) -> Self {
            self.control.id = id.into();
            self
        }
    };
    (@ hint) => {
        /// Helps before a mistake.
        pub fn hint(mut self, hint: impl Into<String>) -> Self {
            self.control.hint = Some(hint.into());
            self
        }
    };
    (@ error) => {
        /// Says what to do after a mistake; `None` when there is none.
        pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
            self.control.error = error.map(Into::into);
            self
        }
    };
    (@ compact) => {
        /// In a toolbar: the label is read aloud only.
        pub fn compact(mut self) -> Self {
            self.control.compact = true;
            self
        }
    };
    (@ required) => {
        /// Must be filled, chosen or on.
        pub fn required(mut self) -> Self {
            self.control.required = true;
            self
        }
    };
}
pub(crate) use control_methods;

impl Control {
    pub(crate) fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            id: field_id(&name),
            name,
            label: label.into(),
            ..Self::default()
        }
    }

    /// Ids of the hint and the error, for `aria-describedby`.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        match (error, hint) {
            (Some(error), Some(hint)) => Some(format!("{error} {hint}")),
            (error, hint) => error.or(hint),
        }
    }

    pub(crate) fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    /// Hint and error, below the control.
    pub(crate) fn notes(&self) -> Markup {
        html! {
            @if let Some(error) = &self.error {
                p.field-error id=(format!("{}-error", self.id)) { (icon("circle-alert")) span { (error) } }
            }
            @if let Some(hint) = &self.hint { p.field-hint id=(format!("{}-hint", self.id)) { (hint) } }
        }
    }

    /// The label, the control, the notes.
    pub(crate) fn frame(&self, control: &Markup) -> Markup {
        if self.compact {
            return html! { div.compact { label.sr-only for=(self.id) { (self.label) } (control) (self.notes()) } };
        }
        html! {
            div.field {
                label for=(self.id) { (self.label) @if self.required { span.must aria-hidden="true" { "*" } } }
                (control)
                (self.notes())
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Line(&'static str),
    Area(u8),
    Money(String),
    Date(Option<(String, Calendar)>),
}

/// A field under construction; splice it as it is.
#[derive(Clone, Debug)]
#[must_use]
pub struct Field {
    control: Control,
    kind: Kind,
    value: String,
    autocomplete: Option<&'static str>,
    dir: Option<&'static str>,
    placeholder: Option<String>,
    input_mode: Option<&'static str>,
    max_length: Option<u32>,
    shortcut: Option<String>,
    autofocus: bool,
    reveal: Option<String>,
}

fn with_kind(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Field {
    Field {
        control: Control::new(name, label),
        kind,
        value: String::new(),
        autocomplete: None,
        dir: None,
        placeholder: None,
        input_mode: None,
        max_length: None,
        shortcut: None,
        autofocus: false,
        reveal: None,
    }
}

/// A line of text.
pub fn field(name: impl Into<String>, label: impl Into<String>) -> Field {
    with_kind(name, label, Kind::Line("text"))
}

/// An amount of money; `unit` is shown beside it (تومان، ریال، IRR).
pub fn money_field(
    name: impl Into<String>,
    label: impl Into<String>,
    unit: impl Into<String>,
) -> Field {
    let mut field = with_kind(name, label, Kind::Money(unit.into()));
    field.input_mode = Some("numeric");
    field.dir = Some("ltr");
    field
}

/// A day, typed in the reader's calendar.
pub fn date_field(name: impl Into<String>, label: impl Into<String>) -> Field {
    let mut field = with_kind(name, label, Kind::Date(None));
    field.input_mode = Some("numeric");
    field.dir = Some("ltr");
    field
}

control_methods!(Field: id, hint, error, required);

impl Field {
    /// An e-mail address.
    pub fn email(mut self) -> Self {
        self.kind = Kind::Line("email");
        self.dir = Some("ltr");
        self
    }
    /// A password.
    pub fn password(mut self) -> Self {
        self.kind = Kind::Line("password");
        self.dir = Some("ltr");
        self
    }
    /// A button beside a password that shows what is typed, where script runs; `label` names it.
    pub fn reveal(mut self, label: impl Into<String>) -> Self {
        self.reveal = Some(label.into());
        self
    }
    /// A telephone number.
    pub fn tel(mut self) -> Self {
        self.kind = Kind::Line("tel");
        self.dir = Some("ltr");
        self
    }
    /// A whole number. A text field with a numeric keyboard: Persian digits may be typed.
    pub fn number(mut self) -> Self {
        self.input_mode = Some("numeric");
        self.dir = Some("ltr");
        self
    }
    /// A number with decimals: the keyboard has their mark.
    pub fn decimal(mut self) -> Self {
        self.input_mode = Some("decimal");
        self.dir = Some("ltr");
        self
    }
    /// A one-time code.
    pub fn code(mut self) -> Self {
        self.autocomplete = Some("one-time-code");
        self.number()
    }
    /// Several lines.
    pub fn area(mut self, rows: u8) -> Self {
        self.kind = Kind::Area(rows);
        self.dir = Some("auto");
        self
    }
    /// Adds the calendar picker of a date field where script runs; `label` names its button.
    pub fn picker(mut self, label: impl Into<String>, calendar: Calendar) -> Self {
        if matches!(self.kind, Kind::Date(_)) {
            self.kind = Kind::Date(Some((label.into(), calendar)));
        }
        self
    }
    /// What is there, or what was typed.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// The `autocomplete` token (`username`, `current-password` …).
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }
    /// The text's direction: `ltr`, `rtl` or `auto`.
    pub fn dir(mut self, dir: &'static str) -> Self {
        self.dir = Some(dir);
        self
    }
    /// An example, never the label.
    pub fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = Some(text.into());
        self
    }
    /// The most characters.
    pub fn max_length(mut self, characters: u32) -> Self {
        self.max_length = Some(characters);
        self
    }
    /// The key that jumps here.
    pub fn shortcut(mut self, key: impl Into<String>) -> Self {
        self.shortcut = Some(key.into());
        self
    }
    /// Takes the focus when the page or the fragment arrives.
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    fn input(&self, kind: &str, class: &str) -> Markup {
        let c = &self.control;
        html! {
            input class=(class) type=(kind) id=(c.id) name=(c.name) value=[(kind != "password").then_some(&self.value)]
                dir=[self.dir] inputmode=[self.input_mode] autocomplete=[self.autocomplete]
                placeholder=[self.placeholder.as_deref()] maxlength=[self.max_length]
                required[c.required] aria-invalid=[c.invalid()] aria-describedby=[c.described_by()]
                autofocus[self.autofocus] data-autofocus[self.autofocus] data-key=[self.shortcut.as_deref()];
        }
    }

    fn area_control(&self, rows: u8) -> Markup {
        let c = &self.control;
        html! {
            textarea.textarea id=(c.id) name=(c.name) rows=(rows) dir=[self.dir]
                placeholder=[self.placeholder.as_deref()] maxlength=[self.max_length]
                required[c.required] aria-invalid=[c.invalid()] aria-describedby=[c.described_by()]
                autofocus[self.autofocus] data-autofocus[self.autofocus]
                data-key=[self.shortcut.as_deref()] { "\n" (self.value) }
        }
    }
}

impl Render for Field {
    fn render(&self) -> Markup {
        let control = match &self.kind {
            Kind::Line(kind) => match &self.reveal {
                None => self.input(kind, "input"),
                Some(label) => html! {
                    span.with-unit { (self.input(kind, "input"))
                        button.unit type="button" data-reveal aria-label=(label) title=(label) aria-pressed="false"
                            aria-controls=(self.control.id) { (icon("eye")) }
                    }
                },
            },
            Kind::Area(rows) => self.area_control(*rows),
            Kind::Money(unit) => html! {
                span.with-unit data-money { (self.input("text", "input numeric")) span.unit { (unit) } }
            },
            Kind::Date(None) => self.input("text", "input numeric"),
            Kind::Date(Some((label, calendar))) => html! {
                span.with-unit data-date=(match calendar { Calendar::Jalali => "jalali", Calendar::Gregorian => "gregorian" }) { (self.input("text", "input numeric"))
                    button.unit type="button" aria-label=(label) title=(label) aria-expanded="false" {
                        (icon("calendar"))
                    }
                }
            },
        };
        self.control.frame(&control)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_hint_and_error_are_bound_to_the_input() {
        let html = field("email", "ایمیل")
            .email()
            .hint("برای ورود")
            .error(Some("این نشانی کامل نیست"))
            .render()
            .into_string();
        assert!(html.contains("<label for=\"f-email\">"));
        assert!(html.contains("aria-describedby=\"f-email-error f-email-hint\""));
        assert!(html.contains("id=\"f-email-error\"") && html.contains("id=\"f-email-hint\""));
        assert!(html.contains("aria-invalid=\"true\""));
    }

    #[test]
    fn a_good_field_says_nothing_about_errors() {
        let html = field("a", "b").error(None::<String>).render().into_string();
        assert!(!html.contains("aria-invalid") && !html.contains("aria-describedby"));
    }

    #[test]
    fn what_was_typed_comes_back_escaped_but_never_a_password() {
        let html = field("n", "l").value("\"><script>").render().into_string();
        assert!(html.contains("value=\"&quot;&gt;&lt;script&gt;\""));
        let html = field("p", "l")
            .password()
            .value("secret")
            .render()
            .into_string();
        assert!(!html.contains("secret"));
    }

    #[test]
    fn a_password_can_be_shown_by_a_named_button() {
        let html = field("p", "رمز").password().reveal("نمایش رمز");
        let html = html.render().into_string();
        assert!(html.contains("data-reveal aria-label=\"نمایش رمز\""));
        assert!(html.contains("aria-controls=\"f-p\"") && html.contains("type=\"password\""));
    }

    #[test]
    fn a_text_area_keeps_a_first_empty_line() {
        let html = field("t", "l").area(3).value("\nx").render().into_string();
        assert!(html.contains(">\n\nx</textarea>"));
    }
}
