//! What Prometheus reads: its own format by name, and a type and a help text for each family.
//! `promtool check metrics` says the same; it is not on every machine.

use std::collections::HashSet;

use kit::TestApp;

/// Names after `# HELP` or `# TYPE`, where a text follows.
fn told(text: &str, word: &str) -> HashSet<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix(word));
    let names = lines.filter_map(|rest| rest.trim().split_once(' '));
    names
        .filter(|(_, said)| !said.trim().is_empty())
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[tokio::test]
async fn counters_are_in_prometheus_format_with_a_help_text_each() {
    let app = TestApp::new().await;
    app.client().get("/").await.assert_ok();
    let answer = app.client().get("/metrics").await;
    answer.assert_ok();
    let format = answer.headers["content-type"].to_str().unwrap();
    assert_eq!(format, "text/plain; version=0.0.4; charset=utf-8");
    let (help, kinds) = (told(&answer.text, "# HELP "), told(&answer.text, "# TYPE "));
    for sample in answer.text.lines().filter(|line| !line.starts_with('#')) {
        let name = sample.split(['{', ' ']).next().unwrap();
        let parts = ["_bucket", "_sum", "_count"];
        let family = parts.iter().find_map(|part| name.strip_suffix(part));
        let family = family.unwrap_or(name);
        assert!(help.contains(family) && kinds.contains(family), "{sample}");
    }
    for family in [
        "sarai_http_requests_total",
        "sarai_jobs_total",
        "sarai_live_streams",
    ] {
        assert!(help.contains(family), "{family}");
    }
}
