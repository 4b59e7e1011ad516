//! The form that adds a department.

use kernel::web::{Form, Reader};

/// A department's names.
pub struct DepartmentForm {
    /// In Persian.
    pub name_fa: String,
    /// In English.
    pub name_en: String,
}

impl Form for DepartmentForm {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            name_fa: reader.line("name_fa", 60),
            name_en: reader.line("name_en", 60),
        }
    }
}
