//! Who reads documents. Which ones is the rows' matter: a tenant sees those of which it is the holder, and its own book's.

kernel::permissions! {
    /// Open the documents that one's tenant was issued, or has issued.
    ReadDocuments = "documents.documents.read", "documents.permissions.read": members(Owner, Manager, Employee);
    /// Open any document, as staff.
    InspectDocuments = "documents.documents.inspect", "documents.permissions.inspect": staff(Admin, Support, Finance);
    /// See how the platform's documents will look.
    PreviewDocuments = "documents.preview.see", "documents.permissions.preview": staff(Admin, Finance);
}
