//! What is measured: which requests, what an answer must hold, and what the issue asks of it.
//! Here in one list, so that the large and the small data set get the very same requests.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, ensure};
use kit::load::Shot;
use scraper::{Html, Selector};

use super::house::House;
use super::site::Site;
use super::{CLIENTS, guest};

/// Makes the request to one of the targets.
pub type Make = Arc<dyn Fn(usize) -> Shot + Send + Sync>;

/// Requests of one kind.
pub struct Task {
    /// For the printed line.
    pub name: &'static str,
    /// The database role whose rows it reads.
    pub role: &'static str,
    /// How many different targets `make` knows.
    pub targets: usize,
    /// The request to a target.
    pub make: Make,
    /// Status of a right answer.
    pub status: u16,
    /// Text in a right page.
    pub marker: Option<&'static str>,
    /// Rows of the page's table.
    pub rows: usize,
    /// At least this many a second.
    pub rate: f64,
    /// At least this share of the limit.
    pub share: f64,
    /// At most this at the 99th percentile, in milliseconds.
    pub p99: Option<f64>,
    /// Counts what it has written of late; nothing for one that reads.
    pub written: Option<&'static str>,
}

const SIZE: usize = 50;
const WRITTEN: &str =
    "SELECT count(*) FROM tickets_messages WHERE created_at > now() - interval '10 minutes'";
/// Tickets that one client answers in turn.
const OWN: usize = 4;

impl Task {
    /// A page with a full table.
    pub fn list(
        name: &'static str,
        role: &'static str,
        marker: &'static str,
        shots: Vec<Shot>,
    ) -> Self {
        Self {
            name,
            role,
            targets: shots.len(),
            make: Arc::new(move |n| {
                shots
                    .get(n % shots.len().max(1))
                    .cloned()
                    .unwrap_or_default()
            }),
            status: 200,
            marker: Some(marker),
            rows: SIZE,
            rate: 800.0,
            share: 0.45,
            p99: Some(25.0),
            written: None,
        }
    }

    /// Of which only the rate counts.
    #[cfg(feature = "commerce")]
    pub fn without_p99(self) -> Self {
        Self { p99: None, ..self }
    }

    /// Not a page list: another table, another share of the limit.
    pub fn of(self, rows: usize, rate: f64, share: f64) -> Self {
        Self {
            rows,
            rate,
            share,
            ..self
        }
    }

    /// A page of the list has its rows.
    pub fn check(&self, body: &str) -> anyhow::Result<()> {
        let Some(marker) = self.marker else {
            return Ok(());
        };
        ensure!(
            body.contains(marker),
            "{}: no {marker} in\n{body}",
            self.name
        );
        let rows = rows(body)?;
        ensure!(
            rows == self.rows,
            "{}: {rows} rows, not {}",
            self.name,
            self.rows
        );
        Ok(())
    }
}

/// A selector.
pub fn select(text: &str) -> anyhow::Result<Selector> {
    Selector::parse(text).map_err(|error| anyhow::anyhow!("{text}: {error}"))
}

fn rows(body: &str) -> anyhow::Result<usize> {
    Ok(Html::parse_document(body)
        .select(&select("main tbody tr")?)
        .count())
}

/// The reading tasks of a site, those that have a full page. With less data the walk to page 200 ends earlier.
pub async fn reading(site: &Site, pages: usize) -> anyhow::Result<Vec<Task>> {
    let customers = usize::try_from(site.size.tenants)?;
    let own = (0..customers)
        .map(|n| Shot::get("/tickets", Site::customer(n)))
        .collect();
    let department: String = site
        .owner
        .query_one(
            "SELECT id::text FROM tickets_departments WHERE position = 1",
            &[],
        )
        .await?
        .get(0);
    let all = "/admin/tickets?view=all";
    let narrow = format!("{all}&status=open&department={department}");
    let mut tasks = vec![Task::list(
        "customer's list",
        "sarai_tenant",
        "id=\"ticket-list\"",
        own,
    )];
    for (name, first, pages) in [
        ("queue", all, 1),
        ("queue, page 200", all, pages),
        ("department and status", &narrow, 1),
        ("department and status, page 200", &narrow, pages),
    ] {
        if let Some(path) = walk(site, first, pages).await? {
            let desk = vec![Shot::get(path, Site::agent())];
            tasks.push(Task::list(
                name,
                "sarai_platform",
                "id=\"desk-queue\"",
                desk,
            ));
        }
    }
    Ok(tasks)
}

/// Searches: the customer's, an agent's for a word that all tickets hold, for one that an eighth holds, for one ticket.
pub async fn searching(site: &Site) -> anyhow::Result<Vec<Task>> {
    let customers = usize::try_from(site.size.tenants)?;
    let own = (0..customers)
        .map(|n| Shot::get(search("/tickets", "بررسی"), Site::customer(n)))
        .collect();
    let desk = |words: &str| {
        let path = format!("{}&view=all", search("/admin/tickets", words));
        vec![Shot::get(path, Site::agent())]
    };
    let row = site
        .owner
        .query_one(
            "SELECT subject FROM tickets_tickets ORDER BY number DESC LIMIT 1 OFFSET 4711",
            &[],
        )
        .await?;
    let (customer, agent) = ("sarai_tenant", "sarai_platform");
    let (list, queue) = ("id=\"ticket-list\"", "id=\"desk-queue\"");
    Ok(vec![
        Task::list("search, customer", customer, list, own).of(SIZE, 400.0, 0.35),
        Task::list("search, agent, in all tickets", agent, queue, desk("بررسی"))
            .of(SIZE, 200.0, 0.35),
        Task::list("search, agent, in an eighth", agent, queue, desk("دامنه"))
            .of(SIZE, 100.0, 0.35),
        Task::list("search, agent, one ticket", agent, queue, desk(row.get(0))).of(1, 5.0, 0.35),
    ]
    .into_iter()
    .map(|task| Task { p99: None, ..task })
    .collect())
}

