//! Withdrawals as finance finds them.

use super::{SHEBA, Till};

#[tokio::test]
async fn a_withdrawal_is_found_by_whatever_somebody_has_in_hand_and_exported() {
    let till = Till::with(50_000_000).await;
    let (one, two) = (till.asked("100000").await, till.asked("234567").await);
    till.app.run_jobs().await;
    let number: i64 = till
        .app
        .value(
            "SELECT number FROM commerce_withdrawals WHERE id = $1",
            &[&two],
        )
        .await;
    let (ours, other) = (
        format!("a[href='/admin/withdrawals/{two}']"),
        format!("a[href='/admin/withdrawals/{one}']"),
    );
    for query in [
        format!("q={number}"),
        "q=234567".to_owned(),
        "q=۲۳۴٬۵۶۷".to_owned(),
    ] {
        let page = till.nika.get(format!("/admin/withdrawals?{query}")).await;
        page.assert_ok()
            .assert_element(&ours)
            .assert_no_element(&other);
    }
    for query in [
        format!("q={SHEBA}"),
        format!("q={}", till.sara.person.email),
        "state=asked".to_owned(),
        "from=1419/02/01".to_owned(),
    ] {
        let page = till.nika.get(format!("/admin/withdrawals?{query}")).await;
        page.assert_ok()
            .assert_element(&ours)
            .assert_element(&other);
    }
    for query in ["state=paid", "to=1400/01/01", "q=nobody"] {
        let page = till.nika.get(format!("/admin/withdrawals?{query}")).await;
        page.assert_ok().assert_no_element(&ours);
    }
    let file = till
        .nika
        .get("/admin/withdrawals/export?format=csv&state=asked")
        .await;
    assert!(file.text.contains("2345670") && file.text.contains(SHEBA));
}

#[tokio::test]
async fn lists_keep_to_five_statements() {
    let till = Till::with(5_000_000).await;
    till.approved("100000").await;
    till.app.run_jobs().await;
    till.batch().await;
    for page in [
        till.sara.get("/wallet/withdrawals").await,
        till.sara.get("/wallet/accounts").await,
        till.nika.get("/admin/withdrawals").await,
        till.nika.get("/admin/bank-accounts").await,
        till.nika.get("/admin/payouts").await,
    ] {
        page.assert_ok();
        let statements: u32 = page.header("X-Sarai-Statements").parse().unwrap();
        assert!(statements <= 5, "{statements}");
    }
    till.app.leave_jobs();
}
