//! What is offered, with the price that is paid and what one chooses.

use contracts::commerce::{OptionDef, OptionKind, ProductKind};
use kernel::api::JsonOut;
use kernel::db::PublicDb;
use kernel::error::AppResult;
use kernel::texts::Texts;
use kernel::web::Cx;
use rocket::get;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::{CommerceMoney, CommerceText, rial};
use crate::catalogue::{Category, Offer, Price, Product, Shelf, Tax, kind, open_options};
use crate::usage::Rate;

/// All that is offered.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceCatalogue {
    /// In the shop's order; what stands in none of them is offered to nobody.
    categories: Vec<CommerceCategory>,
    /// In the shop's order.
    products: Vec<CommerceProduct>,
    /// The tax of now, in hundredths of a percent; prices contain it.
    #[schema(example = 1000)]
    vat_rate: i32,
}

/// A shelf of the shop.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceCategory {
    /// Its name in addresses.
    #[schema(example = "people")]
    slug: String,
    /// Its name.
    name: CommerceText,
    /// What is found there.
    text: CommerceText,
}

/// Something that is sold.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceProduct {
    /// Its name in addresses, and in orders.
    #[schema(example = "support-monthly")]
    slug: String,
    /// The category's slug.
    #[schema(example = "people")]
    category: String,
    /// Its name.
    name: CommerceText,
    /// What it is, in a sentence.
    summary: CommerceText,
    /// What comes with it.
    features: Vec<CommerceText>,
    /// Whether the shop points at it.
    recommended: bool,
    /// For how long it can be bought, and for how much; the shortest first.
    prices: Vec<CommercePrice>,
    /// What is paid besides by what is used.
    rates: Vec<CommerceRate>,
    /// What a buyer decides: the names in `options` of an order.
    options: Vec<CommerceOption>,
}

/// A price of one piece.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommercePrice {
    /// How often it is paid: `once`, `hour`, `day`, `month`, `quarter`, `half_year`, `year`.
    #[schema(example = "month")]
    cycle: &'static str,
    /// For a period, without tax.
    net: CommerceMoney,
    /// Its tax.
    vat: CommerceMoney,
    /// What is paid for a period.
    total: CommerceMoney,
    /// What is paid once at the beginning besides, with tax.
    setup: CommerceMoney,
}

/// What a unit of usage costs; it is invoiced when the Jalali month is over.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceRate {
    /// What is counted, as its kind names it.
    #[schema(example = "traffic")]
    counter: String,
    /// What that is called.
    label: CommerceText,
    /// In what it is paid.
    unit: CommerceText,
    /// How many of what is counted are one such unit.
    #[schema(example = 1_073_741_824)]
    scale: i64,
    /// How much comes with each month, as it is counted.
    included: i64,
    /// What a unit costs beyond, without tax.
    net: CommerceMoney,
    /// The same with tax.
    total: CommerceMoney,
}

/// What a buyer decides.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceOption {
    /// Its name in `options`.
    #[schema(example = "brief")]
    name: &'static str,
    /// What it is called.
    label: CommerceText,
    /// `line` (must be filled), `text` (may be empty), `choice` or `number`.
    #[schema(example = "text")]
    kind: &'static str,
    /// What holds when nothing is said.
    default: String,
    /// Most characters of a `line` or `text`.
    max_length: Option<u16>,
    /// The least `number`.
    minimum: Option<i64>,
    /// The greatest `number`.
    maximum: Option<i64>,
    /// The words of a `choice`.
    choices: Vec<CommerceChoice>,
}

/// One of several.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceChoice {
    /// The word that is sent.
    word: String,
    /// What it is called.
    label: CommerceText,
}

/// Show what is offered
///
/// Needs no token. Products that only their address leads to are not listed; they can be quoted and ordered by slug.
#[utoipa::path(tag = "shop",
    responses((status = 200, description = "Categories, products, prices, options", body = CommerceCatalogue)))]
