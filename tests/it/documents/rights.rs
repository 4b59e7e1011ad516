//! Who issues what in whose name, what nobody changes, and what a credit note may take back.

use documents::{INVOICE, NewDocument};
use kernel::db::Role;
use kernel::error::AppError;
use kit::TestApp;
use ledger::BookId;

use super::{credit_note, find, finished, invoice, issue, pro_forma, sale, try_issue};

#[tokio::test]
async fn what_is_issued_stays_whoever_asks() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    finished(&app, &sara, "order-1").await;
    let owner = app.sql_as(Role::Owner).await;
    for change in [
        "UPDATE documents_documents SET total = 1",
        "UPDATE documents_documents SET data = '{}'",
        "UPDATE documents_documents SET number = 7",
        "UPDATE documents_documents SET number = NULL",
        "UPDATE documents_documents SET file_sha256 = sha256('x')",
        "UPDATE documents_documents SET token = repeat('x', 40)",
        "DELETE FROM documents_documents",
        "TRUNCATE documents_documents",
    ] {
        let refused = owner.execute(change, &[]).await.unwrap_err();
        assert!(refused.to_string().contains("db error"), "{change}");
        let why = refused.as_db_error().unwrap().message().to_owned();
        assert!(why.contains("stays"), "{change}: {why}");
    }
    let platform = app.sql_as(Role::Platform).await;
    for change in [
        "UPDATE documents_documents SET number = 7",
        "INSERT INTO documents_counters SELECT id, '', 1400, 1 FROM ledger_books",
    ] {
        let refused = platform.execute(change, &[]).await.unwrap_err();
        let why = refused.as_db_error().unwrap().message().to_owned();
        assert!(why.contains("permission denied"), "{change}: {why}");
    }
}

#[tokio::test]
async fn a_tenant_has_documents_issued_to_itself_alone_and_credits_nothing() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let db = app.tenant(sara.tenant);
    let by_sara = async |new: NewDocument| {
        let written = db.write(async |tx| documents::issue(tx, &new).await);
        written.await.map(|issued| issued.id)
    };
    let own = by_sara(invoice(sara.tenant, "order-1")).await.unwrap();
    assert!(by_sara(invoice(kaveh.tenant, "order-2")).await.is_err());
    assert!(
        by_sara(credit_note(sara.tenant, "credit-1", 10, own))
            .await
            .is_err()
    );
    let seen = app.tenant(kaveh.tenant);
    let seen = seen.read(async |tx| Ok(documents::find(own, tx).await?));
    assert!(matches!(seen.await, Err(AppError::NotFound(_))));
}

#[tokio::test]
async fn a_shop_reads_what_it_has_issued_and_the_holder_too() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let opened = app.platform();
    let opened = opened.write(async |tx| ledger::open_book(tx, kaveh.tenant).await);
    let book = opened.await.unwrap();
    let new = |key: &str| NewDocument::of(&INVOICE, book, key, &sale(100, "سارا")).unwrap();
    let db = app.tenant(kaveh.tenant);
    let sold = db
        .write(async |tx| {
            let held = new("sale-1").held_by(sara.tenant);
            documents::issue(tx, &held).await?;
            documents::issue_numbered(tx, &new("sale-2")).await
        })
        .await;
    let (walked_in, number) = sold.unwrap();
    assert_eq!(number.to_string(), "1419-1");
    app.run_jobs().await;
    let count = "SELECT count(*) FROM documents_documents WHERE number IS NOT NULL";
    assert_eq!(app.value::<i64>(count, &[]).await, 2);
    let page = format!("/documents/{}", walked_in.id);
    kaveh.get(&page).await.assert_ok();
    sara.get(&page).await.assert_not_found();
    assert_ne!(book, BookId::PLATFORM);
}

#[tokio::test]
async fn a_credit_note_takes_back_no_more_than_is_left() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let sold = finished(&app, &sara, "order-1").await;
    let take = async |key: &str, net: i64| {
        let new = credit_note(sara.tenant, key, net, sold);
        try_issue(&app, &new).await.map(|issued| issued.id)
    };
    let over = Err(AppError::Conflict("documents.refused.credits").to_string());
    let said = |result: Result<_, AppError>| result.map(|_| ()).map_err(|e| e.to_string());
    assert_eq!(said(take("credit-1", 1_000_010).await), over);
    let first = take("credit-1", 600_000).await.unwrap();
    assert_eq!(take("credit-1", 600_000).await.unwrap(), first);
    assert_eq!(said(take("credit-2", 400_010).await), over);
    take("credit-2", 400_000).await.unwrap();
    let of_a_credit = credit_note(sara.tenant, "credit-3", 10, first);
    assert!(try_issue(&app, &of_a_credit).await.is_err());
    app.run_jobs().await;
    assert_eq!(find(&app, first).await.credits, Some(sold));
}

#[tokio::test]
async fn only_a_pro_forma_is_voided_and_only_once() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let sold = finished(&app, &sara, "order-1").await;
    let offer = issue(&app, &pro_forma(sara.tenant, "offer-1")).await;
    let void = async |id| {
        let db = app.tenant(sara.tenant);
        db.write(async |tx| documents::void(tx, id).await).await
    };
    assert!(void(sold).await.is_err());
    void(offer).await.unwrap();
    assert!(void(offer).await.is_err());
    app.run_jobs().await;
    assert!(find(&app, offer).await.voided_at.is_some());
    let events = "SELECT count(*) FROM audit_events WHERE action = 'documents.document.void'";
    assert_eq!(app.value::<i64>(events, &[]).await, 1);
}
