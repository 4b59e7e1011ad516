//! Purchases and lists of invoices, as browsers ask for them.
//! Here beside the tickets' tasks and in the same shape, so that one measure serves both.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kit::load::Shot;
use scraper::Html;
use serde_json::json;

use super::super::CLIENTS;
use super::super::site::Site;
use super::super::task::{Make, Task};

/// Wallets that one client buys from in turn.
const OWN: usize = 4;
/// Rows of a full page.
const SIZE: usize = 50;
const WRITTEN: &str =
    "SELECT count(*) FROM commerce_orders WHERE placed_at > now() - interval '10 minutes'";

/// Staff's list of all invoices, those of one state, and a customer's own.
pub async fn lists(site: &Site) -> anyhow::Result<Vec<Task>> {
    let customers = usize::try_from(site.size.tenants)?;
    let own = (0..customers).map(|n| Shot::get("/invoices", Site::customer(n)));
    let staff = |path: &str| vec![Shot::get(path, Site::agent())];
    let (tenant, platform) = ("sarai_tenant", "sarai_platform");
    let list = |name, role, shots| Task {
        p99: None,
        ..Task::list(name, role, "<tbody", shots).of(SIZE, 0.0, 0.4)
    };
    Ok(vec![
        list("staff's invoices", platform, staff("/admin/invoices")),
        list(
            "staff's open invoices",
            platform,
            staff("/admin/invoices?state=open"),
        ),
        list("customer's invoices", tenant, own.collect()),
    ])
}

/// A month of something from the wallet, confirmed: each client from wallets that no other client buys from.
pub async fn buying(site: &Site) -> anyhow::Result<Task> {
    let cart =
        json!([{ "p": "bench-thing", "c": "month", "n": 1, "o": { "brief": "سرور فروشگاه" } }]);
    let cart = URL_SAFE_NO_PAD.encode(cart.to_string());
    let http = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{}/checkout", site.server.base());
    let mut targets = Vec::new();
    for n in 0..CLIENTS * OWN {
        let n = n % usize::try_from(site.size.tenants)?;
        let cookie = format!("{}; sarai-cart={cart}", Site::customer(n));
        let page = http.get(&url).header("Cookie", &cookie).send().await?;
        let text = page.error_for_status()?.text().await?;
        targets.push((cookie, field(&text, "csrf_token")?, field(&text, "digest")?));
    }
    let now = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    let (next, run) = (
        AtomicU64::new(u64::try_from(super::count(&site.owner, now).await?)?),
        rand::random::<u64>() & 0xffff_ffff_ffff,
    );
    let make: Make = Arc::new(move |n| {
        let Some((cookie, token, digest)) = targets.get(n % targets.len()) else {
            return Shot::default();
        };
        // A key of the same kind as the page's own: a `UUIDv7`, new for each purchase.
        let time = format!("{:012x}", next.fetch_add(1, Ordering::Relaxed));
        let (high, low) = time.split_at(8);
        let once = format!("{high}-{low}-7000-8000-{run:012x}");
        let form = [
            ("csrf_token", token.as_str()),
            ("once", &once),
            ("digest", digest),
            ("method", "wallet"),
        ];
        Shot::post("/checkout", cookie, &form)
    });
    Ok(Task {
        name: "purchase from the wallet",
        targets: CLIENTS * OWN,
        make,
        status: 303,
        marker: None,
        written: Some(WRITTEN),
        ..Task::list("", "sarai_tenant", "", Vec::new()).of(0, 400.0, 0.5)
    }
    .without_p99())
}

fn field(page: &str, name: &str) -> anyhow::Result<String> {
    let field = super::super::task::select(&format!("#checkout input[name={name}]"))?;
    let html = Html::parse_document(page);
    let found = html.select(&field).next();
    let value = found.and_then(|field| field.value().attr("value"));
    Ok(value
        .with_context(|| format!("no {name} on the checkout"))?
        .to_owned())
}
