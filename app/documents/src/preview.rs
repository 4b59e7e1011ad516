//! Samples of the platform's documents, with the fields that operators declare as they are now.

use chrono::{DateTime, Utc};
use kernel::app::App;
use kernel::error::AppResult;
use l10n::Locale;

use crate::invoice::{CreditNote, Invoice, ProForma, Receipt};
use crate::kinds::{self, CREDIT_NOTE, Frame, INVOICE, KindDef, PRO_FORMA, Paper, RECEIPT};
use crate::number::{Number, year};
use crate::sheet::Sheet;
use crate::{jobs, qr, render, sample, settings};

/// The names of the kinds that have a sample.
pub(crate) const KINDS: [&str; 4] = [
    INVOICE.name(),
    PRO_FORMA.name(),
    CREDIT_NOTE.name(),
    RECEIPT.name(),
];
/// Lines of a sample: it has a second page.
const LINES: usize = 30;

/// The PDF of a sample; `None` for a kind that has none.
pub(crate) async fn sample(
    app: &App,
    kind: &str,
    locale: Locale,
    now: DateTime<Utc>,
) -> AppResult<Option<Vec<u8>>> {
    if !KINDS.contains(&kind) {
        return Ok(None);
    }
    let kind = kinds::named(app, kind)?;
    let url = jobs::verify_url(&app.config.base_url, "sample");
    let frame = frame(app, &kind, locale, now, &url);
    let sheet = filled(app, &kind, &frame)?;
    let bytes = render::render(kind.template, &sheet, Some(qr::svg(&url)?)).await?;
    Ok(Some(bytes))
}

fn frame<'a>(
    app: &'a App,
    kind: &KindDef,
    locale: Locale,
    now: DateTime<Utc>,
    url: &str,
) -> Frame<'a> {
    let number = number(now);
    Frame {
        number: kind.numbered.then(|| number.clone()),
        credits: (kind.name == CREDIT_NOTE.name()).then_some((Some(number), now)),
        sample: true,
        ..Frame::of(app, kind, locale, now, url)
    }
}

fn number(now: DateTime<Utc>) -> Number {
    Number {
        series: String::new(),
        year: year(now),
        number: 127,
    }
}

fn filled(app: &App, kind: &KindDef, frame: &Frame<'_>) -> AppResult<Sheet> {
    let (locale, now) = (frame.fmt.locale, frame.issued_at);
    let (seller, footer) = (
        settings::seller(app, locale)?,
        settings::footer(app, locale)?,
    );
    if kind.name == RECEIPT.name() {
        let receipt = sample::receipt(locale, now);
        return Ok(Receipt {
            seller,
            footer,
            ..receipt
        }
        .sheet(frame));
    }
    if kind.name == CREDIT_NOTE.name() {
        let invoice = sample::credit_note(locale, now);
        return Ok(CreditNote(Invoice {
            seller,
            footer,
            ..invoice
        })
        .sheet(frame));
    }
    let invoice = Invoice {
        seller,
        footer,
        ..sample::invoice(locale, LINES, now)
    };
    Ok(if kind.name == PRO_FORMA.name() {
        ProForma(Invoice {
            payments: Vec::new(),
            ..invoice
        })
        .sheet(frame)
    } else {
        invoice.sheet(frame)
    })
}
