//! `Posted<T>`: the only way a handler takes a form. CSRF first, then our own types; it always reaches the handler,
//! with what was typed, so that an invalid field is shown again and nothing is lost.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use l10n::{normalise, validate};
use rocket::data::{FromData, Outcome};
use rocket::http::Status;
use rocket::{Data, Request};
use uuid::Uuid;

use super::body::BodyReader;
use super::current::Current;
use super::fields::{self, FileIn, Limits};
use super::problem;
use crate::db::Tx;
use crate::error::{AppError, AppResult, FieldErrors};
use crate::schema::form_receipts;

/// A form of our own types.
pub trait Form: Sized + Send {
    /// Bytes of all text fields together.
    const TEXT_LIMIT: u64 = 256 * 1024;
    /// Bytes of one file.
    const FILE_LIMIT: u64 = 0;
    /// How many files.
    const MAX_FILES: usize = 0;
    /// Reads the fields; errors are collected by the reader.
    fn read(reader: &mut Reader<'_>) -> Self;
}

/// What was typed.
#[derive(Debug, Default)]
pub struct Raw(Vec<(String, String)>);

impl Raw {
    /// Raw values for a form that is shown for the first time.
    #[must_use]
    pub fn prefilled(values: &[(&str, &str)]) -> Self {
        Self(
            values
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
        )
    }
    /// The first value of a field, empty when absent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }
    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// Reads fields into our types and collects what is wrong.
pub struct Reader<'a> {
    raw: &'a Raw,
    errors: FieldErrors,
    is_exact: bool,
}

impl<'a> Reader<'a> {
    /// A reader over what was typed.
    #[must_use]
    pub fn new(raw: &'a Raw) -> Self {
        Self {
            raw,
            errors: FieldErrors::default(),
            is_exact: false,
        }
    }
    /// A reader for programs: limits hold for what was sent, as the document says, not for what is left when hidden
    /// characters are gone.
    #[must_use]
    pub fn exact(raw: &'a Raw) -> Self {
        Self {
            is_exact: true,
            ..Self::new(raw)
        }
    }
    /// What is wrong so far.
    #[must_use]
    pub fn into_errors(self) -> FieldErrors {
        self.errors
    }
    /// The value as typed.
    #[must_use]
    pub fn typed(&self, name: &str) -> &'a str {
        self.raw.get(name)
    }
    /// All values as typed.
    #[must_use]
    pub fn typed_all(&self, name: &str) -> Vec<String> {
        self.raw.all(name).map(str::to_owned).collect()
    }
    /// Notes an error.
    pub fn error(&mut self, name: &str, key: &'static str) {
        self.errors.add(name, key);
    }
    /// One line, normalised (Persian letters, no control characters), from 1 to `max` characters.
    pub fn line(&mut self, name: &str, max: usize) -> String {
        let value = self.optional_line(name, max).unwrap_or_default();
        if value.is_empty() {
            self.errors.add(name, "kernel.invalid.required");
        }
        value
    }
    /// A name of a person or an account, from 1 to `max` characters: one line that mail programs make no link of.
    pub fn name(&mut self, name: &str, max: usize) -> String {
        let value = self.line(name, max);
        if validate::holds_address(&value) {
            self.errors.add(name, "kernel.invalid.name_has_address");
        }
        value
    }
    /// One line that may be left empty.
    pub fn optional_line(&mut self, name: &str, max: usize) -> Option<String> {
        let value = normalise::input(&self.typed(name).replace(['\r', '\n', '\t'], " "));
        self.bounded(name, value, max)
    }
    /// Several lines, each normalised as [`line`](Self::line) does, without empty ones at the ends; nothing is checked.
    #[must_use]
    pub fn tidied(&self, name: &str) -> String {
        let lines = self.typed(name).replace("\r\n", "\n");
        let lines: Vec<String> = lines.split('\n').map(normalise::input).collect();
        lines.join("\n").trim().to_owned()
    }
    /// Several lines, from 1 to `max` characters.
    pub fn text(&mut self, name: &str, max: usize) -> String {
        let value = self.tidied(name);
        let value = self.bounded(name, value, max).unwrap_or_default();
        if value.is_empty() {
            self.errors.add(name, "kernel.invalid.required");
        }
        value
    }
    /// A value that must parse; the error's text is `key`.
    pub fn parsed<T>(
        &mut self,
        name: &str,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let typed = normalise::ascii_digits(self.typed(name).trim());
        if typed.is_empty() {
            self.errors.add(name, "kernel.invalid.required");
            return None;
        }
        let value = parse(&typed);
        if value.is_none() {
            self.errors.add(name, key);
        }
        value
    }
    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        !self.typed(name).is_empty()
    }

    fn bounded(&mut self, name: &str, value: String, max: usize) -> Option<String> {
        let is_long = self.is_exact && self.typed(name).chars().count() > max;
        if is_long || value.chars().count() > max {
            self.errors.add_with(
                name,
                "kernel.invalid.too_long",
                vec![("max", max.to_string())],
            );
        }
        (!value.is_empty()).then_some(value)
    }
}

