//! The form around fields: its hidden first fields, its summary of errors, its buttons.
//! Here because Rocket reads `_method` only as the very first field, and the token comes second.
use maud::{Markup, Render, html};

use crate::live::Swap;
use crate::overlay;

/// Name of the hidden field with the verb meant.
pub const METHOD_FIELD: &str = "_method";
/// Name of the hidden field with the CSRF token.
pub const CSRF_FIELD: &str = "csrf_token";
/// Name of the hidden field with the idempotency key.
pub const ONCE_FIELD: &str = "once";

/// A form under construction; splice it as it is.
#[derive(Clone, Debug)]
#[must_use]
pub struct Form {
    action: String,
    csrf: String,
    id: Option<String>,
    method: Option<&'static str>,
    once: Option<String>,
    upload: bool,
    swap: Option<Swap>,
    summary: Option<(String, Vec<(String, String)>)>,
    summary_of_one: Option<String>,
    hidden: Vec<(String, String)>,
    label: Option<String>,
    body: Markup,
    actions: Option<Markup>,
}

/// A form that posts to `action`.
pub fn form(action: impl Into<String>, csrf: impl Into<String>) -> Form {
    Form {
        action: action.into(),
        csrf: csrf.into(),
        id: None,
        method: None,
        once: None,
        upload: false,
        swap: None,
        summary: None,
        summary_of_one: None,
        hidden: Vec::new(),
        label: None,
        body: html! {},
        actions: None,
    }
}

impl Form {
    /// The element's id; give one when the form is swapped.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
    /// The verb meant by the post: `PUT`, `PATCH` or `DELETE` (not for uploads).
    pub fn method(mut self, method: &'static str) -> Self {
        self.method = Some(method);
        self
    }
    /// The idempotency key: a double submit creates one thing.
    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.once = Some(key.into());
        self
    }
    /// The form carries files: multipart, with a progress bar where script runs.
    pub fn upload(mut self) -> Self {
        self.upload = true;
        self
    }
    /// With htmx, the answer (422 with the form again, or the new state) replaces the element
    /// with this id instead of the page.
    pub fn swap(mut self, target_id: impl Into<String>) -> Self {
        self.swap = Some(Swap::whole(target_id));
        self
    }
    /// The same, but what stays the same is left as it is: focus, place, what is being typed.
    pub fn morph(mut self, target_id: impl Into<String>) -> Self {
        self.swap = Some(Swap::morph(target_id));
        self
    }
    /// A hidden value.
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }
    /// What the form is for, read aloud.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }
    /// The summary of errors: a title, and for each (field id, message) a link to the field.
    /// Nothing is shown when the list is empty; an empty field id gives plain text.
    pub fn errors(mut self, title: impl Into<String>, errors: Vec<(String, String)>) -> Self {
        self.summary = (!errors.is_empty()).then(|| (title.into(), errors));
        self
    }
    /// The summary's title when there is one error only («یک مورد را درست کنید»).
    pub fn errors_of_one(mut self, title: impl Into<String>) -> Self {
        self.summary_of_one = Some(title.into());
        self
    }
    /// The fields.
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = body.render();
        self
    }
    /// The row of buttons at the foot.
    pub fn actions(mut self, actions: impl Render) -> Self {
        self.actions = Some(actions.render());
        self
    }

    /// What is wrong with the whole comes first, then the fields as they stand in the form.
    fn in_order_of_fields<'e>(&self, errors: &'e [(String, String)]) -> Vec<&'e (String, String)> {
        let place = |id: &str| {
            if id.is_empty() {
                return 0;
            }
            let found = self.body.0.find(&format!("id=\"{id}\""));
            found.map_or(usize::MAX, |at| at + 1)
        };
        let mut sorted: Vec<_> = errors.iter().collect();
        sorted.sort_by_key(|(id, _)| place(id));
        sorted
    }

    fn summary(&self) -> Markup {
        let Some((title, errors)) = &self.summary else {
            return html! {};
        };
        let title = match (&self.summary_of_one, errors.len()) {
            (Some(title), 1) => title,
            _ => title,
        };
        let name = overlay::stable_id(&["errors", &self.action, self.id.as_deref().unwrap_or("")]);
        html! {
            div.note.tone-danger role="alert" aria-labelledby=(name) tabindex="-1" data-autofocus {
                strong id=(name) { (title) }
                ul {
                    @for (id, message) in self.in_order_of_fields(errors) {
                        li { @if id.is_empty() { (message) } @else { a href=(format!("#{id}")) { (message) } } }
                    }
                }
            }
        }
    }
}

