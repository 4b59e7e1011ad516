//! From real requests to the limit: what the database was asked for some of them, and pgbench scripts of that.
//! Here so that nobody writes down by hand what he believes that the program asks.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use kit::load::Shot;
use kit::pgbench::{Bench, Parameter, Statement, statements_of_log};

use super::house::House;
use super::site::Site;
use super::task::Task;

/// The statements of a request, what differs between requests, and its values by request.
pub struct Sample {
    /// In order, `BEGIN` and `COMMIT` included.
    pub statements: Vec<Statement>,
    lists: BTreeMap<String, Vec<String>>,
    rows: usize,
}

/// The time of sampling, as the server writes it and in milliseconds.
struct Window {
    start: String,
    end: String,
    start_ms: u64,
}

const LOG_LOOKS: u32 = 500;
const LOG_PAUSE: Duration = Duration::from_millis(10);
const NOW: &str =
    "SELECT clock_timestamp()::text, (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/// Fires each target once, alone, while the server logs its statements.
pub async fn take(house: &House, site: &Site, task: &Task, count: usize) -> anyhow::Result<Sample> {
    house.log_statements(true).await?;
    let taken = fire(house, site, task, count).await;
    house.log_statements(false).await?;
    let (requests, window) = taken?;
    vary(usual(requests), &window)
}

async fn fire(
    house: &House,
    site: &Site,
    task: &Task,
    count: usize,
) -> anyhow::Result<(Vec<Vec<Statement>>, Window)> {
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let first = site.owner.query_one(NOW, &[]).await?;
    let mut requests = Vec::new();
    for n in 0..count {
        let shot = (task.make)(n * task.targets / count);
        let start = house.log_end()?;
        let body = send(&http, &site.server.base(), &shot, task.status).await?;
        task.check(&body)?;
        let statements = asked(house, site, task, start).await?;
        requests.push(statements.into_iter().map(lift_ids).collect());
    }
    let last = site.owner.query_one(NOW, &[]).await?;
    let window = Window {
        start: first.get(0),
        end: last.get(0),
        start_ms: u64::try_from(first.get::<_, i64>(1))?,
    };
    Ok((requests, window))
}

/// What the server was asked since `start`. The program answers without waiting for the end of a read, so the answer
/// may be here before its `COMMIT` is in the log.
async fn asked(
    house: &House,
    site: &Site,
    task: &Task,
    start: u64,
) -> anyhow::Result<Vec<Statement>> {
    let (roles, mark) = (["sarai_public", task.role], format!("@{} ", site.database));
    for _ in 0..LOG_LOOKS {
        let log = of_roles(&house.log_since(start)?, &site.database, &roles);
        let statements = statements_of_log(&log, &mark);
        let many = |word: &str| {
            statements
                .iter()
                .filter(|s| s.sql.starts_with(word))
                .count()
        };
        if many("BEGIN") == many("COMMIT") + many("ROLLBACK") {
            return Ok(statements);
        }
        tokio::time::sleep(LOG_PAUSE).await;
    }
    bail!("a transaction of {} did not end", task.name)
}

async fn send(
    http: &reqwest::Client,
    base: &str,
    shot: &Shot,
    status: u16,
) -> anyhow::Result<String> {
    let url = format!("{base}{}", shot.path);
    let request = match &shot.body {
        None => http.get(url),
        Some(form) => http
            .post(url)
            .header("Origin", base)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form.clone()),
    };
    let answer = request.header("Cookie", &shot.cookie).send().await?;
    let got = answer.status().as_u16();
    let body = answer.text().await?;
    ensure!(
        got == status,
        "{}: {got} instead of {status}\n{body}",
        shot.path
    );
    Ok(body)
}

/// Lines of these roles on this database, with their continuations.
fn of_roles(log: &str, database: &str, roles: &[&str]) -> String {
    let marks: Vec<String> = roles
        .iter()
        .map(|role| format!("] {role}@{database} "))
        .collect();
    let mut ours = false;
    let kept = log.lines().filter(|line| {
        if !line.starts_with('\t') {
            ours = marks.iter().any(|mark| line.contains(mark));
        }
        ours
    });
    kept.collect::<Vec<_>>().join("\n")
}

/// Ids that stand in a statement's text become parameters, as in `set_config('app.tenant_id','…',true)`.
fn lift_ids(statement: Statement) -> Statement {
    let Statement {
        sql,
        mut parameters,
    } = statement;
    let mut out = String::new();
    for (n, piece) in sql.split('\'').enumerate() {
        if n % 2 == 1 && is_uuid(piece) {
            parameters.push(Parameter::Fixed(piece.to_owned()));
            out.extend(["$", &parameters.len().to_string()]);
        } else if n % 2 == 1 {
            out.extend(["'", piece, "'"]);
        } else {
            out.push_str(piece);
        }
    }
    Statement {
        sql: out,
        parameters,
    }
}

