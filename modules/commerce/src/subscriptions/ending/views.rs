//! Whether a service goes on, on its page; and the page that says what a cancellation costs before it is confirmed.

use chrono::{DateTime, Utc};
use kernel::error::FieldErrors;
use kernel::web::{Cx, FormView, Raw, View};
use l10n::Money;
use maud::{Markup, html};
use ui::{Pick, Tone};

use super::forms::{MOST_NOTE, Reason, When};
use crate::paths;
use crate::permissions::BUY;
use crate::subscriptions::Subscription;

/// What stands above a service that will end.
pub fn notice(cx: &Cx<'_>, service: &Subscription) -> Markup {
    let Some(ends) = service.paid_until(cx.now()) else {
        return html! {};
    };
    if service.auto_renew {
        return html! {};
    }
    let key = if service.cancelled_at.is_some() {
        "commerce.ending.will_end_cancelled"
    } else {
        "commerce.ending.will_end"
    };
    let until = cx.fmt().date_long(ends);
    ui::alert(Tone::Warning, cx.t_with(key, &[("until", &until)]))
}

/// The next charge, the switch, and the way to the cancellation, of what is paid by periods. `next` is what the next period costs, with its tax.
pub fn card(cx: &Cx<'_>, service: &Subscription, next: Option<Money>) -> Markup {
    let Some(ends) = service.paid_until(cx.now()) else {
        return html! {};
    };
    let body = html! {
        div.flow {
            (renewal(cx, service, ends, next))
            (cancel(cx, service))
        }
    };
    ui::card("renewal", cx.t("commerce.ending.title"), body)
}

/// The way to the cancellation; it stands with the renewal, or with the service's facts where nothing is renewed.
pub fn cancel(cx: &Cx<'_>, service: &Subscription) -> Markup {
    let offered = cx.may(BUY)
        && service.is_owned()
        && service.thing().is_some()
        && service.cancelled_at.is_none();
    html! {
        @if offered {
            (ui::button(cx.t("commerce.ending.cancel")).small().quiet().href(paths::cancellation(service.id)))
        }
    }
}

fn renewal(
    cx: &Cx<'_>,
    service: &Subscription,
    ends: DateTime<Utc>,
    next: Option<Money>,
) -> Markup {
    let mut facts = Vec::new();
    if service.auto_renew {
        facts.push((cx.t("commerce.ending.next_on"), ui::date(cx.fmt(), ends)));
        if let Some(next) = next {
            facts.push((cx.t("commerce.ending.next"), ui::money(cx.fmt(), next)));
        }
    } else {
        facts.push((cx.t("commerce.ending.ends_on"), ui::date(cx.fmt(), ends)));
    }
    html! {
        (ui::definition_list(facts))
        @if cx.may(BUY) { (switch(cx, service, ends)) }
    }
}

fn switch(cx: &Cx<'_>, service: &Subscription, ends: DateTime<Utc>) -> Markup {
    let cancelled = service.cancelled_at.is_some();
    let (label, place) = match (service.auto_renew, cancelled) {
        (true, _) => ("commerce.ending.turn_off", paths::renewal(service.id)),
        (false, false) => ("commerce.ending.turn_on", paths::renewal(service.id)),
        (false, true) => ("commerce.ending.take_back", paths::cancellation(service.id)),
    };
    let button = ui::button(cx.t(label))
        .small()
        .id("renewal-switch")
        .post(place, cx.csrf());
    let until = cx.fmt().date_long(ends);
    let ask = cx.t_with("commerce.ending.turn_off_ask", &[("until", &until)]);
    let button = match (service.auto_renew, cancelled) {
        (true, _) => button
            .method("DELETE")
            .confirm(ask, cx.t("commerce.ending.keep")),
        (false, false) => button.primary(),
        (false, true) => button.method("DELETE").primary(),
    };
    html! { (button) }
}

/// Who cancels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Whose it is.
    Customer,
    /// Staff for him.
    Staff,
}

impl Side {
    fn list(self) -> &'static str {
        match self {
            Self::Customer => paths::SERVICES,
            Self::Staff => paths::DESK_SERVICES,
        }
    }

    fn service(self, service: &Subscription) -> String {
        match self {
            Self::Customer => paths::service(service.id),
            Self::Staff => paths::desk_service(service.id),
        }
    }

    fn cancellation(self, service: &Subscription) -> String {
        match self {
            Self::Customer => paths::cancellation(service.id),
            Self::Staff => paths::desk_cancellation(service.id),
        }
    }
}

/// The page.
pub fn cancellation(
    cx: &Cx<'_>,
    side: Side,
    service: &Subscription,
    raw: &Raw,
    errors: Option<&FieldErrors>,
) -> View {
    let (name, form) = (service.name(cx.locale()), FormView::new(cx, raw, errors));
    let title = cx.t_with("commerce.ending.cancel_one", &[("name", name)]);
    let body = if service.thing().is_none() {
        ui::alert(Tone::Info, cx.t("commerce.ending.not_there_yet"))
    } else {
        ui::card("cancellation-card", "", fields(cx, side, service, &form))
    };
    let main = html! { (ui::page_header(&title, None, html! {})) (body) };
    View::new(&title, main)
        .crumb(cx.t("commerce.service.title"), Some(side.list().to_owned()))
        .crumb(name, Some(side.service(service)))
        .crumb(cx.t("commerce.ending.cancel"), None)
}

fn fields(cx: &Cx<'_>, side: Side, service: &Subscription, form: &FormView<'_>) -> Markup {
    let reasons = Reason::ALL
        .iter()
        .map(|one| (one.as_str(), cx.t(one.label())));
    let reason = ui::select("reason", cx.t("commerce.ending.why"))
        .empty(cx.t("commerce.ending.choose_reason"))
        .options(reasons)
        .value(form.typed("reason"))
        .error(form.error("reason"))
        .required();
    let note = form
        .field("note", "commerce.ending.note")
        .area(3)
        .dir("auto")
        .max_length(u32::try_from(MOST_NOTE).unwrap_or(u32::MAX));
    let body = html! { (times(cx, service, form)) (reason) (note) };
    let act = html! {
        (ui::button(cx.t("commerce.ending.confirm")).danger())
        (ui::button(cx.t("commerce.ending.keep")).quiet().href(side.service(service)))
    };
    let place = side.cancellation(service);
    html! { (form.form_once(place).id("cancellation").body(body).actions(act)) }
}

/// When it ends, each with what is lost by it.
fn times(cx: &Cx<'_>, service: &Subscription, form: &FormView<'_>) -> Markup {
    let paid = service.paid_until(cx.now());
    let mut picks = ui::picks("when", cx.t("commerce.ending.when"));
    if let Some(ends) = paid {
        let until = cx.fmt().date_long(ends);
        let vars = [("until", until.as_str())];
        let label = cx.t_with("commerce.ending.at_end", &vars);
        let note = cx.t_with("commerce.ending.at_end_lost", &vars);
        picks = picks.pick(Pick::new(When::PeriodEnd.as_str(), label).note(note));
    }
    let lost = match paid {
        Some(ends) => cx.t_with(
            "commerce.ending.now_lost_paid",
            &[("until", &cx.fmt().date_long(ends))],
        ),
        None => cx.t("commerce.ending.now_lost"),
    };
    let first = if paid.is_some() {
        When::PeriodEnd
    } else {
        When::Now
    };
    let now = Pick::new(When::Now.as_str(), cx.t("commerce.ending.now")).note(lost);
    html! { (picks.pick(now).value(form.typed_or("when", first.as_str())).error(form.error("when"))) }
}
