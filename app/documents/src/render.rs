//! A template and what it is filled with become a PDF: by Typst, in this process, without a file, a package or a clock.
//! Fonts and the standard library are made once; a few are set at a time, apart from the web threads.

use std::sync::LazyLock;

use kernel::error::{AppError, AppResult};
use serde::Serialize;
use tokio::sync::Semaphore;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// So many are set at once: each keeps a core and some tens of megabytes.
const AT_ONCE: usize = 2;
/// After so many further documents what Typst remembers of one is forgotten.
const REMEMBERED: usize = 10;
/// The faces that templates may name, from the assets that are embedded.
const FACES: [&str; 2] = [
    "documents/Vazirmatn-Regular.ttf",
    "documents/Vazirmatn-Bold.ttf",
];

static PLACES: Semaphore = Semaphore::const_new(AT_ONCE);
static SHOP: LazyLock<Shop> = LazyLock::new(Shop::new);

/// A template: Typst's source, compiled in. It reads `/sheet.json`, and `/qr.svg` where there is one.
#[derive(Debug)]
pub struct Template {
    /// By this name documents remember it.
    pub name: &'static str,
    /// Raised with every change that shows: documents remember which one made them.
    pub version: i16,
    /// The source.
    pub source: &'static str,
}

/// What all renderings share.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Shop {
    fn new() -> Self {
        let fonts: Vec<Font> = FACES
            .iter()
            .filter_map(|name| ui::assets::named(name))
            .flat_map(|asset| Font::iter(Bytes::new(asset.bytes)))
            .collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }
}

/// One rendering: the shop, the template, and the files that it may read.
struct Desk {
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }
    fn main(&self) -> FileId {
        self.main.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found
            .map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        SHOP.fonts.get(index).cloned()
    }
    /// Templates know no clock: what they are filled with says every date.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets a document. `qr` is an SVG, and becomes `/qr.svg`.
pub async fn render(
    template: &'static Template,
    sheet: &impl Serialize,
    qr: Option<String>,
) -> AppResult<Vec<u8>> {
    let sheet = serde_json::to_vec(sheet)?;
    let failed = |e: &dyn std::fmt::Display| AppError::internal(format!("rendering: {e}"));
    let _place = PLACES.acquire().await.map_err(|e| failed(&e))?;
    tokio::task::spawn_blocking(move || set(template, sheet, qr))
        .await
        .map_err(|e| failed(&e))?
}

fn set(template: &'static Template, sheet: Vec<u8>, qr: Option<String>) -> AppResult<Vec<u8>> {
    let mut files = vec![(file_id("/sheet.json")?, Bytes::new(sheet))];
    if let Some(qr) = qr {
        files.push((file_id("/qr.svg")?, Bytes::from_string(qr)));
    }
    let main = Source::new(file_id("/main.typ")?, template.source.to_owned());
    let desk = Desk { main, files };
    let document = typst::compile::<PagedDocument>(&desk)
        .output
        .map_err(|errors| fault(template, &errors))?;
    let bytes = archival(&document).or_else(|errors| {
        // A letter that no face has cannot stand in an archive's file; people's names may hold any.
        tracing::info!(template = template.name, why = %words(&errors), "a document is no PDF/A");
        typst_pdf::pdf(&document, &options(PdfStandards::default()))
            .map_err(|errors| fault(template, &errors))
    });
    typst::comemo::evict(REMEMBERED);
    bytes
}

fn archival(document: &PagedDocument) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a]).unwrap_or_default();
    typst_pdf::pdf(document, &options(standards)).map_err(|errors| errors.into_iter().collect())
}

fn options(standards: PdfStandards) -> PdfOptions {
    PdfOptions {
        creator: Smart::Custom(None),
        standards,
        ..PdfOptions::default()
    }
}

fn file_id(path: &str) -> AppResult<FileId> {
    let path = VirtualPath::new(path).map_err(|e| AppError::internal(format!("{path}: {e:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn fault(template: &Template, errors: &[SourceDiagnostic]) -> AppError {
    AppError::internal(format!("the template {}: {}", template.name, words(errors)))
}

fn words(errors: &[SourceDiagnostic]) -> String {
    let said: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    said.join("; ")
}
