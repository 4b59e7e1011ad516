//! Who may do what at the desk.
//! Every member of a tenant may talk with support; answering is for the platform's staff.

use kernel::module::Permission as _;

kernel::permissions! {
    /// Open and read the tickets of one's tenant.
    OpenTickets = "tickets.tickets.open", "tickets.permissions.open": members(Owner, Manager, Employee);
    /// Answer tickets of all tenants.
    AnswerTickets = "tickets.tickets.answer", "tickets.permissions.answer": staff(Admin, Support);
    /// Name and archive departments.
    ManageDepartments = "tickets.departments.manage", "tickets.permissions.departments": staff(Admin);
}

/// Key of [`OpenTickets`].
pub const OPEN_TICKETS: &str = OpenTickets::KEY;
/// Key of [`AnswerTickets`].
pub const ANSWER_TICKETS: &str = AnswerTickets::KEY;
/// Key of [`ManageDepartments`].
pub const MANAGE_DEPARTMENTS: &str = ManageDepartments::KEY;