fn search(path: &str, words: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("q", words)
        .finish();
    format!("{path}?{query}")
}

/// The home with the guest's boxes.
pub fn home(site: &Site) -> anyhow::Result<Task> {
    let customers = usize::try_from(site.size.tenants)?;
    let own = (0..customers).map(|n| Shot::get("/home", Site::customer(n)));
    let task = Task::list(
        "home with fifteen boxes more",
        "sarai_tenant",
        guest::LAST_BOX,
        own.collect(),
    );
    Ok(task.of(0, 400.0, 0.5))
}

/// The guest's list for programs, with a token of each of some customers.
pub async fn calling(house: &House, site: &Site, program: &Path) -> anyhow::Result<Task> {
    let mut shots = Vec::new();
    for n in 1..=4 * CLIENTS {
        let person = format!("customer{n}@bench.test");
        let arguments = [
            "token",
            "--person",
            &person,
            "--scopes",
            guest::SCOPE,
            "--per-hour",
            "1000000",
        ];
        let token = house.command(program, &site.database, &arguments).await?;
        shots.push(Shot::call("/api/v1/guest/tickets", token.trim()));
    }
    let mut task = Task::list("a program's list", "sarai_tenant", "\"data\":", shots);
    task.p99 = None;
    Ok(task.of(0, 800.0, 0.5))
}

/// Follows "older" as a person would, to the `pages`-th page or the last full one; nothing when there is no full page.
async fn walk(site: &Site, first: &str, pages: usize) -> anyhow::Result<Option<String>> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let older = select("a[href*='after=']")?;
    let (mut full, mut path) = (None, first.to_owned());
    for _ in 0..pages {
        let url = format!("{}{path}", site.server.base());
        let page = http.get(url).header("Cookie", Site::agent()).send().await?;
        let text = page.error_for_status()?.text().await?;
        if rows(&text)? < SIZE {
            break;
        }
        let next = {
            let html = Html::parse_document(&text);
            let link = html.select(&older).next();
            link.and_then(|a| a.value().attr("href").map(str::to_owned))
        };
        full = Some(path);
        match next {
            Some(next) => path = next,
            None => break,
        }
    }
    Ok(full)
}

/// Answers of customers: each client to tickets that no other client writes to.
pub async fn replying(site: &Site) -> anyhow::Result<Task> {
    let tickets = "SELECT t.id::text, u.email FROM (
            SELECT id, requester_id, row_number() OVER (PARTITION BY tenant_id ORDER BY last_activity_at DESC, id) AS place
              FROM tickets_tickets WHERE status IN ('open', 'waiting')) t
          JOIN users u ON u.id = t.requester_id ORDER BY place, email LIMIT $1";
    let count = i64::try_from(CLIENTS * OWN)?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let mut targets = Vec::new();
    for row in site.owner.query(tickets, &[&count]).await? {
        let (id, email): (String, String) = (row.get(0), row.get(1));
        let (path, cookie) = (format!("/tickets/{id}"), format!("sarai={email:0>43}"));
        let url = format!("{}{path}", site.server.base());
        let page = http.get(url).header("Cookie", &cookie).send().await?;
        let text = page.error_for_status()?.text().await?;
        let html = Html::parse_document(&text);
        let field = html.select(&select("input[name='csrf_token']")?).next();
        let token = field
            .and_then(|field| field.value().attr("value"))
            .context("a CSRF token")?;
        targets.push((format!("{path}/messages"), cookie, token.to_owned()));
    }
    ensure!(
        targets.len() == CLIENTS * OWN,
        "only {} tickets to answer",
        targets.len()
    );
    let base: i64 = site
        .owner
        .query_one(
            "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint",
            &[],
        )
        .await?
        .get(0);
    let (next, run) = (
        AtomicU64::new(u64::try_from(base)?),
        rand::random::<u64>() & 0x0fff_ffff_ffff_ffff,
    );
    let make = move |n: usize| {
        let Some((path, cookie, token)) = targets.get(n % targets.len()) else {
            return Shot::default();
        };
        // A key of the same kind as the page's own: a `UUIDv7`, new for each answer.
        let time = format!("{:012x}", next.fetch_add(1, Ordering::Relaxed));
        let (high, low) = time.split_at(8);
        let tail = run & 0xffff_ffff_ffff;
        let once = format!("{high}-{low}-7000-8000-{tail:012x}");
        let body = "از صبح دوباره همان خطا را می‌بینم. لطفاً یک بار دیگر بررسی کنید. سپاس!";
        Shot::post(
            path,
            cookie,
            &[("csrf_token", token), ("once", &once), ("body", body)],
        )
    };
    Ok(Task {
        name: "reply",
        role: "sarai_tenant",
        targets: CLIENTS * OWN,
        make: Arc::new(make),
        status: 303,
        marker: None,
        rows: 0,
        rate: 600.0,
        share: 0.5,
        p99: None,
        written: Some(WRITTEN),
    })
}
