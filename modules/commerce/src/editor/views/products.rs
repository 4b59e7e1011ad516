//! The list of products, the form that makes one, and the preview.

use contracts::commerce::ProductKind;
use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, ListOnly, Listing, Page, Raw, View};
use maud::{Markup, html};
use ui::{Column, Row, Select, Tone};

use super::super::models::categories::KeptCategory;
use super::super::models::products::Kept;
use super::super::models::search::Found;
use super::super::paths;
use super::super::routes::{ARCHIVED, Narrowed};
use super::{pair, tabs};
use crate::catalogue::{self, Cycle, Offer, Price, Tax, Visibility, kind, taxed};

/// What the list shows.
pub struct Listed {
    /// A page of products.
    pub page: Page<Found>,
    /// How many there are.
    pub count: i64,
    /// For the filter.
    pub categories: Vec<KeptCategory>,
    /// The tax of now.
    pub tax: Tax,
}

/// The list.
pub fn index(cx: &Cx<'_>, only: ListOnly, narrowed: &Narrowed<'_>, shown: &Listed) -> View {
    let title = cx.t("commerce.editor.products");
    let filters = narrowed.pairs();
    let listing = Listing::new(cx, paths::PRODUCTS, &filters);
    let new = ui::button(cx.t("commerce.editor.new_product"))
        .primary()
        .icon("plus")
        .href(paths::NEW_PRODUCT);
    let head = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.editor.products_lead")), new))
        (tabs(cx, paths::PRODUCTS))
        (listing.filters("q", "commerce.editor.search")
            .select(categories(cx, narrowed, &shown.categories))
            .select(visibilities(cx, narrowed)).select(kinds(cx, narrowed)))
    };
    let empty = listing.empty(
        "package",
        "commerce.editor.none_title",
        "commerce.editor.none_text",
    );
    let table = ui::table(&title)
        .column(Column::new(cx.t("commerce.editor.product")))
        .column(Column::new(cx.t("commerce.category")).wide_only())
        .column(Column::new(cx.t("commerce.editor.price")).number())
        .column(
            Column::new(cx.t("commerce.editor.services"))
                .number()
                .wide_only(),
        )
        .column(Column::new(cx.t("commerce.editor.visibility_label")))
        .rows(
            shown
                .page
                .rows
                .iter()
                .map(|found| row(cx, found, shown.tax)),
        )
        .empty(empty);
    let foot = html! {
        (listing.pager(&shown.page, Some(shown.count)))
        (listing.exports(paths::PRODUCTS_EXPORT))
    };
    listing.view(title, only, head, &table, foot)
}

fn row(cx: &Cx<'_>, found: &Found, tax: Tax) -> Row {
    let kept = &found.kept;
    let category = found.category.as_ref();
    Row::new()
        .id(ui::dom_id("product", kept.id, "row"))
        .href(paths::product(kept.id))
        .cell(html! { strong { (ui::name(kept.name(cx.locale()))) } " " span.quiet { (ui::bdi(&kept.slug)) } })
        .cell(html! { @if let Some(one) = category { (ui::name(one.name(cx.locale()))) } })
        .cell(price(cx, &found.prices, tax))
        .cell(cx.fmt().number(found.services))
        .cell(visibility(cx, kept))
}

/// The price that the shop shows first, as it is paid.
fn price(cx: &Cx<'_>, prices: &[Price], tax: Tax) -> Markup {
    let month = prices.iter().find(|price| price.cycle == Cycle::Month);
    html! {
        @match month.or(prices.first()) {
            Some(price) => { (ui::money(cx.fmt(), taxed(price, tax))) " " span.quiet { (cx.t(price.cycle.per())) } }
            None => (ui::badge(Tone::Warning, cx.t("commerce.editor.no_price")))
        }
    }
}

/// Who can find it, or that it is in the archive.
pub fn visibility(cx: &Cx<'_>, kept: &Kept) -> Markup {
    let (tone, label) = match (kept.archived_at, kept.face.visibility) {
        (Some(_), _) => (Tone::Neutral, "commerce.editor.archived"),
        (None, Visibility::Listed) => (Tone::Success, Visibility::Listed.label()),
        (None, Visibility::Unlisted) => (Tone::Info, Visibility::Unlisted.label()),
        (None, Visibility::Draft) => (Tone::Neutral, Visibility::Draft.label()),
    };
    ui::badge(tone, cx.t(label))
}

fn categories(cx: &Cx<'_>, narrowed: &Narrowed<'_>, all: &[KeptCategory]) -> Select {
    ui::select("category", cx.t("commerce.category"))
        .empty(cx.t("commerce.editor.any_category"))
        .options(
            all.iter()
                .map(|one| (one.id.to_string(), one.name(cx.locale()))),
        )
        .value(narrowed.category.unwrap_or_default())
}

fn visibilities(cx: &Cx<'_>, narrowed: &Narrowed<'_>) -> Select {
    let all = Visibility::ALL
        .iter()
        .map(|one| (one.as_str(), cx.t(one.label())));
    ui::select("visibility", cx.t("commerce.editor.visibility_label"))
        .empty(cx.t("commerce.editor.any_visibility"))
        .options(all)
        .option(ARCHIVED, cx.t("commerce.editor.archived"))
        .value(narrowed.visibility.unwrap_or_default())
}

