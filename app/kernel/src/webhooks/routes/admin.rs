//! `/admin/webhooks`: the platform's own endpoints, which hear of every tenant's facts.
//! Each handler is a sentence; what both desks share stands in the models and views.

use rocket::{delete, get, post, put};

use super::{changed, shown};
use crate::db::PlatformDb;
use crate::error::AppResult;
use crate::module::Can;
use crate::pages::paths;
use crate::web::{Answer, Cx, ListOnly, PageQuery, Posted, Pressed, Raw, View, redirect};
use crate::webhooks::forms::{EndpointForm, checked};
use crate::webhooks::ids::EndpointId;
use crate::webhooks::models::endpoints;
use crate::webhooks::views::endpoints::Filter;
use crate::webhooks::{Desk, ManagePlatformWebhooks, desk, views};

const DESK: Desk = Desk::Admin;

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
    let owner = desk::platform(&may);
    let (rows, count) = db
        .read(async |tx| {
            Ok(endpoints::list(owner, filter.standing, filter.words, &page, tx).await?)
        })
        .await?;
    Ok(views::endpoints::index(
        &cx, DESK, list_only, filter, &rows, count,
    ))
}

/// The form of a new endpoint.
#[get("/admin/webhooks/new")]
pub fn new(_may: Can<ManagePlatformWebhooks>, cx: Cx<'_>) -> View {
    views::form::new(&cx, DESK, &Raw::default(), None)
}

/// Make an endpoint and show its secret, once.
#[post("/admin/webhooks", data = "<form>")]
pub async fn create(
    form: Posted<EndpointForm>,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let draft = match checked(&form, &cx.app().registry, &cx.app().outgoing).await {
        Ok(draft) => draft,
        Err(errors) => {
            let view = views::form::new(&cx, DESK, &form.raw, Some(&errors));
            return Ok(view.unprocessable().into());
        }
    };
    let (owner, id) = (desk::platform(&may), EndpointId::fresh());
    let place = paths::below(DESK.endpoints(), id);
    let made = db
        .write(async |tx| changed::create(owner, id, &draft, &form.receipt, &place, tx).await)
        .await?;
    Ok(shown::secret(&cx, DESK, made))
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
    let (owner, state) = (desk::platform(&may), state.unwrap_or_default());
    let page = PageQuery::new(after, before);
    let found = db
        .read(async |tx| shown::load(owner, id, state, &page, tx).await)
        .await?;
    Ok(views::endpoints::show(&cx, DESK, list_only, &found, state))
}

