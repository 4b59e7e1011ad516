//! Mail that comes in: raw RFC 5322 octets become a reply that a ticket can take, or a named refusal.
//! Pure functions; no database and no network, so that hostile mail can be thrown at them by the million.
mod address;
mod authentication;
mod classify;
mod decode;
mod head;
mod html;
mod mime;
mod parse;
mod quote;
mod report;
mod text;
mod threads;

#[cfg(test)]
mod samples;

use chrono::{DateTime, Utc};

pub use address::{AddressError, ReplyAddress, Signed, sign, verify};
pub use authentication::is_authentic;
pub use parse::parse;
pub use quote::{MARKER_EN, MARKER_FA};
pub use threads::{ThreadHints, thread_hints};

/// Largest message taken, in octets as received: 25 MiB, what most senders' servers let out.
pub const MAX_RAW: usize = 25 * 1024 * 1024;
/// Largest header block of the message itself, in octets.
pub const MAX_HEADERS: usize = 128 * 1024;
/// Most MIME parts, multiparts counted.
pub const MAX_PARTS: usize = 100;
/// Deepest nesting of multiparts.
pub const MAX_DEPTH: usize = 10;
/// Most `Received` fields before a message counts as looping.
pub const MAX_HOPS: usize = 50;
/// Longest text kept as `body`, in characters; what is longer comes whole as the attachment `message.txt`.
pub const MAX_TEXT: usize = 100_000;
/// Name of the header that our own mails carry, with our reply domain as its value.
pub const LOOP_HEADER: &str = "X-Sarai-Loop";

/// Why a message is refused. Each is permanent: the same octets never pass later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InboundError {
    /// More than [`MAX_RAW`] octets.
    #[error("the message is larger than 25 MiB")]
    TooLarge,
    /// The header block, one header field or a part's header block is too long.
    #[error("the message's headers are too long")]
    HeadersTooLarge,
    /// More than [`MAX_PARTS`] parts.
    #[error("the message has more than 100 parts")]
    TooManyParts,
    /// Multiparts nested deeper than [`MAX_DEPTH`].
    #[error("the message's parts are nested too deeply")]
    TooDeep,
    /// Not a message that can be read safely.
    #[error("the message is malformed: {0}")]
    Malformed(Fault),
}

/// What is wrong with a malformed message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No octets but blank ones.
    #[error("it is empty")]
    Empty,
    /// The first lines are not header fields.
    #[error("it has no headers")]
    NoHeaders,
    /// A NUL octet among the headers.
    #[error("a header holds a NUL octet")]
    NulInHeaders,
    /// No usable `From`, and it is no bounce: there is nobody to answer.
    #[error("it has no sender")]
    NoSender,
    /// Two `From` fields or authors: filters upstream may have checked the other one.
    #[error("it has more than one sender")]
    SeveralSenders,
    /// A multipart without a boundary, or whose boundary never comes.
    #[error("a multipart has no boundary")]
    NoBoundary,
}

/// Somebody's mail address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Display name, cleaned of control and direction characters.
    pub name: Option<String>,
    /// Address in lower case. Empty only as the sender of a [`Kind::Bounce`].
    pub email: String,
}

/// One attached file, decoded. Nothing about it may be believed before its bytes were looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Base name without path, control or direction characters; made up when the sender gave none.
    pub filename: String,
    /// `type/subtype` as the sender declared it, in lower case.
    pub declared_type: String,
    /// Decoded content.
    pub bytes: Vec<u8>,
    /// `Content-ID` without its angle brackets.
    pub content_id: Option<String>,
    /// Shown inside the text (an image of the HTML part, a logo) rather than attached to it.
    pub inline: bool,
}

/// What sort of mail it is. Only [`Kind::Person`] may ever be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A person wrote it.
    Person,
    /// A machine answered or announced: vacation notes, receipts, reports, bulk mail (RFC 3834).
    AutoReply,
    /// A delivery report. `status` starts with 5 for a failure, 4 for a delay, 2 for a success.
    Bounce {
        /// Whose mailbox it was about, in lower case.
        final_recipient: Option<String>,
        /// Enhanced status code (RFC 3463), as `5.1.1`.
        status: Option<String>,
        /// `Message-ID` of the mail that was not delivered, without angle brackets.
        original_message_id: Option<String>,
    },
    /// Our own mail came back, or it has been going round.
    Loop,
    /// Distributed by a mailing list or as a newsletter.
    MailingList,
}

/// A message that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// `Message-ID` without angle brackets.
    pub message_id: Option<String>,
    /// `In-Reply-To`, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// `References`, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// Its one author.
    pub from: Address,
    /// Where its author wants answers; not a proof of who wrote it.
    pub reply_to: Option<Address>,
    /// `Authentication-Results` as they stand, topmost first; `None` for one that is too long or not plain text.
    pub authentication: Vec<Option<String>>,
    /// Every recipient, envelope ones (`Delivered-To`, `X-Original-To`, `Envelope-To`) first; lower case.
    pub to: Vec<String>,
    /// One line of at most 200 characters; may be empty.
    pub subject: String,
    /// The sender's clock, not to be trusted for order.
    pub date: Option<DateTime<Utc>>,
    /// The whole text, quoted history included.
    pub body: String,
    /// What is new in the text; the whole text where nothing would be left.
    pub reply: String,
    /// Attached files, inline images included.
    pub attachments: Vec<Part>,
    /// Person, machine, bounce, loop or list.
    pub kind: Kind,
}
