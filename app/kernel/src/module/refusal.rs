//! Why a registry refuses to boot. Each refusal names the fault and where it stands, in English, for developers.

/// A fault in what the modules declare.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    /// Two modules with one id.
    #[error("two modules are called {0}")]
    DuplicateModule(String),
    /// A required module is not mounted.
    #[error("{module} requires {missing}, which is not mounted: enable the feature {missing}")]
    MissingRequirement {
        /// Who requires.
        module: String,
        /// What is missing.
        missing: String,
    },
    /// The same key or version twice.
    #[error("{kind} {key} is declared twice")]
    Duplicate {
        /// permission, setting, job, route, migration …
        kind: &'static str,
        /// The key.
        key: String,
    },
    /// A key that does not begin with the module's id.
    #[error("{module} declares the {kind} {key}; its keys begin with `{module}.`")]
    ForeignKey {
        /// Who declares.
        module: String,
        /// What.
        kind: &'static str,
        /// The key.
        key: String,
    },
    /// A permission that nobody declares.
    #[error("{place} asks for the permission {permission}, which no module declares")]
    UnknownPermission {
        /// Nav item, widget or route.
        place: String,
        /// The permission.
        permission: String,
    },
    /// A staff screen open to everybody.
    #[error("the route {0} has the scope platform but no permission")]
    OpenPlatform(String),
    /// A route for programs that anybody may call without saying so.
    #[error(
        "the route {0} is for programs but asks for no permission: declare `may KEY`, or call `Mount::open`"
    )]
    OpenApi(String),
    /// A route that changes something for whoever asks.
    #[error(
        "the route {0} changes something without a proof: calls of other services declare `by Signature` and take a SignedBody"
    )]
    NoProof(String),
    /// A route for programs that its handler does not describe.
    #[error("the route {0} is not in its document: name its handler in `#[openapi(paths(…))]`")]
    Undocumented(String),
    /// Two things of one name in the document for programs, which has one place for all names.
    #[error("two schemas of the document are called {0}: put the module's name into theirs")]
    DuplicateSchema(String),
    /// A label that lacks a language.
    #[error("the text {key} lacks {locale}")]
    MissingText {
        /// Text key.
        key: String,
        /// `fa` or `en`.
        locale: &'static str,
    },
    /// A schedule or subscription that names a job nobody declares.
    #[error("{place} names the job {job}, which no module declares")]
    UnknownJob {
        /// The schedule or subscription.
        place: String,
        /// The job.
        job: String,
    },
    /// Migrations that cannot be read.
    #[error("the migrations of {module} cannot be read: {detail}")]
    Migrations {
        /// Whose.
        module: String,
        /// Why.
        detail: String,
    },
}
