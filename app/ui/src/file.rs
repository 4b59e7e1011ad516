//! The field for files: what may be sent, how large, and a bar while it goes.
//! Here apart because only uploads have limits that must be said before one chooses.
use maud::{Markup, Render, html};

use crate::field::{Control, control_methods};

/// A file field under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct FileField {
    control: Control,
    multiple: bool,
    accept: Option<String>,
    words: Option<[String; 2]>,
    remove: Option<String>,
}

/// Files to send; `limit` says in words what is allowed.
pub fn file_field(
    name: impl Into<String>,
    label: impl Into<String>,
    limit: impl Into<String>,
) -> FileField {
    let mut control = Control::new(name, label);
    control.hint = Some(limit.into());
    FileField {
        control,
        multiple: false,
        accept: None,
        words: None,
        remove: None,
    }
}

control_methods!(FileField: id, error, required);

impl FileField {
    /// More than one.
    pub fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }
    /// The words on the control, which the browser would write in its own language: to choose, and that nothing is
    /// chosen yet. Where script runs, they and the names of the chosen files lie over the control.
    pub fn words(mut self, choose: impl Into<String>, none: impl Into<String>) -> Self {
        self.words = Some([choose.into(), none.into()]);
        self
    }
    /// Where script runs, the chosen files are listed with picture and size; `label` names the button that takes one out.
    pub fn removal(mut self, label: impl Into<String>) -> Self {
        self.remove = Some(label.into());
        self
    }
    /// Media types or endings offered first (`image/*,.pdf`).
    pub fn accept(mut self, accept: impl Into<String>) -> Self {
        self.accept = Some(accept.into());
        self
    }
}

impl Render for FileField {
    fn render(&self) -> Markup {
        let c = &self.control;
        c.frame(&html! {
            div.file-box {
                input.file-input type="file" id=(c.id) name=(c.name) multiple[self.multiple]
                    accept=[self.accept.as_deref()] required[c.required] aria-invalid=[c.invalid()]
                    aria-describedby=[c.described_by()];
                @if let Some([choose, none]) = &self.words {
                    span.file-face aria-hidden="true" { span.file-button { (choose) } bdi data-files { (none) } }
                }
            }
            @if let Some(remove) = &self.remove { ul.file-list data-file-list=(c.id) data-remove=(remove) aria-label=(c.label) hidden {} }
            progress.progress max="100" value="0" hidden data-upload-progress aria-label=(c.label) {}
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_described_before_one_chooses() {
        let html = file_field("a", "پیوست", "هر فایل تا ۱۰ مگابایت")
            .multiple()
            .render();
        let html = html.into_string();
        assert!(html.contains("aria-describedby=\"f-a-hint\"") && html.contains(" multiple"));
        assert!(!html.contains("file-face"));
    }

    #[test]
    fn the_list_of_chosen_files_is_named_and_empty_until_script_fills_it() {
        let html = file_field("a", "پیوست", "")
            .removal("حذف")
            .render()
            .into_string();
        assert!(html.contains(
            "data-file-list=\"f-a\" data-remove=\"حذف\" aria-label=\"پیوست\" hidden></ul>"
        ));
    }

    #[test]
    fn the_words_on_the_control_are_for_the_eye_only() {
        let html = file_field("a", "پیوست", "").words("انتخاب فایل", "فایلی انتخاب نشده");
        let html = html.render().into_string();
        assert!(html.contains("file-face\" aria-hidden=\"true\""));
        assert!(html.contains("<bdi data-files>فایلی انتخاب نشده</bdi>"));
    }
}
