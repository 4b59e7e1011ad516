//! A switch: a setting that is on or off.
//! Here because it is a check box to the server and to whoever hears it, and looks like what it does.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};

/// A switch under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Switch {
    control: Control,
    on: bool,
    disabled: bool,
}

/// A switch that sends `1` under `name` when it is on.
pub fn switch(name: impl Into<String>, label: impl Into<String>) -> Switch {
    Switch {
        control: Control::new(name, label),
        on: false,
        disabled: false,
    }
}

control_methods!(Switch: id, hint);

impl Switch {
    /// Is it on?
    pub fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }
    /// Cannot be turned; say why in the hint.
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
}

impl Render for Switch {
    fn render(&self) -> Markup {
        let c = &self.control;
        html! {
            div.flip {
                div { label for=(c.id) { (c.label) } (c.notes()) }
                input.flip-box type="checkbox" role="switch" id=(c.id) name=(c.name) value="1" checked[self.on]
                    disabled[self.disabled] aria-describedby=[c.described_by()];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switch_is_a_check_box_underneath() {
        let html = switch("keys", "کلیدها").on(true).hint("…").render();
        let html = html.into_string();
        assert!(html.contains("type=\"checkbox\" role=\"switch\""));
        assert!(html.contains(" checked") && html.contains("aria-describedby=\"f-keys-hint\""));
    }
}
