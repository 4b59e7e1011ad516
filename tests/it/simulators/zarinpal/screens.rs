//! A developer's screens: the list of payments, one of them, terminals and faults.

use kit::{Client, TestApp, Zarinpal};
use serde_json::json;

use super::{begun, begun_with, paid, request, status, verify};

const PLACE: &str = "/dev/simulators/zarinpal";

/// The page of the newest payment.
async fn newest(developer: &Client) -> String {
    let list = developer.get(PLACE).await;
    let links = list.attributes("tbody a", "href");
    links
        .into_iter()
        .find(|link| link.contains("/payments/"))
        .unwrap()
}

#[tokio::test]
async fn payments_are_listed_searched_and_filtered() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let developer = gateway.app().client();
    developer
        .get(PLACE)
        .await
        .assert_ok()
        .assert_text("هنوز پرداختی نیست");
    let named = json!({ "description": "گردنبند فیروزه", "metadata": { "order_id": "X-77" } });
    let authority = begun_with(&gateway, &shop, named).await;
    paid(&gateway, &shop).await;
    let rows = |answer: kit::Answer| answer.assert_ok().texts("tbody tr").len();
    assert_eq!(rows(developer.get(PLACE).await), 2);
    for words in ["گردنبند", "x-77", authority.as_str()] {
        assert_eq!(
            rows(developer.get(format!("{PLACE}?q={words}")).await),
            1,
            "{words}"
        );
    }
    for (status, count) in [
        ("IN_BANK", 1),
        ("PAID", 1),
        ("VERIFIED", 0),
        ("FAILED", 0),
        ("odd", 2),
    ] {
        let list = developer.get(format!("{PLACE}?status={status}")).await;
        assert_eq!(rows(list), count, "{status}");
    }
    gateway.pass(chrono::Duration::minutes(20));
    assert_eq!(
        rows(developer.get(format!("{PLACE}?status=FAILED")).await),
        1
    );
    let part = developer.htmx().get(format!("{PLACE}?q=x-77")).await;
    part.assert_ok()
        .assert_element("#list")
        .assert_no_element("h1");
}

#[tokio::test]
async fn the_list_goes_on_page_by_page() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    for _ in 0..51 {
        begun(&gateway, &shop).await;
    }
    let developer = gateway.app().client();
    let first = developer.get(PLACE).await;
    assert_eq!(first.texts("tbody tr").len(), 50);
    let links = first.attributes("main a", "href");
    let next = links
        .into_iter()
        .find(|link| link.contains("after="))
        .unwrap();
    assert_eq!(developer.get(next).await.texts("tbody tr").len(), 1);
}

#[tokio::test]
async fn a_developer_settles_and_gives_back_by_hand() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let developer = gateway.app().client();
    let authority = paid(&gateway, &shop).await;
    let page = newest(&developer).await;
    developer
        .get(&page)
        .await
        .assert_no_element("form[action$=settlement]");
    developer
        .post_form(format!("{page}/settlement"), &[])
        .await
        .assert_status(409);
    verify(&gateway, &shop, &authority).await;
    developer
        .get(&page)
        .await
        .assert_text("فروشگاه تأیید خواست");
    developer
        .form("form[action$=settlement]")
        .submit()
        .await
        .assert_redirect(&page);
    developer
        .get(&page)
        .await
        .assert_no_element("form[action$=reversal]");
    developer
        .post_form(format!("{page}/reversal"), &[])
        .await
        .assert_status(409);

    let authority = paid(&gateway, &shop).await;
    let page = newest(&developer).await;
    developer.get(&page).await.assert_ok();
    developer
        .form("form[action$=reversal]")
        .submit()
        .await
        .assert_redirect(&page);
    assert_eq!(status(&gateway, &shop, &authority).await, "REVERSED");
}

#[tokio::test]
async fn a_refusal_is_seen_with_its_code() {
    let gateway = Zarinpal::start().await;
    let shop = gateway.terminal(json!({})).await;
    let authority = begun(&gateway, &shop).await;
    verify(&gateway, &shop, &authority).await;
    let developer = gateway.app().client();
    let page = newest(&developer).await;
    developer
        .get(&page)
        .await
        .assert_text("-51")
        .assert_text("127.0.0.1");
}

