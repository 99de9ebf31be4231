//! The page on what machines read has every key, generated from the schema of reports.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use crate::catalogue::cell;
use crate::{marked, stackgen};

#[test]
fn the_page_has_every_key() {
    let schema = stackgen::json(&["schema", "report"]);
    let mut page = Page {
        definitions: schema["definitions"].as_object().expect("definitions"),
        text: String::new(),
        told: BTreeSet::new(),
    };
    page.text.push_str("## The document\n\n");
    page.definition("Report");
    for rule in schema["allOf"].as_array().expect("rules").iter().skip(1) {
        let verb = rule["if"]["properties"]["verb"]["const"].as_str().expect("a verb");
        let kinds = rule["then"]["properties"]["result"]["anyOf"].as_array().expect("kinds");
        let _ = writeln!(page.text, "## {verb}\n");
        let (null, results) = kinds.split_last().expect("a result may be missing");
        assert_eq!(null["type"], "null");
        if results.len() > 1 {
            let names: Vec<_> = results.iter().map(kind).collect();
            let _ = writeln!(page.text, "The result is one of {}.\n", names.join(", "));
        }
        for result in results {
            if result["type"] == "array" {
                page.text.push_str("The result is a list. Each entry:\n\n");
            }
            let name = referred(result).expect("a result is a record or a list of them");
            if results.len() > 1 {
                let _ = writeln!(page.text, "### {name}\n");
            }
            page.definition(name);
        }
    }
    marked::check("docs/json.md", "report", &page.text);
}

struct Page<'a> {
    definitions: &'a Map<String, Json>,
    text: String,
    told: BTreeSet<String>,
}

impl Page<'_> {
    /// A record, and right after it those inside it that were not told yet.
    fn definition(&mut self, name: &str) {
        self.told.insert(name.to_owned());
        let definition = &self.definitions[name];
        let _ = writeln!(self.text, "{}\n", text(&definition["description"]));
        if let Some(words) = definition["anyOf"].as_array() {
            self.text.push_str("| word | what it says |\n|---|---|\n");
            for word in words {
                let (word, what) = (text(&word["const"]), cell(text(&word["description"])));
                let _ = writeln!(self.text, "| `{word}` | {what} |");
            }
            self.text.push('\n');
            return;
        }
        let properties = definition["properties"].as_object().expect("a record has keys");
        self.text.push_str("| key | value | what it is |\n|---|---|---|\n");
        for (key, schema) in properties {
            let (kind, what) = (kind(schema), cell(text(&schema["description"])));
            let _ = writeln!(self.text, "| `{key}` | {kind} | {what} |");
        }
        self.text.push('\n');
        for inner in properties.values().filter_map(referred) {
            if !self.told.contains(inner) {
                let _ = writeln!(self.text, "### {inner}\n");
                self.definition(inner);
            }
        }
    }
}

fn text(value: &Json) -> &str {
    value.as_str().unwrap_or_default()
}

/// The definition that a schema leads to, if it leads to one.
fn referred(schema: &Json) -> Option<&str> {
    let inner = [&schema["allOf"][0], &schema["anyOf"][0], &schema["items"]];
    let own = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/definitions/"));
    own.or_else(|| inner.into_iter().filter(|it| it.is_object()).find_map(referred))
}

/// What kind of value a schema takes, in a few words.
fn kind(schema: &Json) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.strip_prefix("#/definitions/")) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if schema["allOf"].is_array() {
        return kind(&schema["allOf"][0]);
    }
    if schema["anyOf"].is_array() {
        return format!("{} or null", kind(&schema["anyOf"][0]));
    }
    match text(&schema["type"]) {
        "array" => format!("list of {}", kind(&schema["items"])),
        "object" => "object".to_owned(),
        "" => "any".to_owned(),
        plain => plain.to_owned(),
    }
}
