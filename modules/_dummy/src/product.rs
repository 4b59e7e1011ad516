//! What this module sells.
//! A shop module finds it by its key; without one it is only declared.

use kernel::module::ProductKind;

/// A notebook.
pub struct Notebook;

impl ProductKind for Notebook {
    fn key(&self) -> &'static str {
        "_dummy.notebook"
    }
    fn label(&self) -> &'static str {
        "_dummy.product.notebook"
    }
}
