//! Buttons: a link, a submit, or a whole small form, all with the same look.
//! Here so that an act is always a real `href` or `action` and destroying asks first, without script.
use maud::{Markup, Render, html};

use crate::form::{CSRF_FIELD, METHOD_FIELD, ONCE_FIELD};
use crate::live::Swap;
use crate::{icon, overlay};

/// A button under construction; splice it as it is.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Button {
    label: String,
    classes: Vec<&'static str>,
    icon: Option<&'static str>,
    icon_only: bool,
    href: Option<String>,
    post: Option<(String, String)>,
    method: Option<&'static str>,
    once: Option<String>,
    fields: Vec<(String, String)>,
    own: Option<(String, String)>,
    confirm: Option<(String, String)>,
    shortcut: Option<String>,
    swap: Option<Swap>,
    id: Option<String>,
    form: Option<String>,
    download: bool,
    disabled: bool,
    refused: Option<String>,
    busy: Option<String>,
}

/// A button that submits the form around it, unless told otherwise.
pub fn button(label: impl Into<String>) -> Button {
    Button {
        label: label.into(),
        ..Button::default()
    }
}

impl Button {
    /// The one act this screen is for.
    pub fn primary(mut self) -> Self {
        self.classes.push("btn-primary");
        self
    }
    /// An act that moves money.
    pub fn money(mut self) -> Self {
        self.classes.push("btn-accent");
        self
    }
    /// An act that destroys.
    pub fn danger(mut self) -> Self {
        self.classes.push("btn-error");
        self
    }
    /// An act that should not draw the eye.
    pub fn quiet(mut self) -> Self {
        self.classes.push("btn-ghost");
        self
    }
    /// For rows and toolbars.
    pub fn small(mut self) -> Self {
        self.classes.push("btn-sm");
        self
    }
    /// As wide as its place.
    pub fn wide(mut self) -> Self {
        self.classes.push("btn-block");
        self
    }
    /// An icon before the label.
    pub fn icon(mut self, name: &'static str) -> Self {
        self.icon = Some(name);
        self
    }
    /// Only the icon is seen; the label is read aloud and shown as a tip.
    pub fn icon_only(mut self, name: &'static str) -> Self {
        self.icon = Some(name);
        self.icon_only = true;
        self
    }
    /// A link.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
    /// The link downloads instead of opening.
    pub fn download(mut self) -> Self {
        self.download = true;
        self
    }
    /// A form of its own that posts to `action`.
    pub fn post(mut self, action: impl Into<String>, csrf: impl Into<String>) -> Self {
        self.post = Some((action.into(), csrf.into()));
        self
    }
    /// The verb meant by the post: `PUT`, `PATCH` or `DELETE`.
    pub fn method(mut self, method: &'static str) -> Self {
        self.method = Some(method);
        self
    }
    /// The idempotency key of the post.
    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.once = Some(key.into());
        self
    }
    /// A hidden value sent with the post.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }
    /// The button's own name and value, for a form with several submits.
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.own = Some((name.into(), value.into()));
        self
    }
    /// Ask `question` first; `cancel` is the label of the way back.
    pub fn confirm(mut self, question: impl Into<String>, cancel: impl Into<String>) -> Self {
        self.confirm = Some((question.into(), cancel.into()));
        self
    }
    /// The key, or keys with a space between, that press it (`r`, `g t`), or with Ctrl (`Ctrl+s`).
    /// Keys without Ctrl can be switched off by the reader, and they never change anything by themselves: where the
    /// button would submit without a question, the key only brings the focus to it, and Enter presses it.
    pub fn shortcut(mut self, key: impl Into<String>) -> Self {
        self.shortcut = Some(key.into());
        self
    }
    /// With htmx, the answer replaces the element with this id instead of the page.
    pub fn swap(mut self, target_id: impl Into<String>) -> Self {
        self.swap = Some(Swap::whole(target_id));
        self
    }
    /// The same, but what stays the same is left as it is: focus, place, what is being typed.
    pub fn morph(mut self, target_id: impl Into<String>) -> Self {
        self.swap = Some(Swap::morph(target_id));
        self
    }
    /// The element's id.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
    /// Submits the form with this id, from outside it.
    pub fn form(mut self, form_id: impl Into<String>) -> Self {
        self.form = Some(form_id.into());
        self
    }
    /// Cannot be pressed now.
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }
    /// Cannot be pressed now, and the element with this id says why: it keeps its place in the order of Tab, so that
    /// everybody learns the reason.
    pub fn refused(mut self, why_id: impl Into<String>) -> Self {
        self.refused = Some(why_id.into());
        self
    }
    /// What the button says while the request runs.
    pub fn busy(mut self, label: impl Into<String>) -> Self {
        self.busy = Some(label.into());
        self
    }

    fn class(&self) -> String {
        let shape = if self.icon_only { " btn-square" } else { "" };
        format!("btn{shape} {}", self.classes.join(" "))
            .trim_end()
            .to_owned()
    }

    fn inside(&self) -> Markup {
        html! {
            @if let Some(name) = self.icon { (icon(name)) }
            @if self.icon_only { span.sr-only { (self.label) } } @else { span { (self.label) } }
            @if let (Some(key), false) = (&self.shortcut, self.icon_only) {
                kbd.key.key-hint aria-hidden="true" dir="ltr" { (key) }
            }
        }
    }

    /// A key without Ctrl only leads to what changes data (WCAG 2.1.4: one letter must not do harm).
    fn key_only_leads(&self) -> bool {
        self.shortcut
            .as_ref()
            .is_some_and(|key| !key.starts_with("Ctrl+"))
            && self.confirm.is_none()
    }

    fn tip(&self) -> Option<&str> {
        self.icon_only.then_some(self.label.as_str())
    }

    fn submit(&self) -> Markup {
        let (name, value) = self.own.clone().unzip();
        html! {
            button type="submit" class=(self.class()) id=[self.id.as_deref()] title=[self.tip()]
                name=[name] value=[value] form=[self.form.as_deref()] disabled[self.disabled]
                data-key=[self.shortcut.as_deref()] data-key-leads[self.key_only_leads()] data-busy=[self.busy.as_deref()] { (self.inside()) }
        }
    }

    /// The submit, or the opener of the question that holds the submit.
    fn press(&self) -> Markup {
        let Some((question, cancel)) = &self.confirm else {
            return self.submit();
        };
        let key = self
            .post
            .as_ref()
            .map_or(self.form.as_deref(), |(action, _)| Some(action));
        let id = overlay::stable_id(&[key.unwrap_or_default(), &self.label, question]);
        let mut yes = self.clone();
        yes.confirm = None;
        yes.shortcut = None;
        yes.icon_only = false;
        yes.classes
            .retain(|class| matches!(*class, "btn-error" | "btn-accent" | "btn-primary"));
        html! {
            button type="button" class=(self.class()) commandfor=(id) command="show-modal" popovertarget=(id)
                aria-haspopup="dialog" title=[self.tip()]
                disabled[self.disabled] data-key=[self.shortcut.as_deref()] { (self.inside()) }
            (overlay::confirm(&id, question, cancel, yes.submit()))
        }
    }

    fn own_form(&self, action: &str, csrf: &str) -> Markup {
        let swap = self.swap.as_ref();
        html! {
            form.button-form method="post" action=(action) hx-post=[swap.map(|_| action)]
                hx-target=[swap.map(|swap| &swap.target)] hx-swap=[swap.map(|swap| swap.how)] {
                @if let Some(method) = self.method {
                    input type="hidden" name=(METHOD_FIELD) value=(method);
                }
                input type="hidden" name=(CSRF_FIELD) value=(csrf);
                @if let Some(key) = &self.once { input type="hidden" name=(ONCE_FIELD) value=(key); }
                @for (name, value) in &self.fields { input type="hidden" name=(name) value=(value); }
                (self.press())
            }
        }
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        if let Some(why) = &self.refused {
            return html! {
                button type="button" class=(self.class()) id=[self.id.as_deref()] title=[self.tip()]
                    aria-disabled="true" aria-describedby=(why) { (self.inside()) }
            };
        }
        if let Some(href) = &self.href {
            return html! {
                a class=(self.class()) href=(href) id=[self.id.as_deref()] title=[self.tip()]
                    download[self.download] data-key=[self.shortcut.as_deref()] { (self.inside()) }
            };
        }
        match &self.post {
            Some((action, csrf)) => self.own_form(action, csrf),
            None => self.press(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn post_writes_the_method_first_and_the_token_second() {
        let html = button("حذف")
            .post("/x", "tok")
            .method("DELETE")
            .render()
            .into_string();
        let method = html.find("name=\"_method\" value=\"DELETE\"").unwrap();
        let token = html.find("name=\"csrf_token\" value=\"tok\"").unwrap();
        assert!(method < token);
        assert!(html.starts_with("<form class=\"button-form\" method=\"post\" action=\"/x\""));
    }

    #[test]
    fn a_confirmed_act_is_submitted_only_from_inside_its_question() {
        let b = button("حذف")
            .danger()
            .post("/x", "t")
            .confirm("مطمئنید؟", "برگشت");
        let html = b.render().into_string();
        assert_eq!(html.matches("type=\"submit\"").count(), 1);
        let question = html.find("<dialog").unwrap();
        assert!(html.find("type=\"submit\"").unwrap() > question);
        assert!(html.contains("popovertarget="));
    }

    #[test]
    fn what_is_refused_sends_nothing_keeps_the_focus_and_says_why() {
        let html = button("حذف")
            .post("/x", "t")
            .refused("why")
            .render()
            .into_string();
        assert!(html.starts_with("<button type=\"button\""));
        assert!(html.contains("aria-disabled=\"true\" aria-describedby=\"why\""));
        assert!(!html.contains(" disabled") && !html.contains("<form"));
    }

    #[test]
    fn a_single_key_never_changes_anything() {
        let closes = button("بستن").post("/x", "t").shortcut("c");
        assert!(
            closes
                .render()
                .into_string()
                .contains("data-key=\"c\" data-key-leads")
        );
        let asks = button("حذف")
            .post("/x", "t")
            .shortcut("d")
            .confirm("؟", "نه");
        let html = asks.render().into_string();
        assert!(html.contains("data-key=\"d\"") && !html.contains("data-key-leads"));
        let saves = button("ذخیره").shortcut("Ctrl+s").render().into_string();
        assert!(!saves.contains("data-key-leads"));
        let goes = button("بعدی")
            .href("/n")
            .shortcut("j")
            .render()
            .into_string();
        assert!(!goes.contains("data-key-leads"));
    }

    #[test]
    fn without_a_swap_no_htmx_is_written() {
        assert!(
            !button("x")
                .post("/x", "t")
                .render()
                .into_string()
                .contains("hx-")
        );
        assert!(
            button("x")
                .post("/x", "t")
                .swap("row")
                .render()
                .into_string()
                .contains("#row")
        );
    }

    #[test]
    fn an_icon_alone_still_has_a_name() {
        let html = button("ویرایش")
            .href("/e")
            .icon_only("pencil")
            .render()
            .into_string();
        assert!(html.contains("title=\"ویرایش\"") && html.contains("sr-only\">ویرایش<"));
    }
}
