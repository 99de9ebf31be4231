//! What each convention expects of an app, as `docs/conventions.md` shows it.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::catalogue::cell;
use crate::{marked, stackgen};

/// What each signal is for.
const SIGNALS: [(&str, &str); 6] = [
    ("requests", "counts requests"),
    ("errors", "selects the failed ones among them"),
    ("duration", "times requests, in seconds"),
    ("buckets", "the bucket bounds of `duration`"),
    ("route", "the label that names the route"),
    ("latency_threshold", "a slower request counts as slow"),
];

#[test]
fn the_page_has_what_every_convention_expects() {
    let listed = stackgen::json(&["catalog", "list", "--format", "json"]);
    let mut text = String::new();
    for it in listed.as_array().expect("a list") {
        if it["section"] == "convention" {
            let name = it["name"].as_str().expect("a name");
            convention(&stackgen::json(&["catalog", "show", name, "--format", "json"]), &mut text);
        }
    }
    marked::check("docs/conventions.md", "conventions", &text);
}

fn convention(it: &Json, text: &mut String) {
    let of = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let _ = writeln!(text, "## {}\n\n{}: {}\n", of("name"), of("title"), of("summary"));
    if !of("docs").is_empty() {
        let _ = writeln!(text, "Upstream: <{}>\n", of("docs"));
    }
    let signals = &it["signals"];
    if signals["requests"].is_null() {
        return;
    }
    text.push_str("| signal | what it is | expected |\n|---|---|---|\n");
    for (key, what) in SIGNALS {
        let value = match &signals[key] {
            Json::Null => "not set: set it if the app has it".to_owned(),
            Json::String(value) => format!("`{value}`"),
            Json::Array(bounds) => {
                let bounds = bounds.iter().filter_map(Json::as_f64);
                bounds.map(|bound| bound.to_string()).collect::<Vec<_>>().join(", ")
            }
            other => panic!("{other}"),
        };
        let _ = writeln!(text, "| `{key}` | {what} | {} |", cell(&value));
    }
    text.push_str("\n| metric | type | labels |\n|---|---|---|\n");
    for metric in it["metrics"].as_array().expect("metrics") {
        let labels = metric["labels"].as_array().expect("labels").iter().filter_map(Json::as_str);
        let labels: Vec<_> = labels.map(|label| format!("`{label}`")).collect();
        let of = |key: &str| metric[key].as_str().expect("a text").to_owned();
        let _ = writeln!(text, "| `{}` | {} | {} |", of("name"), of("type"), labels.join(", "));
    }
    let requests = signals["requests"].as_str().expect("a name");
    let labels = |key: &str| signals[key].as_str().expect("labels").to_owned();
    let _ = writeln!(
        text,
        "\nOn `/metrics`, successful and failed requests look like this:\n\n\
         ```text\n{requests}{{{}}} 1027\n{requests}{{{}}} 3\n```\n",
        labels("example_ok"),
        labels("example_error")
    );
}
