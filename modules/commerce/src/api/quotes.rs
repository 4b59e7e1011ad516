//! What a wish costs, step by step, and reading a wish: orders use the same.

use std::collections::HashMap;
use std::sync::Arc;

use contracts::commerce::ProductKind;
use kernel::api::{JsonIn, JsonOut};
use kernel::app::App;
use kernel::db::{ReadTx, TenantDb};
use kernel::error::{AppError, AppResult, FieldErrors};
use kernel::module::Can;
use rocket::post;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::shapes::{CommerceMoney, rial};
use crate::cart::{Cart, CartLine, Filled, MOST_PIECES};
use crate::catalogue::{
    Cycle, Offer, Product, Shelf, field_name, kind, open_options, read_options,
};
use crate::permissions::Buy;

/// What somebody would like to have.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommerceWish {
    /// The product's slug.
    #[schema(max_length = 60, example = "support-monthly")]
    product: String,
    /// For how long, as the product has a price for.
    #[schema(max_length = 20, example = "month")]
    cycle: String,
    /// What is decided, by the options' names: texts, and whole numbers where the option is a number. What is left out
    /// has its default.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({ "brief": "دو سرور اوبونتو" }))]
    options: Map<String, Value>,
    /// How many pieces.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 20, default = 1)]
    quantity: u32,
}

fn one() -> u32 {
    1
}

impl CommerceWish {
    /// A wish of these.
    pub fn new(product: &str, cycle: &str, options: &Map<String, Value>, quantity: u32) -> Self {
        Self {
            product: product.to_owned(),
            cycle: cycle.to_owned(),
            options: options.clone(),
            quantity,
        }
    }
}

/// A wish that can be ordered as it is, and what it costs.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceQuote {
    /// The product's slug.
    product: String,
    /// For how long.
    cycle: &'static str,
    /// How many pieces.
    quantity: u32,
    /// What is decided, defaults filled in; what the shop has fixed is not among them.
    #[schema(value_type = Object)]
    options: Map<String, Value>,
    /// The tax's rate, in hundredths of a percent.
    #[schema(example = 1000)]
    vat_rate: i32,
    /// How the sum comes about.
    steps: Vec<CommerceQuoteStep>,
    /// All pieces without tax.
    net: CommerceMoney,
    /// Their tax.
    vat: CommerceMoney,
    /// What is paid now.
    total: CommerceMoney,
    /// Stands for exactly this: give it to an order, and the order is refused when it would cost something else.
    digest: String,
}

/// A part of the sum. Tax is rounded on each piece, half a rial up.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommerceQuoteStep {
    /// `period` or `setup` (once, at the beginning).
    #[schema(example = "period")]
    what: &'static str,
    /// A piece without tax.
    each: CommerceMoney,
    /// A piece's tax.
    each_vat: CommerceMoney,
    /// How many pieces.
    quantity: u32,
    /// All pieces with tax.
    total: CommerceMoney,
}

/// A wish as it was understood.
pub struct Understood {
    /// What would be bought, with its price.
    pub filled: Filled,
    /// What the buyer decides of it.
    decided: Map<String, Value>,
    slug: String,
}

/// Looks a wish up; each fault is named where it stands.
pub async fn understand(
    wish: &CommerceWish,
    app: &Arc<App>,
    tx: &mut ReadTx,
) -> AppResult<Understood> {
    let shelf = Shelf::read(tx).await?;
    let unknown = || AppError::invalid("product", "commerce.api.unknown_product");
    let offer = shelf.find(&wish.product).ok_or_else(unknown)?;
    let kind = kind(app, &offer.product.kind)
        .map_err(|_| AppError::invalid("product", "commerce.api.not_now"))?;
    let cycle = cycle(wish, offer)?;
    let options = options(&wish.options, &offer.product, kind.as_ref())?;
    if !(1..=MOST_PIECES).contains(&wish.quantity) {
        return Err(AppError::invalid("quantity", "commerce.api.pieces"));
    }
    let line = CartLine {
        slug: wish.product.clone(),
        cycle,
        quantity: wish.quantity,
        options,
    };
    let decided = decided(&line.options, &offer.product, kind.as_ref());
    let filled = Filled::of(&Cart { lines: vec![line] }, &shelf, app)?;
    if !filled.is_sound() {
        return Err(AppError::invalid("options", "commerce.api.not_now"));
    }
    Ok(Understood {
        filled,
        decided,
        slug: wish.product.clone(),
    })
}