/// Kinds that are compiled in, by their names among ports.
fn kind_options(cx: &Cx<'_>) -> Vec<(&'static str, String)> {
    let all = cx.app().registry.ports().all::<dyn ProductKind>();
    all.into_iter()
        .map(|(name, kind)| (name, cx.t(kind.label())))
        .collect()
}

fn kinds(cx: &Cx<'_>, narrowed: &Narrowed<'_>) -> Select {
    ui::select("kind", cx.t("commerce.editor.kind"))
        .empty(cx.t("commerce.editor.any_kind"))
        .options(kind_options(cx))
        .value(narrowed.kind.unwrap_or_default())
}

/// The form that makes a product; without a category there is nothing to put it into.
pub fn new(
    cx: &Cx<'_>,
    categories: &[KeptCategory],
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let title = cx.t("commerce.editor.new_product");
    let open: Vec<&KeptCategory> = categories
        .iter()
        .filter(|one| one.archived_at.is_none())
        .collect();
    let body = if open.is_empty() {
        let make = ui::button(cx.t("commerce.editor.new_category"))
            .primary()
            .href(paths::NEW_CATEGORY);
        let (title, text) = (
            "commerce.editor.no_category_title",
            "commerce.editor.no_category_text",
        );
        ui::empty_state("store", cx.t(title), cx.t(text), make)
    } else {
        ui::card(
            "new",
            "",
            new_form(cx, &open, &FormView::new(cx, raw, errors)),
        )
    };
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.editor.new_product_lead")), html! {}))
        (body)
    };
    View::new(&title, main)
        .crumb(
            cx.t("commerce.editor.products"),
            Some(paths::PRODUCTS.to_owned()),
        )
        .crumb(title, None)
}

fn new_form(cx: &Cx<'_>, open: &[&KeptCategory], form: &FormView<'_>) -> Markup {
    let category = ui::select("category", cx.t("commerce.category"))
        .options(
            open.iter()
                .map(|one| (one.id.to_string(), one.name(cx.locale()))),
        )
        .value(form.typed("category"))
        .error(form.error("category"));
    let kind = ui::select("kind", cx.t("commerce.editor.kind"))
        .options(kind_options(cx))
        .value(form.typed("kind"))
        .hint(cx.t("commerce.editor.kind_hint"))
        .error(form.error("kind"));
    let slug = form
        .field("slug", "commerce.editor.slug")
        .hint(cx.t("commerce.editor.slug_hint"))
        .dir("ltr")
        .max_length(60)
        .required();
    let labels = ["commerce.editor.name_fa", "commerce.editor.name_en"];
    let body = html! { (pair(form, ["name_fa", "name_en"], labels, 80)) (slug) (category) (kind) };
    let make = ui::button(cx.t("commerce.editor.make"))
        .primary()
        .icon("plus");
    html! { (form.form_once(paths::PRODUCTS).id("new-product").body(body).actions(make)) }
}

/// A product as its buyers will see it.
pub fn preview(cx: &Cx<'_>, offer: &Offer, tax: Tax) -> View {
    let product = &offer.product;
    let (title, name) = (cx.t("commerce.editor.preview"), product.name(cx.locale()));
    let kind = kind(cx.app(), &product.kind).ok();
    let main = html! {
        (ui::page_header(name, Some(product.summary(cx.locale())), html! {}))
        (ui::alert(Tone::Info, cx.t("commerce.editor.preview_text")))
        (catalogue::preview(cx, offer, tax, kind.as_deref()))
    };
    View::new(&title, main)
        .crumb(
            cx.t("commerce.editor.products"),
            Some(paths::PRODUCTS.to_owned()),
        )
        .crumb(name, Some(paths::product(product.id)))
        .crumb(title, None)
}

/// Head and rows of the list for a spreadsheet: a row for each price, sums in rial without tax.
pub fn sheet(cx: &Cx<'_>, found: &[Found]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "slug",
        "name_fa",
        "name_en",
        "category",
        "kind",
        "visibility",
        "position",
        "cycle",
        "amount",
        "setup",
        "services",
    ]
    .map(|name| cx.t(&format!("commerce.editor.sheet.{name}")));
    let rows = found.iter().flat_map(|one| {
        let priced = one.prices.iter().map(Some);
        let none = one.prices.is_empty().then_some(None);
        priced.chain(none).map(move |price| (one, price))
    });
    let rows = rows.map(|(one, price)| {
        let (kept, category) = (&one.kept, one.category.as_ref());
        vec![
            kept.slug.clone(),
            kept.face.name_fa.clone(),
            kept.face.name_en.clone(),
            category.map(|c| c.slug.clone()).unwrap_or_default(),
            kept.kind.clone(),
            cx.t(kept.face.visibility.label()),
            kept.face.position.to_string(),
            price.map(|p| cx.t(p.cycle.label())).unwrap_or_default(),
            price.map(|p| p.said().to_string()).unwrap_or_default(),
            price.map(|p| p.setup.to_string()).unwrap_or_default(),
            one.services.to_string(),
        ]
    });
    (head.to_vec(), rows.collect())
}
