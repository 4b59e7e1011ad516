//! `/account/notifications`: a person's notifications, and the count on the bell of every page.
//! Reading one is a resource of its own: `POST …/reading`.

use rocket::{get, post};
use uuid::Uuid;

use crate::db::AccountDb;
use crate::error::{AppError, AppResult};
use crate::pages::models::notifications as model;
use crate::pages::{paths, views};
use crate::web::{Answer, Cx, ListOnly, PageQuery, View, redirect};

/// List them.
#[get("/account/notifications?<show>&<after>&<before>")]
pub async fn index(
    show: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    cx: Cx<'_>,
    db: AccountDb,
) -> AppResult<View> {
    let user = cx.signed_in()?;
    let page = PageQuery::new(after, before);
    let unread = show == Some("unread");
    let (rows, count) = db
        .read(async |tx| Ok(model::list(user.id, unread, &page, tx).await?))
        .await?;
    Ok(views::notifications::index(
        &cx, user, list_only, unread, &rows, count,
    ))
}

/// The count on the bell, which open pages fetch when the person's topic is poked. Whoever opens the address by
/// hand is led to the list.
#[get("/account/notifications/badge")]
pub fn badge(list_only: ListOnly, cx: Cx<'_>) -> AppResult<Answer> {
    cx.signed_in()?;
    if !list_only.is_asked() {
        return Ok(redirect(paths::NOTIFICATIONS).into());
    }
    Ok(View::new(
        cx.t("kernel.notifications.title"),
        views::notifications::badge(&cx),
    )
    .into())
}

pub mod reading {
    //! What has been read.
    use super::{AccountDb, Answer, AppError, AppResult, Cx, Uuid, model, paths, post, redirect};
    use crate::ids::UserId;
    use crate::web::Posted;
    use crate::web::Pressed;

    fn reader(cx: &Cx<'_>) -> AppResult<UserId> {
        Ok(cx.signed_in()?.id)
    }

    /// Mark one as read. Idempotent.
    #[post("/account/notifications/<id>/reading", data = "<_form>")]
    pub async fn create(
        id: &str,
        _form: Posted<Pressed>,
        cx: Cx<'_>,
        db: AccountDb,
    ) -> AppResult<Answer> {
        let user = reader(&cx)?;
        let id: Uuid = id
            .parse()
            .map_err(|_| AppError::NotFound("kernel.notifications.one"))?;
        db.write(async |tx| model::read_one(user, id, tx).await)
            .await?;
        Ok(redirect(paths::NOTIFICATIONS).into())
    }

    /// Mark all as read. Idempotent.
    #[post("/account/notifications/reading", data = "<_form>")]
    pub async fn create_all(
        _form: Posted<Pressed>,
        cx: Cx<'_>,
        db: AccountDb,
    ) -> AppResult<Answer> {
        let user = reader(&cx)?;
        db.write(async |tx| model::read_all(user, tx).await).await?;
        Ok(redirect(paths::NOTIFICATIONS)
            .notice("kernel.notifications.all_read")
            .into())
    }
}