fn cycle(wish: &CommerceWish, offer: &Offer) -> AppResult<Cycle> {
    let known = Cycle::parse(&wish.cycle).filter(|cycle| offer.price(*cycle).is_some());
    known.ok_or_else(|| {
        let words: Vec<&str> = offer.prices.iter().map(|one| one.cycle.as_str()).collect();
        let mut errors = FieldErrors::default();
        let said = vec![("cycles", words.join(", "))];
        errors.add_with("cycle", "commerce.api.unknown_cycle", said);
        errors.into()
    })
}

fn pointer(option: &str) -> String {
    format!("options/{}", option.replace('~', "~0").replace('/', "~1"))
}

/// The options as the product's kind takes them: what is fixed put in, what was left out by default.
fn options(
    given: &Map<String, Value>,
    product: &Product,
    kind: &dyn ProductKind,
) -> AppResult<Value> {
    let mut errors = FieldErrors::default();
    let mut typed: HashMap<String, String> = HashMap::new();
    let names: Vec<&str> = open_options(product, kind).map(|def| def.name).collect();
    for (name, value) in given {
        let text = match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => number.as_i64().map(|number| number.to_string()),
            _ => None,
        };
        match text {
            _ if !names.contains(&name.as_str()) => {
                errors.add(&pointer(name), "kernel.invalid.unknown");
            }
            Some(text) => {
                typed.insert(field_name(name), text);
            }
            None => errors.add(&pointer(name), "kernel.invalid.choice"),
        }
    }
    let typed = |field: &str| typed.get(field).map_or("", String::as_str);
    let options = read_options(product, kind, typed);
    for (option, error) in kind.check(&options).iter() {
        errors.add_with(&pointer(option), error.key, error.vars.clone());
    }
    if errors.is_empty() {
        Ok(options)
    } else {
        Err(errors.into())
    }
}

fn decided(options: &Value, product: &Product, kind: &dyn ProductKind) -> Map<String, Value> {
    let of = |name: &str| Some((name.to_owned(), options.get(name)?.clone()));
    open_options(product, kind)
        .filter_map(|def| of(def.name))
        .collect()
}

impl Understood {
    fn quote(self) -> Option<CommerceQuote> {
        let line = self.filled.lines.first()?;
        let (quoted, quote) = (&line.quoted, &self.filled.quote);
        let step = |what, each: i64, vat: i64| CommerceQuoteStep {
            what,
            each: rial(each),
            each_vat: rial(vat),
            quantity: quoted.quantity,
            total: rial(
                each.saturating_add(vat)
                    .saturating_mul(i64::from(quoted.quantity)),
            ),
        };
        let mut steps = vec![step("period", quoted.unit, quoted.unit_vat)];
        if quoted.setup > 0 {
            steps.push(step("setup", quoted.setup, quoted.setup_vat));
        }
        Some(CommerceQuote {
            product: self.slug,
            cycle: quoted.cycle.as_str(),
            quantity: quoted.quantity,
            options: self.decided,
            vat_rate: quote.tax.rate,
            steps,
            net: quote.net.into(),
            vat: quote.vat.into(),
            total: quote.total.into(),
            digest: quote.digest().to_owned(),
        })
    }
}

/// Ask what something costs
///
/// Nothing is ordered. The `digest` of the answer makes an order hold at this price.
#[utoipa::path(tag = "shop", request_body = CommerceWish,
    responses((status = 200, description = "What it costs", body = CommerceQuote)))]
#[post("/api/v1/quotes", data = "<wish>")]
pub async fn create(wish: JsonIn<CommerceWish>, _by: Can<Buy>, db: TenantDb) -> AppResult<JsonOut> {
    wish.once(&db, async |tx| {
        let app = Arc::clone(tx.app());
        let quote = understand(&wish, &app, tx).await?.quote();
        JsonOut::ok(&quote.ok_or_else(|| AppError::internal("a quote without a line"))?)
    })
    .await
}
