//! Forms of the editor. What a product fixes of its kind's options is read beside them, by the kind.

use std::str::FromStr;

use kernel::error::FieldErrors;
use kernel::web::{Cx, Form, Reader};
use serde_json::{Value, json};

use super::models::categories::CategoryFace;
use super::models::products::Face;
use crate::catalogue::Visibility;
use crate::ids::{CategoryId, PriceId, RateId};

/// Text key: somebody else has changed it meanwhile.
pub const STALE: &str = "commerce.editor.stale";
/// Text key: somebody else has set another price meanwhile.
pub const PRICE_STALE: &str = "commerce.editor.price_stale";
/// Text key: the slug is another's.
pub const TAKEN: &str = "commerce.editor.taken";

/// The last place on a shelf.
pub const LAST_PLACE: i32 = 9_999;
/// Lines of what comes with a product.
const MOST_FEATURES: usize = 20;
/// Characters of each.
const FEATURE: usize = 120;

/// Characters of a slug, as the table allows.
const SLUG: usize = 60;

/// A name in addresses: lower-case Latin letters, digits, hyphens.
fn slug(reader: &mut Reader<'_>) -> String {
    let slug = reader.line("slug", SLUG);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_slug = slug.starts_with(fits) && slug.chars().all(|c| fits(c) || c == '-');
    if !slug.is_empty() && !is_slug {
        reader.error("slug", "commerce.editor.invalid_slug");
    }
    slug
}

fn position(reader: &mut Reader<'_>) -> i32 {
    let place = |typed: &str| typed.parse().ok().filter(|n| (0..=LAST_PLACE).contains(n));
    let position = reader.parsed("position", "commerce.editor.invalid_position", place);
    position.unwrap_or_default()
}

fn category(reader: &mut Reader<'_>) -> Option<CategoryId> {
    reader.parsed("category", "kernel.invalid.choice", |typed| {
        typed.parse().ok()
    })
}

/// Several lines of at most so many characters that may be left empty.
fn optional_text(reader: &mut Reader<'_>, name: &str, most: usize) -> String {
    let text = reader.tidied(name);
    if text.chars().count() > most {
        reader.error(name, "kernel.invalid.too_long_plain");
    }
    text
}

/// What is said of a new product; the rest is edited once it stands.
pub struct NewProductForm {
    /// In addresses.
    pub slug: String,
    /// Where it stands.
    pub category: Option<CategoryId>,
    /// Name under which a module offers it.
    pub kind: String,
    /// Persian name.
    pub name_fa: String,
    /// English name.
    pub name_en: String,
}

impl Form for NewProductForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            slug: slug(reader),
            category: category(reader),
            kind: reader.line("kind", 80),
            name_fa: reader.line("name_fa", 80),
            name_en: reader.line("name_en", 80),
        }
    }
}

/// A product as it is edited; `fixed` of its face is read by its kind.
pub struct ProductForm {
    /// Which version was edited.
    pub version: i32,
    /// The new state; nothing when something is wrong.
    pub face: Option<Face>,
}

impl Form for ProductForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        let [name_fa, name_en] = ["name_fa", "name_en"].map(|name| reader.line(name, 80));
        let [summary_fa, summary_en] = ["summary_fa", "summary_en"]
            .map(|name| reader.optional_line(name, 200).unwrap_or_default());
        let [text_fa, text_en] =
            ["text_fa", "text_en"].map(|name| optional_text(reader, name, 10_000));
        let features = features(reader);
        let visibility = reader.parsed("visibility", "kernel.invalid.choice", Visibility::parse);
        let (category, position) = (category(reader), position(reader));
        let face = category
            .zip(visibility)
            .map(|(category_id, visibility)| Face {
                category_id,
                name_fa,
                name_en,
                summary_fa,
                summary_en,
                text_fa,
                text_en,
                features,
                fixed: json!({}),
                visibility,
                recommended: reader.ticked("recommended"),
                position,
            });
        Self {
            version: reader.typed("version").parse().unwrap_or_default(),
            face,
        }
    }
}

/// What comes with a product: a line each, the same number in both languages.
fn features(reader: &mut Reader<'_>) -> Value {
    let [fa, en] = ["features_fa", "features_en"].map(|name| {
        let text = reader.tidied(name);
        let lines: Vec<String> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        if lines.len() > MOST_FEATURES || lines.iter().any(|l| l.chars().count() > FEATURE) {
            reader.error(name, "commerce.editor.invalid_features");
        }
        lines
    });
    if fa.len() != en.len() {
        reader.error("features_en", "commerce.editor.unpaired_features");
    }
    fa.iter()
        .zip(&en)
        .map(|(fa, en)| json!({ "fa": fa, "en": en }))
        .collect()
}

