//! A tenant with a row in every table that has tenants: what the sweeps try to reach from elsewhere.
//! Filled through the screens where there is one, so that the rows are as real ones are; each module fills its own.

use kernel::pages::notify;
use kit::{Member, TestApp};
use serde_json::json;
use uuid::Uuid;

pub use crate::scenes::SECRET_WORD;

/// The tenant.
pub struct Scene {
    /// Its owner.
    pub sara: Member,
    /// Ids of everything that is theirs.
    pub ids: Vec<Uuid>,
}

impl Scene {
    /// Fills it.
    pub async fn set(app: &TestApp) -> Self {
        let sara = app.customer("sara").await;
        let mut ids = crate::scenes::set(app, &sara).await;
        sara.get("/account/members").await.assert_ok();
        let invited = [("email", "guest@sarai.test"), ("role", "employee")];
        sara.post_form("/account/invitations", &invited)
            .await
            .assert_redirect("/account/members");
        let user = sara.person.id;
        let db = app.platform();
        db.write(async |tx| notify(tx, user, "kernel.notifications.title", &[], "/home").await)
            .await
            .unwrap();
        Self::set_a_setting(app, &sara).await;
        Self::program(app, &sara).await;
        app.leave_jobs();
        Self::fill(app, &sara).await;
        ids.extend(Self::ids(app, &sara).await);
        Self { sara, ids }
    }

    /// Rows that no screen of this feature set makes.
    async fn fill(app: &TestApp, sara: &Member) {
        let sql = app.sql_as(kernel::db::Role::Platform).await;
        let (tenant, user) = (sara.tenant.0, sara.person.id.0);
        for insert in [
            "INSERT INTO webhook_endpoints (id, tenant_id, url, description, search_text, facts, secret, secret_made_at, created_at) \
             VALUES ($1, $1, 'https://93.184.216.34/', 'رازدار', 'رازدار', ARRAY['ping'], '', now(), now()), \
                    ($2, $1, 'https://93.184.216.34/', 'رازدار', 'رازدار', ARRAY['ping'], '', now(), now())",
            "INSERT INTO webhook_deliveries (id, endpoint_id, tenant_id, event_id, fact, payload, created_at) \
             VALUES (gen_random_uuid(), $1, $1, $2, 'ping', 'رازدار', now())",
            "INSERT INTO member_roles (id, tenant_id, user_id, role, created_at) VALUES (gen_random_uuid(), $1, $2, 'probe.role', now())",
            "INSERT INTO tenant_modules_off (tenant_id, module, created_at, created_by) VALUES ($1, 'probe', now(), $2)",
            "INSERT INTO stored_files (id, tenant_id, name, content_type, size_bytes, sha256, created_at, created_by) \
             VALUES (gen_random_uuid(), $1, 'رازدار', 'text/plain', 0, sha256(''), now(), $2)",
        ] {
            sql.execute(insert, &[&tenant, &user]).await.unwrap();
        }
    }

    /// Put there by hand: the product's own modules have no setting of a tenant yet.
    async fn set_a_setting(app: &TestApp, sara: &Member) {
        let sql = app.sql_as(kernel::db::Role::Platform).await;
        let set = "INSERT INTO tenant_settings (tenant_id, key, value, updated_at) VALUES ($1, 'scene.word', '\"\"', now())";
        sql.execute(set, &[&sara.tenant.0]).await.unwrap();
    }

    /// A token, what it is exchanged for, and an answer that was kept.
    async fn program(app: &TestApp, sara: &Member) {
        let program = app
            .program(sara)
            .scopes(&["identity.members.manage"])
            .start()
            .await;
        let access = program.post("/api/v1/auth/token", &json!({})).await;
        access.assert_ok();
        let sql = app.sql_as(kernel::db::Role::Platform).await;
        let keep = "INSERT INTO idempotency_keys (tenant_id, token_id, key, digest, created_at) \
                    SELECT tenant_id, id, 'key', token_hash, created_at FROM api_tokens WHERE tenant_id = $1";
        sql.execute(keep, &[&sara.tenant.0]).await.unwrap();
    }

    async fn ids(app: &TestApp, sara: &Member) -> Vec<Uuid> {
        let sql = app.sql_as(kernel::db::Role::Platform).await;
        let (tenant, user) = (sara.tenant.0, sara.person.id.0);
        let all = "SELECT id FROM stored_files WHERE tenant_id = $1 UNION SELECT id FROM member_roles WHERE tenant_id = $1 \
                   UNION SELECT id FROM invitations WHERE tenant_id = $1 UNION SELECT id FROM webhook_endpoints WHERE tenant_id = $1 \
                   UNION SELECT id FROM webhook_deliveries WHERE tenant_id = $1 UNION SELECT id FROM sessions WHERE user_id = $2 \
                   UNION SELECT id FROM api_tokens WHERE tenant_id = $1 \
                   UNION SELECT id FROM notifications WHERE user_id = $2 UNION SELECT $2::uuid";
        let rows = sql.query(all, &[&tenant, &user]).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}