/// Background work of the program may stand between; requests are those that most samples agree on.
fn usual(requests: Vec<Vec<Statement>>) -> Vec<Vec<Statement>> {
    let shape =
        |request: &[Statement]| -> Vec<String> { request.iter().map(|s| s.sql.clone()).collect() };
    let mut groups: BTreeMap<Vec<String>, Vec<Vec<Statement>>> = BTreeMap::new();
    for request in requests {
        groups.entry(shape(&request)).or_default().push(request);
    }
    groups
        .into_values()
        .max_by_key(Vec::len)
        .unwrap_or_default()
}

/// What is the same in all requests is fixed; times and ids of now are made anew; the rest are lists.
fn vary(requests: Vec<Vec<Statement>>, window: &Window) -> anyhow::Result<Sample> {
    let first = requests.first().context("no request")?.clone();
    ensure!(!first.is_empty(), "the request asked the database nothing");
    let (mut lists, mut names) = (BTreeMap::new(), BTreeMap::<Vec<String>, String>::new());
    let mut statements = Vec::new();
    for (s, statement) in first.into_iter().enumerate() {
        let mut parameters = Vec::new();
        for p in 0..statement.parameters.len() {
            let column: Vec<&Parameter> = requests
                .iter()
                .filter_map(|request| request.get(s)?.parameters.get(p))
                .collect();
            let values: Vec<String> = column.iter().filter_map(|value| text_of(value)).collect();
            parameters.push(if values.is_empty() {
                Parameter::Null
            } else if values.len() < requests.len() {
                bail!("a parameter is NULL in some requests: {}", statement.sql);
            } else if values.iter().all(|value| window.is_now(value)) {
                Parameter::Sql("clock_timestamp()".to_owned())
            } else {
                let fresh = values.iter().all(|value| window.is_new_id(value));
                let same = values.iter().all(|value| Some(value) == values.first());
                let next = format!("v{}", names.len());
                let name = names.entry(values.clone()).or_insert(next).clone();
                match values.first() {
                    Some(value) if same && requests.len() > 1 => Parameter::Fixed(value.clone()),
                    _ if fresh => Parameter::FreshUuid(name),
                    _ if let Some(start) = window.new_text(&values) => Parameter::FreshText(start),
                    _ => {
                        lists.insert(name.clone(), values);
                        Parameter::OneOf(name)
                    }
                }
            });
        }
        statements.push(Statement {
            sql: statement.sql,
            parameters,
        });
    }
    Ok(Sample {
        statements,
        lists,
        rows: requests.len(),
    })
}

fn text_of(parameter: &Parameter) -> Option<String> {
    match parameter {
        Parameter::Fixed(value) => Some(value.clone()),
        _ => None,
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

impl Window {
    fn is_now(&self, value: &str) -> bool {
        value.starts_with("20") && *value >= *self.start && *value <= *self.end
    }

    /// How texts begin that end with a new id each, such as the key of an entry.
    fn new_text(&self, values: &[String]) -> Option<String> {
        let start = |value: &String| {
            let (start, id) = value.split_at_checked(value.len().checked_sub(36)?)?;
            self.is_new_id(id).then(|| start.to_owned())
        };
        let first = start(values.first()?)?;
        let all = values
            .iter()
            .all(|value| start(value).as_ref() == Some(&first));
        all.then_some(first)
    }

    /// Ids of the product are `UUIDv7`: they begin with their time.
    fn is_new_id(&self, value: &str) -> bool {
        let time = value
            .replacen('-', "", 1)
            .get(..12)
            .map(|hex| u64::from_str_radix(hex, 16));
        is_uuid(value)
            && matches!(time, Some(Ok(time)) if time + 1000 >= self.start_ms && time < 0x7fff_0000_0000)
    }
}

impl Sample {
    /// The limit: as many pgbench programs of one client each as there are clients, each with its own rows,
    /// so that no two write to the same row and each statement is planned as seldom as in the program.
    pub async fn limit(
        &self,
        program: &Path,
        url: &str,
        clients: usize,
        seconds: u64,
    ) -> anyhow::Result<f64> {
        let mut running = tokio::task::JoinSet::new();
        for client in 0..clients {
            let part = |values: &Vec<String>| -> Vec<String> {
                let own = values.iter().skip(client * self.rows / clients);
                own.take((self.rows / clients).max(1)).cloned().collect()
            };
            let mut bench = Bench::new(program, url, self.statements.clone());
            bench.clients = 1;
            bench.duration = Duration::from_secs(seconds);
            for (name, values) in &self.lists {
                bench = bench.list(name, part(values));
            }
            running.spawn(async move { bench.run().await });
        }
        let mut sum = 0.0;
        while let Some(one) = running.join_next().await {
            sum += one??.per_second;
        }
        Ok(sum)
    }
}
