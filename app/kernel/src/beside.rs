//! Joins between a module's tables and the kernel's. diesel's own macro writes implementations for types that neither
//! crate owns, which Rust refuses over crates; these two are all that a query between plain tables needs.

/// Lets tables of the kernel, first, stand in one query with the calling crate's own, second. Written into `schema.rs` by
/// `cargo xtask schema`.
#[macro_export]
macro_rules! tables_beside {
    ([$($theirs:ident),+ $(,)?] $own:tt) => { $($crate::tables_beside!(@each $theirs $own);)+ };
    (@each $theirs:ident [$($own:ident),+ $(,)?]) => { $(
        impl diesel::query_source::TableNotEqual<$theirs::table> for $own::table {}
        impl diesel::query_source::TableNotEqual<$own::table> for $theirs::table {}
    )+ };
}