/// The form of an endpoint.
#[get("/admin/webhooks/<id>/edit")]
pub async fn edit(
    id: EndpointId,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<View> {
    let owner = desk::platform(&may);
    let endpoint = db
        .read(async |tx| endpoints::find(owner, id, tx).await)
        .await?;
    Ok(views::form::edit(&cx, DESK, &endpoint, None))
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
    let owner = desk::platform(&may);
    let endpoint = db
        .read(async |tx| endpoints::find(owner, id, tx).await)
        .await?;
    let draft = match checked(&form, &cx.app().registry, &cx.app().outgoing).await {
        Ok(draft) => draft,
        Err(errors) => {
            let view = views::form::edit(&cx, DESK, &endpoint, Some((&form.raw, &errors)));
            return Ok(view.unprocessable().into());
        }
    };
    db.write(async |tx| endpoints::update(owner, id, &draft, tx).await)
        .await?;
    Ok(shown::back(DESK, id, "kernel.webhooks.saved"))
}

/// Remove an endpoint.
#[delete("/admin/webhooks/<id>", data = "<_form>")]
pub async fn destroy(
    id: EndpointId,
    _form: Posted<Pressed>,
    may: Can<ManagePlatformWebhooks>,
    db: PlatformDb,
) -> AppResult<Answer> {
    let owner = desk::platform(&may);
    db.write(async |tx| endpoints::remove(owner, id, tx).await)
        .await?;
    Ok(redirect(DESK.endpoints())
        .notice("kernel.webhooks.removed")
        .into())
}

pub mod activation {
    //! Whether an endpoint hears of facts: a resource that is there or not.
    use super::{
        Answer, AppResult, Can, DESK, EndpointId, ManagePlatformWebhooks, PlatformDb, Posted,
        Pressed, delete, desk, endpoints, post, shown,
    };

    /// Switch an endpoint on.
    #[post("/admin/webhooks/<id>/activation", data = "<_form>")]
    pub async fn create(
        id: EndpointId,
        _form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
    ) -> AppResult<Answer> {
        let owner = desk::platform(&may);
        db.write(async |tx| endpoints::switch_on(owner, id, tx).await)
            .await?;
        Ok(shown::back(DESK, id, "kernel.webhooks.switched_on"))
    }

    /// Switch an endpoint off.
    #[delete("/admin/webhooks/<id>/activation", data = "<_form>")]
    pub async fn destroy(
        id: EndpointId,
        _form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
    ) -> AppResult<Answer> {
        let owner = desk::platform(&may);
        db.write(async |tx| endpoints::switch_off(owner, id, tx).await)
            .await?;
        Ok(shown::back(DESK, id, "kernel.webhooks.switched_off"))
    }
}

pub mod secret {
    //! The secret that signs; making one replaces the one before, which stays valid for a day.
    use super::{
        Answer, AppResult, Can, Cx, DESK, EndpointId, ManagePlatformWebhooks, PlatformDb, Posted,
        Pressed, changed, desk, paths, post, shown,
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
        let owner = desk::platform(&may);
        let place = paths::below(DESK.endpoints(), id);
        let made = db
            .write(async |tx| changed::roll(owner, id, &form.receipt, &place, tx).await)
            .await?;
        Ok(shown::secret(&cx, DESK, made))
    }
}

pub mod pings {
    //! Samples that the test button sends.
    use super::{
        Answer, AppResult, Can, DESK, EndpointId, ManagePlatformWebhooks, PlatformDb, Posted,
        Pressed, desk, paths, post, redirect,
    };
    use crate::webhooks::models::deliveries;

    /// Send a sample.
    #[post("/admin/webhooks/<id>/pings", data = "<_form>")]
    pub async fn create(
        id: EndpointId,
        _form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
    ) -> AppResult<Answer> {
        let owner = desk::platform(&may);
        let told = db
            .write(async |tx| deliveries::ping(owner, id, tx).await)
            .await?;
        Ok(redirect(paths::below(DESK.deliveries(), told))
            .notice("kernel.webhooks.pinged")
            .into())
    }
}

pub mod deliveries {
    //! What was told to an endpoint, and telling it again.
    use super::{
        Answer, AppResult, Can, Cx, DESK, ManagePlatformWebhooks, PlatformDb, Posted, Pressed,
        View, desk, get, paths, post, redirect, views,
    };
    use crate::webhooks::ids::TellingId;
    use crate::webhooks::models::deliveries as told;

    /// Show one delivery with its request and answer.
    #[get("/admin/webhook-deliveries/<id>")]
    pub async fn show(
        id: TellingId,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
        cx: Cx<'_>,
    ) -> AppResult<View> {
        let owner = desk::platform(&may);
        let delivery = db.read(async |tx| told::find(owner, id, tx).await).await?;
        Ok(views::deliveries::show(&cx, DESK, &delivery))
    }

    /// Send it again, under the same id.
    #[post("/admin/webhook-deliveries/<id>/tries", data = "<_form>")]
    pub async fn retry(
        id: TellingId,
        _form: Posted<Pressed>,
        may: Can<ManagePlatformWebhooks>,
        db: PlatformDb,
    ) -> AppResult<Answer> {
        let owner = desk::platform(&may);
        db.write(async |tx| told::replay(owner, id, tx).await)
            .await?;
        Ok(redirect(paths::below(DESK.deliveries(), id))
            .notice("kernel.webhooks.replayed")
            .into())
    }
}
