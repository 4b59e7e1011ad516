//! Reads a form's fields and files, urlencoded or multipart, within the route's limits, and never into a reset
//! connection: the parser sees no more than the form may hold, the rest is drained unseen.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll};

use futures::{Stream, StreamExt};
use rocket::http::ContentType;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};

use super::body::BodyReader;
use crate::error::{AppError, AppResult};

const MAX_FIELDS: usize = 200;
/// What boundaries and heads of parts may add to a multipart body.
const OVERHEAD: u64 = 256 * 1024;
/// What the parser is given at once.
const CHUNK: usize = 4 * 1024;
/// What it is given while it looks for the head of a part: with the chunk before and the last one, 16 KiB.
const HEAD: i64 = 8 * 1024;

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

impl Limits {
    /// Bytes of the largest body that fits the form.
    pub(crate) fn most(&self) -> u64 {
        let files = self.file.saturating_mul(self.files as u64);
        self.text.saturating_add(files).saturating_add(OVERHEAD)
    }
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

/// Says whether files may follow these texts.
pub(crate) type AllowFiles<'a> = dyn Fn(&[(String, String)]) -> AppResult<()> + Sync + 'a;

/// Reads a body. `allow_files` is asked before the first file with the texts read so far: CSRF comes first.
pub(crate) async fn read<S: AsyncRead + Unpin + Send>(
    body: BodyReader<S>,
    content_type: Option<&ContentType>,
    limits: Limits,
    incoming: &Path,
    allow_files: &AllowFiles<'_>,
) -> AppResult<Fields> {
    let is_multipart = content_type.is_some_and(|c| c.top() == "multipart");
    if !is_multipart {
        return read_urlencoded(body, limits).await;
    }
    let mut body = body.limited_to(limits.most());
    let boundary = content_type.and_then(|c| c.param("boundary"));
    let boundary = match boundary {
        // A form without files is never sent so by our pages.
        _ if limits.files == 0 => Err(AppError::MediaType),
        None => Err(AppError::BadRequest(
            "multipart body without a boundary".to_owned(),
        )),
        Some(boundary) => Ok(boundary),
    };
    let result = match boundary {
        Ok(boundary) => read_multipart(&mut body, boundary, limits, incoming, allow_files).await,
        Err(error) => Err(error),
    };
    body.drain().await;
    result
}

async fn read_urlencoded<S: AsyncRead + Unpin>(
    body: BodyReader<S>,
    limits: Limits,
) -> AppResult<Fields> {
    let bytes = body.limited_to(limits.text).whole().await?;
    let texts: Vec<(String, String)> = form_urlencoded::parse(&bytes)
        .take(MAX_FIELDS + 1)
        .map(|(k, v)| (without_nul(&k), without_nul(&v)))
        .collect();
    if texts.len() > MAX_FIELDS {
        return Err(AppError::TooLarge(limits.text));
    }
    Ok(Fields {
        texts,
        files: Vec::new(),
    })
}

/// No keyboard types it, and PostgreSQL cannot keep it.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// What the parser is given: a little at a time, for it takes all that is ready before it looks at any of it, and while
/// it looks for a part's head no more than a head may have, for it looks at the whole of it again each time.
struct Feed<'a, S> {
    body: &'a mut BodyReader<S>,
    left: Arc<AtomicI64>,
    given: bool,
}

impl<S: AsyncRead + Unpin> Stream for Feed<'_, S> {
    type Item = std::io::Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.given) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if AtomicI64::load(&self.left, Ordering::Relaxed) <= 0 {
            let endless = std::io::Error::new(
                std::io::ErrorKind::InvalidData,
                "the head of a part is too long",
            );
            return Poll::Ready(Some(Err(endless)));
        }
        let mut chunk = vec![0; CHUNK];
        let mut buf = ReadBuf::new(&mut chunk);
        std::task::ready!(Pin::new(&mut *self.body).poll_read(cx, &mut buf))?;
        let length = buf.filled().len();
        chunk.truncate(length);
        self.left
            .fetch_sub(i64::try_from(length).unwrap_or(i64::MAX), Ordering::Relaxed);
        self.given = true;
        Poll::Ready((length > 0).then_some(Ok(chunk)))
    }
}

