//! A place one drops files on: each is sent at once, with its own bar, and can be taken out again.
//! Here beside `file` because these files arrive before the form does; without script it is that file field.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};
use crate::{assets, icon};

/// A drop zone under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct DropZone {
    control: Control,
    to: String,
    ask: String,
    words: DropWords,
    accept: Option<String>,
    here: Vec<Markup>,
}

/// What is said of a file on its way.
#[derive(Clone, Debug, Default)]
pub struct DropWords {
    /// Takes a file out («حذف»); its name follows.
    pub remove: String,
    /// It did not arrive («فرستاده نشد»), where the server gives no reason.
    pub failed: String,
    /// It is here («فرستاده شد»).
    pub sent: String,
}

/// A drop zone in a form; `limit` says what is allowed, `ask` stands in the zone («فایل‌ها را اینجا رها کنید یا انتخاب
/// کنید»). With script each file goes by `POST` to `to`, as `file` beside the form's token, and the answer is
/// [`dropped_file`], which the form then carries; an error's text is shown at the file. Without script the form itself
/// carries the files under `name`.
pub fn drop_zone(
    name: impl Into<String>,
    label: impl Into<String>,
    limit: impl Into<String>,
    ask: impl Into<String>,
    to: impl Into<String>,
) -> DropZone {
    let mut control = Control::new(name, label);
    control.hint = Some(limit.into());
    DropZone {
        control,
        to: to.into(),
        ask: ask.into(),
        words: DropWords::default(),
        accept: None,
        here: Vec::new(),
    }
}

control_methods!(DropZone: id, error, required);

impl DropZone {
    /// What is said of each file.
    pub fn words(mut self, words: DropWords) -> Self {
        self.words = words;
        self
    }
    /// Media types or endings offered first (`image/*,.pdf`).
    pub fn accept(mut self, accept: impl Into<String>) -> Self {
        self.accept = Some(accept.into());
        self
    }
    /// A file that was sent before (the form came back), from [`dropped_file`].
    pub fn file(mut self, file: impl Render) -> Self {
        self.here.push(file.render());
        self
    }
}

impl Render for DropZone {
    fn render(&self) -> Markup {
        let c = &self.control;
        let words = &self.words;
        c.frame(&html! {
            div.drop data-drop=(self.to) data-remove=(words.remove) data-failed=(words.failed) data-sent=(words.sent) data-chunk=(assets::url("drop.js")) {
                div.drop-place {
                    input.file-input type="file" id=(c.id) name=(c.name) multiple accept=[self.accept.as_deref()] required[c.required]
                        aria-invalid=[c.invalid()] aria-describedby=[c.described_by()];
                    span.drop-face aria-hidden="true" { (icon("upload")) span { (self.ask) } }
                }
                ul.file-list aria-label=(c.label) { @for file in &self.here { (file) } }
                p.sr-only role="status" data-drop-said {}
            }
        })
    }
}

/// A file that has arrived: its line in the zone, and the value (`name`, `token`) by which the form carries it.
/// `size` is in the reader's words, `remove` names the button that takes it out.
pub fn dropped_file(
    name: impl AsRef<str>,
    token: impl AsRef<str>,
    file: impl AsRef<str>,
    size: impl AsRef<str>,
    remove: impl AsRef<str>,
) -> Markup {
    let (file, remove) = (file.as_ref(), remove.as_ref());
    html! {
        li.is-sent {
            span.drop-sign { (icon("check")) } bdi { (file) } small { (size.as_ref()) }
            input type="hidden" name=(name.as_ref()) value=(token.as_ref());
            button.btn.btn-ghost.btn-xs.btn-square.needs-script type="button" data-drop-out aria-label=(format!("{remove}: {file}")) title=(remove) { (icon("x")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_script_it_is_a_file_field_of_the_form() {
        let html = drop_zone("files", "تصویرها", "تا ۱۰ مگابایت", "رها کنید", "/up");
        let html = html.render().into_string();
        assert!(html.contains("type=\"file\" id=\"f-files\" name=\"files\" multiple"));
        assert!(html.contains("aria-describedby=\"f-files-hint\""));
        assert!(html.contains("drop-face\" aria-hidden=\"true\""));
    }

    #[test]
    fn a_file_that_arrived_is_carried_by_its_token() {
        let html = dropped_file("file_ids", "t-1", "<a>.png", "۱ کیلوبایت", "حذف").into_string();
        assert!(html.contains("name=\"file_ids\" value=\"t-1\""));
        assert!(html.contains("aria-label=\"حذف: &lt;a&gt;.png\""));
    }
}
