//! The way of a withdrawal: asked, approved, in a file, paid; or not, and then the money is back.

use super::{Money, SHEBA, Till, approve, say};

#[tokio::test]
async fn money_goes_from_the_wallet_to_the_bank_and_every_step_is_told() {
    let till = Till::with(7_000_003).await;
    let held = |wallet, held, payouts, bank| Money {
        wallet,
        held,
        payouts,
        bank,
    };
    let id = till.asked("۵۰۰٬۰۰۰").await;
    assert_eq!(till.money().await, held(7_000_003, 5_000_000, 0, 0));
    till.sara
        .get("/wallet")
        .await
        .assert_text("۲۰۰٬۰۰۰٫۳ تومان")
        .assert_text("۵۰۰٬۰۰۰ تومان");
    till.app.run_jobs().await;
    let bell = till.nika.get("/account/notifications").await;
    bell.assert_text("درخواست برداشت ۵۰۰٬۰۰۰ تومان در انتظار بررسی است");

    let page = till.nika.get(format!("/admin/withdrawals/{id}")).await;
    page.assert_ok()
        .assert_text("بانک پارسیان")
        .assert_text("سارا احمدی");
    approve(&till.nika, id)
        .await
        .assert_redirect("/admin/withdrawals/");
    assert_eq!(till.state(id).await, "approved");
    assert_eq!(till.money().await.held, 5_000_000);

    let batch = till.batch().await;
    assert_eq!(till.state(id).await, "sent");
    assert_eq!(till.money().await, held(2_000_003, 0, 5_000_000, 0));
    let file = till.nika.get(format!("/admin/payouts/{batch}/file")).await;
    let number: i64 = till
        .app
        .value(
            "SELECT number FROM commerce_withdrawals WHERE id = $1",
            &[&id],
        )
        .await;
    let lines = format!(
        "\u{feff}شماره شبا,مبلغ (ریال),نام صاحب حساب,شرح,شماره\r\n{SHEBA},5000000,سارا احمدی,برداشت از کیف پول {number},{number}\r\n"
    );
    assert_eq!(file.text, lines);
    till.nika
        .get(format!("/admin/payouts/{batch}"))
        .await
        .assert_ok()
        .assert_text("۵۰۰٬۰۰۰ تومان");

    say(&till.nika, id, "payment", "tracking", "140502123456")
        .await
        .assert_redirect("/admin/withdrawals/");
    assert_eq!(till.money().await, held(2_000_003, 0, 0, -5_000_000));
    let again = till.nika.get(format!("/admin/payouts/{batch}/file")).await;
    assert_eq!(again.text, lines);
    till.sara
        .get(format!("/wallet/withdrawals/{id}"))
        .await
        .assert_text("140502123456")
        .assert_text("واریزشده");
    till.app.run_jobs().await;
    let mails = "SELECT array_agg(mail ORDER BY created_at, id) FROM mail_deliveries WHERE mail LIKE '%.withdrawal%'";
    let mails: Vec<String> = till.app.value(mails, &[]).await;
    let mut steps: Vec<&str> = mails
        .iter()
        .map(|mail| mail.rsplit('_').next().unwrap())
        .collect();
    steps.sort_unstable();
    assert_eq!(steps, ["approved", "asked", "paid", "sent"]);
    let mail = till
        .app
        .smtp()
        .wait_for_mail_to(&till.sara.person.email)
        .await;
    drop(mail);
    till.sara
        .get("/account/notifications")
        .await
        .assert_text("۵۰۰٬۰۰۰ تومان به بانک پارسیان …9002 واریز شد");
}

#[tokio::test]
async fn what_the_bank_does_not_pay_is_back_in_the_wallet_and_the_customer_knows_why() {
    let till = Till::with(7_000_000).await;
    let id = till.approved("700000").await;
    till.batch().await;
    say(&till.nika, id, "failure", "failure", "حساب مسدود است")
        .await
        .assert_redirect("/admin/withdrawals/");
    let back = Money {
        wallet: 7_000_000,
        held: 0,
        payouts: 0,
        bank: 0,
    };
    assert_eq!(
        (till.state(id).await.as_str(), till.money().await),
        ("failed", back)
    );
    till.app.run_jobs().await;
    let page = till.sara.get(format!("/wallet/withdrawals/{id}")).await;
    page.assert_text("حساب مسدود است")
        .assert_text("به کیف پولتان برگشت");
    let twice = till.nika.post_form(
        format!("/admin/withdrawals/{id}/failure"),
        &[("failure", "x")],
    );
    twice.await.assert_status(409);
    assert_eq!(till.money().await.wallet, 7_000_000);
}

#[tokio::test]
async fn what_is_refused_or_taken_back_can_be_spent_again() {
    let till = Till::with(3_000_000).await;
    let (first, second) = (till.asked("100000").await, till.asked("200000").await);
    assert_eq!(till.money().await.held, 3_000_000);
    say(
        &till.nika,
        first,
        "refusal",
        "reason",
        "نام صاحب حساب نمی‌خواند",
    )
    .await
    .assert_redirect("/admin/withdrawals/");
    assert_eq!(till.money().await.held, 2_000_000);
    till.sara
        .get(format!("/wallet/withdrawals/{first}"))
        .await
        .assert_text("نام صاحب حساب نمی‌خواند");
    let take_back = [("_method", "delete")];
    let place = format!("/wallet/withdrawals/{second}");
    till.sara.get(&place).await.assert_ok();
    till.sara
        .post_form(&place, &take_back)
        .await
        .assert_redirect(&place);
    assert_eq!(
        (till.state(second).await.as_str(), till.money().await.held),
        ("cancelled", 0)
    );
    till.asked("300000").await;
    till.app.run_jobs().await;
}

#[tokio::test]
async fn what_was_approved_is_not_taken_back_and_what_was_sent_is_not_refused() {
    let till = Till::with(3_000_000).await;
    let id = till.approved("100000").await;
    let place = format!("/wallet/withdrawals/{id}");
    till.sara
        .get(&place)
        .await
        .assert_ok()
        .assert_no_element("form [value=DELETE]");
    till.sara
        .post_form(&place, &[("_method", "delete")])
        .await
        .assert_status(409);
    till.batch().await;
    let refuse = format!("/admin/withdrawals/{id}/refusal");
    till.nika
        .post_form(refuse, &[("reason", "x")])
        .await
        .assert_status(409);
    approve(&till.nika, id).await.assert_status(409);
    till.nika
        .post_form("/admin/payouts", &[])
        .await
        .assert_status(409);
    till.app.leave_jobs();
}
