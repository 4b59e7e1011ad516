//! Who is told of money that leaves: the customer at each step by bell and mail, staff of what waits for them.

use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::ids::{DeliveryId, UserId};
use kernel::mail::{self, NewMail};
use kernel::module::{MailDef, MailVariable};
use kernel::people::Contact;
use kernel::{pages, people};
use l10n::{Format, Money};
use uuid::Uuid;

use super::account::{self, BankAccount};
use super::withdrawal::Withdrawal;
use crate::payouts::paths;
use crate::permissions::MANAGE_SALES;
use crate::reader;

/// A step, with what is to be said of it.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// He asked.
    Asked,
    /// Staff approved.
    Approved,
    /// Staff refused, for this reason.
    Refused(&'a str),
    /// It is in a file for the bank.
    Sent,
    /// The bank paid, under this number.
    Paid(&'a str),
    /// The bank did not pay, for this reason.
    Failed(&'a str),
}

const ASKED: [&str; 2] = [
    "commerce.mail.withdrawal_asked",
    "commerce.payouts.told.asked",
];
const APPROVED: [&str; 2] = [
    "commerce.mail.withdrawal_approved",
    "commerce.payouts.told.approved",
];
const REFUSED: [&str; 2] = [
    "commerce.mail.withdrawal_refused",
    "commerce.payouts.told.refused",
];
const SENT: [&str; 2] = [
    "commerce.mail.withdrawal_sent",
    "commerce.payouts.told.sent",
];
const PAID: [&str; 2] = [
    "commerce.mail.withdrawal_paid",
    "commerce.payouts.told.paid",
];
const FAILED: [&str; 2] = [
    "commerce.mail.withdrawal_failed",
    "commerce.payouts.told.failed",
];
const VERIFIED: &str = "commerce.mail.bank_account_verified";
const NOT_VERIFIED: &str = "commerce.mail.bank_account_refused";

impl Told<'_> {
    /// Its mail and its bell.
    fn keys(self) -> [&'static str; 2] {
        match self {
            Self::Asked => ASKED,
            Self::Approved => APPROVED,
            Self::Refused(_) => REFUSED,
            Self::Sent => SENT,
            Self::Paid(_) => PAID,
            Self::Failed(_) => FAILED,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Refused(said) | Self::Paid(said) | Self::Failed(said) => said.to_owned(),
            Self::Asked | Self::Approved | Self::Sent => String::new(),
        }
    }
}

const VARIABLES: &[MailVariable] = &[
    MailVariable {
        name: "name",
        sample: "سارا",
    },
    MailVariable {
        name: "number",
        sample: "۱۲",
    },
    MailVariable {
        name: "amount",
        sample: "۲۰۹٬۰۰۰ تومان",
    },
    MailVariable {
        name: "account",
        sample: "بانک پارسیان …9002",
    },
    MailVariable {
        name: "words",
        sample: "۸۸۱۲۳۴",
    },
    MailVariable {
        name: "link",
        sample: "https://sarai.test/wallet/withdrawals/0",
    },
];

/// Mails of this area.
pub fn mails() -> Vec<MailDef> {
    let keys = [ASKED, APPROVED, REFUSED, SENT, PAID, FAILED].map(|[mail, _]| mail);
    let keys = keys.into_iter().chain([VERIFIED, NOT_VERIFIED]);
    keys.map(|key| MailDef {
        key,
        variables: VARIABLES,
    })
    .collect()
}

/// Tells whoever asked, once: for transactions that are committed once.
pub async fn customer(of: &Withdrawal, told: Told<'_>, tx: &mut Tx) -> AppResult<()> {
    customer_as(Uuid::now_v7(), of, told, tx).await
}

/// The same under an id: a job that runs twice tells once.
pub async fn customer_as(id: Uuid, of: &Withdrawal, told: Told<'_>, tx: &mut Tx) -> AppResult<()> {
    let Some(reader) = reader::of(of.asked_by, of.tenant_id, tx).await? else {
        return Ok(());
    };
    let (fmt, [mail, bell]) = (Format::for_locale(reader.locale), told.keys());
    let amount = fmt.money(of.money());
    let said = Said {
        href: paths::withdrawal(of.id),
        number: fmt.digits(&of.number.to_string()),
        account: account::short(&of.sheba, reader.locale),
        words: told.words(),
        amount,
    };
    said.to(id, (mail, bell), &reader, tx).await
}

/// Tells whoever added a bank account what staff found; `refusal` is why it is not taken.
pub async fn account(of: &BankAccount, refusal: Option<&str>, tx: &mut Tx) -> AppResult<()> {
    let Some(reader) = reader::of(of.added_by, of.tenant_id, tx).await? else {
        return Ok(());
    };
    let keys = if refusal.is_none() {
        (VERIFIED, "commerce.payouts.told.account_verified")
    } else {
        (NOT_VERIFIED, "commerce.payouts.told.account_refused")
    };
    let said = Said {
        href: paths::ACCOUNTS.to_owned(),
        number: String::new(),
        amount: String::new(),
        account: of.short(reader.locale),
        words: refusal.unwrap_or_default().to_owned(),
    };
    said.to(Uuid::now_v7(), keys, &reader, tx).await
}

struct Said {
    href: String,
    number: String,
    amount: String,
    account: String,
    words: String,
}

impl Said {
    async fn to(
        self,
        id: Uuid,
        (mail, bell): (&'static str, &str),
        reader: &Contact,
        tx: &mut Tx,
    ) -> AppResult<()> {
        let vars = [("amount", self.amount.as_str()), ("account", &self.account)];
        pages::notify_as(tx, id, reader.user, bell, &vars, &self.href).await?;
        let link = tx.app().config.absolute(&self.href);
        let new = NewMail::new(mail, reader.locale, &reader.email, &reader.name)
            .user(reader.user)
            .var("name", &reader.name)
            .var("number", self.number)
            .var("amount", self.amount)
            .var("account", self.account)
            .var("words", self.words)
            .var("link", link);
        mail::queue_as(tx, DeliveryId(id), new).await
    }
}

/// Tells everybody of the staff who may decide that something waits, but for whoever does it now. `id` makes each bell one.
pub async fn staff(
    id: Uuid,
    bell: &str,
    sum: Option<Money>,
    href: &str,
    tx: &mut Tx,
) -> AppResult<()> {
    let (holders, by) = (people::holders(MANAGE_SALES, tx).await?, tx.who().user);
    let others = holders.iter().map(|one| one.user_id);
    let holders: Vec<UserId> = others.filter(|one| Some(*one) != by).collect();
    for one in people::contacts(&holders, tx).await? {
        let fmt = Format::for_locale(one.locale);
        let amount = sum.map(|sum| fmt.money(sum)).unwrap_or_default();
        let own = Uuid::from_u128(id.as_u128() ^ one.user.0.as_u128());
        pages::notify_as(tx, own, one.user, bell, &[("amount", &amount)], href).await?;
    }
    Ok(())
}
