//! The printed lines, each with PASS or MISS, and the same as JSON in `var/bench.json`.
//! Here so that people and programs read the same figures.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::measure::Found;
use super::task::Task;

/// Lines so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<Value>,
    missed: usize,
}

fn millis(time: std::time::Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

impl Report {
    /// A measure with its targets; without a limit it is told only.
    pub fn measure(&mut self, task: &Task, found: &Found) {
        let (rate, p50, p99) = (
            found.rate.per_second,
            millis(found.rate.p50),
            millis(found.rate.p99),
        );
        let spent = found.spent;
        let mut misses = Vec::new();
        let limit = found.limit.map_or_else(String::new, |limit| {
            let share = rate / limit.per_second;
            if rate < task.rate {
                misses.push(format!("rate ≥ {:.0}", task.rate));
            }
            if share < task.share {
                misses.push(format!("ratio ≥ {}", task.share));
            }
            if task.p99.is_some_and(|most| p99 > most) {
                misses.push(format!("p99 ≤ {} ms", task.p99.unwrap_or_default()));
            }
            format!(
                "limit {:6.0}/s ({} statements)  ratio {share:.2}  ",
                limit.per_second, limit.statements
            )
        });
        let text = format!(
            "{:<46} {rate:6.0}/s  p50 {p50:5.1} ms  p99 {p99:5.1} ms  {limit}CPU µs: sarai {} database {} client {}  {} bytes",
            task.name, spent.sarai, spent.database, spent.bench, found.rate.mean_bytes
        );
        let value = json!({
            "name": task.name, "per_second": rate, "p50_ms": p50, "p99_ms": p99,
            "max_ms": millis(found.rate.max), "count": found.rate.count, "bytes": found.rate.mean_bytes,
            "limit_per_second": found.limit.map(|limit| limit.per_second),
            "ratio": found.limit.map(|limit| rate / limit.per_second),
            "statements": found.limit.map(|limit| limit.statements),
            "cpu_micros": spent,
            "targets": found.limit.map(|_| json!({ "per_second": task.rate, "ratio": task.share, "p99_ms": task.p99 })),
        });
        let judged = found.limit.is_some();
        self.line(text, value, judged, &misses);
    }

    /// A figure that must not be above `most`.
    pub fn at_most(&mut self, name: &str, figure: f64, most: f64, detail: &str) {
        let misses = if figure > most {
            vec![format!("≤ {most}")]
        } else {
            vec![]
        };
        let value = json!({ "name": name, "figure": figure, "targets": { "most": most } });
        self.line(
            format!("{name:<46} {figure:.2} (≤ {most})  {detail}"),
            value,
            true,
            &misses,
        );
    }

    /// A figure that must not be below `least`.
    #[cfg(feature = "commerce")]
    pub fn at_least(&mut self, name: &str, figure: f64, least: f64, detail: &str) {
        let misses = if figure < least {
            vec![format!("≥ {least}")]
        } else {
            vec![]
        };
        let value = json!({ "name": name, "figure": figure, "targets": { "least": least } });
        self.line(
            format!("{name:<46} {figure:.2} (≥ {least})  {detail}"),
            value,
            true,
            &misses,
        );
    }

    fn line(&mut self, text: String, mut value: Value, judged: bool, misses: &[String]) {
        let word = match (judged, misses.is_empty()) {
            (false, _) => "    ",
            (true, true) => "PASS",
            (true, false) => "MISS",
        };
        let wanted = if misses.is_empty() {
            String::new()
        } else {
            format!("  [wanted: {}]", misses.join(", "))
        };
        println!("{word} {text}{wanted}");
        if let Some(fields) = value.as_object_mut().filter(|_| judged) {
            fields.insert("pass".to_owned(), misses.is_empty().into());
        }
        self.lines.push(value);
        self.missed += usize::from(judged && !misses.is_empty());
    }

    /// Writes the file; how many targets were missed.
    pub fn finish(self, about: Value) -> anyhow::Result<usize> {
        let folder = Path::new("var");
        fs::create_dir_all(folder)?;
        let all = json!({ "about": about, "missed": self.missed, "lines": self.lines });
        fs::write(
            folder.join("bench.json"),
            serde_json::to_string_pretty(&all)?,
        )?;
        Ok(self.missed)
    }
}
