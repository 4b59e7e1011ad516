//! Ids of this module's rows.
//! A type each, so that one can never be passed where another belongs.

kernel::typed_id! {
    /// A note.
    NoteId;
    /// A notebook.
    NotebookId;
}
