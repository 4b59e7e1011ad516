//! Reads tables, columns, primary and foreign keys of the schema `public` from `pg_catalog`.
//! Not from `information_schema`: that shows only what the asking role was granted.

use anyhow::{Context as _, Result};
use tokio_postgres::{Client, NoTls};

#[derive(Clone, Debug, Default)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    pub primary_key: Vec<String>,
    pub foreign_keys: Vec<ForeignKey>,
}

#[derive(Clone, Debug, Default)]
pub struct Column {
    pub name: String,
    /// The type's name in `pg_type`; a domain's base type; without the array's underscore.
    pub kind: String,
    pub is_array: bool,
    pub nullable: bool,
}

/// Of one column, to a one-column primary key; diesel's `joinable!` knows no other.
#[derive(Clone, Debug, Default)]
pub struct ForeignKey {
    pub column: String,
    pub table: String,
}

const COLUMNS: &str = "
SELECT c.relname::text, a.attname::text, NOT (a.attnotnull OR t.typnotnull),
       base.typcategory = 'A' AND base.typelem <> 0,
       COALESCE(element.typname, base.typname)::text
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
JOIN pg_type base ON base.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
LEFT JOIN pg_type element ON element.oid = base.typelem AND base.typcategory = 'A'
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname <> '__diesel_schema_migrations'
ORDER BY c.relname::text COLLATE \"C\", a.attnum";

const PRIMARY_KEYS: &str = "
SELECT c.relname::text, a.attname::text
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS part(attnum, place)
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = part.attnum
WHERE k.contype = 'p' AND c.relnamespace = 'public'::regnamespace
ORDER BY c.relname::text COLLATE \"C\", part.place";

const FOREIGN_KEYS: &str = "
SELECT c.relname::text, a.attname::text, target.relname::text
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_class target ON target.oid = k.confrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
JOIN pg_constraint key ON key.conrelid = target.oid AND key.contype = 'p' AND key.conkey = k.confkey
WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND k.conparentid = 0
  AND c.relnamespace = 'public'::regnamespace AND target.relnamespace = 'public'::regnamespace
ORDER BY c.relname::text COLLATE \"C\", a.attnum, target.relname::text COLLATE \"C\"";

/// All tables, by name.
pub async fn read(url: &str) -> Result<Vec<Table>> {
    let client = connect(url).await?;
    let mut tables: Vec<Table> = Vec::new();
    for row in client.query(COLUMNS, &[]).await? {
        let name: String = row.try_get(0)?;
        if tables.last().is_none_or(|table| table.name != name) {
            tables.push(Table {
                name,
                ..Table::default()
            });
        }
        let table = tables.last_mut().context("a table was just added")?;
        table.columns.push(Column {
            name: row.try_get(1)?,
            nullable: row.try_get(2)?,
            is_array: row.try_get(3)?,
            kind: row.try_get(4)?,
        });
    }
    for row in client.query(PRIMARY_KEYS, &[]).await? {
        let name: String = row.try_get(0)?;
        if let Some(table) = tables.iter_mut().find(|table| table.name == name) {
            table.primary_key.push(row.try_get(1)?);
        }
    }
    for row in client.query(FOREIGN_KEYS, &[]).await? {
        let name: String = row.try_get(0)?;
        if let Some(table) = tables.iter_mut().find(|table| table.name == name) {
            table.foreign_keys.push(ForeignKey {
                column: row.try_get(1)?,
                table: row.try_get(2)?,
            });
        }
    }
    Ok(tables)
}

async fn connect(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // Its end is no news: whoever asks when it is gone gets the error.
    tokio::spawn(connection);
    Ok(client)
}

/// Runs a script, for tests.
#[cfg(test)]
pub async fn execute(url: &str, sql: &str) -> Result<()> {
    Ok(connect(url).await?.batch_execute(sql).await?)
}
