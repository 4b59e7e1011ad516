//! Samples: what the staff's preview is filled with, and tests.

use chrono::{DateTime, Utc};
use l10n::{Currency, Locale};
use rust_i18n::t;

use crate::invoice::{
    Identity, Invoice, Line, Party, Payment, Quantity, Receipt, ReceiptLine, Terms,
};

/// VAT in hundredths of a percent, as of 1403.
const VAT: i64 = 1_000;

/// A sale of so many lines, half of it paid.
pub(crate) fn invoice(locale: Locale, lines: usize, at: DateTime<Utc>) -> Invoice {
    let lang = locale.tag();
    let month = t!("documents.sample.month", locale = lang);
    let kinds = [
        line(
            t!("documents.sample.server", locale = lang),
            &month,
            1,
            4_850_000,
        ),
        line(
            t!("documents.sample.support", locale = lang),
            &month,
            3,
            12_000_000,
        ),
        line(
            t!("documents.sample.domain", locale = lang),
            &t!("documents.sample.year", locale = lang),
            2,
            1_150_000,
        ),
        Line {
            quantity: Quantity {
                units: 25,
                places: 1,
            },
            amount: 22_500_000,
            vat: 2_250_000,
            ..line(
                t!("documents.sample.consulting", locale = lang),
                &t!("documents.sample.hour", locale = lang),
                1,
                9_000_000,
            )
        },
    ];
    let lines: Vec<Line> = kinds.iter().cycle().take(lines).cloned().collect();
    let mut it = Invoice {
        currency: Currency::Irr,
        seller: Party {
            name: t!("documents.sample.seller", locale = lang).into_owned(),
            ..Party::default()
        },
        buyer: Some(buyer(lang)),
        lines,
        payments: Vec::new(),
        terms: Some(Terms::Cash),
        due_at: None,
        notes: Vec::new(),
        footer: String::new(),
    };
    it.payments.push(payment(lang, at, it.totals().total / 2));
    it
}

/// The return of such a sale.
pub(crate) fn credit_note(locale: Locale, at: DateTime<Utc>) -> Invoice {
    Invoice {
        payments: Vec::new(),
        terms: None,
        notes: vec![t!("documents.sample.reason", locale = locale.tag()).into_owned()],
        ..invoice(locale, 1, at)
    }
}

/// A top-up.
pub(crate) fn receipt(locale: Locale, at: DateTime<Utc>) -> Receipt {
    let (lang, amount) = (locale.tag(), 50_000_000);
    let Invoice {
        currency,
        seller,
        buyer,
        ..
    } = invoice(locale, 1, at);
    Receipt {
        currency,
        seller,
        buyer,
        lines: vec![ReceiptLine {
            description: t!("documents.sample.wallet", locale = lang).into_owned(),
            amount,
        }],
        payments: vec![payment(lang, at, amount)],
        notes: Vec::new(),
        footer: String::new(),
    }
}

fn buyer(lang: &str) -> Party {
    Party {
        name: t!("documents.sample.buyer", locale = lang).into_owned(),
        identity: Identity::Legal {
            national_id: "10380284790".to_owned(),
            registration_number: "483920".to_owned(),
        },
        economic_number: "411512345678".to_owned(),
        address: t!("documents.sample.buyer_address", locale = lang).into_owned(),
        postcode: "1532914567".to_owned(),
        phone: "02188000000".to_owned(),
    }
}

fn line(description: impl Into<String>, unit: &str, count: i64, price: i64) -> Line {
    let amount = count * price;
    Line {
        description: description.into(),
        code: String::new(),
        quantity: Quantity::whole(count),
        unit: unit.to_owned(),
        unit_price: price,
        amount,
        discount: 0,
        vat_rate: VAT,
        vat: amount * VAT / 10_000,
    }
}

fn payment(lang: &str, at: DateTime<Utc>, amount: i64) -> Payment {
    Payment {
        at,
        method: t!("documents.sample.gateway", locale = lang).into_owned(),
        reference: "201348872".to_owned(),
        amount,
    }
}
