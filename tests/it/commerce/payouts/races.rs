//! Everybody at once: no rial leaves twice, and none is lost.

use futures::future::join_all;
use kernel::module::PlatformRole;

use super::{Money, Till, approve};

async fn held(till: &Till) -> (i64, i64) {
    let count = "SELECT count(*) FROM commerce_withdrawals WHERE state = 'asked'";
    (till.app.value(count, &[]).await, till.money().await.held)
}

#[tokio::test]
async fn twenty_questions_at_once_to_a_wallet_that_covers_five() {
    let till = Till::with(5_000_009).await;
    till.sara.get("/wallet/withdrawals/new").await.assert_ok();
    let account = till.account.to_string();
    let fields = [("amount", "100000"), ("account", account.as_str())];
    let all = (0..20).map(|_| till.sara.post_form("/wallet/withdrawals", &fields));
    let answers = join_all(all).await;
    let granted = answers
        .iter()
        .filter(|one| one.status.as_u16() == 303)
        .count();
    assert_eq!((granted, held(&till).await), (5, (5, 5_000_000)));
    assert_eq!(till.money().await.wallet, 5_000_009);
    till.app.leave_jobs();
}

#[tokio::test]
async fn the_same_form_in_two_tabs_asks_once() {
    let till = Till::with(5_000_000).await;
    till.sara.get("/wallet/withdrawals/new").await.assert_ok();
    let form = || till.sara.form("#withdrawal").set("amount", "100000");
    let (one, two) = (form(), form());
    let (one, two) = tokio::join!(one.submit(), two.submit());
    assert_eq!(one.location(), two.location());
    assert_eq!(held(&till).await, (1, 1_000_000));
    till.app.leave_jobs();
}

#[tokio::test]
async fn approved_and_taken_back_at_once_is_one_of_the_two() {
    let till = Till::with(9_000_000).await;
    for _ in 0..8 {
        let id = till.asked("100000").await;
        let place = format!("/wallet/withdrawals/{id}");
        let take_back = [("_method", "delete")];
        let (approved, taken) = tokio::join!(
            approve(&till.nika, id),
            till.sara.post_form(&place, &take_back)
        );
        let state = till.state(id).await;
        match state.as_str() {
            "approved" => assert_eq!(
                (approved.status.as_u16(), taken.status.as_u16()),
                (303, 409)
            ),
            "cancelled" => assert_eq!(
                (approved.status.as_u16(), taken.status.as_u16()),
                (409, 303)
            ),
            other => panic!("{other}"),
        }
    }
    let open = "SELECT (coalesce(sum(amount), 0))::bigint FROM commerce_withdrawals WHERE state = 'approved'";
    let open: i64 = till.app.value(open, &[]).await;
    assert_eq!(till.money().await.held, open);
    till.app.leave_jobs();
}

#[tokio::test]
async fn two_approvers_at_once_below_and_above_the_limit() {
    let till = Till::with(200_000_000).await;
    let omid = till.app.staff(PlatformRole::Finance, "omid").await;
    let small = till.asked("100000").await;
    let (one, two) = tokio::join!(approve(&till.nika, small), approve(&omid, small));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(
        (statuses, till.state(small).await.as_str()),
        ([303, 409], "approved")
    );
    let large = till.asked("6000000").await;
    let (one, two) = tokio::join!(approve(&till.nika, large), approve(&omid, large));
    assert_eq!(
        (
            one.status.as_u16(),
            two.status.as_u16(),
            till.state(large).await.as_str()
        ),
        (303, 303, "approved")
    );
    let again = till.asked("6000000").await;
    let (one, two) = tokio::join!(approve(&till.nika, again), approve(&till.nika, again));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(
        (statuses, till.state(again).await.as_str()),
        ([303, 409], "checked")
    );
    till.app.leave_jobs();
}

#[tokio::test]
async fn two_files_and_two_results_at_once_move_the_money_once() {
    let till = Till::with(5_000_000).await;
    let omid = till.app.staff(PlatformRole::Finance, "omid").await;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(till.approved("100000").await);
    }
    let (one, two) = tokio::join!(
        till.nika.post_form("/admin/payouts", &[]),
        omid.post_form("/admin/payouts", &[])
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let files = "SELECT count(*) FROM commerce_payout_batches";
    assert_eq!(till.app.value::<i64>(files, &[]).await, 1);
    let sent = Money {
        wallet: 1_000_000,
        held: 0,
        payouts: 4_000_000,
        bank: 0,
    };
    assert_eq!(till.money().await, sent);
    let place = format!("/admin/withdrawals/{}", all[0]);
    let (pay, fail) = (format!("{place}/payment"), format!("{place}/failure"));
    let (paid, failed) = tokio::join!(
        till.nika.post_form(&pay, &[("tracking", "77")]),
        omid.post_form(&fail, &[("failure", "x")])
    );
    let mut statuses = [paid.status.as_u16(), failed.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let money = till.money().await;
    assert_eq!(money.payouts, 3_000_000);
    assert_eq!(money.wallet - 1_000_000 - money.bank, 1_000_000);
    till.app.leave_jobs();
}
