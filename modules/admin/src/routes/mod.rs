//! Handlers of the staff's screens, one file a screen.
//! Each is a sentence: proof, scope, one finder or verb, one view.

pub mod audit;
pub mod customers;
pub mod deliveries;
pub mod home;
pub mod jobs;
pub mod settings;
pub mod staff;
pub mod texts;

use kernel::module::{Mount, Permission as _};
use kernel::mounts;

use crate::permissions::{
    ManageJobs, ManageMail, ManageSettings, ManageStaff, ManageTexts, SeeAdmin, SeeAudit,
    SeeCustomers,
};

/// All of them.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Staff Platform "admin.home.show" may SeeAdmin::KEY => home::show,
        Staff Platform "admin.settings.edit" may ManageSettings::KEY => settings::edit,
        Staff Platform "admin.settings.update" may ManageSettings::KEY => settings::update,
        Staff Platform "admin.texts.index" may ManageTexts::KEY => texts::index,
        Staff Platform "admin.texts.edit" may ManageTexts::KEY => texts::edit,
        Staff Platform "admin.texts.update" may ManageTexts::KEY => texts::update,
        Staff Platform "admin.texts.destroy" may ManageTexts::KEY => texts::destroy,
        Staff Platform "admin.jobs.index" may ManageJobs::KEY => jobs::index,
        Staff Platform "admin.schedules.index" may ManageJobs::KEY => jobs::schedules,
        Staff Platform "admin.job_tries.create" may ManageJobs::KEY => jobs::retry,
        Staff Platform "admin.audit.index" may SeeAudit::KEY => audit::index,
        Staff None "admin.audit_actions.index" may SeeAudit::KEY => audit::actions,
        Staff Platform "admin.audit.show" may SeeAudit::KEY => audit::show,
        Staff Platform "admin.audit.export" may SeeAudit::KEY => audit::export,
        Staff Platform "admin.audit_verification.create" may SeeAudit::KEY => audit::verify,
        Staff Platform "admin.staff.index" may ManageStaff::KEY => staff::index,
        Staff Platform "admin.staff.create" may ManageStaff::KEY => staff::create,
        Staff Platform "admin.staff.destroy" may ManageStaff::KEY => staff::destroy,
        Staff Platform "admin.mail.index" may ManageMail::KEY => deliveries::index,
        Staff Platform "admin.mail.show" may ManageMail::KEY => deliveries::show,
        Staff Platform "admin.mail_tries.create" may ManageMail::KEY => deliveries::retry,
        Staff Platform "admin.customers.index" may SeeCustomers::KEY => customers::index,
        Staff Platform "admin.customers.show" may SeeCustomers::KEY => customers::show,
    ]
}
