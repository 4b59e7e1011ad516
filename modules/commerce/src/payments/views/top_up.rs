//! The form that tops the wallet up: how much, and through which gateway.

use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View, with_query};
use l10n::{Currency, Money};
use maud::{Markup, html};
use ui::{Pick, Picks};

use super::super::paths;
use super::super::start::{Offered, offered};
use crate::accounts::CURRENCY;

/// Sums in rial that are offered with one press.
const QUICK: [i64; 4] = [500_000, 1_000_000, 2_000_000, 5_000_000];

/// The form.
pub fn form(cx: &Cx<'_>, raw: &Raw, errors: Option<&FieldErrors>) -> View {
    let title = cx.t("commerce.top_up.title");
    let gateways = offered(cx.app(), CURRENCY);
    let body = if gateways.is_empty() {
        let (title, text) = (
            cx.t("commerce.top_up.closed_title"),
            cx.t("commerce.top_up.closed_text"),
        );
        ui::empty_state("credit-card", title, text, html! {})
    } else {
        let form = FormView::new(cx, raw, errors);
        ui::card("top-up-card", "", fields(cx, &form, &gateways))
    };
    let main = html! {
        (ui::page_header(&title, Some(&cx.t("commerce.top_up.lead")), html! {}))
        (body)
    };
    leading(View::new(&title, main), &gateways, cx)
        .crumb(
            cx.t("commerce.payments.title"),
            Some(paths::PAYMENTS.to_owned()),
        )
        .crumb(title, None)
}

/// A page whose form ends at a gateway's: the browser has to be told.
pub fn leading(view: View, gateways: &[Offered], cx: &Cx<'_>) -> View {
    let sites = gateways.iter().filter_map(|one| one.gateway.site(cx.app()));
    sites.fold(view, View::leads_to)
}

fn fields(cx: &Cx<'_>, form: &FormView<'_>, gateways: &[Offered]) -> Markup {
    let unit = cx.fmt().unit(Currency::Irr);
    let amount = ui::money_field("amount", cx.t("commerce.top_up.amount"), unit)
        .value(form.typed("amount"))
        .error(form.error("amount"))
        .max_length(24)
        .required();
    let body = html! { (amount) (quick(cx)) (choice(cx, form, gateways)) };
    let by_hand = gateways.iter().any(|one| one.gateway.is_reviewed());
    let go = if by_hand {
        "commerce.top_up.go_on"
    } else {
        "commerce.top_up.go"
    };
    let go = ui::button(cx.t(go))
        .money()
        .icon("lock")
        .busy(cx.t("commerce.top_up.going"));
    html! {
        (form.form_once(paths::TOP_UP).id("top-up").body(body).actions(go))
        p.quiet { (cx.t("commerce.top_up.note")) }
    }
}

fn bounds(cx: &Cx<'_>, of: &Offered) -> String {
    let (least, most) = (cx.fmt().money(of.least), cx.fmt().money(of.most));
    let vars = [("least", least.as_str()), ("most", most.as_str())];
    cx.t_with("commerce.top_up.bounds", &vars)
}

/// Links, so that they work without script.
fn quick(cx: &Cx<'_>) -> Markup {
    html! {
        div.actions role="group" aria-label=(cx.t("commerce.top_up.quick")) {
            @for sum in QUICK.map(|rial| Money::new(rial, CURRENCY)) {
                (ui::button(cx.fmt().money(sum)).small()
                    .href(with_query(paths::TOP_UP, &[("amount", &cx.fmt().amount(sum))])))
            }
        }
    }
}

/// Which gateway, with what it takes.
pub fn choice(cx: &Cx<'_>, form: &FormView<'_>, gateways: &[Offered]) -> Picks {
    let first = gateways.first().map_or("", |one| one.name);
    let picks = ui::picks("gateway", cx.t("commerce.top_up.gateway"))
        .value(form.typed_or("gateway", first))
        .error(form.error("gateway"));
    gateways.iter().fold(picks, |picks, one| {
        let icon = if one.gateway.is_reviewed() {
            "landmark"
        } else {
            "credit-card"
        };
        let pick = Pick::new(one.name, cx.t(one.gateway.label())).icon(icon);
        picks.pick(pick.note(bounds(cx, one)))
    })
}
