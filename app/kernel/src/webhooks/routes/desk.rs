//! What is done at either desk. The file of a desk says for each route who may and through which scope; here it is done,
//! with the endpoints of that desk's owner alone.

use crate::db::{PlatformDb, Scope, TenantDb, Tx};
use crate::error::AppResult;
use crate::module::Can;
use crate::pages::paths;
use crate::web::{Answer, Cx, ListOnly, Made, PageQuery, Posted, Receipt, View, redirect};
use crate::webhooks::forms::{EndpointForm, checked};
use crate::webhooks::ids::{EndpointId, TellingId};
use crate::webhooks::models::{Owner, deliveries, endpoints, upkeep};
use crate::webhooks::views::endpoints::{Filter, Found};
use crate::webhooks::{Desk, ManagePlatformWebhooks, views};

/// A desk, whose endpoints are looked after there, and the scope that sees them.
pub struct At {
    desk: Desk,
    owner: Owner,
    db: Scope,
}

impl At {
    /// The desk of the tenant that one works in.
    pub fn account(db: TenantDb) -> AppResult<Self> {
        Ok(Self {
            desk: Desk::Account,
            owner: Owner::Tenant(db.tenant()?),
            db: db.into(),
        })
    }

    /// The platform's, for who may look after its endpoints.
    pub fn admin(_may: &Can<ManagePlatformWebhooks>, db: PlatformDb) -> Self {
        Self {
            desk: Desk::Admin,
            owner: Owner::Platform,
            db: db.into(),
        }
    }

    pub async fn index(
        &self,
        filter: Filter<'_>,
        page: &PageQuery,
        list_only: ListOnly,
        cx: &Cx<'_>,
    ) -> AppResult<View> {
        let Filter { standing, words } = filter;
        let (rows, count) = self
            .db
            .read(async |tx| Ok(endpoints::list(self.owner, standing, words, page, tx).await?))
            .await?;
        Ok(views::endpoints::index(
            cx, self.desk, list_only, filter, &rows, count,
        ))
    }

    pub async fn show(
        &self,
        id: EndpointId,
        state: &str,
        page: &PageQuery,
        list_only: ListOnly,
        cx: &Cx<'_>,
    ) -> AppResult<View> {
        let found = self.db.read(async |tx| {
            let endpoint = endpoints::find(self.owner, id, tx).await?;
            let (told, count) = deliveries::list(id, state, page, tx).await?;
            Ok(Found {
                endpoint,
                told,
                count,
            })
        });
        let found = found.await?;
        cx.has_read_here().await;
        Ok(views::endpoints::show(
            cx, self.desk, list_only, &found, state,
        ))
    }

    pub async fn create(&self, form: &Posted<EndpointForm>, cx: &Cx<'_>) -> AppResult<Answer> {
        let made = async {
            let draft = checked(form, cx.app()).await?;
            let id = EndpointId::fresh();
            let made = self.db.write(async |tx| {
                let work = async |tx: &mut Tx| upkeep::create(self.owner, id, &draft, tx).await;
                form.receipt.make(tx, &self.place(id), work).await
            });
            Ok(self.shown(id, made.await?, cx))
        };
        form.answer(made, async |errors| {
            Ok(views::form::new(cx, self.desk, &form.raw, Some(&errors)))
        })
        .await
    }

    pub async fn edit(&self, id: EndpointId, cx: &Cx<'_>) -> AppResult<View> {
        let endpoint = self
            .db
            .read(async |tx| endpoints::find(self.owner, id, tx).await)
            .await?;
        Ok(views::form::edit(cx, self.desk, &endpoint, None))
    }

    pub async fn update(
        &self,
        id: EndpointId,
        form: &Posted<EndpointForm>,
        cx: &Cx<'_>,
    ) -> AppResult<Answer> {
        let endpoint = self
            .db
            .read(async |tx| endpoints::find(self.owner, id, tx).await)
            .await?;
        let saved = async {
            let draft = checked(form, cx.app()).await?;
            self.db
                .write(async |tx| upkeep::update(self.owner, id, &draft, tx).await)
                .await?;
            Ok(self.back(id, "kernel.webhooks.saved"))
        };
        form.answer(saved, async |errors| {
            let typed = Some((&form.raw, &errors));
            Ok(views::form::edit(cx, self.desk, &endpoint, typed))
        })
        .await
    }

    pub async fn destroy(&self, id: EndpointId) -> AppResult<Answer> {
        self.db
            .write(async |tx| upkeep::remove(self.owner, id, tx).await)
            .await?;
        Ok(redirect(self.desk.endpoints())
            .notice("kernel.webhooks.removed")
            .into())
    }

    pub async fn switch_on(&self, id: EndpointId) -> AppResult<Answer> {
        self.db
            .write(async |tx| upkeep::switch_on(self.owner, id, tx).await)
            .await?;
        Ok(self.back(id, "kernel.webhooks.switched_on"))
    }

    pub async fn switch_off(&self, id: EndpointId) -> AppResult<Answer> {
        self.db
            .write(async |tx| upkeep::switch_off(self.owner, id, tx).await)
            .await?;
        Ok(self.back(id, "kernel.webhooks.switched_off"))
    }

    pub async fn roll(&self, id: EndpointId, receipt: &Receipt, cx: &Cx<'_>) -> AppResult<Answer> {
        let made = self.db.write(async |tx| {
            let work = async |tx: &mut Tx| upkeep::roll(self.owner, id, tx).await;
            receipt.make(tx, &self.place(id), work).await
        });
        Ok(self.shown(id, made.await?, cx))
    }

    pub async fn ping(&self, id: EndpointId) -> AppResult<Answer> {
        let told = self
            .db
            .write(async |tx| deliveries::ping(self.owner, id, tx).await)
            .await?;
        Ok(redirect(paths::below(self.desk.deliveries(), told))
            .notice("kernel.webhooks.pinged")
            .into())
    }

    pub async fn delivery(&self, id: TellingId, cx: &Cx<'_>) -> AppResult<View> {
        let delivery = self
            .db
            .read(async |tx| deliveries::find(self.owner, id, tx).await)
            .await?;
        Ok(views::deliveries::show(cx, self.desk, &delivery))
    }

    pub async fn replay(&self, id: TellingId) -> AppResult<Answer> {
        self.db
            .write(async |tx| deliveries::replay(self.owner, id, tx).await)
            .await?;
        Ok(redirect(paths::below(self.desk.deliveries(), id))
            .notice("kernel.webhooks.replayed")
            .into())
    }

    fn shown(&self, id: EndpointId, made: Made<String>, cx: &Cx<'_>) -> Answer {
        match made {
            Made::Now(secret) => views::secret::show(cx, self.desk, id, &secret).into(),
            Made::Before(place) => redirect(place).into(),
        }
    }

    fn place(&self, id: EndpointId) -> String {
        paths::below(self.desk.endpoints(), id)
    }

    fn back(&self, id: EndpointId, notice: &'static str) -> Answer {
        redirect(self.place(id)).notice(notice).into()
    }
}
