//! Handlers of both desks, and what they share: loading a page, making a secret, where to go afterwards.
//! Rocket names a route by its function, so each desk has its own.

pub mod account;
pub mod admin;

/// What changes and what it answers with.
pub(super) mod changed {
    use crate::db::Tx;
    use crate::error::AppResult;
    use crate::web::Receipt;
    use crate::webhooks::ids::EndpointId;
    use crate::webhooks::models::Owner;
    use crate::webhooks::models::endpoints::{self, Draft};

    /// A secret to show, or where the first sending of the same form led.
    pub enum Made {
        /// It was made now.
        Now(String, EndpointId),
        /// It was made before, and is not shown a second time.
        Before(String),
    }

    pub async fn create(
        owner: Owner,
        id: EndpointId,
        draft: &Draft,
        receipt: &Receipt,
        place: &str,
        tx: &mut Tx,
    ) -> AppResult<Made> {
        if let Some(earlier) = receipt.earlier(tx).await? {
            return Ok(Made::Before(earlier));
        }
        let secret = endpoints::create(owner, id, draft, tx).await?;
        receipt.keep(tx, place).await?;
        Ok(Made::Now(secret, id))
    }

    pub async fn roll(
        owner: Owner,
        id: EndpointId,
        receipt: &Receipt,
        place: &str,
        tx: &mut Tx,
    ) -> AppResult<Made> {
        endpoints::find(owner, id, tx).await?;
        if let Some(earlier) = receipt.earlier(tx).await? {
            return Ok(Made::Before(earlier));
        }
        let secret = endpoints::roll(owner, id, tx).await?;
        receipt.keep(tx, place).await?;
        Ok(Made::Now(secret, id))
    }
}

/// What is shown.
pub(super) mod shown {
    use super::changed::Made;
    use crate::db::ReadTx;
    use crate::error::AppResult;
    use crate::pages::paths;
    use crate::web::{Answer, Cx, PageQuery, redirect};
    use crate::webhooks::ids::EndpointId;
    use crate::webhooks::models::{Owner, deliveries, endpoints};
    use crate::webhooks::views::endpoints::Found;
    use crate::webhooks::{Desk, views};

    pub async fn load(
        owner: Owner,
        id: EndpointId,
        state: &str,
        page: &PageQuery,
        tx: &mut ReadTx,
    ) -> AppResult<Found> {
        let endpoint = endpoints::find(owner, id, tx).await?;
        let (told, count) = deliveries::list(id, state, page, tx).await?;
        Ok(Found {
            endpoint,
            told,
            count,
        })
    }

    pub fn secret(cx: &Cx<'_>, desk: Desk, made: Made) -> Answer {
        match made {
            Made::Now(secret, id) => views::secret::show(cx, desk, id, &secret).into(),
            Made::Before(place) => redirect(place).into(),
        }
    }

    pub fn back(desk: Desk, id: EndpointId, notice: &'static str) -> Answer {
        redirect(paths::below(desk.endpoints(), id))
            .notice(notice)
            .into()
    }
}
