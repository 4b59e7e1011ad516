//! A form of a page as a browser would fill and send it, and where its hidden fields come from.
//! Here so that a field that the page does not offer cannot be sent by a test.

use reqwest::Method;
use reqwest::multipart::Part;
use scraper::{ElementRef, Html};
use url::Url;

use super::answer::css;
use super::{Answer, Client, Upload};

/// Name of the hidden field that proves the form came from us.
pub(super) const CSRF: &str = "csrf_token";

/// A form being filled. Every setter fails the test when the page has no such field.
pub struct Form {
    client: Client,
    action: Url,
    method: Method,
    multipart: bool,
    fields: Vec<Field>,
    files: Vec<(String, Upload)>,
}

/// One control, in document order.
#[derive(Debug)]
struct Field {
    name: String,
    kind: Kind,
    value: String,
    /// Sent at all: false for an unticked box or a button that was not pressed.
    on: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Hidden,
    Checkbox,
    Radio,
    Option { multiple: bool },
    File,
    Button,
}

impl Form {
    pub(super) fn find(client: Client, url: &Url, page: &str, selector: &str) -> Self {
        let html = Html::parse_document(page);
        let wanted = css(selector);
        let mut found = html.select(&wanted).filter(|e| e.value().name() == "form");
        let (Some(form), None) = (found.next(), found.next()) else {
            panic!("not exactly one form {selector:?} on {url}:\n{page}");
        };
        let htmx = |name: &str| form.attr(name).filter(|_| client.is_htmx());
        let hx = [
            ("hx-post", Method::POST),
            ("hx-put", Method::PUT),
            ("hx-delete", Method::DELETE),
        ]
        .into_iter()
        .find_map(|(name, method)| Some((htmx(name)?, method)));
        let is_post = form
            .attr("method")
            .is_some_and(|m| m.eq_ignore_ascii_case("post"));
        let plain = if is_post { Method::POST } else { Method::GET };
        let (action, method) = hx.unwrap_or((form.attr("action").unwrap_or_default(), plain));
        let enctype = form
            .attr("enctype")
            .or(htmx("hx-encoding"))
            .unwrap_or_default();
        Self {
            action: url.join(action).expect("an address"),
            multipart: enctype.eq_ignore_ascii_case("multipart/form-data"),
            fields: fields(&html, form),
            files: Vec::new(),
            client,
            method,
        }
    }

    /// Type into a text field, pick a select's or radio's value, or tick the box with that value.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        let known = self.names();
        let mut here: Vec<&mut Field> = self
            .fields
            .iter_mut()
            .filter(|f| f.name == name && !matches!(f.kind, Kind::Button | Kind::File))
            .collect();
        match here.as_mut_slice() {
            [] => panic!("no field {name:?}; the form has {known:?}"),
            [field] if matches!(field.kind, Kind::Text | Kind::Hidden) => {
                value.clone_into(&mut field.value);
            }
            choices => {
                let Some(chosen) = choices.iter().position(|field| field.value == value) else {
                    panic!("{name:?} has no choice {value:?}: {choices:?}");
                };
                for (at, field) in choices.iter_mut().enumerate() {
                    let stays =
                        matches!(field.kind, Kind::Checkbox | Kind::Option { multiple: true });
                    field.on = at == chosen || (stays && field.on);
                }
            }
        }
        self
    }

    /// Tick a check box that stands alone.
    #[must_use]
    pub fn tick(self, name: &str) -> Self {
        self.switch(name, true)
    }

    /// Untick a check box that stands alone.
    #[must_use]
    pub fn untick(self, name: &str) -> Self {
        self.switch(name, false)
    }

    fn switch(mut self, name: &str, on: bool) -> Self {
        let known = self.names();
        let mut boxes = self
            .fields
            .iter_mut()
            .filter(|f| f.name == name && f.kind == Kind::Checkbox);
        let Some(field) = boxes.next() else {
            panic!("no check box {name:?} among {known:?}")
        };
        field.on = on;
        drop(boxes);
        self
    }

    /// Choose a file; several for one field are sent in this order.
    #[must_use]
    pub fn attach(mut self, name: &str, file: Upload) -> Self {
        let offered = self
            .fields
            .iter()
            .any(|f| f.name == name && f.kind == Kind::File);
        assert!(
            offered,
            "no file field {name:?}; the form has {:?}",
            self.names()
        );
        assert!(
            self.multipart,
            "the form has a file field but no enctype multipart/form-data"
        );
        self.files.push((name.to_owned(), file));
        self
    }

    /// What a field holds now, as sent; for asserting that nothing typed was lost.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|f| f.name == name && f.on)
            .map(|f| f.value.as_str())
    }

    /// Every field's name, in order, repeats left out.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.fields.iter().map(|f| f.name.clone()).collect();
        names.dedup();
        names
    }

    /// Press Enter: the first submit button's value goes along, as browsers do it.
    pub async fn submit(mut self) -> Answer {
        if let Some(button) = self.fields.iter_mut().find(|f| f.kind == Kind::Button) {
            button.on = true;
        }
        self.send().await
    }

    /// Press the button with this name and value.
    pub async fn press(mut self, name: &str, value: &str) -> Answer {
        let mut buttons = self.fields.iter_mut().filter(|f| f.kind == Kind::Button);
        let Some(button) = buttons.find(|f| f.name == name && f.value == value) else {
            panic!("no button {name}={value} in {:?}", self.fields);
        };
        button.on = true;
        self.send().await
    }

    async fn send(self) -> Answer {
        let sent = self
            .fields
            .into_iter()
            .filter(|f| f.on && !f.name.is_empty());
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut files = self.files;
        for field in sent {
            match field.kind {
                Kind::File if files.iter().any(|(name, _)| *name == field.name) => {}
                // A browser sends an empty part for a file field left alone.
                Kind::File if self.multipart => {
                    files.push((field.name, Upload::new("", "application/octet-stream", "")));
                }
                _ => fields.push((field.name, crlf(&field.value))),
            }
        }
        let mut action = self.action;
        if self.method == Method::GET {
            action.query_pairs_mut().clear().extend_pairs(&fields);
            return self.client.get(action.as_str()).await;
        }
        let request = self.client.request(self.method, action.as_str());
        if self.multipart {
            return self
                .client
                .send(request.multipart(multipart(fields, files)))
                .await;
        }
        self.client.send(request.form(&fields)).await
    }
}

