//! The payer's page: what it shows, what each choice leads to, and what a second visit finds.

use chrono::Duration;
use kit::{Answer, Client, Terminal, Zarinpal};
use serde_json::json;

use super::{begun, begun_with, status, verify};

const PAGE: &str = "/dev/simulators/zarinpal/pg/StartPay";

async fn open(gateway: &Zarinpal, authority: &str) -> Client {
    let payer = gateway.app().client();
    payer.get(format!("{PAGE}/{authority}")).await.assert_ok();
    payer
}

async fn choose(gateway: &Zarinpal, authority: &str, outcome: &str) -> Answer {
    let payer = open(gateway, authority).await;
    let form = payer.form("form#gateway");
    form.set("outcome", outcome).submit().await
}

fn back(shop: &Terminal, authority: &str, status: &str) -> String {
    format!("{}&Authority={authority}&Status={status}", shop.callback)
}

#[tokio::test]
async fn the_page_says_what_is_paid_to_whom_and_that_no_money_moves() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({ "fee_payer": "Payer" })).await;
    let authority = begun(&gateway, &shop).await;
    let payer = gateway.app().client();
    let page = payer.get(format!("{PAGE}/{authority}")).await;
    page.assert_ok()
        .assert_text("هیچ پولی جابه‌جا نمی‌شود")
        .assert_text("فروشگاه آزمون")
        .assert_text("افزایش اعتبار")
        .assert_text("۶۰۳۷۹۹******۱۲۳۶")
        .assert_text("۲۵٬۲۵۰");
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self' https://shop.test;"),
        "{policy}"
    );
    payer.get(format!("{PAGE}/nobody")).await.assert_not_found();
}

#[tokio::test]
async fn each_choice_leads_where_it_says() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    for (outcome, at_shop, state) in [
        ("pay", Some("OK"), "PAID"),
        ("decline", Some("NOK"), "FAILED"),
        ("cancel", Some("NOK"), "FAILED"),
        ("vanish", None, "PAID"),
        ("twice", None, "PAID"),
        ("late", None, "PAID"),
        ("expire", None, "FAILED"),
    ] {
        let authority = begun(&gateway, &shop).await;
        let answer = choose(&gateway, &authority, outcome).await;
        answer.assert_status(303);
        let led = answer.location().unwrap();
        match at_shop {
            Some(says) => assert_eq!(led, back(&shop, &authority, says)),
            None => assert!(led.starts_with(PAGE), "{outcome}: {led}"),
        }
        assert_eq!(
            status(&gateway, &shop, &authority).await,
            state,
            "{outcome}"
        );
    }
}

#[tokio::test]
async fn who_comes_twice_has_two_ways_back_and_who_vanished_none_pressed() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    let page = choose(&gateway, &authority, "twice").await.follow().await;
    let way = back(&shop, &authority, "OK");
    let links = page.attributes("main a", "href");
    assert_eq!(
        links.iter().filter(|link| **link == way).count(),
        2,
        "{links:?}"
    );
    assert_eq!(page.header("refresh"), "");
    let authority = begun(&gateway, &shop).await;
    let page = choose(&gateway, &authority, "vanish").await.follow().await;
    page.assert_text("فروشگاه هنوز از این پرداخت خبر ندارد");
    let (_, said) = gateway
        .call("unVerified", &json!({ "merchant_id": shop.merchant_id }))
        .await;
    assert_eq!(said["data"]["authorities"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn who_comes_back_later_is_sent_by_the_page() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    let payer = open(&gateway, &authority).await;
    let form = payer.form("form#gateway").set("outcome", "late");
    let page = form.set("wait", "60").submit().await.follow().await;
    let wanted = format!("60;url={}", back(&shop, &authority, "OK"));
    assert_eq!(page.header("refresh"), wanted);
    page.assert_ok().assert_text("پرداخت انجام شد");
}

#[tokio::test]
async fn what_has_ended_does_not_end_again() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    let (slow, quick) = (
        open(&gateway, &authority).await,
        open(&gateway, &authority).await,
    );
    quick
        .form("form#gateway")
        .set("outcome", "pay")
        .submit()
        .await
        .assert_status(303);
    let answer = slow
        .form("form#gateway")
        .set("outcome", "cancel")
        .submit()
        .await;
    assert_eq!(answer.location().unwrap(), back(&shop, &authority, "OK"));
    assert_eq!(status(&gateway, &shop, &authority).await, "PAID");
    let later = slow.get(format!("{PAGE}/{authority}")).await;
    later
        .assert_ok()
        .assert_no_element("form#gateway")
        .assert_text("پرداخت انجام شد");
}

#[tokio::test]
async fn a_page_that_is_open_for_too_long_pays_nothing() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    let payer = open(&gateway, &authority).await;
    gateway.pass(Duration::minutes(15));
    let answer = payer
        .form("form#gateway")
        .set("outcome", "pay")
        .submit()
        .await;
    assert_eq!(answer.location().unwrap(), back(&shop, &authority, "NOK"));
    let page = payer.get(format!("{PAGE}/{authority}")).await;
    page.assert_ok().assert_text("مهلت پرداخت تمام شد");
}

#[tokio::test]
async fn a_choice_that_the_page_does_not_offer_is_shown_again() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    let payer = open(&gateway, &authority).await;
    let fields = [
        ("outcome", "steal"),
        ("card", "4111111111111111"),
        ("wait", "10"),
    ];
    let answer = payer
        .post_form(format!("{PAGE}/{authority}"), &fields)
        .await;
    answer
        .assert_status(422)
        .assert_text("یکی از گزینه‌ها را انتخاب کنید");
    assert_eq!(status(&gateway, &shop, &authority).await, "IN_BANK");
}

#[tokio::test]
async fn the_card_that_was_chosen_is_told_with_its_own_hash() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let mut hashes = std::collections::BTreeSet::new();
    for card in simulators::zarinpal::cards::CARDS {
        let authority = begun(&gateway, &shop).await;
        let payer = open(&gateway, &authority).await;
        payer
            .form("form#gateway")
            .set("card", card.number)
            .submit()
            .await;
        let (_, said) = verify(&gateway, &shop, &authority).await;
        assert_eq!(said["data"]["card_pan"], json!(card.masked()));
        hashes.insert(said["data"]["card_hash"].as_str().unwrap().to_owned());
    }
    assert_eq!(hashes.len(), 3);
}

#[tokio::test]
async fn what_the_shop_wrote_is_shown_as_text() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let hostile = json!({ "description": "<script>alert(1)</script>" });
    let authority = begun_with(&gateway, &shop, hostile).await;
    let page = open(&gateway, &authority).await;
    let page = page.get(format!("{PAGE}/{authority}")).await;
    page.assert_text("<script>alert(1)</script>")
        .assert_no_element("main script");
}
