//! The page that an invitation's link leads to.
//! Who is not signed in, or signed in with another address, is told what to do.

use kernel::web::{Cx, View};
use maud::{Markup, html};
use ui::Tone;

use super::{narrow, role};
use crate::models::invitations::Offer;
use crate::paths;

/// The offer, and the way to take it.
pub fn show(cx: &Cx<'_>, token: &str, offer: &Offer) -> View {
    let role = role(cx, &offer.role);
    let vars = [
        ("inviter", offer.inviter.as_str()),
        ("tenant", &offer.tenant_name),
        ("role", &role),
    ];
    narrow(
        cx,
        "identity.invitation.title",
        None,
        html! {
            p { (cx.t_with("identity.invitation.text", &vars)) }
            (way(cx, token, offer))
        },
    )
}

fn way(cx: &Cx<'_>, token: &str, offer: &Offer) -> Markup {
    let here = paths::invitation(token);
    match cx.user() {
        Some(user) if user.email == offer.email => html! {
            (ui::button(cx.t("identity.invitation.accept")).primary().wide().icon("check").post(here, cx.csrf()))
        },
        Some(_) => html! {
            (ui::alert(Tone::Warning, html! { (cx.t("identity.invitation.other_address")) " " (ui::bdi(&offer.email)) }))
            (ui::button(cx.t("kernel.shell.sign_out")).post(paths::SIGN_OUT, cx.csrf()))
        },
        None => html! {
            p { (cx.t("identity.invitation.sign_in_with")) " " (ui::bdi(&offer.email)) }
            div.actions {
                (ui::button(cx.t("kernel.shell.sign_in")).primary().href(paths::with_next(paths::SIGN_IN, &here)))
                (ui::button(cx.t("kernel.shell.sign_up")).href(paths::with_next(paths::SIGN_UP, &here)))
            }
        },
    }
}

/// The invitation was used, withdrawn, or is too old.
pub fn spent(cx: &Cx<'_>) -> View {
    narrow(
        cx,
        "identity.invitation.spent",
        Some("identity.invitation.spent_text"),
        html! {
            (ui::button(cx.t("kernel.problem.to_home")).href(paths::HOME))
        },
    )
    .status(rocket::http::Status::Gone)
}
