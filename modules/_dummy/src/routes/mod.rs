//! Routes of this module, each with audience, scope and permission.
//! What is declared here is enforced before a handler runs, and printed by `sarai routes`.

pub mod api;
pub mod calls;
pub mod notes;

use kernel::module::Mount;
use kernel::mounts;

use crate::permissions::{ERASE_NOTES, WRITE_NOTES};

/// All of them, the API's aside.
pub fn mounts() -> Vec<Mount> {
    mounts![
        Customer Tenant "_dummy.notes.index" may WRITE_NOTES => notes::index,
        Customer Tenant "_dummy.notes.create" may WRITE_NOTES => notes::create,
        Customer Tenant "_dummy.notes.show" may WRITE_NOTES => notes::show,
        Customer Tenant "_dummy.notes.destroy" may ERASE_NOTES, limited => notes::destroy,
        Webhook Platform "_dummy.calls.create" by Signature => calls::create,
    ]
}
