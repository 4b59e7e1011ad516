//! The audit trail: what committed is chained, and a change of what was written is found.
//! Tampering happens as the owner of the table, the only one who could.

use kernel::audit::{self, Audit, Verdict};
use kernel::db::Role;
use kit::TestApp;

async fn verdict(app: &TestApp) -> Verdict {
    app.platform()
        .read(async |tx| audit::verify(tx).await)
        .await
        .unwrap()
}

/// Three events, sealed.
async fn sealed() -> TestApp {
    let app = TestApp::new().await;
    for action in ["probe.one", "probe.two", "probe.three"] {
        let db = app.platform();
        db.write(async |tx| audit::record(tx, Audit::new(action, "probe", None)).await)
            .await
            .unwrap();
    }
    assert_eq!(
        verdict(&app).await,
        Verdict {
            sealed: 0,
            unsealed: 3,
            broken_at: None
        }
    );
    assert_eq!(app.seal().await, 3);
    app
}

#[tokio::test]
async fn sealed_chain_verifies_and_the_tail_is_reported() {
    let app = sealed().await;
    assert_eq!(
        verdict(&app).await,
        Verdict {
            sealed: 3,
            unsealed: 0,
            broken_at: None
        }
    );
    app.platform()
        .write(async |tx| audit::record(tx, Audit::new("probe.four", "probe", None)).await)
        .await
        .unwrap();
    assert_eq!(
        verdict(&app).await,
        Verdict {
            sealed: 3,
            unsealed: 1,
            broken_at: None
        }
    );
}

#[tokio::test]
async fn changed_event_is_found() {
    let app = sealed().await;
    let owner = app.sql_as(Role::Owner).await;
    owner
        .execute(
            "UPDATE audit_events SET action = 'probe.forged' WHERE action = 'probe.two'",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(verdict(&app).await.broken_at, Some(2));
}

#[tokio::test]
async fn removed_event_is_found() {
    let app = sealed().await;
    app.sql_as(Role::Owner)
        .await
        .execute("DELETE FROM audit_events WHERE action = 'probe.two'", &[])
        .await
        .unwrap();
    assert_eq!(verdict(&app).await.broken_at, Some(2));
}

#[tokio::test]
async fn program_can_neither_change_nor_remove_an_event() {
    let app = sealed().await;
    for role in [Role::Tenant, Role::Platform, Role::Public] {
        let sql = app.sql_as(role).await;
        assert!(
            sql.execute("UPDATE audit_events SET action = 'x'", &[])
                .await
                .is_err(),
            "{role:?}"
        );
        assert!(
            sql.execute("DELETE FROM audit_events", &[]).await.is_err(),
            "{role:?}"
        );
    }
}

#[tokio::test]
async fn customer_cannot_write_an_event_in_anothers_name() {
    let app = TestApp::new().await;
    let (sara, kaveh) = (app.customer("sara").await, app.customer("kaveh").await);
    let db = app.tenant(kaveh.tenant);
    let forged = db.write(async |tx| {
        audit::record(
            tx,
            Audit::new("probe.forged", "probe", None).of_tenant(sara.tenant),
        )
        .await
    });
    assert!(
        forged
            .await
            .unwrap_err()
            .to_string()
            .contains("another's name")
    );
}
