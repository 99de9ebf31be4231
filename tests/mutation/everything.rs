//! Specs that together use everything the catalogue has.
//!
//! Apps of several conventions share their rules, of which each then reads the metrics of all. A stack
//! with all of them takes promtool the square of their number as long, so each is by itself here.

use std::fmt::Write as _;

use stackgen::catalog::{Catalog, Integration, Section, SettingKind};
use stackgen::diag::{Diagnostics, Sources};

/// What a spec sets beside what it watches: TOML for `[prometheus]`, and for its end.
#[derive(Debug, Default, Clone)]
pub(crate) struct Settings {
    pub(crate) prometheus: String,
    pub(crate) tables: String,
}

/// Every integration and every type of probe, but no app.
pub(crate) fn integrations(settings: &Settings) -> String {
    head(settings) + &integration_tables() + PROBES + &settings.tables
}

/// One app that follows a convention.
pub(crate) fn app(convention: &str, settings: &Settings) -> String {
    head(settings) + &app_table(convention) + &settings.tables
}

/// An app that follows a convention after one that follows another, with which it shares the tests that
/// are there once.
pub(crate) fn second(convention: &str) -> String {
    let first = Catalog::convention_names().into_iter().find(|name| *name != convention);
    let first = first.expect("there are several conventions");
    let first = app_table(first).replace("[apps.app-", "[apps.a-");
    head(&Settings::default()) + &first + &app_table(convention)
}

/// All of these in one stack.
pub(crate) fn all() -> String {
    let apps: String = Catalog::convention_names().into_iter().map(app_table).collect();
    head(&Settings::default()) + &integration_tables() + PROBES + &apps
}

fn head(settings: &Settings) -> String {
    format!(
        "version = 1\nname = \"shop-monitoring\"\npreset = \"standard\"\n\
         [prometheus]\nretention = {{ time = \"1y\" }}\nalert_budget = 1000\n{}\n\
         [networks]\njoin = [\"shop_default\"]\n",
        settings.prometheus
    )
}

const PROBES: &str = r#"
[probes.site]
urls = ["https://shop.example"]
[probes.port]
type = "tcp"
targets = ["shop.example:443"]
tls = true
[probes.ping]
type = "icmp"
hosts = ["shop.example"]
[probes.name]
type = "dns"
servers = ["9.9.9.9:53"]
query = "shop.example"
"#;

fn integration_tables() -> String {
    let mut spec = String::new();
    for (name, integration) in of_the_catalogue() {
        if integration.section != Section::Integrations {
            continue;
        }
        let _ = writeln!(spec, "[integrations.{name}]");
        for (key, setting) in integration.settings.iter().filter(|(_, setting)| setting.required) {
            let example =
                setting.example.as_ref().expect("a required setting has an example").as_str();
            let bare = matches!(setting.kind, SettingKind::Number | SettingKind::Boolean);
            let value = if bare { example.to_owned() } else { format!("\"{example}\"") };
            let _ = writeln!(spec, "{key} = {value}");
        }
    }
    spec
}

/// Every integration that stackgen brings.
pub(crate) fn of_the_catalogue() -> Vec<(String, Integration)> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    let names = catalog.integration_names().into_iter();
    names
        .map(|name| {
            let loaded = catalog.integration(&name, &mut sources, &mut diagnostics);
            (name, loaded.expect("it is sound").integration.clone())
        })
        .collect()
}

fn app_table(name: &str) -> String {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    let convention = catalog.convention(name, &mut sources, &mut diagnostics).expect("it is sound");
    let signals = &convention.signals;
    let mut spec =
        format!("[apps.app-{name}]\ntargets = [\"{name}:8080\"]\nconvention = \"{name}\"\n");
    let mut own = String::new();
    // What a convention leaves open, an app says.
    if signals.requests.is_none() {
        own.push_str("requests = \"my_requests_total\"\n");
        if signals.errors.is_none() {
            own.push_str("errors = 'code=~\"5..\"'\nexample_ok = 'code=\"200\",handler=\"/\"'\nexample_error = 'code=\"500\",handler=\"/\"'\n");
        }
        if signals.route.is_none() {
            own.push_str("route = \"handler\"\n");
        }
    }
    if signals.duration.is_none() || signals.latency_threshold.is_none() {
        own.push_str(
            "duration = \"my_duration_seconds\"\nbuckets = [0.5, 1]\nlatency_threshold = \"1s\"\n",
        );
    }
    if !own.is_empty() {
        let _ = writeln!(spec, "[apps.app-{name}.signals]\n{own}");
    }
    spec
}
