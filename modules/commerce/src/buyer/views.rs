//! The page of the buyer's details, and the same in a few lines where an order or a customer is looked at.

use documents::{Identity, Party};
use kernel::error::FieldErrors;
use kernel::module::TenantKind;
use kernel::web::{Cx, FormView, Raw, View, business_page};
use maud::{Markup, html};

use super::details::{Buyer, BuyerKind};
use super::form::{ADDRESS, NAME, NUMBER};
use crate::paths;
use crate::permissions::BUY;

/// What was said as the form's values; at first the account's name.
pub fn raw(cx: &Cx<'_>, buyer: Option<&Buyer>) -> Raw {
    let Some(buyer) = buyer else {
        let name = cx.tenant().map_or("", |tenant| tenant.name.as_str());
        let kind = match cx.tenant().map(|tenant| tenant.kind) {
            Some(TenantKind::Company | TenantKind::Shop) => BuyerKind::Company,
            Some(TenantKind::Person) | None => BuyerKind::Person,
        };
        return Raw::prefilled(&[("kind", kind.as_str()), ("name", name)]);
    };
    let told = |value: &Option<String>| value.clone().unwrap_or_default();
    let id = told(&buyer.national_id);
    let of = |kind| if buyer.kind == kind { id.as_str() } else { "" };
    Raw::prefilled(&[
        ("kind", buyer.kind.as_str()),
        ("name", &buyer.name),
        ("national_code", of(BuyerKind::Person)),
        ("legal_id", of(BuyerKind::Company)),
        ("registration_number", &told(&buyer.registration_number)),
        ("economic_number", &told(&buyer.economic_number)),
        ("address", &told(&buyer.address)),
        ("postcode", &told(&buyer.postcode)),
        ("phone", &told(&buyer.phone)),
    ])
}

/// The form, in parts.
pub fn page(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let view = FormView::new(cx, raw, errors);
    let form = view.form_once(paths::BUYER).id("buyer").body(html! {
        (ui::settings_part("who", cx.t("commerce.buyer.who"), cx.t("commerce.buyer.who_text"), who(cx, &view)))
        (ui::settings_part("where", cx.t("commerce.buyer.where"), cx.t("commerce.buyer.where_text"), place(&view)))
    });
    let form = if cx.may(BUY) {
        form.actions(
            ui::button(cx.t("kernel.save"))
                .primary()
                .busy(cx.t("kernel.shell.working")),
        )
    } else {
        form
    };
    business_page(cx, "commerce.buyer.title", paths::BUYER, form)
}

fn who(cx: &Cx<'_>, view: &FormView<'_>) -> Markup {
    let kind = ui::radio_group("kind", cx.t("commerce.buyer.kind"))
        .explained("person", cx.t("commerce.buyer.person"), String::new())
        .explained("company", cx.t("commerce.buyer.company"), String::new())
        .value(view.typed("kind"))
        .error(view.error("kind"));
    let number = |name, label| view.field(name, label).number().max_length(limit(NUMBER));
    html! {
        div.by-kind.flow {
            (kind)
            (view.field("name", "commerce.buyer.name").dir("auto").max_length(limit(NAME)).autocomplete("organization").required())
            div data-of="person" { (number("national_code", "commerce.buyer.national_code")) }
            div.flow data-of="company" {
                (number("legal_id", "commerce.buyer.legal_id"))
                (number("registration_number", "commerce.buyer.registration_number"))
            }
            (number("economic_number", "commerce.buyer.economic_number").hint(cx.t("commerce.buyer.economic_hint")))
        }
    }
}

fn place(view: &FormView<'_>) -> Markup {
    html! {
        (view.field("address", "commerce.buyer.address").dir("auto").max_length(limit(ADDRESS)).autocomplete("street-address"))
        (view.field("postcode", "commerce.buyer.postcode").number().max_length(limit(NUMBER)).autocomplete("postal-code"))
        (view.field("phone", "commerce.buyer.phone").dir("ltr").max_length(limit(NUMBER)).autocomplete("tel"))
    }
}

fn limit(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}

/// Who stands on the papers, in a few lines.
pub fn summary(cx: &Cx<'_>, party: &Party) -> Markup {
    let number = match &party.identity {
        Identity::Natural(code) => Some(("commerce.buyer.national_code", code)),
        Identity::Legal { national_id, .. } => Some(("commerce.buyer.legal_id", national_id)),
        Identity::Untold => None,
    };
    html! {
        p { bdi { (party.name) } }
        @if let Some((label, number)) = number {
            p.quiet { (cx.t(label)) " " (ui::bdi(cx.fmt().digits(number))) }
        }
        @if !party.address.is_empty() { p.quiet { bdi { (party.address) } } }
    }
}
