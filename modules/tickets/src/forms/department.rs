//! The form that adds a department.
//! Both names are asked for: a department is read in both languages.

use kernel::web::Line;

kernel::form! {
    /// Names of a new department.
    pub struct DepartmentForm {
        /// In Persian.
        name_fa: Line<60> = "tickets.departments.name_fa",
        /// In English.
        name_en: Line<60> = "tickets.departments.name_en",
    }
}
