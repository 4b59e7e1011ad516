//! Facts told to outside programs: who hears what, signatures, tries and alarms, addresses that are refused, the screens.
//! The receiver is a real server on this machine, which the program under test may reach by its explicit setting.

mod addresses;
mod failing;
mod screens;
mod telling;

use kernel::ids::TenantId;
use kernel::module;
use kit::{Client, TestApp};

use crate::probe::{self, Told};

/// The fact of the probe.
pub const TOLD: &str = "probe.told.v1";

/// The program, which may call this machine.
pub async fn app() -> TestApp {
    TestApp::of(probe::modules, |config| config.webhooks_to_loopback = true).await
}

/// An endpoint made by the form.
pub struct Hook {
    /// Its page.
    pub page: String,
    /// What it was shown once.
    pub secret: String,
}

/// Makes an endpoint at a desk, `/account/webhooks` or `/admin/webhooks`.
pub async fn hook(by: &Client, desk: &str, url: &str) -> Hook {
    let made = by
        .post_form(
            desk,
            &[("url", url), ("description", "حسابداری"), ("facts", TOLD)],
        )
        .await;
    let secret = made.assert_ok().texts("#webhook-secret bdi").remove(0);
    let page = made
        .attributes(&format!("main a[href^='{desk}/']"), "href")
        .remove(0);
    Hook { page, secret }
}

/// Tells a fact.
pub async fn tell(app: &TestApp, tenant: Option<TenantId>, word: &str) {
    let fact = Told {
        tenant,
        word: word.to_owned(),
    };
    app.platform()
        .write(async |tx| module::publish(tx, &fact).await)
        .await
        .unwrap();
}

/// The page of the newest delivery of an endpoint.
pub async fn newest(by: &Client, hook: &Hook) -> String {
    let page = by.get(&hook.page).await;
    page.assert_ok()
        .attributes("#list tbody a", "href")
        .remove(0)
}