impl Render for Form {
    fn render(&self) -> Markup {
        // A form with files is sent by script where there is one, to show its progress; what comes back is the page.
        let (target, how, select) = match (&self.swap, self.upload) {
            (Some(swap), _) => (Some(swap.target.as_str()), swap.how, None),
            (None, true) => (Some("main"), "outerHTML", Some("main")),
            (None, false) => (None, "", None),
        };
        html! {
            form.form method="post" action=(self.action) id=[self.id.as_deref()] novalidate
                enctype=[self.upload.then_some("multipart/form-data")] data-upload[self.upload]
                aria-label=[self.label.as_deref()] hx-post=[target.map(|_| &self.action)]
                hx-encoding=[(self.upload && target.is_some()).then_some("multipart/form-data")]
                hx-target=[target] hx-select=[select] hx-swap=[target.map(|_| how)] {
                @if let Some(method) = self.method {
                    input type="hidden" name=(METHOD_FIELD) value=(method);
                }
                input type="hidden" name=(CSRF_FIELD) value=(self.csrf);
                @if let Some(key) = &self.once { input type="hidden" name=(ONCE_FIELD) value=(key); }
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (self.summary())
                (self.body)
                @if let Some(actions) = &self.actions { div.actions { (actions) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn method_token_key_stand_in_this_order_before_all_else() {
        let html = form("/a", "tok")
            .method("PUT")
            .once("k1")
            .body(html! { "B" })
            .render();
        let html = html.into_string();
        let at = |what: &str| html.find(what).unwrap();
        assert!(at("_method") < at("csrf_token"));
        assert!(at("csrf_token") < at("\"once\"") && at("\"once\"") < at(">B<"));
        assert_eq!(
            html.find("<input"),
            html.find("<input type=\"hidden\" name=\"_method\"")
        );
    }

    #[test]
    fn summary_links_each_error_to_its_field_and_is_absent_without_errors() {
        let errors = vec![("f-email".to_owned(), "نشانی ایمیل کامل نیست".to_owned())];
        let html = form("/a", "t")
            .errors("درست نشد", errors)
            .render()
            .into_string();
        assert!(html.contains("role=\"alert\"") && html.contains("<a href=\"#f-email\">"));
        assert!(
            !form("/a", "t")
                .errors("x", vec![])
                .render()
                .into_string()
                .contains("alert")
        );
    }

    #[test]
    fn summary_is_a_named_region_in_the_order_of_the_fields_and_knows_one_from_many() {
        let error = |id: &str| (id.to_owned(), format!("[{id}]"));
        let body = html! { input id="f-a"; input id="f-b"; };
        let of = |errors| {
            let made = form("/a", "t").body(&body).errors("چند مورد", errors);
            made.errors_of_one("یک مورد").render().into_string()
        };
        let many = of(vec![error("f-b"), error(""), error("f-a")]);
        let at = |what: &str| many.find(what).unwrap();
        assert!(at("[]") < at("[f-a]") && at("[f-a]") < at("[f-b]"));
        assert!(many.contains("چند مورد") && many.contains("aria-labelledby=\"o"));
        assert!(of(vec![error("f-a")]).contains("یک مورد"));
    }

    #[test]
    fn upload_is_multipart_for_the_browser_and_for_htmx() {
        let html = form("/a", "t").upload().swap("box").render().into_string();
        assert!(html.contains("enctype=\"multipart/form-data\""));
        assert!(html.contains("hx-encoding=\"multipart/form-data\""));
        let page = form("/a", "t").upload().render().into_string();
        assert!(page.contains("hx-post=\"/a\"") && page.contains("hx-select=\"main\""));
    }
}