/// What went wrong below or in the parser.
fn broken(error: multer::Error) -> std::io::Error {
    match error {
        multer::Error::StreamReadFailed(below) => match below.downcast::<std::io::Error>() {
            Ok(below) => *below,
            Err(other) => std::io::Error::other(other),
        },
        other => std::io::Error::other(other),
    }
}

fn is_limit(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::FileTooLarge
}

async fn read_multipart<S: AsyncRead + Unpin + Send>(
    body: &mut BodyReader<S>,
    boundary: &str,
    limits: Limits,
    incoming: &Path,
    allow_files: &AllowFiles<'_>,
) -> AppResult<Fields> {
    let (result, fields) = {
        let left = Arc::new(AtomicI64::new(HEAD));
        let feed = Feed {
            body: &mut *body,
            left: Arc::clone(&left),
            given: false,
        };
        let mut parts = Parts {
            multipart: multer::Multipart::new(feed, boundary),
            left,
            limits,
            incoming,
            fields: Fields::default(),
            text_bytes: 0,
        };
        let result = parts.read(allow_files).await;
        (result, parts.fields)
    };
    match result {
        Ok(()) => Ok(fields),
        // The rest of a body that is too large is not read; a file of it is known to be too large, and so is the form.
        Err(Fault::Body(error)) if is_limit(&error) && fields.files.iter().any(|f| f.too_large) => {
            Ok(fields)
        }
        Err(Fault::Body(error)) => Err(body.refusal(&error)),
        Err(Fault::Form(error)) => Err(error),
    }
}

/// Why reading ended early: the body, or what stands in it.
enum Fault {
    Body(std::io::Error),
    Form(AppError),
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        Self::Form(error)
    }
}

struct Parts<'r> {
    multipart: multer::Multipart<'r>,
    left: Arc<AtomicI64>,
    limits: Limits,
    incoming: &'r Path,
    fields: Fields,
    text_bytes: u64,
}

impl<'r> Parts<'r> {
    async fn read(&mut self, allow_files: &AllowFiles<'_>) -> Result<(), Fault> {
        for _ in 0..=MAX_FIELDS {
            self.left.store(HEAD, Ordering::Relaxed);
            let part = self.multipart.next_field().await;
            let Some(part) = part.map_err(|e| Fault::Body(broken(e)))? else {
                return Ok(());
            };
            self.left.store(i64::MAX, Ordering::Relaxed);
            let name = without_nul(part.name().unwrap_or_default());
            match part.file_name().map(without_nul) {
                None => self.text(name, part).await?,
                Some(file_name) => {
                    allow_files(&self.fields.texts)?;
                    self.file(name, file_name, part).await?;
                }
            }
        }
        Err(AppError::TooLarge(self.limits.text).into())
    }

    async fn text(&mut self, name: String, mut part: multer::Field<'r>) -> Result<(), Fault> {
        let mut value = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|e| Fault::Body(broken(e)))? {
            self.text_bytes += chunk.len() as u64;
            if self.text_bytes > self.limits.text {
                return Err(AppError::TooLarge(self.limits.text).into());
            }
            value.extend_from_slice(&chunk);
        }
        let value = without_nul(&String::from_utf8_lossy(&value));
        self.fields.texts.push((name, value));
        Ok(())
    }

    async fn file(
        &mut self,
        field: String,
        name: String,
        part: multer::Field<'r>,
    ) -> Result<(), Fault> {
        let file = receive(part, field, name, self.limits.file, self.incoming).await?;
        // A browser sends an empty nameless part for a file field that was left empty.
        if file.name.is_empty() && file.size == 0 {
            return Ok(());
        }
        if self.fields.files.len() >= self.limits.files {
            let error = AppError::invalid(&file.field, "kernel.invalid.too_many_files");
            return Err(error.into());
        }
        self.fields.files.push(file);
        Ok(())
    }
}

async fn receive(
    mut part: multer::Field<'_>,
    field: String,
    name: String,
    limit: u64,
    incoming: &Path,
) -> Result<FileIn, Fault> {
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
        let chunk = match chunk.map_err(broken) {
            Ok(chunk) => chunk,
            Err(error) if is_limit(&error) => {
                file.too_large = true;
                break;
            }
            Err(error) => return Err(Fault::Body(error)),
        };
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

#[cfg(test)]
mod tests;
