//! What is refused: sums, accounts, people, and rows that a tenant's role would write by hand.

use chrono::Duration;
use kernel::db::Role;
use kernel::module::PlatformRole;
use uuid::Uuid;

use super::super::payments::Shop;
use super::super::stall::pay_in;
use super::{OTHER, SHEBA, Till, added, approve, id_of, verified};

#[tokio::test]
async fn sums_that_cannot_leave_are_refused_at_their_field_and_nothing_is_held() {
    let till = Till::with(3_000_000).await;
    for wrong in [
        "-200000",
        "0",
        "9999",
        "300001",
        "99999999999999999999",
        "الف",
        "",
    ] {
        let answer = till.asks(wrong).await;
        answer
            .assert_status(422)
            .assert_element("#f-amount[aria-invalid=true]");
    }
    let answer = till.asks("300000.1").await;
    answer.assert_status(422).assert_text("۳۰۰٬۰۰۰ تومان");
    assert_eq!(answer.attributes("#f-amount", "value"), ["300000.1"]);
    assert_eq!(till.money().await.held, 0);
    till.asked("300000").await;
    till.app.run_jobs().await;
}

#[tokio::test]
async fn money_goes_only_to_a_verified_account_of_the_same_customer() {
    let till = Till::with(3_000_000).await;
    added(&till.sara, "IR820540102680020817909003")
        .await
        .assert_status(422)
        .assert_element("#f-sheba[aria-invalid=true]");
    added(&till.sara, "۸۲ ۰۵۴۰ ۱۰۲۶ ۸۰۰۲ ۰۸۱۷ ۹۰۹۰ ۰۲")
        .await
        .assert_status(422)
        .assert_text("پیش‌تر اضافه کرده‌اید");
    added(&till.sara, OTHER)
        .await
        .assert_redirect("/wallet/accounts");
    let unverified = "SELECT id FROM commerce_bank_accounts WHERE sheba = $1";
    let unverified: Uuid = till.app.value(unverified, &[&OTHER]).await;
    let kaveh = till.app.customer("kaveh").await;
    pay_in(&till.app, kaveh.tenant, 3_000_000).await;
    let foreign = verified(&till.app, &kaveh, &till.nika, SHEBA).await;
    till.sara.get("/wallet/withdrawals/new").await.assert_ok();
    for account in [unverified, foreign, Uuid::now_v7()] {
        let fields = [("amount", "100000"), ("account", &account.to_string())];
        let answer = till.sara.post_form("/wallet/withdrawals", &fields).await;
        answer.assert_status(422);
    }
    let gone = format!("/wallet/accounts/{}", till.account);
    till.sara
        .post_form(&gone, &[("_method", "delete")])
        .await
        .assert_redirect("/wallet/accounts");
    let fields = [("amount", "100000"), ("account", &till.account.to_string())];
    till.sara
        .post_form("/wallet/withdrawals", &fields)
        .await
        .assert_status(422);
    assert_eq!(till.money().await.held, 0);
    till.app.leave_jobs();
}

#[tokio::test]
async fn what_was_paid_in_lately_stays_for_a_day() {
    let shop = Shop::open().await;
    let sara = shop.app.customer("sara").await;
    let nika = shop.app.staff(PlatformRole::Finance, "nika").await;
    verified(&shop.app, &sara, &nika, SHEBA).await;
    pay_in(&shop.app, sara.tenant, 1_000_000).await;
    shop.pay(&sara, "50000").await;
    let ask = async |toman: &str| {
        sara.get("/wallet/withdrawals/new").await.assert_ok();
        sara.form("#withdrawal").set("amount", toman).submit().await
    };
    ask("100001")
        .await
        .assert_status(422)
        .assert_text("۱۰۰٬۰۰۰ تومان");
    ask("60000").await.assert_redirect("/wallet/withdrawals/");
    ask("40001")
        .await
        .assert_status(422)
        .assert_text("۴۰٬۰۰۰ تومان");
    shop.app.leave_jobs();
    shop.app.clock().advance(Duration::hours(25));
    ask("90000").await.assert_redirect("/wallet/withdrawals/");
    shop.app.leave_jobs();
}

#[tokio::test]
async fn above_the_limit_two_colleagues_approve_and_neither_of_them_asked() {
    let till = Till::with(200_000_000).await;
    let omid = till.app.staff(PlatformRole::Finance, "omid").await;
    let id = till.asked("6000000").await;
    approve(&till.nika, id)
        .await
        .assert_redirect("/admin/withdrawals/");
    assert_eq!(till.state(id).await, "checked");
    approve(&till.nika, id).await.assert_status(409);
    omid.get("/account/notifications")
        .await
        .assert_text("در انتظار تأیید دوم");
    till.nika
        .get(format!("/admin/withdrawals/{id}"))
        .await
        .assert_text("همکار دیگری باید تأیید کند");
    till.sara
        .get(format!("/wallet/withdrawals/{id}"))
        .await
        .assert_text("در انتظار بررسی")
        .assert_no_text("تأیید دوم");
    till.nika
        .post_form("/admin/payouts", &[])
        .await
        .assert_status(409);
    approve(&omid, id)
        .await
        .assert_redirect("/admin/withdrawals/");
    assert_eq!(till.state(id).await, "approved");
    let who = "SELECT checked_by <> approved_by FROM commerce_withdrawals WHERE id = $1";
    assert!(till.app.value::<bool>(who, &[&id]).await);
    // Somebody of finance who is a customer, too.
    let sql = till.app.sql_as(Role::Platform).await;
    let own = till.asked("100000").await;
    sql.execute(
        "INSERT INTO platform_roles (user_id, role, created_at) SELECT asked_by, 'finance', now() FROM commerce_withdrawals WHERE id = $1",
        &[&own],
    )
    .await
    .unwrap();
    approve(&till.sara, own).await.assert_status(409);
    till.app.leave_jobs();
}

