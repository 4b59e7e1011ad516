//! Handlers of identity, one file a resource.
//! Each is a sentence: form, verb, where to go or what to show.

pub mod confirmation;
pub mod given_roles;
pub mod invitations;
pub mod members;
pub mod modules;
pub mod password;
pub mod password_reset;
pub mod profile;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod tenants;
pub mod theme;

use kernel::error::FieldErrors;
use kernel::ids::SessionId;
use kernel::module::{Mount, Permission};
use kernel::mounts;
use kernel::web::{Answer, Cookies, Cx, Redirection, View};

use super::browser::Browser;
use super::permissions::{ChooseModules, GiveRoles, ManageMembers, ManageTenantSettings};
use super::session::{Device, Opened};
use super::{forms, models, paths, views};

/// Routes.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    let mut all = before_sign_in();
    all.extend(account());
    all.extend(tenant());
    all
}

fn before_sign_in() -> Vec<Mount> {
    mounts![
        Public Public "identity.sign_up.new" => sign_up::new,
        Public Public "identity.sign_up.create" => sign_up::create,
        Public Public "identity.confirmation.new" => confirmation::new,
        Public Public "identity.confirmation.sent" => confirmation::sent,
        Public Public "identity.confirmation.create" => confirmation::create,
        Public Public "identity.confirmation.show" => confirmation::show,
        Public Public "identity.confirmation.update" => confirmation::update,
        Public Public "identity.sign_in.new" => sign_in::new,
        Public Public "identity.sign_in.create" => sign_in::create,
        Public Public "identity.sign_out.new" => sign_out::new,
        Public Public "identity.sign_out.create" => sign_out::create,
        Public Public "identity.password_reset.new" => password_reset::new,
        Public Public "identity.password_reset.sent" => password_reset::sent,
        Public Public "identity.password_reset.create" => password_reset::create,
        Public Public "identity.password_reset.edit" => password_reset::edit,
        Public Public "identity.password_reset.update" => password_reset::update,
        Public Public "identity.theme.update" => theme::update,
        Public Public "identity.invitations.show" => invitations::show,
    ]
}

fn account() -> Vec<Mount> {
    mounts![
        Customer Account "identity.profile.edit" => profile::edit,
        Customer Account "identity.profile.update" => profile::update,
        Customer Account "identity.password.edit" => password::edit,
        Customer Account "identity.password.update" => password::update,
        Customer Account "identity.sessions.index" => sessions::index,
        Customer Account "identity.sessions.destroy" => sessions::destroy,
        Customer Account "identity.sessions.destroy_others" => sessions::destroy_others,
        Customer Account "identity.tenants.index" => tenants::index,
        Customer Account "identity.tenants.create" => tenants::create,
        Customer Account "identity.tenants.switch" => tenants::switch,
        Customer Account "identity.invitations.accept" => invitations::accept,
    ]
}

fn tenant() -> Vec<Mount> {
    mounts![
        Customer Tenant "identity.members.index" may ManageMembers::KEY => members::index,
        Customer Tenant "identity.members.update" may ManageMembers::KEY => members::update,
        Customer Tenant "identity.members.destroy" may ManageMembers::KEY => members::destroy,
        Customer Tenant "identity.invitations.create" may ManageMembers::KEY => invitations::create,
        Customer Tenant "identity.invitations.resend" may ManageMembers::KEY => invitations::resend,
        Customer Tenant "identity.invitations.destroy" may ManageMembers::KEY => invitations::destroy,
        Customer Tenant "identity.roles.index" may GiveRoles::KEY => given_roles::index,
        Customer Tenant "identity.roles.create" may GiveRoles::KEY => given_roles::create,
        Customer Tenant "identity.roles.destroy" may GiveRoles::KEY => given_roles::destroy,
        Customer Tenant "identity.modules.index" may ChooseModules::KEY => modules::index,
        Customer Tenant "identity.modules.create" may ChooseModules::KEY => modules::create,
        Customer Tenant "identity.modules.destroy" may ChooseModules::KEY => modules::destroy,
        Customer Tenant "identity.tenant_settings.edit" may ManageTenantSettings::KEY => settings::edit,
        Customer Tenant "identity.tenant_settings.update" may ManageTenantSettings::KEY => settings::update,
    ]
}

/// The session of this browser, which a new one replaces.
fn replaced(cx: &Cx<'_>) -> Option<SessionId> {
    cx.user().map(|user| user.session)
}

/// The same form with what to wait for.
fn wait(cx: &Cx<'_>, seconds: u32, page: impl FnOnce(&FieldErrors) -> View) -> Answer {
    let shown = cx.fmt().number(i64::from(seconds));
    let mut errors = FieldErrors::default();
    errors.add_with("", "kernel.problem.too_many_text", vec![("seconds", shown)]);
    page(&errors).too_many(seconds).into()
}

/// Goes there signed in, in a browser that is known from now on.
fn with_opened(to: Redirection, cx: &Cx<'_>, opened: Opened) -> Answer {
    let device = Cookies::device(&cx.app().config, opened.device);
    with_session(to.cookie(device), cx, opened.session)
}

/// Goes there with a session's cookie.
fn with_session(to: Redirection, cx: &Cx<'_>, token: String) -> Answer {
    to.cookie(Cookies::session(&cx.app().config, Some(token)))
        .into()
}