#[tokio::test]
async fn a_terminal_is_made_changed_and_works() {
    let gateway = Zarinpal::start().await;
    let developer = gateway.app().client();
    developer
        .get(format!("{PLACE}/terminals/new"))
        .await
        .assert_ok();
    let form = developer.form("main form[action$=terminals]");
    let merchant = form.value("merchant_id").unwrap().to_owned();
    assert_eq!(form.value("domain"), Some("127.0.0.1"));
    let form = form.set("name", "فروشگاه من").set("domain", "shop.test");
    form.submit()
        .await
        .assert_redirect(&format!("{PLACE}/terminals"));
    let shop = kit::Terminal {
        merchant_id: merchant.clone(),
        token: String::new(),
        callback: "https://shop.test/".to_owned(),
    };
    begun(&gateway, &shop).await;

    let list = developer.get(format!("{PLACE}/terminals")).await;
    list.assert_text("فروشگاه من").assert_text(&merchant);
    let links = list.attributes("tbody a", "href");
    developer.get(&links[0]).await.assert_ok();
    let form = developer.form("main form[action*=terminals]");
    assert_eq!(form.value("merchant_id"), Some(merchant.as_str()));
    let form = form
        .set("state", "suspended")
        .set("server_ips", "127.0.0.1");
    form.submit()
        .await
        .assert_redirect(&format!("{PLACE}/terminals"));
    super::refused(&gateway, "request", &request(&shop), -15).await;
}

#[tokio::test]
async fn what_is_wrong_with_a_terminal_is_shown_again() {
    let gateway = Zarinpal::start().await;
    let taken = gateway.terminal(json!({})).await;
    let developer = gateway.app().client();
    developer
        .get(format!("{PLACE}/terminals/new"))
        .await
        .assert_ok();
    let fresh = || {
        developer
            .form("main form[action$=terminals]")
            .set("name", "x")
    };
    for (field, value, says) in [
        ("merchant_id", "7", "کد پذیرنده، یک UUID"),
        (
            "merchant_id",
            taken.merchant_id.as_str(),
            "این کد پذیرنده را دارد",
        ),
        ("access_token", taken.token.as_str(), "این توکن را دارد"),
        ("domain", "https://shop.test/", "فقط نام دامنه"),
        ("server_ips", "localhost", "یک نشانی IP"),
        ("requests_a_minute", "0", "عددی از ۱ تا ۱۰٬۰۰۰"),
    ] {
        developer
            .get(format!("{PLACE}/terminals/new"))
            .await
            .assert_ok();
        let answer = fresh().set(field, value).submit().await;
        answer.assert_status(422).assert_text(says);
    }
}

#[tokio::test]
async fn a_fault_is_switched_on_and_off_by_hand() {
    let gateway = Zarinpal::start().await;
    let developer = gateway.app().client();
    let place = format!("{PLACE}/faults");
    developer
        .get(&place)
        .await
        .assert_ok()
        .assert_no_element("form#fault");
    let shop = gateway.terminal(json!({})).await;
    developer.get(&place).await.assert_ok();
    let form = || developer.form("form#fault").set("call", "request");
    let wrong = form()
        .set("kind", "status")
        .set("value", "200")
        .submit()
        .await;
    wrong
        .assert_status(422)
        .assert_text("این مقدار با نوع اختلال نمی‌خواند");
    developer.get(&place).await.assert_ok();
    let odd = form()
        .set("kind", "amount")
        .set("value", "5")
        .submit()
        .await;
    odd.assert_status(422)
        .assert_text("فقط در بازگشت پرداخت‌کننده");
    developer.get(&place).await.assert_ok();
    let on = form()
        .set("kind", "status")
        .set("value", "502")
        .set("times", "9");
    on.submit().await.assert_redirect(&place);
    let answer = gateway
        .post("/pg/v4/payment/request.json", &request(&shop))
        .await;
    assert_eq!(answer.status(), 502);
    developer.get(&place).await.assert_text("خطای سرور");
    let off = developer.form("form[action*='/faults/']");
    off.submit().await.assert_redirect(&place);
    begun(&gateway, &shop).await;
}

#[tokio::test]
async fn the_list_of_stand_ins_leads_here_and_the_demo_fills_two_pages_once() {
    let app = TestApp::new().await;
    let developer = app.client();
    let links = developer
        .get("/dev/simulators")
        .await
        .attributes("main a", "href");
    assert!(links.contains(&PLACE.to_owned()), "{links:?}");
    for _ in 0..2 {
        simulators::zarinpal::seeds::run(app.scopes())
            .await
            .unwrap();
    }
    let count: i64 = app
        .value("SELECT count(*) FROM simulators_zarinpal_payments", &[])
        .await;
    assert_eq!(count, 64);
    let list = developer.get(PLACE).await;
    assert_eq!(list.assert_ok().texts("tbody tr").len(), 50);
    let gateway = Zarinpal::of(&app);
    let asked = json!({ "merchant_id": simulators::zarinpal::seeds::MERCHANT });
    let (code, said) = gateway.call("unVerified", &asked).await;
    assert_eq!((code, &said["data"]["code"]), (200, &json!("100")));
}