#[tokio::test]
async fn managers_see_and_do_not_withdraw_support_sees_and_does_not_decide() {
    let till = Till::with(3_000_000).await;
    let id = till.asked("100000").await;
    let shop = till.app.shop("zarrin");
    let manager = shop.manager().await;
    manager.get("/wallet/withdrawals").await.assert_ok();
    manager
        .get("/wallet/withdrawals/new")
        .await
        .assert_status(403);
    manager
        .post_form("/wallet/accounts", &[("sheba", SHEBA), ("owner", "x")])
        .await
        .assert_status(403);

    let kaveh = till.app.customer("kaveh").await;
    kaveh
        .get(format!("/wallet/withdrawals/{id}"))
        .await
        .assert_not_found();
    let take_back = [("_method", "delete")];
    kaveh
        .post_form(format!("/wallet/withdrawals/{id}"), &take_back)
        .await
        .assert_not_found();
    let tara = till.app.staff(PlatformRole::Support, "tara").await;
    tara.get(format!("/admin/withdrawals/{id}"))
        .await
        .assert_ok()
        .assert_no_element("#refusal");
    approve(&tara, id).await.assert_status(403);
    tara.get("/admin/payouts").await.assert_status(403);
    till.app.leave_jobs();
}

#[tokio::test]
async fn a_tenants_role_can_neither_approve_nor_redirect_and_a_file_stays_as_it_was() {
    let till = Till::with(3_000_000).await;
    let id = till.asked("100000").await;
    let sql = till.app.sql_as(Role::Tenant).await;
    let tenant = till.sara.tenant.to_string();
    sql.execute("SELECT set_config('app.tenant_id', $1, false)", &[&tenant])
        .await
        .unwrap();
    for forbidden in [
        "UPDATE commerce_withdrawals SET state = 'approved'",
        "UPDATE commerce_withdrawals SET sheba = 'IR790610000000700796858044'",
        "UPDATE commerce_withdrawals SET amount = 1",
        "UPDATE commerce_bank_accounts SET verified_at = now(), note = 'x'",
        "UPDATE commerce_bank_accounts SET owner = 'x'",
        "DELETE FROM commerce_withdrawals",
        "SELECT count(*) FROM commerce_payout_batches",
    ] {
        sql.execute(forbidden, &[]).await.expect_err(forbidden);
    }
    till.app.run_jobs().await;
    approve(&till.nika, id)
        .await
        .assert_redirect("/admin/withdrawals/");
    let batch = till.batch().await;
    let owner = till.app.sql_as(Role::Platform).await;
    for frozen in [
        "UPDATE commerce_payout_batches SET file = 'x'",
        "UPDATE commerce_payout_batches SET total = 1",
        "DELETE FROM commerce_payout_batches",
        "UPDATE commerce_withdrawals SET amount = 1",
        "UPDATE commerce_withdrawals SET state = 'approved', batch_id = NULL, sent_entry = NULL",
        "UPDATE commerce_withdrawals SET state = 'paid', tracking = 'x', ended_at = now(), end_entry = id",
    ] {
        owner.execute(frozen, &[]).await.expect_err(frozen);
    }
    let id = id_of(
        &till
            .nika
            .post_form(
                format!("/admin/withdrawals/{id}/payment"),
                &[("tracking", "1")],
            )
            .await,
    );
    assert_eq!(till.state(id).await, "paid");
    till.nika
        .get(format!("/admin/payouts/{batch}"))
        .await
        .assert_ok();
    till.app.leave_jobs();
}

#[tokio::test]
async fn who_asks_and_takes_back_all_day_is_asked_to_wait() {
    let till = Till::with(3_000_000).await;
    for _ in 0..20 {
        let place = format!("/wallet/withdrawals/{}", till.asked("10000").await);
        till.sara
            .post_form(&place, &[("_method", "delete")])
            .await
            .assert_redirect(&place);
    }
    let answer = till.asks("10000").await;
    answer.assert_status(422).assert_text("فردا دوباره");
    assert_eq!(till.money().await.held, 0);
    till.app.leave_jobs();
    till.app.clock().advance(Duration::hours(25));
    till.asked("10000").await;
    till.app.leave_jobs();
}
