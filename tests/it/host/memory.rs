//! Answers that a node remembers: asked for once, forgotten with their topic, never shown to somebody else.

use std::sync::atomic::{AtomicI64, Ordering};

use diesel::QueryResult;
use kernel::db::{PlatformDb, ReadTx};
use kernel::error::{AppError, AppResult};
use kernel::live::{announce, remembered};
use kit::TestApp;

const TOPIC: &str = "counters";

/// A question whose answer is how often it was put to the database.
#[derive(Default)]
struct Question(AtomicI64);

impl Question {
    async fn ask(&self, tx: &mut ReadTx) -> QueryResult<i64> {
        let put = async |_: &mut ReadTx| Ok(self.0.fetch_add(1, Ordering::SeqCst) + 1);
        remembered(tx, TOPIC, "how many", put).await
    }

    async fn read(&self, db: &PlatformDb) -> i64 {
        db.read(async |tx| Ok(self.ask(tx).await?)).await.unwrap()
    }
}

async fn poke(db: &PlatformDb) -> AppResult<()> {
    db.write(async |tx| announce(tx, TOPIC).await).await
}

#[tokio::test]
async fn answer_stands_until_its_topic_is_poked() {
    let app = TestApp::new().await;
    let (db, question) = (app.platform(), Question::default());
    let first = (question.read(&db).await, question.read(&db).await);
    poke(&db).await.unwrap();
    // Whoever poked reads at once, before the database has told this node.
    assert_eq!((first, question.read(&db).await), ((1, 1), 2));
}

#[tokio::test]
async fn answer_that_a_poke_overtook_is_not_kept() {
    let app = TestApp::new().await;
    let (db, question) = (app.platform(), Question::default());
    let asked = db.read(async |tx| {
        let put = async |_: &mut ReadTx| {
            poke(&db).await.unwrap();
            Ok(-1)
        };
        Ok(remembered(tx, TOPIC, "how many", put).await?)
    });
    assert_eq!(asked.await.unwrap(), -1);
    assert_eq!(question.read(&db).await, 1);
}

#[tokio::test]
async fn rolled_back_poke_forgets_nothing_and_a_write_always_asks() {
    let app = TestApp::new().await;
    let (db, question) = (app.platform(), Question::default());
    assert_eq!(question.read(&db).await, 1);
    let refused = db.write(async |tx| {
        announce(tx, TOPIC).await?;
        assert_eq!(question.ask(tx).await?, 2);
        Err::<(), _>(AppError::Conflict("kernel.problem.race_lost"))
    });
    assert!(refused.await.is_err());
    assert_eq!(question.read(&db).await, 1);
}

#[tokio::test]
async fn another_nodes_poke_is_heard() {
    let app = TestApp::new().await;
    let (other, question) = (app.second_node().await, Question::default());
    assert_eq!(question.read(&app.platform()).await, 1);
    poke(&other.platform()).await.unwrap();
    let heard = async {
        while question.read(&app.platform()).await == 1 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_millis(900), heard).await;
    assert!(
        in_time.is_ok(),
        "sooner than the answer would have grown old"
    );
}

#[tokio::test]
async fn tenants_do_not_share_an_answer() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let question = Question::default();
    let mut seen = Vec::new();
    for tenant in [sara.tenant, kaveh.tenant, sara.tenant] {
        let db = app.tenant(tenant);
        seen.push(
            db.read(async |tx| Ok(question.ask(tx).await?))
                .await
                .unwrap(),
        );
    }
    assert_eq!(seen, [1, 2, 1]);
}
