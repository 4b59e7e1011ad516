//! What every gateway to whose page payers are sent must do, asked through the trait; and Zarinpal, who does it.

use std::sync::Arc;

use contracts::commerce::{Ask, Begun, Gateway, GatewayError, Standing, Verdict};
use kernel::app::App;
use l10n::{Currency, Money};
use uuid::Uuid;

use super::Shop;

/// The payer and the bank behind a gateway, in the test's hand.
trait Payer {
    /// Pays.
    async fn pays(&self, reference: &str);
    /// Gives up.
    async fn declines(&self, reference: &str);
}

struct AtZarinpal<'a>(&'a Shop);

impl Payer for AtZarinpal<'_> {
    async fn pays(&self, reference: &str) {
        let shop = self.0;
        shop.bank.payer(&shop.terminal, reference, "vanish").await;
    }
    async fn declines(&self, reference: &str) {
        let shop = self.0;
        shop.bank.payer(&shop.terminal, reference, "decline").await;
    }
}

fn ask(app: &App, amount: i64) -> Ask {
    Ask {
        payment: Uuid::now_v7(),
        amount: Money::rial(amount),
        text: "شارژ کیف پول، «۱۰۰٪»".repeat(60),
        back: app.config.absolute("/pay/return/x").parse().unwrap(),
        email: Some("sara@sarai.test".to_owned()),
        mobile: Some("09121234567".to_owned()),
    }
}

async fn begun(gateway: &dyn Gateway, app: &Arc<App>, amount: i64) -> String {
    let said = gateway.begin(&ask(app, amount), app).await.unwrap();
    match said.answer {
        Begun::Redirect { reference, page } => {
            assert_eq!(
                Some(page.origin()),
                gateway.site(app).map(|site| site.origin())
            );
            assert!(!said.raw.is_empty());
            reference
        }
        Begun::Review => panic!("payers are sent to a page"),
    }
}

async fn redirect_gateway_contract(gateway: &dyn Gateway, payer: &impl Payer, app: &Arc<App>) {
    assert!(gateway.is_offered(app));
    let (least, most) = gateway.bounds(Currency::Irr).unwrap();
    assert!(0 < least && least < most);
    let sum = Money::rial;

    // The smallest and the largest sum are taken, each under a name of its own.
    let (small, large) = (
        begun(gateway, app, least).await,
        begun(gateway, app, most).await,
    );
    assert_ne!(small, large);

    // Not paid yet, and nobody says that it never will be.
    let verdict = gateway.verify(&small, sum(least), app).await.unwrap();
    assert_eq!(verdict.answer, Verdict::Pending);
    let standing = gateway.look_up(&small, app).await.unwrap();
    assert_eq!(standing.answer, Standing::Open);

    // Paid: unclaimed until it is verified; verified again it says the same.
    payer.pays(&small).await;
    let unclaimed = gateway.unclaimed(app).await.unwrap().answer;
    assert!(unclaimed.iter().any(|one| one.reference == small));
    let other = gateway.verify(&small, sum(least + 10), app).await.unwrap();
    assert!(matches!(other.answer, Verdict::Refused { .. }));
    let paid = gateway.verify(&small, sum(least), app).await.unwrap();
    let Verdict::Paid(receipt) = &paid.answer else {
        panic!("{paid:?}")
    };
    assert!(!receipt.number.is_empty());
    let again = gateway.verify(&small, sum(least), app).await.unwrap();
    let Verdict::Paid(same) = &again.answer else {
        panic!("{again:?}")
    };
    assert_eq!(receipt.number, same.number);
    let unclaimed = gateway.unclaimed(app).await.unwrap().answer;
    assert!(unclaimed.iter().all(|one| one.reference != small));
    let standing = gateway.look_up(&small, app).await.unwrap();
    assert_eq!(standing.answer, Standing::Claimed);

    // Given up: refused for good.
    payer.declines(&large).await;
    let verdict = gateway.verify(&large, sum(most), app).await.unwrap();
    assert!(matches!(verdict.answer, Verdict::Refused { .. }));

    // What nobody knows is refused, and so is what the gateway cannot take.
    let unknown = "A00000000000000000000000000000000000";
    let verdict = gateway.verify(unknown, sum(least), app).await.unwrap();
    assert!(matches!(verdict.answer, Verdict::Refused { .. }));
    let error = gateway
        .begin(&ask(app, most * 1000), app)
        .await
        .unwrap_err();
    assert!(matches!(error, GatewayError::Refused { .. }), "{error}");

    if gateway.reverses_within().is_some() {
        gateway.reverse(&small, app).await.unwrap();
        let standing = gateway.look_up(&small, app).await.unwrap();
        assert_eq!(standing.answer, Standing::Reversed);
    }
}

#[tokio::test]
async fn zarinpal_keeps_the_contract_of_gateways() {
    let shop = Shop::open().await;
    let app = shop.app.state();
    let ports = app.registry.ports();
    let gateway = ports.named::<dyn Gateway>("commerce.zarinpal").unwrap();
    redirect_gateway_contract(gateway.as_ref(), &AtZarinpal(&shop), app).await;
}

#[tokio::test]
async fn a_gateway_that_is_not_set_up_says_so_and_is_not_offered() {
    let app = kit::TestApp::new().await;
    let ports = app.state().registry.ports();
    let gateway = ports.named::<dyn Gateway>("commerce.zarinpal").unwrap();
    assert!(!gateway.is_offered(app.state()));
    let error = gateway.begin(&ask(app.state(), 500_000), app.state()).await;
    assert_eq!(error.unwrap_err(), GatewayError::NotSetUp);
    let sara = app.customer("sara").await;
    sara.get("/wallet/top-up")
        .await
        .assert_ok()
        .assert_text("پرداخت اینترنتی فعلاً بسته است");
}

#[tokio::test]
async fn a_wrong_merchant_id_is_told_to_staff_and_never_shown() {
    let shop = Shop::open().await;
    let wrong = Uuid::new_v4().to_string();
    shop.app.setting("commerce.zarinpal_merchant", &wrong).await;
    let sara = shop.app.customer("sara").await;
    shop.asked(&sara, "50000")
        .await
        .assert_status(422)
        .assert_text("درگاه این پرداخت را نپذیرفت")
        .assert_no_text(&wrong);
    let failure: String = shop
        .app
        .value("SELECT failure FROM commerce_payments", &[])
        .await;
    assert_eq!(failure, "-10");
}
