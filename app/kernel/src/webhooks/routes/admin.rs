//! `/admin/webhooks`: the platform's own endpoints, which hear of every tenant's facts.
//! Each route says who may and through which scope; what is done stands in `desk.rs`.

use rocket::{delete, get, post, put};

use super::desk::At;
use crate::db::PlatformDb;
use crate::error::AppResult;
use crate::module::Can;
use crate::web::{Answer, Cx, ListOnly, PageQuery, Posted, Pressed, Raw, View};
use crate::webhooks::forms::EndpointForm;
use crate::webhooks::ids::EndpointId;
use crate::webhooks::views::endpoints::Filter;
use crate::webhooks::{Desk, ManagePlatformWebhooks, views};

/// List the endpoints.
#[get("/admin/webhooks?<state>&<q>&<after>&<before>")]
pub async fn index(
    state: Option<&str>,
    q: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (filter, page) = (Filter::new(state, q), PageQuery::new(after, before));
    At::admin(&may, db)
        .index(filter, &page, list_only, &cx)
        .await
}

/// The form of a new endpoint.
#[get("/admin/webhooks/new")]
pub fn new(_may: Can<ManagePlatformWebhooks>, cx: Cx<'_>) -> View {
    views::form::new(&cx, Desk::Admin, &Raw::default(), None)
}

/// Make an endpoint and show its secret, once.
#[post("/admin/webhooks", data = "<form>")]
pub async fn create(
    form: Posted<EndpointForm>,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    At::admin(&may, db).create(&form, &cx).await
}

/// Show an endpoint with its newest deliveries.
#[get("/admin/webhooks/<id>?<state>&<after>&<before>")]
pub async fn show(
    id: EndpointId,
    state: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (state, page) = (state.unwrap_or_default(), PageQuery::new(after, before));
    At::admin(&may, db)
        .show(id, state, &page, list_only, &cx)
        .await
}

/// The form of an endpoint.
#[get("/admin/webhooks/<id>/edit")]
pub async fn edit(
    id: EndpointId,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    At::admin(&may, db).edit(id, &cx).await
}

/// Change an endpoint.
#[put("/admin/webhooks/<id>", data = "<form>")]
pub async fn update(
    id: EndpointId,
    form: Posted<EndpointForm>,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    At::admin(&may, db).update(id, &form, &cx).await
}

/// Remove an endpoint.
#[delete("/admin/webhooks/<id>", data = "<_form>")]
pub async fn destroy(
    id: EndpointId,
    _form: Posted<Pressed>,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
) -> AppResult<Answer> {
    At::admin(&may, db).destroy(id).await
}

pub mod activation {
    //! Whether an endpoint hears of facts: a resource that is there or not.
    use super::{
        Answer, AppResult, At, Can, EndpointId, ManagePlatformWebhooks, PlatformDb, Posted,
        Pressed, delete, post,
    };

    /// Switch an endpoint on.
    #[post("/admin/webhooks/<id>/activation", data = "<_form>")]
    pub async fn create(
        id: EndpointId,
        _form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
    ) -> AppResult<Answer> {
        At::admin(&may, db).switch_on(id).await
    }

    /// Switch an endpoint off.
    #[delete("/admin/webhooks/<id>/activation", data = "<_form>")]
    pub async fn destroy(
        id: EndpointId,
        _form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
    ) -> AppResult<Answer> {
        At::admin(&may, db).switch_off(id).await
    }
}

pub mod secret {
    //! The secret that signs; making one replaces the one before, which stays valid for a day.
    use super::{
        Answer, AppResult, At, Can, Cx, EndpointId, ManagePlatformWebhooks, PlatformDb, Posted,
        Pressed, post,
    };

    /// Make a new secret and show it, once.
    #[post("/admin/webhooks/<id>/secret", data = "<form>")]
    pub async fn create(
        id: EndpointId,
        form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
        cx: Cx<'_>,
    ) -> AppResult<Answer> {
        At::admin(&may, db).roll(id, &form.receipt, &cx).await
    }
}

pub mod pings {
    //! Samples that the test button sends.
    use super::{
        Answer, AppResult, At, Can, EndpointId, ManagePlatformWebhooks, PlatformDb, Posted,
        Pressed, post,
    };

    /// Send a sample.
    #[post("/admin/webhooks/<id>/pings", data = "<_form>")]
    pub async fn create(
        id: EndpointId,
        _form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
    ) -> AppResult<Answer> {
        At::admin(&may, db).ping(id).await
    }
}

pub mod deliveries {
    //! What was told to an endpoint, and telling it again.
    use super::{
        Answer, AppResult, At, Can, Cx, ManagePlatformWebhooks, PlatformDb, Posted, Pressed, View,
        get, post,
    };
    use crate::webhooks::ids::TellingId;

    /// Show one delivery with its request and answer.
    #[get("/admin/webhook-deliveries/<id>")]
    pub async fn show(
        id: TellingId,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
        cx: Cx<'_>,
    ) -> AppResult<View> {
        At::admin(&may, db).delivery(id, &cx).await
    }

    /// Send it again, under the same id.
    #[post("/admin/webhook-deliveries/<id>/tries", data = "<_form>")]
    pub async fn retry(
        id: TellingId,
        _form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
    ) -> AppResult<Answer> {
        At::admin(&may, db).replay(id).await
    }
}
