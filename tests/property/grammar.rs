//! Specs made by chance.
//!
//! What can stand where is read from the JSON Schema, so that a new key is tried without anybody
//! thinking of it. What the schema cannot tell (which names there are, which texts make sense, what
//! excludes each other) is added here, so that a good part of the specs is accepted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use stackgen::catalog::{Catalog, Section, SettingKind};
use stackgen::diag::{Diagnostics, Sources};

use crate::tape::Tape;
use crate::toml_text::quoted;
use crate::{hostile, schema};

/// What the catalogue has, for specs to use.
struct Known {
    schema: Value,
    /// By name: the settings that a use needs or may have, with a good value each.
    integrations: BTreeMap<String, Vec<(String, bool, Value)>>,
    /// By name: good thresholds, if the alert has one.
    alerts: Vec<(String, Vec<f64>)>,
    hostile: Vec<String>,
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
        let mut integrations = BTreeMap::new();
        let mut alerts = Vec::new();
        for name in catalog.integration_names() {
            let Some(loaded) = catalog.integration(&name, &mut sources, &mut diagnostics) else {
                continue;
            };
            let loaded = &loaded.integration;
            if loaded.section == Section::Integrations {
                let setting = |(key, setting): &(_, stackgen::catalog::Setting)| {
                    let example = setting.example.as_ref().map(stackgen::value::Line::as_str);
                    (ToString::to_string(key), setting.required, value_of(setting.kind, example))
                };
                integrations.insert(name, loaded.settings.iter().map(setting).collect());
            }
            for (name, alert) in &loaded.alerts {
                let thresholds = alert.threshold.as_ref().map_or(vec![], |own| {
                    let value = own.value.value;
                    vec![value, value * 0.5, value * 1.5, value + own.step]
                });
                alerts.push((name.to_string(), thresholds));
            }
        }
        Known { schema: schema::schema(), integrations, alerts, hostile: hostile::all() }
    })
}

fn value_of(kind: SettingKind, example: Option<&str>) -> Value {
    let text = |other: &str| json!(example.unwrap_or(other));
    match kind {
        SettingKind::Line => text("a line"),
        SettingKind::Address => text("db:5432"),
        SettingKind::Url => text("http://db:8080/x"),
        SettingKind::Name => text("db"),
        SettingKind::Duration => text("30s"),
        SettingKind::SecretFile => text("secrets/db"),
        SettingKind::Emails => json!([example.unwrap_or("ops@shop.example")]),
        SettingKind::Number | SettingKind::Integer => json!(1),
        SettingKind::Boolean => json!(true),
    }
}

/// A spec as TOML.
pub(crate) fn spec(tape: &mut Tape<'_>) -> String {
    let known = known();
    let wrong = tape.happens(300);
    let mut writer = Writer { tape, known, wrong };
    let mut spec = writer.table("", schema::resolve(&known.schema, &known.schema));
    writer.settle(&mut spec);
    let mut text = String::new();
    for (key, value) in &spec {
        let _ = writeln!(text, "{} = {}", bare(key), toml(value));
    }
    text
}

struct Writer<'t, 'n> {
    tape: &'t mut Tape<'n>,
    known: &'static Known,
    /// Whether there are mistakes in it.
    wrong: bool,
}

