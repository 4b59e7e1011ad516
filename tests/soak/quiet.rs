//! What a program costs while its database is away and nobody asks it anything: bytes of log, processor time.
//! Here because a worker that asks again without a pause fills a disk in an hour, and nothing else fails of it.

use std::time::Duration;

use kit::Running;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::report::Promise;

const LOOK: Duration = Duration::from_secs(30);
const MOST_BYTES: usize = 64 * 1024;
/// Five hundredths of a core.
const MOST_PROCESSOR: Duration = Duration::from_millis(1_500);

/// Looks at all of them for half a minute.
pub async fn look<const N: usize>(programs: [(&str, &Running); N]) -> anyhow::Result<Promise> {
    let mut before = Vec::new();
    for (_, program) in programs {
        before.push((bytes(program), program.processor()?));
    }
    sleep(LOOK).await;
    let (mut is_kept, mut said, mut figures) = (true, Vec::new(), Vec::new());
    for ((name, program), (log, processor)) in programs.into_iter().zip(before) {
        let (log, processor) = (
            bytes(program) - log,
            program.processor()?.saturating_sub(processor),
        );
        is_kept &= log <= MOST_BYTES && processor <= MOST_PROCESSOR;
        let ms = u64::try_from(processor.as_millis())?;
        said.push(format!("{name}: {log} bytes of log, {ms} ms of processor"));
        figures.push(json!({ "program": name, "log_bytes": log, "processor_ms": ms }));
    }
    let detail = format!(
        "{} in 30 s (≤ {MOST_BYTES}, ≤ {})",
        said.join("; "),
        MOST_PROCESSOR.as_millis()
    );
    Ok(Promise::new(
        "database away: quiet and idle",
        is_kept,
        detail,
        Value::Array(figures),
    ))
}

fn bytes(program: &Running) -> usize {
    program.log().iter().map(|line| line.len() + 1).sum()
}
