//! Every kind of setting through its form: typed in both languages, kept, shown again, refused beyond its bounds.

use chrono::NaiveTime;
use kernel::module::{TenantKind, TenantRole};
use kernel::settings::Decimal;
use kit::{Client, Member, TestApp};
use l10n::{Percent, Rial};

use super::shelf::{
    self, COUNT, FORGOTTEN, MISTAKEN, NAME, OPENS, RATE, SHOWN, SOURCE, SUM, Source, TAX, TERMS,
};

const PAGE: &str = "/account/settings";
/// Field, what a Persian types, what is shown then; what an English reader types, what is shown then.
const TYPED: [(&str, [&str; 2], [&str; 2]); 8] = [
    ("shelf.count", ["۱٬۲۳۴", "۱٬۲۳۴"], ["1234", "1,234"]),
    (
        "shelf.sum",
        ["۱٬۲۵۰٬۰۰۰ تومان", "۱٬۲۵۰٬۰۰۰"],
        ["12500000 rial", "1,250,000"],
    ),
    ("shelf.rate", ["۲٫۵", "۲٫۵"], ["2.500", "2.5"]),
    ("shelf.tax", ["۷٫۵٪", "۷٫۵"], ["7.50", "7.5"]),
    ("shelf.opens", ["۸:۳۰", "۰۸:۳۰"], ["08:30", "08:30"]),
    (
        "shelf.name",
        ["گالري نور", "گالری نور"],
        ["گالری نور", "گالری نور"],
    ),
    ("shelf.terms", ["یک\nدو", "یک\nدو"], ["یک\nدو", "یک\nدو"]),
    ("shelf.source", ["bazaar", "bazaar"], ["bazaar", "bazaar"]),
];

async fn owner(app: &TestApp, speaking: &str) -> Member {
    let person = app.person(speaking).speaking(speaking).insert().await;
    app.join(person, speaking, TenantKind::Company, TenantRole::Owner)
        .await
}

async fn type_all(client: &Client, typed: impl Fn(&([&str; 2], [&str; 2])) -> (String, String)) {
    let mut form = shelf::form(client, PAGE).await.untick("shelf.shown");
    for (field, fa, en) in TYPED {
        form = form.set(field, &typed(&(fa, en)).0);
    }
    form.submit().await.assert_redirect(PAGE);
    let again = shelf::form(client, PAGE).await;
    for (field, fa, en) in TYPED {
        assert_eq!(
            again.value(field),
            Some(typed(&(fa, en)).1.as_str()),
            "{field}"
        );
    }
    assert_eq!(again.value("shelf.shown"), None);
}

async fn assert_kept(app: &TestApp, by: &Member) {
    let db = app.tenant(by.tenant);
    db.read(async |tx| {
        assert_eq!(COUNT.get(tx).await?, 1_234);
        assert_eq!(SUM.get(tx).await?, Rial(12_500_000));
        assert_eq!(RATE.get(tx).await?, Decimal::new(25, 1));
        assert_eq!(TAX.get(tx).await?, Percent(750));
        assert_eq!(
            OPENS.get(tx).await?,
            NaiveTime::from_hms_opt(8, 30, 0).unwrap()
        );
        assert_eq!(NAME.get(tx).await?, "گالری نور");
        assert_eq!(TERMS.get(tx).await?, "یک\nدو");
        assert_eq!(SOURCE.get(tx).await?, Source::Bazaar);
        assert!(!SHOWN.get(tx).await?);
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn every_kind_is_typed_and_shown_again_in_persian() {
    let app = shelf::app().await;
    let owner = owner(&app, "fa").await;
    type_all(&owner, |(fa, _)| (fa[0].to_owned(), fa[1].to_owned())).await;
    assert_kept(&app, &owner).await;
}

#[tokio::test]
async fn every_kind_is_typed_and_shown_again_in_english() {
    let app = shelf::app().await;
    let owner = owner(&app, "en").await;
    type_all(&owner, |(_, en)| (en[0].to_owned(), en[1].to_owned())).await;
    assert_kept(&app, &owner).await;
}

#[tokio::test]
async fn value_beyond_its_bounds_is_refused_in_each_kind_and_stays_in_the_form() {
    let app = shelf::app().await;
    let owner = owner(&app, "fa").await;
    for (field, typed) in [
        ("shelf.count", "۵۰۰۱"),
        ("shelf.count", "هفت"),
        ("shelf.sum", "۹۹"),
        ("shelf.rate", "۱۰"),
        ("shelf.rate", "۰٫۰۰۰۱"),
        ("shelf.tax", "۱۰۰٫۰۱"),
        ("shelf.opens", "۲۴:۰۰"),
        ("shelf.name", "یک نام که بیش از اندازه بلند است"),
    ] {
        let sent = shelf::form(&owner, PAGE)
            .await
            .set("shelf.greeting", "درود")
            .set(field, typed);
        let again = sent.submit().await;
        again
            .assert_status(422)
            .assert_element("[aria-invalid=true]");
        let form = again.form(&format!("form[action='{PAGE}/shelf']"));
        assert_eq!(form.value(field), Some(typed));
        assert_eq!(
            form.value("shelf.greeting"),
            Some("درود"),
            "nothing typed is lost"
        );
    }
    let kept = shelf::form(&owner, PAGE).await;
    assert_eq!(
        kept.value("shelf.greeting"),
        Some("salam"),
        "nothing is kept of a refused form"
    );
}

#[tokio::test]
async fn hints_tell_the_bounds_in_the_readers_unit() {
    let app = shelf::app().await;
    let (fa, en) = (owner(&app, "fa").await, owner(&app, "en").await);
    fa.get(PAGE)
        .await
        .assert_ok()
        .assert_text("از ۱۰۰ تومان تا ۱۰۰٬۰۰۰٬۰۰۰ تومان.");
    en.get(PAGE)
        .await
        .assert_ok()
        .assert_text("From 0.001 to 9.999.");
}

#[tokio::test]
async fn setting_that_no_module_declares_is_told_by_name() {
    let app = shelf::app().await;
    let error = FORGOTTEN.of(app.state()).unwrap_err().to_string();
    assert!(
        error.contains("shelf.forgotten is used, but no mounted module declares it"),
        "{error}"
    );
    let sara = app.customer("sara").await;
    let mistaken = app
        .tenant(sara.tenant)
        .read(async |tx| MISTAKEN.get(tx).await)
        .await;
    let error = mistaken.unwrap_err().to_string();
    assert!(
        error.contains("shelf.count is declared as Integer"),
        "{error}"
    );
}