impl Writer<'_, '_> {
    fn table(&mut self, path: &str, schema: &Value) -> Map<String, Value> {
        let mut table = Map::new();
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            let always = required.contains(&json!(key)) || ALWAYS.contains(&key.as_str());
            if always && !(self.wrong && self.tape.happens(10))
                || self.tape.happens(often(path, key))
            {
                table.insert(key.clone(), self.value(&format!("{path}/{key}"), inner));
            }
        }
        if self.wrong && self.tape.happens(10) {
            let key = self.tape.pick(&self.known.hostile).clone();
            table.insert(key, json!(1));
        }
        table
    }

    fn value(&mut self, path: &str, given: &Value) -> Value {
        let schema = schema::resolve(&self.known.schema, given);
        if self.wrong && self.tape.happens(20) {
            let hostile = json!(self.tape.pick(&self.known.hostile));
            let others = [
                hostile,
                json!(-1),
                json!(true),
                json!(1.5e300),
                json!([]),
                json!({}),
                json!(9_999_999),
            ];
            return self.tape.pick(&others).clone();
        }
        if let Some(value) = self.special(path) {
            return value;
        }
        if let Some(variants) = schema::variants(&self.known.schema, schema) {
            let table = self.tape.pick(&variants).1;
            return Value::Object(self.table(path, table));
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            return self.tape.pick(choices)["const"].clone();
        }
        if !schema["const"].is_null() {
            return schema["const"].clone();
        }
        match schema["type"].as_str() {
            Some("boolean") => json!(self.tape.below(2) == 0),
            Some("integer") => json!(self.tape.below(90) + 10),
            Some("number") => json!([1.0, 0.5, 2.0][self.tape.below(3)]),
            Some("array") => {
                let count = self.tape.below(3) + 1;
                let mut items: Vec<_> =
                    (0..count).map(|_| self.value(path, &schema["items"])).collect();
                if !self.wrong {
                    items.dedup();
                }
                Value::Array(items)
            }
            Some("object") if schema["additionalProperties"].is_object() => self.map(path, schema),
            Some("object") => Value::Object(self.table(path, schema)),
            _ => schema["examples"][0].clone(),
        }
    }

    fn map(&mut self, path: &str, schema: &Value) -> Value {
        let names: Vec<String> = match path.rsplit('/').next() {
            Some("labels" | "external_labels") => strings(&["team", "env", "_x", "Zone9"]),
            Some("alerts") => self.known.alerts.iter().map(|(name, _)| name.clone()).collect(),
            Some("integrations") => {
                let own = strings(&["kinds", "orders-db", "cache"]);
                self.known.integrations.keys().cloned().chain(own).collect()
            }
            _ => strings(&["backend", "shop_2", "0x1f", "yes", "1e3", "null"]),
        };
        let mut map = Map::new();
        for _ in 0..=self.tape.below(3) {
            let name = self.tape.pick(&names).clone();
            let value = self.value(&format!("{path}/*"), &schema["additionalProperties"]);
            map.insert(name, value);
        }
        Value::Object(map)
    }

    /// What makes sense where the schema knows only that it is a text or a number.
    fn special(&mut self, path: &str) -> Option<Value> {
        let key = path.rsplit('/').next().unwrap_or_default();
        let texts: &[&str] = match (path, key) {
            ("/version", _) => return Some(json!(1)),
            (_, "port") => return Some(json!(20_000 + self.tape.below(40_000))),
            (_, "chat_id") => return Some(json!(-100)),
            (_, "threshold") => return Some(json!(50)),
            (_, "expect_status") => return Some(json!([200, 404])),
            ("/name", _) => &["shop", "yes", "0x1f"],
            (_, "time") => &["15d", "30d", "1y", "40d12h", "1h"],
            (_, "for") => &["0s", "1m", "10m", "1h", "90s"],
            (_, "timeout" | "scrape_timeout") => &["3s", "1s", "500ms"],
            (_, "interval" | "scrape_interval" | "evaluation_interval") => {
                &["15s", "5s", "30s", "1m", "20s"]
            }
            (_, "repeat_interval" | "resolve_timeout") => &["4h", "5m"],
            (_, "from" | "at") => &["09:00", "00:00", "08:30"],
            (_, "to") if path.starts_with("/routing") => &["18:00", "23:59"],
            (_, "timezone") => &["UTC", "Europe/Berlin", "America/New_York"],
            (_, "bind") => &["127.0.0.1", "127.0.0.1", "127.0.0.1", "::1", "127.0.0.2"],
            (_, "targets" | "servers") => &["backend:8080", "[::1]:80", "10.0.0.1:9100", "a.b:1"],
            (_, "convention") => {
                let names = Catalog::convention_names();
                return Some(json!(self.tape.pick(&names)));
            }
            (_, "signals") => return Some(self.signals()),
            (_, "expect_body") => &["ok", "^\\{\"status\":\"up\"", "a|b"],
            (
                _,
                "username" | "smtp_user" | "admin_user" | "channel" | "team" | "env" | "_x"
                | "Zone9" | "*",
            ) if !path.ends_with("s/*") || path.ends_with("labels/*") => {
                return Some(self.free_text());
            }
            _ => return None,
        };
        let one = json!(self.tape.pick(texts));
        Some(if matches!(key, "targets" | "servers") { json!([one]) } else { one })
    }

    /// Any text that can stand on one line.
    fn free_text(&mut self) -> Value {
        let all = &self.known.hostile;
        let text = if self.tape.happens(500) { self.tape.pick(all).as_str() } else { "shop" };
        let breaks = |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}';
        let fits = !text.is_empty() && text.len() < 300 && !text.contains(breaks);
        json!(if fits { text } else { "x" })
    }

    fn signals(&mut self) -> Value {
        let mut signals = json!({});
        if self.tape.happens(500) {
            signals["requests"] = json!(self.metric("my_requests_total"));
            signals["errors"] = json!("code=~\"5..\"");
            signals["example_ok"] = json!("code=\"200\"");
            signals["example_error"] = json!("code=\"503\"");
        }
        if self.tape.happens(500) {
            signals["duration"] = json!(self.metric("my_duration_seconds"));
            signals["buckets"] = json!([0.1, 0.5, 1, 2.5]);
            signals["latency_threshold"] = json!(self.tape.pick(&["500ms", "1s", "2s500ms"]));
        }
        signals
    }

    /// A metric's name; now and then one that means something else to somebody.
    fn metric(&mut self, good: &'static str) -> &'static str {
        let others = [
            "http_requests_total",
            "http_request_duration_seconds",
            "my_duration_seconds",
            "my_duration_seconds_count",
            "my_duration_seconds_sum",
            "my_duration_seconds_bucket",
            "process_open_fds",
            "app:http_requests:rate5m",
            "up",
            "ALERTS",
            "::",
        ];
        if self.tape.happens(200) { self.tape.pick::<&str>(&others) } else { good }
    }

    /// References, and what excludes each other.
    fn settle(&mut self, spec: &mut Map<String, Value>) {
        let names = |spec: &Map<String, Value>, key: &str| -> Vec<String> {
            spec.get(key)
                .and_then(Value::as_object)
                .map_or(vec![], |map| map.keys().cloned().collect())
        };
        for integration in names(spec, "integrations") {
            let known = &self.known.integrations;
            let own = &mut spec["integrations"][&integration];
            let Value::Object(own) = own else { continue };
            let kinds: Vec<&String> = known.keys().collect();
            let kind = if known.contains_key(&integration) {
                &integration
            } else {
                *self.tape.pick(&kinds)
            };
            match integration.as_str() {
                "kinds" => own.remove("type"),
                _ => own.insert("type".to_owned(), json!(kind)),
            };
            for (key, required, value) in known.get(kind).into_iter().flatten() {
                if *required || self.tape.happens(200) {
                    own.insert(key.clone(), value.clone());
                }
            }
        }
        for alert in names(spec, "alerts") {
            let known = self.known.alerts.iter().find(|(name, _)| *name == alert);
            let Value::Object(own) = &mut spec["alerts"][&alert] else { continue };
            match known.map(|(_, thresholds)| thresholds.as_slice()) {
                Some(thresholds @ [_, ..]) if own.contains_key("threshold") => {
                    own.insert("threshold".to_owned(), json!(self.tape.pick(thresholds)));
                }
                _ => {
                    own.remove("threshold");
                }
            }
        }
        for app in names(spec, "apps") {
            let Value::Object(own) = &mut spec["apps"][&app] else { continue };
            if own.contains_key("basic_auth") {
                own.remove("bearer_token_file");
            }
            own.remove("latency_threshold");
            if !own.contains_key("convention") {
                own.remove("signals");
            } else if own["convention"] == "custom" {
                own.insert("signals".to_owned(), json!({ "requests": "a_total" }));
            }
        }
        let receivers = names(spec, "receivers");
        for receiver in &receivers {
            let Value::Object(own) = &mut spec["receivers"][receiver] else { continue };
            if own.get("type") == Some(&json!("webhook")) {
                own.remove("url");
                own.entry("url_file").or_insert(json!("secrets/hook"));
            }
        }
        if let Some(Value::Object(routing)) = spec.get_mut("routing") {
            for tier in ["P0", "P1", "P2", "heartbeat"] {
                if routing.contains_key(tier) && !self.wrong {
                    let used: Vec<_> =
                        receivers.iter().filter(|_| self.tape.happens(500)).collect();
                    routing.insert(tier.to_owned(), json!(used));
                }
            }
        }
    }
}

/// Optional keys without which little is accepted.
const ALWAYS: [&str; 7] = ["name", "preset", "targets", "urls", "hosts", "servers", "to"];

/// In how many of a thousand cases an optional key is there.
fn often(path: &str, key: &str) -> usize {
    match (path, key) {
        ("", _) => 350,
        // Without these, there is little to see.
        (_, "enabled") => 40,
        (_, "smtp_user" | "smtp_password_file" | "heartbeat_required" | "domain" | "image") => 20,
        _ => 220,
    }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

fn bare(key: &str) -> String {
    let plain =
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if plain { key.to_owned() } else { quoted(key) }
}

fn toml(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let entries: Vec<_> =
                map.iter().map(|(key, value)| format!("{} = {}", bare(key), toml(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", "))
        }
        Value::String(text) => quoted(text),
        Value::Number(number) if number.is_f64() => {
            format!("{:?}", number.as_f64().unwrap_or_default())
        }
        other => other.to_string(),
    }
}
