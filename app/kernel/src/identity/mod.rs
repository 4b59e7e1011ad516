//! Identity: people, accounts, sessions, tenants and their members.
//! A user signs in; a tenant owns things; a membership joins them.

mod browser;
pub mod forms;
mod language;
pub(crate) mod limits;
pub mod models;
pub mod password;
pub mod paths;
mod permissions;
mod routes;
pub mod seed;
mod session;
mod views;

pub use browser::Browser;
pub use language::LanguageCookie;
pub use limits::FAILURES;
pub(crate) use limits::origin;
pub use permissions::{
    ALL as PERMISSIONS, ChooseModules, GiveRoles, ManageMembers, ManageTenantSettings,
};
pub use session::{Device, LIFE as SESSION_LIFE, open_session};
pub(crate) use views::account as account_page;

use crate::module::{MailDef, MailVariable, Mount, Permission, SettingDef};
use crate::mounts;

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
        Public Public "kernel.sign_up.new" => routes::sign_up::new,
        Public Public "kernel.sign_up.create" => routes::sign_up::create,
        Public Public "kernel.confirmation.new" => routes::confirmation::new,
        Public Public "kernel.confirmation.sent" => routes::confirmation::sent,
        Public Public "kernel.confirmation.create" => routes::confirmation::create,
        Public Public "kernel.confirmation.show" => routes::confirmation::show,
        Public Public "kernel.confirmation.update" => routes::confirmation::update,
        Public Public "kernel.sign_in.new" => routes::sign_in::new,
        Public Public "kernel.sign_in.create" => routes::sign_in::create,
        Public Public "kernel.sign_out.new" => routes::sign_out::new,
        Public Public "kernel.sign_out.create" => routes::sign_out::create,
        Public Public "kernel.password_reset.new" => routes::password_reset::new,
        Public Public "kernel.password_reset.sent" => routes::password_reset::sent,
        Public Public "kernel.password_reset.create" => routes::password_reset::create,
        Public Public "kernel.password_reset.edit" => routes::password_reset::edit,
        Public Public "kernel.password_reset.update" => routes::password_reset::update,
        Public Public "kernel.theme.update" => routes::theme::update,
        Public Public "kernel.invitations.show" => routes::invitations::show,
    ]
}

fn account() -> Vec<Mount> {
    mounts![
        Customer Account "kernel.profile.edit" => routes::profile::edit,
        Customer Account "kernel.profile.update" => routes::profile::update,
        Customer Account "kernel.password.edit" => routes::password::edit,
        Customer Account "kernel.password.update" => routes::password::update,
        Customer Account "kernel.sessions.index" => routes::sessions::index,
        Customer Account "kernel.sessions.destroy" => routes::sessions::destroy,
        Customer Account "kernel.sessions.destroy_others" => routes::sessions::destroy_others,
        Customer Account "kernel.tenants.index" => routes::tenants::index,
        Customer Account "kernel.tenants.create" => routes::tenants::create,
        Customer Account "kernel.tenants.switch" => routes::tenants::switch,
        Customer Account "kernel.invitations.accept" => routes::invitations::accept,
    ]
}

fn tenant() -> Vec<Mount> {
    mounts![
        Customer Tenant "kernel.members.index" may ManageMembers::KEY => routes::members::index,
        Customer Tenant "kernel.members.update" may ManageMembers::KEY => routes::members::update,
        Customer Tenant "kernel.members.destroy" may ManageMembers::KEY => routes::members::destroy,
        Customer Tenant "kernel.invitations.create" may ManageMembers::KEY => routes::invitations::create,
        Customer Tenant "kernel.invitations.resend" may ManageMembers::KEY => routes::invitations::resend,
        Customer Tenant "kernel.invitations.destroy" may ManageMembers::KEY => routes::invitations::destroy,
        Customer Tenant "kernel.roles.index" may GiveRoles::KEY => routes::given_roles::index,
        Customer Tenant "kernel.roles.create" may GiveRoles::KEY => routes::given_roles::create,
        Customer Tenant "kernel.roles.destroy" may GiveRoles::KEY => routes::given_roles::destroy,
        Customer Tenant "kernel.modules.index" may ChooseModules::KEY => routes::modules::index,
        Customer Tenant "kernel.modules.create" may ChooseModules::KEY => routes::modules::create,
        Customer Tenant "kernel.modules.destroy" may ChooseModules::KEY => routes::modules::destroy,
        Customer Tenant "kernel.tenant_settings.edit" may ManageTenantSettings::KEY => routes::settings::edit,
        Customer Tenant "kernel.tenant_settings.update" may ManageTenantSettings::KEY => routes::settings::update,
    ]
}

/// Settings.
#[must_use]
pub fn settings() -> Vec<SettingDef> {
    vec![FAILURES.def()]
}

const NAME: MailVariable = MailVariable {
    name: "name",
    sample: "مریم احمدی",
};
const LINK: MailVariable = MailVariable {
    name: "link",
    sample: "https://sarai.test/confirm/sample",
};

/// Mails.
#[must_use]
pub fn mails() -> Vec<MailDef> {
    vec![
        MailDef {
            key: "kernel.mail.confirm_address",
            variables: &[NAME, LINK],
        },
        MailDef {
            key: "kernel.mail.already_registered",
            variables: &[
                NAME,
                LINK,
                MailVariable {
                    name: "sign_in",
                    sample: "https://sarai.test/sign-in",
                },
            ],
        },
        MailDef {
            key: "kernel.mail.reset_password",
            variables: &[NAME, LINK],
        },
        MailDef {
            key: "kernel.mail.password_changed",
            variables: &[NAME, LINK],
        },
        MailDef {
            key: "kernel.mail.invitation",
            variables: &[
                MailVariable {
                    name: "inviter",
                    sample: "رضا زرین",
                },
                MailVariable {
                    name: "tenant",
                    sample: "طلای زرین",
                },
                MailVariable {
                    name: "role",
                    sample: "کارمند",
                },
                LINK,
            ],
        },
    ]
}
