//! Numbers: without gaps and doubles whatever is rolled back, in the order of issuing, resumed wherever it stopped.

use documents::Finish;
use futures::future::join_all;
use kernel::error::AppError;
use kernel::jobs;
use kit::TestApp;

use super::{find, finished, invoice, issue, numbers, pro_forma};

#[tokio::test(flavor = "multi_thread")]
async fn documents_issued_at_once_with_some_rolled_back_leave_no_gap_and_no_double() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let issues = (0..40).map(|n| {
        let (new, db) = (invoice(sara.tenant, &format!("order-{n}")), app.platform());
        async move {
            db.write(async |tx| {
                if n % 2 == 0 {
                    documents::issue(tx, &new).await?;
                } else {
                    documents::issue_numbered(tx, &new).await?;
                }
                if n % 5 == 0 {
                    return Err(AppError::Conflict("documents.refused.differs"));
                }
                Ok(())
            })
            .await
        }
    });
    let done = join_all(issues).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 32);
    app.run_jobs().await;
    assert_eq!(numbers(&app).await, (1..=32).collect::<Vec<_>>());
}

#[tokio::test]
async fn sealed_numbers_follow_the_order_of_issuing() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(issue(&app, &invoice(sara.tenant, &format!("order-{n}"))).await);
    }
    app.run_jobs().await;
    for (n, id) in (1..).zip(ids) {
        let number = find(&app, id).await.number().unwrap();
        assert_eq!(
            (number.number, number.to_string()),
            (n, format!("1419-{n}"))
        );
    }
}

#[tokio::test]
async fn what_stopped_between_two_steps_is_taken_up_and_done_once() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let document = issue(&app, &invoice(sara.tenant, "order-1")).await;
    // The process died after it had given the number.
    assert_eq!(documents::seal(&app.platform()).await.unwrap(), 1);
    assert_eq!(documents::seal(&app.platform()).await.unwrap(), 0);
    app.run_jobs().await;
    let first = find(&app, document).await;
    assert!(first.file.is_some());
    let db = app.platform();
    let again = db.write(async |tx| jobs::enqueue(tx, &Finish { document }).await);
    again.await.unwrap();
    app.run_jobs().await;
    assert_eq!(find(&app, document).await.file, first.file);
    assert_eq!(
        app.value::<i64>("SELECT count(*) FROM stored_files", &[])
            .await,
        1
    );
}

#[tokio::test]
async fn each_series_counts_for_itself_and_a_pro_forma_not_at_all() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let plain = finished(&app, &sara, "order-1").await;
    let lettered = issue(&app, &invoice(sara.tenant, "order-2").series("B")).await;
    let unnumbered = issue(&app, &pro_forma(sara.tenant, "offer-1")).await;
    app.run_jobs().await;
    let number = |id| {
        let app = &app;
        async move {
            find(app, id)
                .await
                .number()
                .map(|number| number.to_string())
        }
    };
    assert_eq!(number(plain).await.as_deref(), Some("1419-1"));
    assert_eq!(number(lettered).await.as_deref(), Some("B-1419-1"));
    assert_eq!(number(unnumbered).await, None);
    assert!(find(&app, unnumbered).await.file.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_issued_many_times_at_once_is_one_document() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let new = invoice(sara.tenant, "order-1");
    let issued = join_all((0..10).map(|_| super::try_issue(&app, &new))).await;
    let issued: Vec<_> = issued.into_iter().map(Result::unwrap).collect();
    assert_eq!(issued.iter().filter(|one| !one.again).count(), 1);
    assert!(issued.iter().all(|one| one.id == issued[0].id));
    let other = super::pro_forma(sara.tenant, "order-1");
    let refused = super::try_issue(&app, &other).await;
    assert!(matches!(
        refused,
        Err(AppError::Conflict("documents.refused.differs"))
    ));
    app.run_jobs().await;
    assert_eq!(numbers(&app).await, [1]);
}
