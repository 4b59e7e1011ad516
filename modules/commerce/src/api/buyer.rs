//! In whose name the account's papers are.

use kernel::api::{JsonIn, JsonOut, checked};
use kernel::db::TenantDb;
use kernel::error::{AppError, AppResult};
use kernel::module::Can;
use rocket::{get, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::buyer::{Buyer, BuyerForm, BuyerKind};
use crate::permissions::{Buy, SeeMoney};

/// A buyer, as read and written. What is null is not told, and left out of papers.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommerceBuyer {
    /// `person` or `company` (any legal entity).
    #[schema(max_length = 20, example = "company")]
    kind: String,
    /// Full or registered name.
    #[schema(max_length = 120, example = "شرکت نمونه")]
    name: String,
    /// National code of a person.
    #[schema(max_length = 20)]
    national_code: Option<String>,
    /// National id of a company.
    #[schema(max_length = 20, example = "10380284790")]
    legal_id: Option<String>,
    /// A company's number at the registry.
    #[schema(max_length = 20)]
    registration_number: Option<String>,
    /// Number with the tax office.
    #[schema(max_length = 20)]
    economic_number: Option<String>,
    /// Where it is.
    #[schema(max_length = 300)]
    address: Option<String>,
    /// Its postal code.
    #[schema(max_length = 20)]
    postcode: Option<String>,
    /// How it is called.
    #[schema(max_length = 20)]
    phone: Option<String>,
}

impl From<Buyer> for CommerceBuyer {
    fn from(buyer: Buyer) -> Self {
        let (national_code, legal_id) = match buyer.kind {
            BuyerKind::Person => (buyer.national_id, None),
            BuyerKind::Company => (None, buyer.national_id),
        };
        Self {
            kind: buyer.kind.as_str().to_owned(),
            name: buyer.name,
            national_code,
            legal_id,
            registration_number: buyer.registration_number,
            economic_number: buyer.economic_number,
            address: buyer.address,
            postcode: buyer.postcode,
            phone: buyer.phone,
        }
    }
}

impl CommerceBuyer {
    /// By the rules of the page's form; numbers of the other kind are a mistake, and not passed over.
    fn read(&self) -> AppResult<Buyer> {
        let told = |value: &Option<String>| value.clone().unwrap_or_default();
        let fields = [
            ("kind", self.kind.clone()),
            ("name", self.name.clone()),
            ("national_code", told(&self.national_code)),
            ("legal_id", told(&self.legal_id)),
            ("registration_number", told(&self.registration_number)),
            ("economic_number", told(&self.economic_number)),
            ("address", told(&self.address)),
            ("postcode", told(&self.postcode)),
            ("phone", told(&self.phone)),
        ];
        let values: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let BuyerForm(buyer) = checked(&values)?;
        let foreign: &[&str] = match buyer.kind {
            BuyerKind::Person => &["legal_id", "registration_number"],
            BuyerKind::Company => &["national_code"],
        };
        let wrong = values
            .iter()
            .find(|(name, value)| foreign.contains(name) && !value.is_empty());
        match wrong {
            Some((name, _)) => Err(AppError::invalid(name, "commerce.api.of_the_other_kind")),
            None => Ok(buyer),
        }
    }
}

/// Show in whose name papers are
///
/// 404 while the account has said nothing: papers have its name alone.
#[utoipa::path(tag = "shop",
    responses((status = 200, description = "The buyer", body = CommerceBuyer)))]
#[get("/api/v1/buyer")]
pub async fn show(_by: Can<SeeMoney>, db: TenantDb) -> AppResult<JsonOut> {
    let tenant = db.tenant()?;
    let buyer = db.read(async |tx| Ok(Buyer::of(tenant, tx).await?)).await?;
    let buyer = buyer.map(CommerceBuyer::from);
    JsonOut::ok(&buyer.ok_or(AppError::NotFound("commerce.buyer.title"))?)
}

/// Say in whose name papers are
///
/// All of it is replaced. Papers that were issued stay as they are.
#[utoipa::path(tag = "shop", request_body = CommerceBuyer,
    responses((status = 200, description = "The buyer", body = CommerceBuyer)))]
#[put("/api/v1/buyer", data = "<buyer>")]
pub async fn update(
    buyer: JsonIn<CommerceBuyer>,
    _by: Can<Buy>,
    db: TenantDb,
) -> AppResult<JsonOut> {
    let said = buyer.read()?;
    buyer
        .once(&db, async |tx| {
            said.set(tx).await?;
            JsonOut::ok(&CommerceBuyer::from(said.clone()))
        })
        .await
}
