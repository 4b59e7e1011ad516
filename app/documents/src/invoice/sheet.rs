//! Fills the form: the official Iranian columns, in the order of the tax office's sample, and the same in English.

use chrono::{DateTime, Datelike as _, Utc};
use l10n::{Currency, Money, words};

use super::{Identity, Invoice, Line, Party, Payment, Receipt, Terms};
use crate::kinds::Frame;
use crate::sheet::{Column, PartyBox, Payments, Sheet, numeral};

/// What the form is used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Variant {
    Invoice,
    ProForma,
    CreditNote,
}

pub(super) fn invoice(it: &Invoice, variant: Variant, frame: &Frame<'_>) -> Sheet {
    let say = Words {
        frame,
        currency: it.currency,
    };
    let totals = it.totals();
    let coded = it.lines.iter().any(|line| !line.code.is_empty());
    let mut sheet = say.blank(&it.seller, it.buyer.as_ref(), &it.footer);
    sheet.wide = true;
    if variant == Variant::ProForma {
        sheet.mark.get_or_insert(say.t("not_an_invoice"));
    }
    if let Some(due) = it.due_at.filter(|_| variant != Variant::CreditNote) {
        sheet.facts.push((say.t("due_at"), frame.fmt.date(due)));
    }
    sheet.columns = say.columns(coded);
    sheet.rows = (1..)
        .zip(&it.lines)
        .map(|(n, line)| say.row(n, line, coded))
        .collect();
    sheet.sums_label = say.t("sum");
    sheet.sums = vec![
        say.amount(totals.amount),
        say.amount(totals.discount),
        say.amount(totals.net),
        String::new(),
        say.amount(totals.vat),
        say.amount(totals.total),
    ];
    let total = match variant {
        Variant::CreditNote => say.t("credited"),
        Variant::Invoice | Variant::ProForma => say.t("payable"),
    };
    sheet.totals = vec![
        (say.t("amount_sum"), say.amount(totals.amount), false),
        (say.t("discount_sum"), say.amount(totals.discount), false),
        (say.t("vat_sum"), say.amount(totals.vat), false),
        (total, say.money(totals.total), true),
    ];
    if variant == Variant::Invoice {
        sheet.totals.extend([
            (say.t("paid"), say.amount(totals.paid), false),
            (say.t("due"), say.money(totals.due()), true),
        ]);
    }
    sheet.words = Some((say.t("in_words"), say.in_words(totals.total)));
    if let Some(terms) = it.terms {
        let key = match terms {
            Terms::Cash => "cash",
            Terms::Credit => "credit",
        };
        sheet.notes.push((say.t("terms"), say.t(key)));
    }
    let label = match variant {
        Variant::CreditNote => "reason",
        Variant::Invoice | Variant::ProForma => "notes",
    };
    sheet.notes.extend(say.notes(label, &it.notes));
    sheet.payments = say.payments(&it.payments);
    sheet.signatures = vec![say.t("seller_signs"), say.t("buyer_signs")];
    sheet
}

pub(super) fn receipt(it: &Receipt, frame: &Frame<'_>) -> Sheet {
    let say = Words {
        frame,
        currency: it.currency,
    };
    let mut sheet = say.blank(&it.seller, it.buyer.as_ref(), &it.footer);
    sheet.columns = vec![
        Column::number(say.t("row")),
        Column::rest(say.t("received_for")),
        Column::number(say.t("received_amount")),
    ];
    sheet.rows = (1..)
        .zip(&it.lines)
        .map(|(n, line)| {
            vec![
                frame.fmt.number(n),
                line.description.clone(),
                say.amount(line.amount),
            ]
        })
        .collect();
    sheet.totals = vec![(say.t("received"), say.money(it.total()), true)];
    sheet.words = Some((say.t("in_words"), say.in_words(it.total())));
    sheet.notes = vec![(String::new(), say.t("no_sale"))];
    sheet.notes.extend(say.notes("notes", &it.notes));
    sheet.payments = say.payments(&it.payments);
    sheet
}

/// The words of one document.
struct Words<'a> {
    frame: &'a Frame<'a>,
    currency: Currency,
}

