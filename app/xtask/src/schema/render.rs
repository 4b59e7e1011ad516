//! Writes diesel's `table!` macros for tables of the catalogue, always in the same order.
//! The result goes through rustfmt, so layout is not this file's business.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};

use super::catalogue::{Column, Table};

const HEAD: &str = "//! The tables as diesel sees them: this crate's own, and the kernel's that it joins, which are the kernel's types.\n\
    //! Written by `cargo xtask schema` from the migrated database; do not edit, add a migration.\n\
    #![allow(missing_docs, reason = \"generated: the migrations say what the columns mean\")]\n";

/// Words that cannot name a column in Rust, or that diesel's macros take for themselves.
const TAKEN: [&str; 41] = [
    "as", "async", "await", "box", "break", "const", "continue", "crate", "dyn", "else", "enum",
    "extern", "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move",
    "mut", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try",
    "type", "unsafe", "use", "where", "while", "columns", "table",
];

/// The whole file.
pub fn file(own: &[&Table], joined: &[&Table], skip: &[String]) -> Result<String> {
    let set: Vec<&Table> = own.iter().chain(joined).copied().collect();
    let mut out = HEAD.to_owned();
    if !joined.is_empty() {
        write!(
            out,
            "\npub use kernel::schema::{{{}}};\n",
            names(joined).join(", ")
        )?;
    }
    for table in own {
        write!(out, "\n{}", table_macro(table, skip)?)?;
    }
    let joins = joinable(own, &set);
    if !joins.is_empty() {
        write!(out, "\n{joins}")?;
    }
    if own.len() > 1 {
        write!(
            out,
            "\ndiesel::allow_tables_to_appear_in_same_query!({},);\n",
            names(own).join(", ")
        )?;
    }
    if !joined.is_empty() && !own.is_empty() {
        write!(
            out,
            "\nkernel::tables_beside!([{}] [{}]);\n",
            names(joined).join(", "),
            names(own).join(", ")
        )?;
    }
    Ok(out)
}

fn names<'a>(tables: &'a [&Table]) -> Vec<&'a str> {
    tables.iter().map(|table| table.name.as_str()).collect()
}

fn table_macro(table: &Table, skip: &[String]) -> Result<String> {
    let Table {
        name,
        columns,
        primary_key,
        ..
    } = table;
    if primary_key.is_empty() {
        bail!("the table {name} has no primary key; diesel needs one");
    }
    let key: Vec<_> = primary_key
        .iter()
        .map(|column| rust_name(column, name))
        .collect();
    let mut out = format!("diesel::table! {{\n    {name} ({}) {{\n", key.join(", "));
    for column in columns
        .iter()
        .filter(|c| !skip.contains(&format!("{name}.{}", c.name)))
    {
        let rust = rust_name(&column.name, name);
        if rust != column.name {
            writeln!(out, "        #[sql_name = \"{}\"]", column.name)?;
        }
        writeln!(
            out,
            "        {rust} -> {},",
            sql_type(column).with_context(|| unknown(name, column))?
        )?;
    }
    out.push_str("    }\n}\n");
    Ok(out)
}

fn unknown(table: &str, column: &Column) -> String {
    let Column { name, kind, .. } = column;
    format!("{table}.{name} has the type {kind}: name it in skip_columns of schema.toml")
}

fn rust_name(column: &str, table: &str) -> String {
    if column == table || TAKEN.contains(&column) {
        format!("{column}_")
    } else {
        column.to_owned()
    }
}

fn sql_type(column: &Column) -> Option<String> {
    let plain = match column.kind.as_str() {
        "uuid" => "Uuid",
        "text" | "varchar" => "Text",
        "bpchar" => "Bpchar",
        "citext" => "Citext",
        "timestamptz" => "Timestamptz",
        "timestamp" => "Timestamp",
        "date" => "Date",
        "time" => "Time",
        "interval" => "Interval",
        "int8" => "BigInt",
        "int4" => "Integer",
        "int2" => "SmallInt",
        "float8" => "Double",
        "float4" => "Float",
        "numeric" => "Numeric",
        "bool" => "Bool",
        "jsonb" => "Jsonb",
        "json" => "Json",
        "bytea" => "Binary",
        "inet" => "Inet",
        "cidr" => "Cidr",
        "oid" => "Oid",
        _ => return None,
    };
    let inner = if column.is_array {
        format!("Array<{plain}>")
    } else {
        plain.to_owned()
    };
    Some(if column.nullable {
        format!("Nullable<{inner}>")
    } else {
        inner
    })
}

/// One `joinable!` for each pair of tables with exactly one way from the first to the second.
fn joinable(own: &[&Table], set: &[&Table]) -> String {
    let mut lines = Vec::new();
    for table in own {
        for key in &table.foreign_keys {
            let ways = table
                .foreign_keys
                .iter()
                .filter(|other| other.table == key.table)
                .count();
            let is_here = set.iter().any(|other| other.name == key.table);
            if ways == 1 && is_here && key.table != table.name {
                let column = rust_name(&key.column, &table.name);
                lines.push(format!(
                    "diesel::joinable!({} -> {} ({column}));\n",
                    table.name, key.table
                ));
            }
        }
    }
    lines.sort();
    lines.concat()
}
