//! Reads a form's body, urlencoded or multipart, within the route's limits, and never into a reset connection:
//! what is too large is drained, so that the browser reads our answer.

use std::path::PathBuf;
use std::time::Duration;

use futures::StreamExt;
use rocket::Data;
use rocket::data::{DataStream, ToByteUnit};
use rocket::http::ContentType;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::io::ReaderStream;

use crate::error::{AppError, AppResult};

const DRAIN_LIMIT_MIB: u64 = 200;
const DRAIN_TIME: Duration = Duration::from_mins(1);
const MAX_FIELDS: usize = 200;

/// What a form may carry.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of all text fields together.
    pub text: u64,
    /// Bytes of one file.
    pub file: u64,
    /// How many files.
    pub files: usize,
}

/// A file on its way in: its bytes lie in the incoming folder until they are stored or dropped.
#[derive(Debug)]
pub struct FileIn {
    /// The form's field.
    pub field: String,
    /// The name that the browser gave; not trusted.
    pub name: String,
    /// Where the bytes are.
    pub path: PathBuf,
    /// How many.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: [u8; 32],
    /// Whether it was cut at the limit; then the file is empty.
    pub too_large: bool,
}

impl Drop for FileIn {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an incoming file could not be removed");
        }
    }
}

/// The fields and files of a body, in order.
#[derive(Debug, Default)]
pub struct Fields {
    /// Name and value.
    pub texts: Vec<(String, String)>,
    /// Files.
    pub files: Vec<FileIn>,
}

/// Reads and forgets a body within bounds of size and time.
pub async fn drain(data: Data<'_>) {
    drain_stream(data.open(DRAIN_LIMIT_MIB.mebibytes())).await;
}

async fn drain_stream(stream: DataStream<'_>) {
    let forget = stream.stream_to(tokio::io::sink());
    if tokio::time::timeout(DRAIN_TIME, forget).await.is_err() {
        tracing::debug!("gave up draining a body");
    }
}

/// Says whether files may follow these texts.
pub(crate) type AllowFiles<'a> = dyn Fn(&[(String, String)]) -> AppResult<()> + Sync + 'a;

/// Reads a body. `allow_files` is asked before the first file with the texts read so far: CSRF comes first.
pub(crate) async fn read(
    data: Data<'_>,
    content_type: Option<&ContentType>,
    limits: Limits,
    incoming: &std::path::Path,
    allow_files: &AllowFiles<'_>,
) -> AppResult<Fields> {
    let is_multipart =
        content_type.is_some_and(|c| c.top() == "multipart" && c.sub() == "form-data");
    if !is_multipart {
        return read_urlencoded(data, limits).await;
    }
    let boundary = content_type
        .and_then(|c| c.param("boundary"))
        .ok_or_else(|| AppError::BadRequest("multipart body without a boundary".to_owned()))?;
    let stream = ReaderStream::new(data.open(DRAIN_LIMIT_MIB.mebibytes()));
    let mut multipart = multer::Multipart::new(stream, boundary);
    let mut fields = Fields::default();
    let result = read_multipart(&mut multipart, &mut fields, limits, incoming, allow_files).await;
    if result.is_err() {
        let rest = async { while let Ok(Some(_)) = multipart.next_field().await {} };
        let _ = tokio::time::timeout(DRAIN_TIME, rest).await;
    }
    result.map(|()| fields)
}

async fn read_urlencoded(data: Data<'_>, limits: Limits) -> AppResult<Fields> {
    let mut stream = data.open(DRAIN_LIMIT_MIB.mebibytes());
    let mut bytes = Vec::new();
    (&mut stream)
        .take(limits.text + 1)
        .read_to_end(&mut bytes)
        .await
        .map_err(|e| AppError::BadRequest(format!("the body broke off: {e}")))?;
    if bytes.len() as u64 > limits.text {
        drain_stream(stream).await;
        return Err(AppError::TooLarge(limits.text));
    }
    let texts: Vec<(String, String)> = form_urlencoded::parse(&bytes)
        .take(MAX_FIELDS + 1)
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    if texts.len() > MAX_FIELDS {
        return Err(AppError::TooLarge(limits.text));
    }
    Ok(Fields {
        texts,
        files: Vec::new(),
    })
}

async fn read_multipart(
    multipart: &mut multer::Multipart<'_>,
    fields: &mut Fields,
    limits: Limits,
    incoming: &std::path::Path,
    allow_files: &AllowFiles<'_>,
) -> AppResult<()> {
    let broken = |e: multer::Error| AppError::BadRequest(format!("multipart: {e}"));
    let mut text_bytes = 0u64;
    let mut parts = 0usize;
    while let Some(mut part) = multipart.next_field().await.map_err(broken)? {
        parts += 1;
        if parts > MAX_FIELDS {
            return Err(AppError::TooLarge(limits.text));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let Some(file_name) = part.file_name().map(str::to_owned) else {
            let mut value = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(broken)? {
                text_bytes += chunk.len() as u64;
                if text_bytes > limits.text {
                    return Err(AppError::TooLarge(limits.text));
                }
                value.extend_from_slice(&chunk);
            }
            fields
                .texts
                .push((name, String::from_utf8_lossy(&value).into_owned()));
            continue;
        };
        allow_files(&fields.texts)?;
        let file = receive(part, name, file_name, limits.file, incoming).await?;
        // A browser sends an empty nameless part for a file field that was left empty.
        if file.name.is_empty() && file.size == 0 {
            continue;
        }
        if fields.files.len() >= limits.files {
            return Err(AppError::invalid(
                &file.field,
                "kernel.invalid.too_many_files",
            ));
        }
        fields.files.push(file);
    }
    Ok(())
}

async fn receive(
    mut part: multer::Field<'_>,
    field: String,
    name: String,
    limit: u64,
    incoming: &std::path::Path,
) -> AppResult<FileIn> {
    let disk = |e: std::io::Error| AppError::internal(format!("incoming file: {e}"));
    tokio::fs::create_dir_all(incoming).await.map_err(disk)?;
    let path = incoming.join(uuid::Uuid::new_v4().to_string());
    let mut file = FileIn {
        field,
        name,
        path,
        size: 0,
        sha256: [0; 32],
        too_large: false,
    };
    let mut out = tokio::fs::File::create(&file.path).await.map_err(disk)?;
    let mut hash = Sha256::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|e| AppError::BadRequest(format!("multipart: {e}")))?;
        file.size += chunk.len() as u64;
        if file.size > limit {
            file.too_large = true;
            continue;
        }
        hash.update(&chunk);
        out.write_all(&chunk).await.map_err(disk)?;
    }
    if file.too_large {
        out.set_len(0).await.map_err(disk)?;
    }
    out.flush().await.map_err(disk)?;
    file.sha256 = hash.finalize().into();
    Ok(file)
}
