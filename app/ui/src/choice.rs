//! Fields one chooses in: select, check box, radio group.
//! Here beside `field` because they share its label, hint and error, but not its typing.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};

/// A select under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Select {
    control: Control,
    options: Vec<(String, String)>,
    empty: Option<String>,
    value: String,
    shortcut: Option<String>,
    autofocus: bool,
}

/// One of a short list.
pub fn select(name: impl Into<String>, label: impl Into<String>) -> Select {
    Select {
        control: Control::new(name, label),
        options: Vec::new(),
        empty: None,
        value: String::new(),
        shortcut: None,
        autofocus: false,
    }
}

control_methods!(Select: id, hint, error, required, compact);

impl Select {
    /// Adds a choice.
    pub fn option(mut self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.options.push((value.into(), label.into()));
        self
    }
    /// Adds many (value, label).
    pub fn options<V: Into<String>, L: Into<String>>(
        mut self,
        options: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        self.options.extend(
            options
                .into_iter()
                .map(|(value, label)| (value.into(), label.into())),
        );
        self
    }
    /// The choice of none, first in the list.
    pub fn empty(mut self, label: impl Into<String>) -> Self {
        self.empty = Some(label.into());
        self
    }
    /// What is chosen.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// The key that jumps here.
    pub fn shortcut(mut self, key: impl Into<String>) -> Self {
        self.shortcut = Some(key.into());
        self
    }
    /// Has the focus when the page opens: what has to be put right.
    pub fn autofocus(mut self, autofocus: bool) -> Self {
        self.autofocus = autofocus;
        self
    }
}

impl Render for Select {
    fn render(&self) -> Markup {
        let c = &self.control;
        let control = html! {
            select.select id=(c.id) name=(c.name) required[c.required] aria-invalid=[c.invalid()]
                aria-describedby=[c.described_by()] data-key=[self.shortcut.as_deref()] autofocus[self.autofocus] {
                @if let Some(label) = &self.empty { option value="" { (label) } }
                @for (value, label) in &self.options {
                    option value=(value) selected[*value == self.value] { (label) }
                }
            }
        };
        c.frame(&control)
    }
}

/// A check box under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Checkbox {
    control: Control,
    value: String,
    checked: bool,
}

/// Yes or no.
pub fn checkbox(name: impl Into<String>, label: impl Into<String>) -> Checkbox {
    Checkbox {
        control: Control::new(name, label),
        value: "1".to_owned(),
        checked: false,
    }
}

control_methods!(Checkbox: id, hint, error, required);

impl Checkbox {
    /// Is it on?
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }
    /// What is sent when it is on (`1` by itself).
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
}

impl Render for Checkbox {
    fn render(&self) -> Markup {
        let c = &self.control;
        html! {
            div.field {
                label.tick for=(c.id) {
                    input.checkbox type="checkbox" id=(c.id) name=(c.name) value=(self.value)
                        checked[self.checked] required[c.required] aria-invalid=[c.invalid()]
                        aria-describedby=[c.described_by()];
                    span { (c.label) }
                }
                (c.notes())
            }
        }
    }
}

/// A radio group under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct RadioGroup {
    control: Control,
    options: Vec<(String, String, Option<String>)>,
    value: String,
    inline: bool,
}

/// One of a few, all in sight; `legend` asks the question.
pub fn radio_group(name: impl Into<String>, legend: impl Into<String>) -> RadioGroup {
    RadioGroup {
        control: Control::new(name, legend),
        options: Vec::new(),
        value: String::new(),
        inline: false,
    }
}

control_methods!(RadioGroup: id, hint, error, required);

impl RadioGroup {
    /// Adds a choice.
    pub fn option(mut self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.options.push((value.into(), label.into(), None));
        self
    }
    /// Adds a choice with a line that explains it.
    pub fn explained(
        mut self,
        value: impl Into<String>,
        label: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        self.options
            .push((value.into(), label.into(), Some(why.into())));
        self
    }
    /// What is chosen.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }
    /// Side by side.
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }
}

impl Render for RadioGroup {
    fn render(&self) -> Markup {
        let c = &self.control;
        html! {
            fieldset.field id=(c.id) aria-describedby=[c.described_by()] {
                legend { (c.label) @if c.required { span.must aria-hidden="true" { "*" } } }
                div class=(if self.inline { "ticks ticks-inline" } else { "ticks" }) {
                    @for (n, (value, label, why)) in self.options.iter().enumerate() {
                        label.tick for=(format!("{}-{n}", c.id)) {
                            input.radio type="radio" id=(format!("{}-{n}", c.id)) name=(c.name) value=(value)
                                checked[*value == self.value] required[c.required];
                            span { (label) @if let Some(why) = why { small { (why) } } }
                        }
                    }
                }
                (c.notes())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_option_is_selected_and_the_others_are_not() {
        let html = select("d", "بخش")
            .option("a", "فروش")
            .option("b", "فنی")
            .value("b")
            .render();
        let html = html.into_string();
        assert!(
            html.contains("<option value=\"b\" selected>") && html.contains("<option value=\"a\">")
        );
        assert!(html.contains("<label for=\"f-d\">"));
    }

    #[test]
    fn each_radio_has_its_own_label_inside_one_legend() {
        let html = radio_group("p", "اولویت")
            .option("l", "کم")
            .option("h", "زیاد")
            .value("h");
        let html = html
            .error(Some("یکی را انتخاب کنید"))
            .render()
            .into_string();
        assert_eq!(html.matches("<legend>").count(), 1);
        assert!(html.contains("for=\"f-p-1\"") && html.contains("id=\"f-p-1\""));
        assert!(html.contains("aria-describedby=\"f-p-error\""));
    }

    #[test]
    fn a_compact_select_still_has_a_label() {
        let html = select("s", "وضعیت").compact().render().into_string();
        assert!(html.contains("<label class=\"sr-only\" for=\"f-s\">وضعیت</label>"));
    }
}
