//! Scripts made from statements, run by the real pgbench on a real database.
//! Here because only pgbench itself can say whether a script means what was logged.

use std::time::Duration;

use super::{Bench, Parameter, Statement};
use crate::pg;

fn statement(sql: &str, parameters: Vec<Parameter>) -> Statement {
    Statement {
        sql: sql.to_owned(),
        parameters,
    }
}

fn fixed(value: &str) -> Parameter {
    Parameter::Fixed(value.to_owned())
}

const TABLES: &str = "CREATE TABLE t (id uuid PRIMARY KEY, tenant uuid, n int, body text, at text);
    CREATE TABLE m (id uuid PRIMARY KEY, t uuid REFERENCES t, key text UNIQUE)";

#[tokio::test]
async fn logged_request_runs_in_pgbench_with_values_that_vary() {
    let db = pg::TestDb::empty().await;
    let look = db.connect().await;
    look.batch_execute(TABLES).await.unwrap();
    let tenants = [
        "00000000-0000-7000-8000-00000000000a",
        "00000000-0000-7000-8000-00000000000b",
    ];
    let fresh = |name: &str| Parameter::FreshUuid(name.to_owned());
    let statements = vec![
        statement(
            "BEGIN; SELECT set_config('app.tenant_id', $1, true)",
            vec![Parameter::OneOf("tenant".to_owned())],
        ),
        statement(
            "INSERT INTO t VALUES ($1, $2, $3, $4, to_char(now(), 'HH24:MI'))",
            vec![
                fresh("ticket"),
                Parameter::OneOf("tenant".to_owned()),
                Parameter::Random(1, 9),
                fixed("it's: \"$1\" :n ; سلام"),
            ],
        ),
        statement(
            "INSERT INTO m VALUES ($1, $2, $3)",
            vec![
                fresh("message"),
                fresh("ticket"),
                Parameter::FreshText("k'".to_owned()),
            ],
        ),
        statement(
            "SELECT $1::text, $2::int",
            vec![Parameter::Null, Parameter::Sql("1 + 1".to_owned())],
        ),
        statement("COMMIT", vec![]),
    ];
    let program = pg::program("pgbench").await;
    let bench = Bench {
        clients: 2,
        duration: Duration::from_secs(1),
        ..Bench::new(&program, db.url(), statements).list("tenant", tenants)
    };
    let limit = bench.run().await.unwrap();
    assert!(
        limit.per_second > 10.0 && limit.latency > Duration::ZERO,
        "{limit:?}"
    );
    let counts = "SELECT count(*), count(DISTINCT tenant), count(DISTINCT n), min(body),
        (SELECT count(*) FROM m), min(length(at)) FROM t";
    let row = look.query_one(counts, &[]).await.unwrap();
    let count: i64 = row.get(0);
    assert!(
        u64::try_from(count).unwrap() >= limit.count,
        "{count} rows, {limit:?}"
    );
    assert_eq!((row.get::<_, i64>(1), row.get::<_, i64>(2)), (2, 9));
    assert_eq!(row.get::<_, &str>(3), "it's: \"$1\" :n ; سلام");
    assert_eq!((row.get::<_, i64>(4), row.get::<_, i32>(5)), (count, 5));
}

#[tokio::test]
async fn failing_statement_is_an_error_with_pgbenchs_words() {
    let db = pg::TestDb::empty().await;
    let program = pg::program("pgbench").await;
    let bench = Bench {
        clients: 1,
        duration: Duration::from_secs(1),
        ..Bench::new(
            &program,
            db.url(),
            vec![statement("SELECT * FROM missing", vec![])],
        )
    };
    let error = bench.run().await.unwrap_err();
    assert!(format!("{error:#}").contains("missing"), "{error:#}");
}

#[test]
fn lists_of_unequal_length_or_unknown_name_are_refused() {
    let one_of = |name: &str| vec![statement("SELECT $1", vec![Parameter::OneOf(name.into())])];
    let bench = |name| Bench::new("pgbench".as_ref(), "", one_of(name)).list("a", ["1", "2"]);
    assert_eq!(
        bench("a").scripts(1).unwrap(),
        ["SELECT :l0_a;\n", "SELECT :l1_a;\n"]
    );
    assert!(bench("b").scripts(1).is_err());
    assert!(bench("a").list("b", ["1"]).scripts(1).is_err());
}
