//! Services that people do: support, consulting, development. The buyer says what it is about; the staff are told, and say
//! when it stands.

use contracts::commerce::{Done, OptionDef, OptionKind, ProductKind, Provided, Purchase};
use kernel::AppResult;
use kernel::db::Tx;
use kernel::{pages, people};
use serde_json::Value;
use uuid::Uuid;

use crate::ids::SubscriptionId;
use crate::paths;
use crate::permissions::SEE_SALES;

/// Name under which it is offered.
pub const NAME: &str = "commerce.by_people";

/// Characters of a brief: so many fit into the cart with other things.
const BRIEF: u16 = 600;

/// The kind.
pub struct ByPeople;

#[rocket::async_trait]
impl ProductKind for ByPeople {
    fn label(&self) -> &'static str {
        "commerce.by_people.label"
    }

    fn options(&self) -> Vec<OptionDef> {
        vec![OptionDef {
            name: "brief",
            label: "commerce.by_people.brief",
            hint: Some("commerce.by_people.brief_hint"),
            kind: OptionKind::Text(BRIEF),
        }]
    }

    async fn provide(&self, purchase: &Purchase, tx: &mut Tx) -> AppResult<Provided> {
        tell("commerce.told.to_do", purchase.key, tx).await?;
        Ok(Provided::Working)
    }

    async fn suspend(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }

    async fn resume(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }

    fn changing(&self) -> Option<&'static str> {
        Some("commerce.by_people.changing")
    }

    async fn change(&self, thing: Uuid, _: &Value, tx: &mut Tx) -> AppResult<Done> {
        tell("commerce.told.other_to_do", thing, tx).await?;
        Ok(Done::Now)
    }

    async fn terminate(&self, _: Uuid, _: &mut Tx) -> AppResult<Done> {
        Ok(Done::Now)
    }
}

/// Tells those who do it; the thing is the service itself.
async fn tell(bell: &str, service: Uuid, tx: &mut Tx) -> AppResult<()> {
    let href = paths::desk_service(SubscriptionId(service));
    for one in people::holders(SEE_SALES, tx).await? {
        pages::notify(tx, one.user_id, bell, &[], &href).await?;
    }
    Ok(())
}
