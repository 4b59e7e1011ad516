//! Turns `static/dist/manifest.json` into a table of embedded files.
//! Here so that the binary is self-contained; the files themselves are made by `cargo xtask assets`.
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let dist = here.join("../../static/dist");
    let manifest = dist.join("manifest.json");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", manifest.display());
    let Ok(text) = fs::read_to_string(&manifest) else {
        println!("cargo::error=static/dist is missing; run: cargo xtask assets");
        return Ok(());
    };
    let mut table = String::from("&[\n");
    for (logical, hashed) in pairs(&text) {
        entry(&mut table, &dist.canonicalize()?, &logical, &hashed)?;
    }
    table.push_str("]\n");
    fs::write(
        PathBuf::from(env::var("OUT_DIR")?).join("assets_table.rs"),
        table,
    )?;
    Ok(())
}

/// The manifest is flat and written by our own build, one `"logical": "hashed"` a line.
fn pairs(manifest: &str) -> Vec<(String, String)> {
    let line = |line: &str| {
        let mut parts = line.split('"').skip(1).step_by(2);
        Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
    };
    manifest.lines().filter_map(line).collect()
}

fn entry(table: &mut String, dist: &Path, logical: &str, hashed: &str) -> std::fmt::Result {
    let include = |suffix: &str| {
        let path = dist.join(format!("{hashed}{suffix}"));
        if path.exists() {
            let text = format!("include_bytes!({:?})", path.display().to_string());
            if suffix.is_empty() {
                text
            } else {
                format!("Some({text})")
            }
        } else {
            "None".to_owned()
        }
    };
    let stem = hashed.rsplit('.').nth(1).unwrap_or(hashed);
    let kind = content_type(hashed);
    writeln!(
        table,
        "Entry {{ logical: {logical:?}, hashed: {hashed:?}, url: {:?}, asset: Asset {{ bytes: {}, br: {}, gz: {}, \
         content_type: {kind:?}, etag: {:?} }} }},",
        format!("/static/{hashed}"),
        include(""),
        include(".br"),
        include(".gz"),
        format!("\"{stem}\""),
    )
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "png" => "image/png",
        "webp" => "image/webp",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
