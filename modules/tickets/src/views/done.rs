//! What was just done with a ticket: its sentence for the toast or the next page's notice, and where the focus goes.

use kernel::web::{Cx, Redirection, View, redirect};
use ui::{Button, Tone};

use crate::models::Ticket;
use crate::views::conversation::conversation_id;
use crate::views::list::actions_id;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Closed.
    Closed,
    /// Opened again.
    Reopened,
    /// Given to somebody, or to nobody.
    Assigned,
    /// A tag was put on.
    Tagged,
    /// A tag was taken off.
    Untagged,
    /// Department, priority, put aside.
    Saved,
}

impl Done {
    /// Text key of its sentence.
    pub fn notice(self) -> &'static str {
        match self {
            Self::Closed => "tickets.notice.closed",
            Self::Reopened => "tickets.notice.reopened",
            Self::Assigned => "tickets.notice.assigned",
            Self::Tagged => "tickets.notice.tagged",
            Self::Untagged => "tickets.notice.untagged",
            Self::Saved => "tickets.notice.saved",
        }
    }

    /// Goes to the page anew, which says it; what `closure` has made can be taken back there.
    pub fn leads(self, place: String, closure: &str) -> Redirection {
        let to = redirect(place).notice(self.notice());
        if self == Self::Closed {
            to.undo(closure)
        } else {
            to
        }
    }

    /// The button that takes it back on the open page of the ticket.
    pub fn undo(self, cx: &Cx<'_>, ticket: &Ticket, closure: &str) -> Option<Button> {
        let undo = ui::button(cx.t("kernel.undo")).post(closure, cx.csrf());
        let undo = undo.method("DELETE").morph(conversation_id(ticket.id));
        (self == Self::Closed).then(|| undo.small().icon("undo-2"))
    }

    /// The id of what it has changed on the page.
    pub fn place(self, ticket: &Ticket) -> String {
        match self {
            Self::Closed | Self::Reopened => actions_id(ticket),
            Self::Assigned => "assignment-card".to_owned(),
            Self::Tagged | Self::Untagged => "tags-card".to_owned(),
            Self::Saved => "triage-card".to_owned(),
        }
    }
}

/// Text key of what is said when an answer was sent or a note kept.
pub fn sent_notice(is_note: bool) -> &'static str {
    if is_note {
        "tickets.notice.noted"
    } else {
        "tickets.notice.answered"
    }
}

/// The answer says it, with the way to take it back where there is one, and brings the focus to the element that has changed.
pub fn told(cx: &Cx<'_>, view: View, notice: &str, undo: Option<Button>, id: &str) -> View {
    let (text, close) = (cx.t(notice), cx.t("kernel.close"));
    let toast = match undo {
        Some(undo) => ui::undo_toast_out_of_band(text, undo, close),
        None => ui::toast_out_of_band(Tone::Success, text, close),
    };
    view.also(toast).also(ui::focus_on(id))
}
