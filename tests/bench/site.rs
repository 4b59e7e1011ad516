//! One database under test: made, filled, with sessions for its people and a `sarai` on it.
//! Here so that the large and the small data set are made and asked in the same way.

use std::fmt::Write as _;

use anyhow::Context;
use kit::{Running, Sarai};
use tokio_postgres::Client;

use super::house::{House, connect};

const SEED: &str = include_str!("seed.sql");

/// Everything that a plan depends on; a kept database is used again only when it is the same.
const FINGERPRINT: &str = "SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
      SELECT format('%s %s %s %s', table_name, column_name, data_type, is_nullable) AS line
        FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT format('%s %s %s %s', tablename, policyname, qual, with_check) FROM pg_policies
      UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace) x";

/// Foreign keys and plain indexes of the two large tables: the statement that drops each, and the one that makes it.
const SLOW_PARTS: &str = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
        format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
      FROM pg_constraint WHERE contype = 'f' AND conrelid IN ('tickets_tickets'::regclass, 'tickets_messages'::regclass)
    UNION ALL SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      FROM pg_index WHERE indrelid IN ('tickets_tickets'::regclass, 'tickets_messages'::regclass)
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')";

/// How much data.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Tickets, three messages each.
    pub tickets: u32,
    /// Tenants with one member each.
    pub tenants: u32,
}

/// A database and the program that serves it.
pub struct Site {
    /// Its name.
    pub database: String,
    /// What is in it.
    pub size: Size,
    /// The program; measures may start it anew with other arguments.
    pub server: Running,
    /// A connection as the owner of the tables.
    pub owner: Client,
}

impl Site {
    /// Makes the database unless a kept one is the same as `like`, and starts `sarai serve` on it.
    pub async fn open(house: &House, size: Size, like: Option<&str>) -> anyhow::Result<Self> {
        let database = format!("bench_{}", size.tickets);
        let admin = house.admin().await?;
        let wanted = format!("{size:?} with trade {}", like.unwrap_or_default());
        let found =
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = $1";
        let kept = admin.query_opt(found, &[&database]).await?;
        let kept = kept.and_then(|row| row.get::<_, Option<String>>(0));
        let is_same = like.is_some() && kept.as_deref() == Some(&wanted);
        if !is_same {
            let drop = format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            admin.batch_execute(&drop).await?;
            admin
                .batch_execute(&format!("CREATE DATABASE {database}"))
                .await?;
        }
        house.migrate(&database).await?;
        let owner = connect(&house.url("sarai_owner", &database).await?).await?;
        if !is_same {
            fill(&owner, size).await?;
            let mark = format!("COMMENT ON DATABASE {database} IS '{wanted}'");
            admin.batch_execute(&mark).await?;
        }
        sessions(&owner).await?;
        // What an earlier run left to be done would be done while this one measures.
        let jobs = connect(&house.url("sarai_jobs", &database).await?).await?;
        jobs.batch_execute("DELETE FROM graphile_worker._private_jobs")
            .await?;
        let server = house.sarai(&database)?.start().await?;
        Ok(Self {
            database,
            size,
            server,
            owner,
        })
    }

    /// What the schema is, for comparing databases.
    pub async fn fingerprint(&self) -> anyhow::Result<String> {
        Ok(self.owner.query_one(FINGERPRINT, &[]).await?.get(0))
    }

    /// Starts the program anew, as `other` makes it of the usual one.
    pub async fn restart(
        self,
        house: &House,
        other: impl FnOnce(Sarai) -> anyhow::Result<Sarai>,
    ) -> anyhow::Result<Self> {
        let status = self.server.terminate().await?;
        anyhow::ensure!(status.success(), "sarai ended with {status}");
        let sarai = other(house.sarai(&self.database)?)?;
        Ok(Self {
            server: sarai.start().await?,
            ..self
        })
    }

    /// Cookies of the n-th customer, from 0.
    pub fn customer(n: usize) -> String {
        format!("sarai={:0>43}", format!("customer{}@bench.test", n + 1))
    }

    /// Cookies of an agent.
    pub fn agent() -> String {
        format!("sarai={:0>43}", "agent1@bench.test")
    }
}

async fn fill(owner: &Client, size: Size) -> anyhow::Result<()> {
    let sql = SEED
        .replace("{tickets}", &size.tickets.to_string())
        .replace("{tenants}", &size.tenants.to_string());
    owner
        .batch_execute("SET maintenance_work_mem = '512MB'")
        .await?;
    #[cfg(feature = "commerce")]
    let sql = sql + &super::commerce::seed(size);
    let (mut drop, mut make) = (String::new(), String::new());
    for row in owner.query(SLOW_PARTS, &[]).await? {
        writeln!(drop, "{};", row.get::<_, &str>(0))?;
        writeln!(make, "{};", row.get::<_, &str>(1))?;
    }
    owner
        .batch_execute(&format!("BEGIN;\n{drop}\n{sql}\n{make}\nCOMMIT;"))
        .await
        .context("fill the database")?;
    owner.batch_execute("VACUUM ANALYZE").await?;
    Ok(())
}

/// Everybody is signed in; the token is the address, so that the bench needs no list.
async fn sessions(owner: &Client) -> anyhow::Result<()> {
    owner
        .batch_execute(
            "DELETE FROM sessions;
             INSERT INTO sessions (id, user_id, token_hash, tenant_id, created_at, last_seen_at, expires_at)
             SELECT gen_random_uuid(), u.id, sha256(convert_to(lpad(u.email, 43, '0'), 'UTF8')), m.tenant_id, now(), now(),
                    now() + interval '1 day'
               FROM users u LEFT JOIN memberships m ON m.user_id = u.id;
             ANALYZE sessions;
             GRANT EXECUTE ON FUNCTION session_of_token(bytea, timestamptz) TO sarai_tenant, sarai_platform;",
        )
        .await?;
    Ok(())
}
