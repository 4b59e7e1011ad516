//! Wide lists: selection with acts on many, columns to choose, views to keep; beside it the search that fills a field.
//! Here apart from `table`, which is for lists that one only reads.
mod columns;
mod combobox;
mod edit;
mod table;

pub use columns::{SavedView, column_chooser, saved_views};
pub use combobox::{Combobox, combobox, combobox_options};
pub use edit::{CellEdit, cell_edit};
pub use table::{Grid, GridColumn, GridRow, grid};
