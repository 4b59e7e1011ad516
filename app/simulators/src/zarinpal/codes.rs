//! The codes of Zarinpal v4 and the sentence that comes with each.
//! The number decides; the sentence is for the shop's log.

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A field is missing, too long or of the wrong kind.
    Validation,
    /// Nobody has this merchant id, or it does not come from there.
    Terminal,
    /// The terminal is switched off.
    Inactive,
    /// Too many requests in a minute.
    TooMany,
    /// The terminal's limit is reached.
    Limited,
    /// The callback leads to another domain than the registered one.
    CallbackDomain,
    /// The shop is suspended.
    Suspended,
    /// The shop's level is too low.
    BelowSilver,
    /// The shop's level is too low.
    Blue,
    /// The terminal may not share a payment out.
    WagesForbidden,
    /// The shares are more than the payment.
    WagesOverload,
    /// Too many shares.
    WagesParts,
    /// Anything else that is wrong with the shares.
    Wages,
    /// A field that nobody knows.
    ExtraField,
    /// Another amount than the payment's.
    Amount,
    /// Not paid.
    NotPaid,
    /// The simulator itself does not know on.
    Unexpected,
    /// Another shop's payment.
    OtherMerchant,
    /// No such payment.
    Authority,
    /// The bank gives it back no more.
    ReverseBank,
    /// Only what was paid can be given back.
    ReverseStatus,
    /// The caller's address is not registered.
    ReverseIp,
    /// More than half an hour ago.
    ReverseTime,
}

impl Code {
    /// The number and the sentence.
    #[must_use]
    pub fn told(self) -> (i32, &'static str) {
        match self {
            Self::Validation => (-9, "The input params invalid, validation error."),
            Self::Terminal => (
                -10,
                "Terminal is not valid, please check merchant_id or ip address.",
            ),
            Self::Inactive => (
                -11,
                "Terminal is not active, please contact our support team.",
            ),
            Self::TooMany => (-12, "To many attempts, please try again later."),
            Self::Limited => (-13, "Terminal limit reached."),
            Self::CallbackDomain => (
                -14,
                "The callback URL domain does not match the registered terminal domain.",
            ),
            Self::Suspended => (
                -15,
                "Terminal user is suspend : (please contact our support team).",
            ),
            Self::BelowSilver => (
                -16,
                "Terminal user level is not valid : ( please contact our support team).",
            ),
            Self::Blue => (
                -17,
                "Terminal user level is not valid : ( please contact our support team).",
            ),
            Self::WagesForbidden => (-30, "Terminal do not allow to accept floating wages."),
            Self::WagesOverload => (
                -32,
                "Wages is not valid, Total wages(floating) has been overload max amount.",
            ),
            Self::WagesParts => (
                -35,
                "Wages is not valid, Total wages(floating) has been reached the limit in max parts.",
            ),
            Self::Wages => (-39, "Wages have a error!"),
            Self::ExtraField => (-40, "Invalid extra params, expire_in is not valid."),
            Self::Amount => (-50, "Session is not valid, amounts values is not the same."),
            Self::NotPaid => (-51, "Session is not valid, session is not active paid try."),
            Self::Unexpected => (-52, "Oops!!, please contact our support team"),
            Self::OtherMerchant => (-53, "Session is not this merchant_id session"),
            Self::Authority => (-54, "Invalid authority."),
            Self::ReverseBank => (-60, "Session can not be reversed with bank."),
            Self::ReverseStatus => (-61, "Session is not in success status."),
            Self::ReverseIp => (-62, "Terminal ip limit must be active."),
            Self::ReverseTime => (-63, "Maximum time for reverse this session is expired."),
        }
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> i32 {
        self.told().0
    }
}

/// A refusal: its code and, for -9 and -40, which fields and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub code: Code,
    /// Field and sentence.
    pub validations: Vec<(String, String)>,
}

impl From<Code> for Refused {
    fn from(code: Code) -> Self {
        Self {
            code,
            validations: Vec::new(),
        }
    }
}

/// What a call comes to: the contents of `data`, or a refusal. Either is an answer, and what it changed is kept.
pub type Said = Result<serde_json::Value, Refused>;
