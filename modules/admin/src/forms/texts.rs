//! The form that rewords a mail. Whether the text works is found by rendering it, which takes its time on texts made
//! for that and therefore runs on a thread for blocking work.

use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::mail::{RenderError, check_text};
use kernel::module::MailDef;
use kernel::texts::rewording::MailText;
use kernel::web::{Form, Reader};
use rocket::tokio::task::spawn_blocking;

const SUBJECT_MAX: usize = 200;
const BODY_MAX: usize = 20_000;

/// Value of the button that only shows what would be sent.
pub const PREVIEW: &str = "preview";

/// New words.
pub struct Rewording {
    /// Subject and body.
    pub text: MailText,
    /// Only show it.
    pub preview: bool,
}

impl Form for Rewording {
    fn read(reader: &mut Reader<'_>) -> Self {
        let text = MailText {
            subject: reader.line("subject", SUBJECT_MAX),
            body: reader.text("body", BODY_MAX),
        };
        Self {
            text,
            preview: reader.typed("act") == PREVIEW,
        }
    }
}

/// The text with the mail's sample values in place, or what is wrong with it.
pub async fn rendered(def: &MailDef, text: &MailText) -> AppResult<Result<MailText, FieldErrors>> {
    let (def, text) = (def.clone(), text.clone());
    let (subject, body) = spawn_blocking(move || {
        (
            check_text(&def, &text.subject),
            check_text(&def, &text.body),
        )
    })
    .await
    .map_err(|e| AppError::internal(format!("preview of a text: {e}")))?;
    let mut errors = FieldErrors::default();
    let subject = subject
        .map_err(|error| note(&mut errors, "subject", error))
        .unwrap_or_default();
    let body = body
        .map_err(|error| note(&mut errors, "body", error))
        .unwrap_or_default();
    Ok(if errors.is_empty() {
        Ok(MailText { subject, body })
    } else {
        Err(errors)
    })
}

fn note(errors: &mut FieldErrors, field: &str, error: RenderError) {
    let (key, line, word) = match error {
        RenderError::TooLong => ("kernel.invalid.too_long_plain", None, None),
        RenderError::TooManyTags => ("admin.texts.too_many_tags", None, None),
        RenderError::Unbounded => ("admin.texts.unbounded", None, None),
        RenderError::TagTooLong { line } => ("admin.texts.tag_too_long", Some(line), None),
        RenderError::TooDeep { line } => ("admin.texts.too_deep", Some(line), None),
        RenderError::NotUnderstood { line } => ("admin.texts.not_understood", Some(line), None),
        RenderError::NotAllowed { line, word } => ("admin.texts.forbidden", Some(line), Some(word)),
        RenderError::Unknown { line, name } => ("admin.texts.unknown", Some(line), Some(name)),
        RenderError::NotAList { line, name } => ("admin.texts.no_list", Some(line), Some(name)),
    };
    let line = line.map(|line| ("line", line.to_string()));
    let word = word.map(|word| ("word", word));
    errors.add_with(field, key, line.into_iter().chain(word).collect());
}
