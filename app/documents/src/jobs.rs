//! What follows a document after its commit: number, file, news. Each step is found done when the job runs again.

use diesel::QueryableByName;
use diesel::sql_types::{Binary, Bool, Integer, SmallInt, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::app::App;
use kernel::db::{OrNotFound, PlatformDb, Tx, sql};
use kernel::error::AppResult;
use kernel::files::{self, StoredFile};
use kernel::jobs::{Job, JobCx, JobDef};
use kernel::{live, module};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;

use contracts::documents::DocumentReady;

use crate::document::{Document, find};
use crate::ids::DocumentId;
use crate::kinds::{self, Frame, KindDef};
use crate::{paths, qr, render};

/// So many are numbered in one transaction.
const BATCH: i32 = 500;

/// Numbers a document that waits for it, makes its PDF, and tells that it stands.
#[derive(Serialize, Deserialize)]
pub struct Finish {
    /// Which.
    pub document: DocumentId,
}

impl Job for Finish {
    const NAME: &'static str = "documents.finish";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let db = cx.db.platform();
        let document = numbered(&db, self.document).await?;
        if document.file.is_some() {
            return Ok(());
        }
        let kind = kinds::named(&cx.app, &document.kind)?;
        let bytes = made(&cx.app, &db, &document, &kind).await?;
        keep(&cx.app, &db, &document, &kind, bytes).await
    }
}

/// The document, after all that was issued before it has its number too.
async fn numbered(db: &PlatformDb, id: DocumentId) -> AppResult<Document> {
    loop {
        let document = db
            .read(async |tx| find(id, tx).await.or_not_found("documents.document"))
            .await?;
        if !document.is_unsealed() {
            return Ok(document);
        }
        seal(db).await?;
    }
}

#[derive(QueryableByName)]
struct Sealed {
    #[diesel(sql_type = Integer)]
    sealed: i32,
}

/// Numbers what has committed, a batch of it; returns how many documents.
pub async fn seal(db: &PlatformDb) -> AppResult<i32> {
    db.write(async |tx| {
        let Sealed { sealed } = sql("SELECT documents_seal($1) AS sealed")
            .bind::<Integer, _>(BATCH)
            .get_result(tx)
            .await?;
        Ok(sealed)
    })
    .await
}

async fn made(
    app: &App,
    db: &PlatformDb,
    document: &Document,
    kind: &KindDef,
) -> AppResult<Vec<u8>> {
    let credited = match document.credits {
        Some(id) => Some(db.read(async |tx| Ok(find(id, tx).await?)).await?),
        None => None,
    };
    let url = verify_url(&app.config.base_url, &document.token);
    let frame = Frame {
        number: document.number(),
        credits: credited.map(|credited| (credited.number(), credited.issued_at)),
        ..Frame::of(app, kind, document.locale(), document.issued_at, &url)
    };
    let sheet = (kind.sheet)(document.data.clone(), &frame)?;
    render::render(kind.template, &sheet, Some(qr::svg(&url)?)).await
}

/// The address that stands on the paper.
pub(crate) fn verify_url(site: &Url, token: &str) -> String {
    let site = site.as_str().trim_end_matches('/');
    format!("{site}{}", paths::verify(token))
}

/// Bytes first, then the row that names them, with the news of it.
async fn keep(
    app: &App,
    db: &PlatformDb,
    document: &Document,
    kind: &KindDef,
    bytes: Vec<u8>,
) -> AppResult<()> {
    let sum = Sha256::digest(&bytes).to_vec();
    let name = document.file_name();
    let stored = [files::store_one(app, document.folder()?, "", &name, bytes).await?];
    let kept = db
        .write(async |tx| {
            let [file] = &stored;
            files::record(&stored, tx).await?;
            if !finish(document.id, file, &sum, kind, tx).await? {
                return Ok(((), false));
            }
            live::announce(tx, &topic(document.id)).await?;
            module::publish(tx, &ready(document)).await?;
            Ok(((), true))
        })
        .await;
    files::keep_or_discard(app, &stored, kept).await
}

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = Bool)]
    done: bool,
}

/// False when another run was quicker.
async fn finish(
    id: DocumentId,
    file: &StoredFile,
    sum: &[u8],
    kind: &KindDef,
    tx: &mut Tx,
) -> AppResult<bool> {
    let now = tx.now();
    let Done { done } = sql("SELECT documents_finish($1, $2, $3, $4, $5) AS done")
        .bind::<SqlUuid, _>(id.0)
        .bind::<SqlUuid, _>(file.id.0)
        .bind::<Binary, _>(sum)
        .bind::<SmallInt, _>(kind.template.version)
        .bind::<Timestamptz, _>(now)
        .get_result(tx)
        .await?;
    Ok(done)
}

fn ready(document: &Document) -> DocumentReady {
    DocumentReady {
        document: document.id.0,
        kind: document.kind.clone(),
        tenant: document
            .holder_tenant_id
            .or_else(|| document.folder().ok())
            .map(|tenant| tenant.0),
        about: document.about(),
    }
}

/// Poked when a document's file stands.
pub(crate) fn topic(id: DocumentId) -> String {
    live::topic("document", id.0)
}

/// All of them.
pub(crate) fn all() -> Vec<JobDef> {
    vec![JobDef::of::<Finish>()]
}