/// A posted form.
pub struct Posted<T> {
    /// What was typed.
    pub raw: Raw,
    /// Files that came with it.
    pub files: Vec<FileIn>,
    /// The key that makes a second sending harmless.
    pub receipt: Receipt,
    value: Result<T, FieldErrors>,
}

impl<T> Posted<T> {
    /// The form, or what is wrong with it.
    pub fn value(&self) -> Result<&T, &FieldErrors> {
        self.value.as_ref()
    }
    /// The form; what is wrong with it is the error.
    pub fn valid(&self) -> AppResult<&T> {
        self.value()
            .map_err(|errors| AppError::Invalid(errors.clone()))
    }
    /// 413 when a file was too large, 422 otherwise: the status of the form shown again.
    #[must_use]
    pub fn refusal_status(&self) -> Status {
        if self.files.iter().any(|f| f.too_large) {
            Status::PayloadTooLarge
        } else {
            Status::UnprocessableEntity
        }
    }
}

/// Where the key of a form led the first time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Receipt(Option<Uuid>);

impl Receipt {
    /// A fresh key for a form.
    #[must_use]
    pub fn fresh() -> String {
        Uuid::now_v7().to_string()
    }

    /// Where an earlier sending of this form led.
    pub(super) async fn earlier(&self, tx: &mut Tx) -> AppResult<Option<String>> {
        let Some(id) = self.0 else { return Ok(None) };
        let led = form_receipts::table
            .find(id)
            .select(form_receipts::location);
        Ok(led.get_result(tx).await.optional()?)
    }

    /// Notes where this sending leads. Fails with a retryable conflict when another sending is quicker.
    pub(super) async fn keep(&self, tx: &mut Tx, location: &str) -> AppResult<()> {
        let (Some(id), Some(user)) = (self.0, tx.who().user) else {
            return Ok(());
        };
        let now = tx.now();
        let kept = diesel::insert_into(form_receipts::table)
            .values((
                form_receipts::id.eq(id),
                form_receipts::user_id.eq(user),
                form_receipts::location.eq(location),
                form_receipts::created_at.eq(now),
            ))
            .on_conflict(form_receipts::id)
            .do_nothing()
            .execute(tx)
            .await?;
        if kept == 1 {
            Ok(())
        } else {
            Err(AppError::lost_race())
        }
    }
}

#[rocket::async_trait]
impl<'r, T: Form> FromData<'r> for Posted<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match take::<T>(request, data).await {
            Ok(posted) => Outcome::Success(posted),
            Err(error) => Outcome::Error(problem::keep(request, error)),
        }
    }
}

async fn take<T: Form>(request: &Request<'_>, data: Data<'_>) -> AppResult<Posted<T>> {
    let current = Current::of(request).await?;
    let check = |texts: &[(String, String)]| -> AppResult<()> {
        let token = texts
            .iter()
            .find(|(name, _)| name == ui::CSRF_FIELD)
            .map_or("", |(_, v)| v.as_str());
        if current.app.keys.csrf_matches(&current.csrf_cookie, token) {
            Ok(())
        } else {
            Err(AppError::Stale)
        }
    };
    let limits = Limits {
        text: T::TEXT_LIMIT,
        file: T::FILE_LIMIT,
        files: T::MAX_FILES,
    };
    let incoming = current.app.files.incoming();
    let body = BodyReader::open(request, data, limits.most());
    let fields = fields::read(body, request.content_type(), limits, &incoming, &check).await?;
    check(&fields.texts)?;
    let raw = Raw(fields.texts);
    let mut reader = Reader::new(&raw);
    let value = T::read(&mut reader);
    let mut errors = reader.into_errors();
    for file in fields.files.iter().filter(|f| f.too_large) {
        let limit = current.format.bytes(T::FILE_LIMIT);
        errors.add_with(
            &file.field,
            "kernel.invalid.file_too_large",
            vec![("limit", limit), ("name", file.name.clone())],
        );
    }
    let receipt = Receipt(raw.get(ui::ONCE_FIELD).parse().ok());
    let value = if errors.is_empty() {
        Ok(value)
    } else {
        Err(errors)
    };
    Ok(Posted {
        raw,
        files: fields.files,
        receipt,
        value,
    })
}
