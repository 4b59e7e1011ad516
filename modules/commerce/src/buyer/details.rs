//! The details, as the account says them, and the side of a paper that they make.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use documents::{Identity, Party};
use kernel::audit::{self, Audit};
use kernel::db::{ReadTx, Tx};
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::people::{self, customers};
use serde_json::json;

use crate::schema::commerce_buyers;

kernel::words! {
    /// What the buyer is for the tax office.
    pub enum BuyerKind {
        /// Somebody.
        Person = "person",
        /// A company or another legal entity.
        Company = "company",
    }
}

/// What an account says of itself as a buyer. What is not told is left out of papers.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = commerce_buyers)]
#[diesel(treat_none_as_null = true)]
pub struct Buyer {
    /// Which of the two.
    pub kind: BuyerKind,
    /// Full or registered name.
    pub name: String,
    /// National code of a person, national id of a company.
    pub national_id: Option<String>,
    /// A company's number at the registry.
    pub registration_number: Option<String>,
    /// Number with the tax office.
    pub economic_number: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// Its postal code.
    pub postcode: Option<String>,
    /// How it is called.
    pub phone: Option<String>,
}

impl Buyer {
    /// What an account has said; nothing when it has not.
    pub async fn of(tenant: TenantId, tx: &mut ReadTx) -> QueryResult<Option<Self>> {
        let found = commerce_buyers::table.find(tenant);
        let found = found.select(Self::as_select());
        found.get_result(tx).await.optional()
    }

    /// Says it anew, in the account's scope. Papers that were issued stay as they are.
    pub async fn set(&self, tx: &mut Tx) -> AppResult<()> {
        let (tenant, at) = (tx.who().in_tenant()?, tx.now());
        if Self::of(tenant, tx).await?.as_ref() == Some(self) {
            return Ok(());
        }
        let of = commerce_buyers::tenant_id.eq(tenant);
        let changed = commerce_buyers::changed_at.eq(at);
        diesel::insert_into(commerce_buyers::table)
            .values((of, changed, self))
            .on_conflict(commerce_buyers::tenant_id)
            .do_update()
            .set((changed, self))
            .execute(tx)
            .await?;
        // Names and numbers of people stay out of the trail, which nobody can clear.
        let event = Audit::new("commerce.buyer.change", people::TENANT, tenant.0);
        audit::record(tx, event.after(json!({ "kind": self.kind.as_str() }))).await
    }

    fn party(self) -> Party {
        let told = Option::unwrap_or_default;
        let identity = match (self.kind, self.national_id) {
            (BuyerKind::Person, Some(code)) => Identity::Natural(code),
            (BuyerKind::Company, Some(national_id)) => Identity::Legal {
                national_id,
                registration_number: told(self.registration_number),
            },
            (_, None) => Identity::Untold,
        };
        Party {
            name: self.name,
            identity,
            economic_number: told(self.economic_number),
            address: told(self.address),
            postcode: told(self.postcode),
            phone: told(self.phone),
        }
    }
}

/// The buyer's side of a paper: what the account has said, or the account's name alone.
pub async fn party(tenant: TenantId, tx: &mut ReadTx) -> AppResult<Party> {
    if let Some(buyer) = Buyer::of(tenant, tx).await? {
        return Ok(buyer.party());
    }
    Ok(Party {
        name: customers::find(tenant, tx).await?.name,
        ..Party::default()
    })
}
