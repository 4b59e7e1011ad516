//! Settings: a change on one node is seen by the other, and a secret is never shown.
//! Two programs in one process, told of each other by the database alone.

use std::time::{Duration, Instant};

use kernel::limits::FAILURES;
use kit::TestApp;

mod kinds;
mod secrets;
pub mod shelf;
mod tenants;

#[tokio::test]
async fn change_on_one_node_is_seen_by_the_other_within_a_second() {
    let app = TestApp::new().await;
    let other = app.second_node().await;
    assert_eq!(FAILURES.of(other.state()).unwrap(), 5);
    app.platform()
        .write(async |tx| FAILURES.set(tx, 7).await)
        .await
        .unwrap();
    let changed = Instant::now();
    while FAILURES.of(other.state()).unwrap() != 7 {
        assert!(
            changed.elapsed() < Duration::from_secs(1),
            "not seen within a second"
        );
        tokio::task::yield_now().await;
    }
    app.leave_jobs();
}
