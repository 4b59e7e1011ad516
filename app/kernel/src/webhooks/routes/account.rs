//! `/account/webhooks`: the endpoints of the tenant that one works in.
//! Each route says who may and through which scope; what is done stands in `desk.rs`.

use rocket::{delete, get, post, put};

use super::desk::At;
use crate::db::TenantDb;
use crate::error::AppResult;
use crate::module::Can;
use crate::web::{Answer, Cx, ListOnly, PageQuery, Posted, Pressed, Raw, View};
use crate::webhooks::forms::EndpointForm;
use crate::webhooks::ids::EndpointId;
use crate::webhooks::views::endpoints::Filter;
use crate::webhooks::{Desk, ManageWebhooks, views};

/// List the endpoints.
#[get("/account/webhooks?<state>&<q>&<after>&<before>")]
pub async fn index(
    state: Option<&str>,
    q: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _may: Can<ManageWebhooks>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (filter, page) = (Filter::new(state, q), PageQuery::new(after, before));
    At::account(db)?.index(filter, &page, list_only, &cx).await
}

/// The form of a new endpoint.
#[get("/account/webhooks/new")]
pub fn new(_may: Can<ManageWebhooks>, cx: Cx<'_>) -> View {
    views::form::new(&cx, Desk::Account, &Raw::default(), None)
}

/// Make an endpoint and show its secret, once.
#[post("/account/webhooks", data = "<form>")]
pub async fn create(
    form: Posted<EndpointForm>,
    _may: Can<ManageWebhooks>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    At::account(db)?.create(&form, &cx).await
}

/// Show an endpoint with its newest deliveries.
#[get("/account/webhooks/<id>?<state>&<after>&<before>")]
pub async fn show(
    id: EndpointId,
    state: Option<&str>,
    after: Option<&str>,
    before: Option<&str>,
    list_only: ListOnly,
    _may: Can<ManageWebhooks>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let (state, page) = (state.unwrap_or_default(), PageQuery::new(after, before));
    At::account(db)?
        .show(id, state, &page, list_only, &cx)
        .await
}

/// The form of an endpoint.
#[get("/account/webhooks/<id>/edit")]
pub async fn edit(
    id: EndpointId,
    _may: Can<ManageWebhooks>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    At::account(db)?.edit(id, &cx).await
}

/// Change an endpoint.
#[put("/account/webhooks/<id>", data = "<form>")]
pub async fn update(
    id: EndpointId,
    form: Posted<EndpointForm>,
    _may: Can<ManageWebhooks>,
    db: TenantDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    At::account(db)?.update(id, &form, &cx).await
}

/// Remove an endpoint.
#[delete("/account/webhooks/<id>", data = "<_form>")]
pub async fn destroy(
    id: EndpointId,
    _form: Posted<Pressed>,
    _may: Can<ManageWebhooks>,
    db: TenantDb,
) -> AppResult<Answer> {
    At::account(db)?.destroy(id).await
}

pub mod activation {
    //! Whether an endpoint hears of facts: a resource that is there or not.
    use super::{
        Answer, AppResult, At, Can, EndpointId, ManageWebhooks, Posted, Pressed, TenantDb, delete,
        post,
    };

    /// Switch an endpoint on.
    #[post("/account/webhooks/<id>/activation", data = "<_form>")]
    pub async fn create(
        id: EndpointId,
        _form: Posted<Pressed>,
        _may: Can<ManageWebhooks>,
        db: TenantDb,
    ) -> AppResult<Answer> {
        At::account(db)?.switch_on(id).await
    }

    /// Switch an endpoint off.
    #[delete("/account/webhooks/<id>/activation", data = "<_form>")]
    pub async fn destroy(
        id: EndpointId,
        _form: Posted<Pressed>,
        _may: Can<ManageWebhooks>,
        db: TenantDb,
    ) -> AppResult<Answer> {
        At::account(db)?.switch_off(id).await
    }
}

pub mod secret {
    //! The secret that signs; making one replaces the one before, which stays valid for a day.
    use super::{
        Answer, AppResult, At, Can, Cx, EndpointId, ManageWebhooks, Posted, Pressed, TenantDb, post,
    };

    /// Make a new secret and show it, once.
    #[post("/account/webhooks/<id>/secret", data = "<form>")]
    pub async fn create(
        id: EndpointId,
        form: Posted<Pressed>,
        _may: Can<ManageWebhooks>,
        db: TenantDb,
        cx: Cx<'_>,
    ) -> AppResult<Answer> {
        At::account(db)?.roll(id, &form.receipt, &cx).await
    }
}

pub mod pings {
    //! Samples that the test button sends.
    use super::{
        Answer, AppResult, At, Can, EndpointId, ManageWebhooks, Posted, Pressed, TenantDb, post,
    };

    /// Send a sample.
    #[post("/account/webhooks/<id>/pings", data = "<_form>")]
    pub async fn create(
        id: EndpointId,
        _form: Posted<Pressed>,
        _may: Can<ManageWebhooks>,
        db: TenantDb,
    ) -> AppResult<Answer> {
        At::account(db)?.ping(id).await
    }
}

pub mod deliveries {
    //! What was told to an endpoint, and telling it again.
    use super::{
        Answer, AppResult, At, Can, Cx, ManageWebhooks, Posted, Pressed, TenantDb, View, get, post,
    };
    use crate::webhooks::ids::TellingId;

    /// Show one delivery with its request and answer.
    #[get("/account/webhook-deliveries/<id>")]
    pub async fn show(
        id: TellingId,
        _may: Can<ManageWebhooks>,
        db: TenantDb,
        cx: Cx<'_>,
    ) -> AppResult<View> {
        At::account(db)?.delivery(id, &cx).await
    }

    /// Send it again, under the same id.
    #[post("/account/webhook-deliveries/<id>/tries", data = "<_form>")]
    pub async fn retry(
        id: TellingId,
        _form: Posted<Pressed>,
        _may: Can<ManageWebhooks>,
        db: TenantDb,
    ) -> AppResult<Answer> {
        At::account(db)?.replay(id).await
    }
}
