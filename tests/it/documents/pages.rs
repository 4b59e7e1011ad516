//! Pages: the PDF for those whose it is, the page that waits for it, the one that verifies, and the staff's samples.

use kernel::mail::{self, NewMail};
use kernel::module::PlatformRole;
use kit::TestApp;
use l10n::Locale;

use super::{credit_note, find, finished, invoice, issue, pro_forma, verify_page};

#[tokio::test]
async fn a_document_is_opened_by_its_holder_and_by_staff_and_by_nobody_else() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let id = finished(&app, &sara, "order-1").await;
    let page = format!("/documents/{id}");
    let pdf = sara.get(&page).await;
    pdf.assert_ok();
    assert_eq!(pdf.header("content-type"), "application/pdf");
    let shown = pdf.header("content-disposition");
    assert!(
        shown.starts_with("inline; filename=\"invoice-1419-1.pdf\""),
        "{shown}"
    );
    assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
    app.customer("kaveh")
        .await
        .get(&page)
        .await
        .assert_not_found();
    let finance = app.staff(PlatformRole::Finance, "mina").await;
    finance.get(format!("/admin{page}")).await.assert_ok();
}

#[tokio::test]
async fn who_comes_before_the_file_is_told_so() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let id = issue(&app, &invoice(sara.tenant, "order-1")).await;
    let page = format!("/documents/{id}");
    let waiting = sara.get(&page).await;
    waiting.assert_ok().assert_text("در حال آماده‌شدن");
    app.run_jobs().await;
    assert!(sara.get(&page).await.bytes.starts_with(b"%PDF"));
}

#[tokio::test]
async fn who_holds_the_paper_sees_what_is_printed_on_it_and_a_masked_name() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let sold = finished(&app, &sara, "order-1").await;
    let (page, stranger) = (verify_page(&app, sold).await, app.client());
    let seen = stranger.get(&page).await;
    seen.assert_ok().assert_text("اصیل و معتبر");
    seen.assert_text("۱۴۱۹-۱").assert_text("۱٬۱۰۰٬۰۰۰ ریال");
    seen.assert_text("فروشگاه آزمون").assert_text("س••• ا•••");
    assert!(!seen.text.contains("احمدی"));
    issue(&app, &credit_note(sara.tenant, "credit-1", 400_000, sold)).await;
    stranger.get(&page).await.assert_text("بخشی از مبلغ");
    issue(&app, &credit_note(sara.tenant, "credit-2", 600_000, sold)).await;
    stranger.get(&page).await.assert_text("تمام مبلغ");
    app.run_jobs().await;
}

#[tokio::test]
async fn a_pro_forma_that_was_voided_says_so() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let offer = issue(&app, &pro_forma(sara.tenant, "offer-1")).await;
    app.run_jobs().await;
    let page = verify_page(&app, offer).await;
    app.client()
        .get(&page)
        .await
        .assert_ok()
        .assert_text("اصیل و معتبر");
    let db = app.platform();
    db.write(async |tx| documents::void(tx, offer).await)
        .await
        .unwrap();
    app.client().get(&page).await.assert_text("باطل شده");
}

#[tokio::test]
async fn a_token_that_was_never_issued_is_told_so_and_many_are_slowed_down() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let sold = finished(&app, &sara, "order-1").await;
    let stranger = app.client();
    for _ in 0..5 {
        let unknown = stranger.get("/verify/no-such-token").await;
        unknown.assert_status(404).assert_text("صادر نشده");
    }
    stranger
        .get("/verify/no-such-token")
        .await
        .assert_status(429);
    stranger
        .get(verify_page(&app, sold).await)
        .await
        .assert_ok();
}

#[tokio::test]
async fn staff_see_a_sample_of_each_kind_in_each_language() {
    let app = TestApp::new().await;
    let finance = app.staff(PlatformRole::Finance, "mina").await;
    let page = finance.get("/admin/documents").await;
    page.assert_ok();
    for kind in ["invoice", "pro_forma", "credit_note", "receipt"] {
        for locale in ["fa", "en"] {
            let place = format!("/admin/documents/samples/{kind}/{locale}");
            assert!(page.text.contains(&place), "{place}");
            assert!(
                finance.get(&place).await.bytes.starts_with(b"%PDF-1.7"),
                "{place}"
            );
        }
    }
    finance
        .get("/admin/documents/samples/letter/fa")
        .await
        .assert_not_found();
}

#[tokio::test]
async fn a_document_goes_out_with_a_mail() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let id = finished(&app, &sara, "order-1").await;
    let file = find(&app, id).await.file.unwrap();
    let address = "buyer@sarai.test";
    let mail = || {
        NewMail::new(
            "identity.mail.password_changed",
            Locale::En,
            address,
            "Sara",
        )
        .var("name", "Sara")
        .var("link", "https://sarai.test/")
        .attach(file)
    };
    let db = app.platform();
    let sent = db.write(async |tx| mail::queue(tx, mail()).await);
    sent.await.unwrap();
    let kaveh = app.customer("kaveh").await;
    let stolen = app.tenant(kaveh.tenant);
    let stolen = stolen.write(async |tx| mail::queue(tx, mail()).await);
    assert!(stolen.await.is_err());
    app.run_jobs().await;
    let mail = app.smtp().wait_for_mail_to(address).await;
    let raw = String::from_utf8_lossy(&mail.raw).into_owned();
    assert!(raw.contains("multipart/mixed"), "{raw}");
    assert!(
        raw.contains("application/pdf") && raw.contains("invoice-1419-1.pdf"),
        "{raw}"
    );
}
