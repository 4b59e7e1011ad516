//! The promises with PASS or FAIL, printed as they are known, and the same as JSON in `var/soak.json`.
//! Here so that people and programs read the same figures.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

/// One promise and what was seen of it.
pub struct Promise {
    name: &'static str,
    is_kept: bool,
    detail: String,
    figures: Value,
}

impl Promise {
    /// A promise that was looked at.
    pub fn new(name: &'static str, is_kept: bool, detail: String, figures: Value) -> Self {
        Self {
            name,
            is_kept,
            detail,
            figures,
        }
    }

    /// A promise that could not even be looked at.
    pub fn broken(name: &'static str, detail: String) -> Self {
        Self::new(name, false, detail, Value::Null)
    }
}

/// Lines so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<Value>,
    failed: usize,
}

impl Report {
    /// Prints promises and keeps them.
    pub fn add(&mut self, promises: Vec<Promise>) {
        for promise in promises {
            let word = if promise.is_kept { "PASS" } else { "FAIL" };
            println!("{word}  {:<34} {}", promise.name, promise.detail);
            self.failed += usize::from(!promise.is_kept);
            self.lines.push(json!({
                "promise": promise.name, "passed": promise.is_kept,
                "detail": promise.detail, "figures": promise.figures,
            }));
        }
    }

    /// Writes the JSON and prints the sum; how many promises were broken.
    pub fn finish(self, rounds: usize, took: Duration) -> anyhow::Result<usize> {
        let (all, failed) = (self.lines.len(), self.failed);
        let body = json!({
            "rounds": rounds, "seconds": took.as_secs(), "passed": all - failed, "failed": failed,
            "promises": self.lines,
        });
        fs::create_dir_all("var")?;
        fs::write(
            Path::new("var/soak.json"),
            serde_json::to_string_pretty(&body)? + "\n",
        )?;
        println!(
            "{} passed, {failed} failed ({} s, var/soak.json)",
            all - failed,
            took.as_secs()
        );
        Ok(failed)
    }
}
