//! `/dev/outbox`: mail that stayed here because there is no SMTP server. Development only: the host does not mount
//! these routes in production, so they reach rows without a person's right.

use std::sync::Arc;

use rocket::http::{ContentType, Header};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, Response, State, get};

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::files::{self, Download, StoredBytes};
use crate::ids::DeliveryId;
use crate::mail;
use crate::pages::views;
use crate::web::{Cursor, Cx, Page, PageQuery, View};

/// List mails, the newest first.
#[get("/dev/outbox?<after>")]
pub async fn index(after: Option<&str>, cx: Cx<'_>, app: &State<Arc<App>>) -> AppResult<View> {
    let query = PageQuery::new(after, None);
    let beyond = query.after.map(|cursor| cursor.id);
    let rows = app
        .without_request()
        .platform()
        .read(async |tx| mail::list(tx, false, beyond, PageQuery::LIMIT.into()).await)
        .await?;
    let page = Page::of(&query, rows, |row| Cursor {
        at: row.created_at,
        id: row.id,
    });
    Ok(views::outbox::index(&cx, &page))
}

async fn find(app: &Arc<App>, id: DeliveryId) -> AppResult<mail::Delivery> {
    app.without_request()
        .platform()
        .read(async |tx| mail::show(tx, id).await)
        .await
}

/// Show one mail as text.
#[get("/dev/outbox/<id>")]
pub async fn show(id: DeliveryId, cx: Cx<'_>, app: &State<Arc<App>>) -> AppResult<View> {
    let delivery = find(app, id).await?;
    let files = attached(app, &delivery).await?;
    Ok(views::outbox::show(&cx, &delivery, &files))
}

async fn attached(app: &Arc<App>, delivery: &mail::Delivery) -> AppResult<Vec<StoredBytes>> {
    let platform = app.without_request().platform();
    files::load(app, &platform, &delivery.attachments).await
}

/// Open what came with a mail, counted from 0.
#[get("/dev/outbox/<id>/attachments/<n>")]
pub async fn attachment(id: DeliveryId, n: usize, app: &State<Arc<App>>) -> AppResult<Download> {
    let delivery = find(app, id).await?;
    let file = attached(app, &delivery).await?.into_iter().nth(n);
    file.map(Download::loaded)
        .ok_or(AppError::NotFound("kernel.file"))
}

/// The HTML twin as a page of its own, which may load nothing and run nothing.
pub struct Twin(String);

impl<'r> Responder<'r, 'static> for Twin {
    fn respond_to(self, request: &'r Request<'_>) -> Rendered<'static> {
        let policy =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        Response::build_from(self.0.respond_to(request)?)
            .header(ContentType::HTML)
            .header(Header::new("Content-Security-Policy", policy))
            .header(Header::new("Cache-Control", "no-store"))
            .ok()
    }
}

/// Show the HTML twin of one mail.
#[get("/dev/outbox/<id>/html")]
pub async fn html(id: DeliveryId, app: &State<Arc<App>>) -> AppResult<Twin> {
    find(app, id)
        .await?
        .body_html
        .map(Twin)
        .ok_or(AppError::NotFound("kernel.outbox.html"))
}