/// A price as it is set, as the reader writes money.
pub struct PriceForm {
    /// For a period, without tax.
    pub amount: String,
    /// At the beginning, without tax; empty is nothing.
    pub setup: String,
    /// The price that was seen.
    pub seen: Option<PriceId>,
}

impl Form for PriceForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            amount: reader.line("amount", 24),
            setup: reader.optional_line("setup", 24).unwrap_or_default(),
            seen: reader.typed("seen").parse().ok(),
        }
    }
}

/// The dearest that the tables hold, in rial.
const DEAREST: i64 = 1_000_000_000_000;

/// What was typed into a field as money, in rial; nothing, with the fault at the field, when it is no price.
pub fn rial(cx: &Cx<'_>, errors: &mut FieldErrors, field: &str, typed: &str) -> i64 {
    match cx.fmt().parse_money(typed, cx.fmt().money_unit) {
        Ok(sum) if (0..=DEAREST).contains(&sum.minor) => return sum.minor,
        Ok(_) => errors.add(field, "commerce.editor.invalid_price"),
        Err(error) => errors.add(field, error.key()),
    }
    0
}

/// What a unit of usage costs, as it is set; amounts as the reader writes them.
pub struct RateForm {
    /// How many units come with each month; empty is none.
    pub included: String,
    /// What a unit costs beyond, without tax.
    pub amount: String,
    /// The rate that was seen.
    pub seen: Option<RateId>,
}

impl Form for RateForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            included: reader.optional_line("included", 24).unwrap_or_default(),
            amount: reader.line("amount", 24),
            seen: reader.typed("seen").parse().ok(),
        }
    }
}

/// Which price or rate is ended.
pub struct EndForm<T> {
    /// The one that was seen.
    pub seen: Option<T>,
}

impl<T: FromStr + Send> Form for EndForm<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            seen: reader.typed("seen").parse().ok(),
        }
    }
}

/// A category; its slug is read when it is new.
pub struct CategoryForm {
    /// Which version was edited.
    pub version: i32,
    /// The new state.
    pub face: CategoryFace,
}

impl Form for CategoryForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        let face = CategoryFace {
            name_fa: reader.line("name_fa", 60),
            name_en: reader.line("name_en", 60),
            text_fa: reader.optional_line("text_fa", 300).unwrap_or_default(),
            text_en: reader.optional_line("text_en", 300).unwrap_or_default(),
            position: position(reader),
        };
        Self {
            version: reader.typed("version").parse().unwrap_or_default(),
            face,
        }
    }
}

/// A new category.
pub struct NewCategoryForm {
    /// In addresses.
    pub slug: String,
    /// The rest.
    pub face: CategoryFace,
}

impl Form for NewCategoryForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            slug: slug(reader),
            face: CategoryForm::read(reader).face,
        }
    }
}

/// A rate of tax that will hold, as the reader writes percent and days.
pub struct TaxForm {
    /// How much.
    pub rate: String,
    /// From which day on.
    pub from: String,
}

impl Form for TaxForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            rate: reader.line("rate", 12),
            from: reader.line("from", 24),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::web::Raw;

    fn faults<F: Form>(fields: &[(&str, &str)]) -> Vec<(String, &'static str)> {
        let raw = Raw::prefilled(fields);
        let mut reader = Reader::new(&raw);
        F::read(&mut reader);
        let errors = reader.into_errors();
        let all = errors.iter().map(|(at, error)| (at.to_owned(), error.key));
        all.collect()
    }

    fn product(more: &[(&'static str, &'static str)]) -> Vec<(String, &'static str)> {
        let id = "0197f0a0-0000-7000-8000-000000000000";
        let mut fields = vec![
            ("name_fa", "چیز"),
            ("name_en", "Thing"),
            ("category", id),
            ("visibility", "draft"),
            ("position", "۳"),
        ];
        fields.extend(more);
        faults::<ProductForm>(&fields)
    }

    #[test]
    fn features_stand_in_pairs() {
        assert_eq!(
            product(&[("features_fa", "الف\nب"), ("features_en", "a\n\nb")]),
            []
        );
        let unpaired = product(&[("features_fa", "الف"), ("features_en", "")]);
        assert_eq!(
            unpaired,
            [(
                "features_en".to_owned(),
                "commerce.editor.unpaired_features"
            )]
        );
    }

    #[test]
    fn a_slug_is_plain() {
        let slug = |slug| {
            let fields = [
                ("slug", slug),
                ("name_fa", "x"),
                ("name_en", "x"),
                ("position", "1"),
            ];
            faults::<NewCategoryForm>(&fields)
        };
        assert_eq!(slug("vps-2"), []);
        for odd in ["-a", "A", "a b", "سرور", "a_b"] {
            assert_eq!(
                slug(odd),
                [("slug".to_owned(), "commerce.editor.invalid_slug")],
                "{odd}"
            );
        }
    }
}