#[get("/api/v1/catalogue")]
pub async fn index(db: PublicDb, cx: Cx<'_>) -> AppResult<JsonOut> {
    let shelf = db.read(async |tx| Shelf::read(tx).await).await?;
    let listed = shelf.categories.iter().flat_map(|category| {
        let offers = shelf.of(category.id);
        offers.filter_map(|offer| product(offer, category, shelf.tax, &cx))
    });
    let products: Vec<CommerceProduct> = listed.collect();
    let has_some = |category: &&Category| products.iter().any(|p| p.category == category.slug);
    JsonOut::ok(&CommerceCatalogue {
        categories: shelf
            .categories
            .iter()
            .filter(has_some)
            .map(shown)
            .collect(),
        vat_rate: shelf.tax.rate,
        products,
    })
}

fn shown(category: &Category) -> CommerceCategory {
    CommerceCategory {
        slug: category.slug.clone(),
        name: CommerceText::of(&category.name_fa, &category.name_en),
        text: CommerceText::of(&category.text_fa, &category.text_en),
    }
}

/// A product whose kind is there.
fn product(offer: &Offer, category: &Category, tax: Tax, cx: &Cx<'_>) -> Option<CommerceProduct> {
    let product = &offer.product;
    let kind = kind(cx.app(), &product.kind).ok()?;
    let texts = cx.app().registry.texts();
    let options = open_options(product, kind.as_ref());
    Some(CommerceProduct {
        slug: product.slug.clone(),
        category: category.slug.clone(),
        name: CommerceText::of(&product.name_fa, &product.name_en),
        summary: CommerceText::of(&product.summary_fa, &product.summary_en),
        features: features(product),
        recommended: product.recommended,
        prices: offer
            .prices
            .iter()
            .filter_map(|price| priced(price, tax))
            .collect(),
        rates: offer
            .rates
            .iter()
            .filter_map(|rate| rated(rate, kind.as_ref(), tax, texts))
            .collect(),
        options: options.map(|def| option(&def, texts)).collect(),
    })
}

fn features(product: &Product) -> Vec<CommerceText> {
    let (fa, en) = (l10n::Locale::Fa, l10n::Locale::En);
    let pairs = product.features(fa).zip(product.features(en));
    pairs.map(|(fa, en)| CommerceText::of(fa, en)).collect()
}

fn priced(price: &Price, tax: Tax) -> Option<CommercePrice> {
    let (vat, setup_vat) = (tax.on(price.amount)?, tax.on(price.setup)?);
    Some(CommercePrice {
        cycle: price.cycle.as_str(),
        net: rial(price.amount),
        vat: rial(vat),
        total: rial(price.amount.checked_add(vat)?),
        setup: rial(price.setup.checked_add(setup_vat)?),
    })
}

fn rated(rate: &Rate, kind: &dyn ProductKind, tax: Tax, texts: &Texts) -> Option<CommerceRate> {
    let counters = kind.counters().into_iter();
    let def = counters.into_iter().find(|def| def.name == rate.counter)?;
    Some(CommerceRate {
        counter: rate.counter.clone(),
        label: CommerceText::named(def.label, texts),
        unit: CommerceText::named(def.unit, texts),
        scale: rate.scale,
        included: rate.included,
        net: rial(rate.amount),
        total: rial(rate.amount.checked_add(tax.on(rate.amount)?)?),
    })
}

fn option(def: &OptionDef, texts: &Texts) -> CommerceOption {
    let (kind, max_length, bounds) = match &def.kind {
        OptionKind::Line(most) => ("line", Some(*most), None),
        OptionKind::Text(most) => ("text", Some(*most), None),
        OptionKind::Choice(_) => ("choice", None, None),
        OptionKind::Number(least, most) => ("number", None, Some((*least, *most))),
    };
    let words = match &def.kind {
        OptionKind::Choice(all) => all.as_slice(),
        _ => &[],
    };
    CommerceOption {
        name: def.name,
        label: CommerceText::named(def.label, texts),
        kind,
        default: def.default(),
        max_length,
        minimum: bounds.map(|(least, _)| least),
        maximum: bounds.map(|(_, most)| most),
        choices: words
            .iter()
            .map(|one| CommerceChoice {
                word: one.word.clone(),
                label: CommerceText::named(one.label, texts),
            })
            .collect(),
    }
}