impl Words<'_> {
    fn t(&self, name: &str) -> String {
        self.frame.t(&format!("documents.paper.{name}"))
    }

    /// The number alone: the heading names the unit.
    fn amount(&self, minor: i64) -> String {
        self.frame.fmt.amount(Money::new(minor, self.currency))
    }

    fn money(&self, minor: i64) -> String {
        self.frame.fmt.money(Money::new(minor, self.currency))
    }

    fn in_words(&self, minor: i64) -> String {
        words::money_in_words(Money::new(minor, self.currency), &self.frame.fmt)
    }

    /// All that does not depend on what is sold.
    fn blank(&self, seller: &Party, buyer: Option<&Party>, footer: &str) -> Sheet {
        let (frame, fmt) = (self.frame, &self.frame.fmt);
        let sides = [("seller", Some(seller)), ("buyer", buyer)];
        let number = frame.number.as_ref().map(ToString::to_string);
        let number = fmt.digits(&number.unwrap_or_default());
        let day = fmt.today(frame.issued_at);
        Sheet {
            lang: fmt.locale.tag(),
            dir: fmt.locale.dir(),
            wide: false,
            day: (day.year(), day.month(), day.day()),
            title: frame.title.clone(),
            facts: self.facts(&number),
            number,
            seller: seller.name.clone(),
            mark: frame.sample.then(|| self.t("sample")),
            parties: sides
                .into_iter()
                .filter_map(|(title, party)| Some(self.party(title, party?)))
                .collect(),
            columns: Vec::new(),
            rows: Vec::new(),
            sums: Vec::new(),
            sums_label: String::new(),
            totals: Vec::new(),
            words: None,
            payments: Payments::default(),
            notes: Vec::new(),
            signatures: Vec::new(),
            footer: footer.to_owned(),
            verify: frame.verify.clone(),
            pages: (self.t("page"), self.t("page_of")),
            numeral: numeral(*fmt),
        }
    }

    fn facts(&self, number: &str) -> Vec<(String, String)> {
        let (frame, fmt) = (self.frame, &self.frame.fmt);
        let mut facts = Vec::new();
        if !number.is_empty() {
            facts.push((self.t("number"), number.to_owned()));
        }
        facts.push((self.t("issued_at"), fmt.date(frame.issued_at)));
        if let Some((number, at)) = &frame.credits {
            let number = number.as_ref().map(ToString::to_string).unwrap_or_default();
            let of = format!("{} ({})", fmt.digits(&number), fmt.date(*at));
            facts.push((self.t("corrects"), of));
        }
        facts.push((self.t("unit_of_money"), fmt.unit(self.currency).to_owned()));
        facts
    }

    fn party(&self, title: &str, party: &Party) -> PartyBox {
        let (national, registration) = match &party.identity {
            Identity::Untold => (("national_code", ""), ""),
            Identity::Natural(code) => (("national_code", code.as_str()), ""),
            Identity::Legal {
                national_id,
                registration_number,
            } => (
                ("national_id", national_id.as_str()),
                registration_number.as_str(),
            ),
        };
        let digits = |text: &str| self.frame.fmt.digits(text);
        let rows = [
            ("name", party.name.clone(), false),
            (national.0, digits(national.1), false),
            ("economic_number", digits(&party.economic_number), false),
            ("registration_number", digits(registration), false),
            ("postcode", digits(&party.postcode), false),
            ("phone", digits(&party.phone), false),
            ("address", digits(&party.address), true),
        ];
        PartyBox {
            title: self.t(title),
            rows: rows
                .into_iter()
                .filter(|(_, value, _)| !value.is_empty())
                .map(|(name, value, whole)| (self.t(name), value, whole))
                .collect(),
        }
    }

    fn columns(&self, coded: bool) -> Vec<Column> {
        let mut columns = vec![
            Column::number(self.t("row")),
            Column::rest(self.t("description")),
            Column::number(self.t("quantity")),
            Column::text(self.t("unit")),
            Column::number(self.t("unit_price")),
            Column::number(self.t("amount")),
            Column::number(self.t("discount")),
            Column::number(self.t("net")),
            Column::number(self.t("vat_rate")),
            Column::number(self.t("vat")),
            Column::number(self.t("total")),
        ];
        if coded {
            columns.insert(1, Column::text(self.t("code")));
        }
        columns
    }

    fn row(&self, n: i64, line: &Line, coded: bool) -> Vec<String> {
        let fmt = &self.frame.fmt;
        let mut row = vec![
            fmt.number(n),
            line.description.clone(),
            fmt.decimal(line.quantity.units, line.quantity.places, 0),
            line.unit.clone(),
            self.amount(line.unit_price),
            self.amount(line.amount),
            self.amount(line.discount),
            self.amount(line.net()),
            fmt.percent(line.vat_rate),
            self.amount(line.vat),
            self.amount(line.total()),
        ];
        if coded {
            row.insert(1, fmt.digits(&line.code));
        }
        row
    }

    /// The label stands before the first alone.
    fn notes(&self, label: &str, notes: &[String]) -> Vec<(String, String)> {
        let labels = std::iter::once(self.t(label)).chain(std::iter::repeat(String::new()));
        labels.zip(notes.iter().cloned()).collect()
    }

    fn payments(&self, payments: &[Payment]) -> Payments {
        let heads = ["paid_at", "paid_by", "reference", "paid_amount"];
        Payments {
            columns: heads.iter().map(|name| self.t(name)).collect(),
            rows: payments.iter().map(|it| self.payment(it)).collect(),
        }
    }

    fn payment(&self, it: &Payment) -> [String; 4] {
        [
            self.moment(it.at),
            it.method.clone(),
            self.frame.fmt.digits(&it.reference),
            self.amount(it.amount),
        ]
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        self.frame.fmt.date_time(at)
    }
}