/// Browsers send line ends as CRLF.
fn crlf(value: &str) -> String {
    value.replace("\r\n", "\n").replace('\n', "\r\n")
}

pub(super) fn multipart(
    fields: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
) -> reqwest::multipart::Form {
    let mut body = reqwest::multipart::Form::new().percent_encode_noop();
    for (name, value) in fields {
        body = body.text(name, value);
    }
    for (name, file) in files {
        let part = Part::bytes(file.bytes)
            .file_name(file.name)
            .mime_str(&file.mime);
        body = body.part(name, part.expect("a content type"));
    }
    body
}

/// The token of a page: of any form in it, or of its `<meta name="csrf-token">`.
pub(super) fn csrf_token(page: &str) -> Option<String> {
    let html = Html::parse_document(page);
    let (field, meta) = (css("input[name=csrf_token]"), css("meta[name=csrf-token]"));
    let field = html.select(&field).find_map(|e| e.attr("value"));
    let meta = || html.select(&meta).find_map(|e| e.attr("content"));
    field
        .or_else(meta)
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
}

/// Controls inside the form, and those elsewhere that name it by `form="id"`.
fn fields(html: &Html, form: ElementRef<'_>) -> Vec<Field> {
    let own = |control: &ElementRef<'_>| match control.attr("form") {
        Some(id) => Some(id) == form.attr("id"),
        None => control.ancestors().any(|node| node.id() == form.id()),
    };
    let controls = css("input, select, textarea, button");
    html.select(&controls)
        .filter(own)
        .filter(|control| !is_disabled(*control))
        .flat_map(read_control)
        .collect()
}

fn is_disabled(control: ElementRef<'_>) -> bool {
    let mut around = control.ancestors().filter_map(ElementRef::wrap);
    control.attr("disabled").is_some()
        || around.any(|e| e.value().name() == "fieldset" && e.attr("disabled").is_some())
}

fn read_control(control: ElementRef<'_>) -> Vec<Field> {
    let name = control.attr("name").unwrap_or_default().to_owned();
    let value = control.attr("value").map(str::to_owned);
    let ticked = control.attr("checked").is_some();
    let text: String = control.text().collect();
    let one = |kind, value: Option<String>, on| {
        vec![Field {
            name: name.clone(),
            kind,
            value: value.unwrap_or_default(),
            on,
        }]
    };
    let tick = |value: Option<String>| value.or_else(|| Some("on".to_owned()));
    match (
        control.value().name(),
        control.attr("type").unwrap_or_default(),
    ) {
        ("select", _) => options(control, &name),
        ("textarea", _) => one(
            Kind::Text,
            Some(text.strip_prefix('\n').unwrap_or(&text).to_owned()),
            true,
        ),
        ("button", "" | "submit") | ("input", "submit") => one(Kind::Button, value, false),
        ("button", _) | ("input", "button" | "reset" | "image") => Vec::new(),
        (_, "hidden") => one(Kind::Hidden, value, true),
        (_, "checkbox") => one(Kind::Checkbox, tick(value), ticked),
        (_, "radio") => one(Kind::Radio, tick(value), ticked),
        (_, "file") => one(Kind::File, None, true),
        _ => one(Kind::Text, value, true),
    }
}

fn options(select: ElementRef<'_>, name: &str) -> Vec<Field> {
    let multiple = select.attr("multiple").is_some();
    let mut choices: Vec<Field> = select
        .select(&css("option"))
        .filter(|option| option.attr("disabled").is_none())
        .map(|option| Field {
            name: name.to_owned(),
            kind: Kind::Option { multiple },
            value: option.attr("value").map_or_else(
                || option.text().collect::<String>().trim().to_owned(),
                str::to_owned,
            ),
            on: option.attr("selected").is_some(),
        })
        .collect();
    let chosen = choices.iter().any(|choice| choice.on);
    if let Some(first) = choices.first_mut()
        && !multiple
        && !chosen
    {
        first.on = true;
    }
    choices
}
