//! Ids of this crate's rows.

kernel::typed_id! {
    /// A document.
    DocumentId;
}
