//! What people read in their chat service when a label says something hostile.

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use crate::support::cases;
use crate::support::process;
use crate::support::tools::{self, Tool};

/// A mention of everybody, a link under another name in two languages, and what each formats by.
const HOSTILE: &str = r"<!channel> <https://evil.example|docs> [runbook](https://evil.example) [a][b] @everyone **now** \ & `c`";

/// A template of the golden with all chat services, for an alert whose texts are hostile.
fn message(amtool: &Tool, template: &str) -> String {
    let folder = TempDir::new().expect("a folder for the test");
    let text = ["summary", "description", "action"].map(|name| (name.to_owned(), json!(HOSTILE)));
    let annotations: serde_json::Map<_, _> = text.into_iter().collect();
    let alert = json!({
        "status": "firing",
        "labels": {},
        "annotations": annotations,
        "startsAt": "2026-01-01T00:00:00Z",
    });
    let data = json!({
        "status": "firing",
        "alerts": [alert],
        "commonLabels": { "tier": "P0", "alertname": HOSTILE, "job": HOSTILE },
    });
    let path = folder.path().join("data.json");
    fs::write(&path, data.to_string()).expect("the test's own folder");
    let golden = cases::repository("tests/snapshots/chat-services/alertmanager/templates");
    let mut command = amtool.command(folder.path());
    command.args(["template", "render"]);
    command.arg(format!("--template.glob={}/*.tmpl", golden.display()));
    command.arg(format!("--template.data={}", path.display()));
    command.arg(format!("--template.text={{{{ template {template:?} . }}}}"));
    let ran = process::run(&mut command, b"").expect("amtool runs");
    assert!(ran.succeeded(), "{ran}");
    ran.stdout
}

#[track_caller]
fn check(dialect: &str, safe: &str, refused: &[&str]) {
    let Some(amtool) = tools::amtool() else { return };
    for part in ["title", "text"] {
        let said = message(amtool, &format!("stackgen.{dialect}{part}"));
        let times = if part == "title" { 1 } else { 3 };
        assert_eq!(said.matches(safe).count(), times, "{part}: {said}");
        for text in refused {
            assert!(!said.contains(text), "{part} has {text}: {said}");
        }
    }
}

#[test]
fn slack_shows_what_would_be_a_mention_or_a_link() {
    check(
        "slack.",
        "&lt;!channel&gt; &lt;https://evil.example|docs&gt; [runbook](https://evil.example) [a][b] @everyone **now** \\ &amp; `c`",
        &["<", ">", " & "],
    );
}

#[test]
fn discord_shows_what_would_be_a_mention_a_link_or_a_format() {
    check(
        "discord.",
        r"\<!channel\> \<https://evil.example\|docs\> \[runbook\](https://evil.example) \[a\]\[b\] \@everyone \*\*now\*\* \\ & \`c\`",
        &["[runbook](", " @everyone", " **now"],
    );
}

#[test]
fn teams_shows_what_would_be_a_link() {
    check("teams.", r"[runbook] (https://evil.example) [a] [b] @everyone", &["](", "][", "]:"]);
}
