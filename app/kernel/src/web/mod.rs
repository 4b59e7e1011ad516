//! The edge kit: everything between HTTP and a handler's sentence. Handlers take `Posted`, `Upload`, `Cx`, a scope
//! and `Can<…>`; they return a `View` or an `AppError`; the rest is decided here once.

mod account;
mod address;
mod answer;
mod assets;
mod body;
mod chrome;
mod compress;
mod cookies;
mod current;
mod cx;
mod export;
mod fields;
mod form_fields;
mod form_view;
mod headers;
mod language;
mod listing;
mod notice;
mod paging;
mod posted;
mod problem;
mod raw_body;
mod reading;
mod signed;
mod slot;
mod view;

pub use account::{account_page, business_page};
pub use address::client_address;
pub use answer::{Made, Pressed};
pub use assets::routes as asset_routes;
pub(crate) use body::{BodyReader, drain};
pub(crate) use chrome::staff_home;
pub use compress::Compression;
pub use cookies::{Cookies, LANG_COOKIE, THEME_COOKIE};
pub(crate) use current::SessionRow;
pub use current::{Current, SignedIn, TenantInfo};
pub use cx::Cx;
pub use export::{Export, ExportFormat};
pub use fields::{Fields, FileIn};
pub use form_fields::{FormField, Line, Lines, Name, OptionalLine};
pub use form_view::FormView;
pub use headers::SecurityHeaders;
pub use language::LanguageCookie;
pub use listing::{COUNTED, COUNTED_TO, LIST, ListOnly, Listing, below, read_query, with_query};
pub use paging::{Cursor, Page, PageQuery};
pub use posted::{Form, Posted, Raw, Reader, Receipt};
pub use problem::catchers;
pub(crate) use problem::keep;
pub use raw_body::RawBody;
pub use signed::{
    Call, Claim, SignedBody, Standard, Verifier, WINDOW, body_alone, standard, timestamped,
};
pub use slot::slot;
pub use view::{Answer, Redirection, View, redirect};
