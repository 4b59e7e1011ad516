//! Every form in both languages. `SHOTS=folder cargo test -p documents` leaves the files there, to be looked at.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use kernel::module::Registry;
use l10n::Locale;

use crate::invoice::{CreditNote, Invoice, ProForma};
use crate::kinds::{self, CREDIT_NOTE, Frame, INVOICE, KindDef, PRO_FORMA, Paper, RECEIPT};
use crate::number::Number;
use crate::sheet::{Sheet, Verify};
use crate::{Documents, qr, render, sample};

const SITE: &str = "https://sarai.example/verify/Zb6vJ0Kq3mXwR8tYcN2aLhF5uPdGsE1oIiWxV7yTQkM";

struct Desk {
    registry: Registry,
    locale: Locale,
}

impl Desk {
    fn speaking(locale: Locale) -> Self {
        let registry = Registry::new().with(ledger::Ledger).with(Documents);
        Self {
            registry: registry.finish().unwrap(),
            locale,
        }
    }

    fn now() -> DateTime<Utc> {
        "2026-11-30T08:00:00Z".parse().unwrap()
    }

    fn frame(&self, kind: &KindDef) -> Frame<'_> {
        let (texts, now) = (self.registry.texts(), Self::now());
        let number = |number| Number {
            series: String::new(),
            year: 1405,
            number,
        };
        Frame {
            texts,
            fmt: kinds::format(self.locale),
            title: texts.t(self.locale, kind.label),
            number: kind.numbered.then(|| number(1_284)),
            issued_at: now,
            credits: (kind.name == CREDIT_NOTE.name()).then(|| (Some(number(1_190)), now)),
            verify: Some(Verify {
                label: texts.t(self.locale, "documents.paper.verify"),
                url: SITE.to_owned(),
            }),
            sample: false,
        }
    }

    fn invoice(&self, lines: usize) -> Invoice {
        sample::invoice(self.locale, lines, Self::now())
    }

    fn sheet(&self, kind: &KindDef, paper: &impl Paper) -> Sheet {
        assert_eq!(paper.check(), Ok(()));
        paper.sheet(&self.frame(kind))
    }

    async fn set(&self, name: &str, kind: &KindDef, paper: &impl Paper) -> Vec<u8> {
        let sheet = self.sheet(kind, paper);
        let bytes = render::render(kind.template, &sheet, Some(qr::svg(SITE).unwrap()))
            .await
            .unwrap();
        if let Ok(folder) = std::env::var("SHOTS") {
            std::fs::write(format!("{folder}/{name}-{}.pdf", self.locale), &bytes).unwrap();
        }
        bytes
    }
}

#[test]
fn every_text_of_the_forms_has_both_languages() {
    for locale in Locale::ALL {
        let desk = Desk::speaking(locale);
        let sheet = desk.sheet(&INVOICE.def(), &desk.invoice(4));
        let said = serde_json::to_string(&sheet).unwrap();
        assert!(!said.contains("documents."), "{said}");
    }
}

#[test]
fn a_persian_sheet_has_persian_digits_alone_but_for_names() {
    let desk = Desk::speaking(Locale::Fa);
    let sheet = desk.sheet(&INVOICE.def(), &desk.invoice(4));
    let cells = sheet.rows.iter().flat_map(|row| row.iter().skip(2));
    let facts = sheet.facts.iter().map(|(_, value)| value);
    let totals = sheet.totals.iter().map(|(_, value, _)| value);
    for text in cells.chain(facts).chain(totals) {
        assert!(!text.contains(|c: char| c.is_ascii_digit()), "{text}");
    }
    assert_eq!(sheet.number, "۱۴۰۵-۱۲۸۴");
    assert_eq!(sheet.dir, "rtl");
}

#[tokio::test]
async fn every_form_is_set_in_both_languages_as_an_archives_pdf() {
    for locale in Locale::ALL {
        let desk = Desk::speaking(locale);
        let invoice = desk.invoice(30);
        let credit = CreditNote(sample::credit_note(locale, Desk::now()));
        let receipt = sample::receipt(locale, Desk::now());
        for bytes in [
            desk.set("invoice", &INVOICE.def(), &invoice).await,
            desk.set("short", &INVOICE.def(), &desk.invoice(3)).await,
            desk.set("pro_forma", &PRO_FORMA.def(), &ProForma(desk.invoice(2)))
                .await,
            desk.set("credit_note", &CREDIT_NOTE.def(), &credit).await,
            desk.set("receipt", &RECEIPT.def(), &receipt).await,
        ] {
            let text = String::from_utf8_lossy(&bytes);
            assert!(text.starts_with("%PDF-1.7"));
            assert!(text.contains("pdfaid:part>2</pdfaid:part"), "no PDF/A");
            assert!(text.contains("pdfaid:conformance>A<"), "not tagged");
        }
    }
}

#[tokio::test]
async fn a_name_that_no_face_has_is_set_all_the_same() {
    let desk = Desk::speaking(Locale::Fa);
    let mut invoice = desk.invoice(1);
    invoice.lines[0].description = "株式会社 🦊 \u{0}".to_owned();
    let bytes = desk.set("odd", &INVOICE.def(), &invoice).await;
    assert!(bytes.starts_with(b"%PDF"));
}

#[tokio::test]
async fn what_people_write_is_no_code() {
    let desk = Desk::speaking(Locale::En);
    let mut invoice = desk.invoice(1);
    let text = "#panic(\"x\") $x$ *b* _i_ `c` @a <l> // c\n= head\n#read(\"/etc/passwd\")";
    invoice.lines[0].description = text.to_owned();
    invoice.notes = vec![text.to_owned()];
    invoice.footer = text.to_owned();
    let bytes = desk.set("code", &INVOICE.def(), &invoice).await;
    assert!(bytes.starts_with(b"%PDF"));
}

/// Generous, for tests share their machine; `cargo test --release -- --nocapture` shows what it takes.
#[tokio::test]
async fn a_page_of_thirty_lines_takes_no_time_to_speak_of() {
    let desk = Desk::speaking(Locale::Fa);
    let (kind, mut invoice) = (INVOICE.def(), desk.invoice(30));
    desk.set("warm", &kind, &invoice).await;
    let rounds = 20;
    let begun = Instant::now();
    for round in 0..rounds {
        invoice.lines[0].unit_price = round;
        desk.set("warm", &kind, &invoice).await;
    }
    let each = begun.elapsed() / 20;
    println!("an invoice of 30 lines: {each:?}");
    assert!(each < Duration::from_millis(1_500), "{each:?}");
}
