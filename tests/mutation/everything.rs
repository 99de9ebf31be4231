//! A spec that uses everything the catalogue has.

use std::fmt::Write as _;

use stackgen::catalog::{Catalog, Section, SettingKind};
use stackgen::diag::{Color, Diagnostics, Sources, report};
use stackgen::output::FileSet;
use stackgen::pipeline::{Input, SpecText, resolve};
use stackgen::render::{Place, render};

/// Every integration, every convention, every type of probe. `settings` is TOML for the top of the
/// spec, `tables` for its end.
pub(crate) fn spec(prometheus: &str, tables: &str) -> String {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(vec![], &mut sources, &mut diagnostics);
    let mut spec = format!(
        "version = 1\nname = \"shop\"\npreset = \"standard\"\n\
         [prometheus]\nretention = {{ time = \"1y\" }}\nalert_budget = 1000\n{prometheus}\n\
         [networks]\njoin = [\"shop_default\"]\n"
    );
    for name in catalog.integration_names() {
        let loaded =
            catalog.integration(&name, &mut sources, &mut diagnostics).expect("it is sound");
        if loaded.integration.section != Section::Integrations {
            continue;
        }
        let _ = writeln!(spec, "[integrations.{name}]");
        for (key, setting) in
            loaded.integration.settings.iter().filter(|(_, setting)| setting.required)
        {
            let example =
                setting.example.as_ref().expect("a required setting has an example").as_str();
            let bare = matches!(setting.kind, SettingKind::Number | SettingKind::Boolean);
            let value = if bare { example.to_owned() } else { format!("\"{example}\"") };
            let _ = writeln!(spec, "{key} = {value}");
        }
    }
    for name in Catalog::convention_names() {
        let _ = writeln!(
            spec,
            "[apps.app-{name}]\ntargets = [\"{name}:8080\"]\nconvention = \"{name}\""
        );
        let convention =
            catalog.convention(name, &mut sources, &mut diagnostics).expect("it is sound");
        let signals = &convention.signals;
        let mut own = String::new();
        // What a convention leaves open, an app says.
        if signals.requests.is_none() {
            own.push_str("requests = \"my_requests_total\"\n");
            if signals.errors.is_none() {
                own.push_str("errors = 'code=~\"5..\"'\nexample_ok = 'code=\"200\"'\nexample_error = 'code=\"500\"'\n");
            }
            if signals.route.is_none() {
                own.push_str("route = \"handler\"\n");
            }
        }
        if signals.duration.is_none() || signals.latency_threshold.is_none() {
            own.push_str("duration = \"my_duration_seconds\"\nbuckets = [0.5, 1]\nlatency_threshold = \"1s\"\n");
        }
        if !own.is_empty() {
            let _ = writeln!(spec, "[apps.app-{name}.signals]\n{own}");
        }
    }
    spec.push_str(
        "[probes.site]\nurls = [\"https://shop.example\"]\n\
         [probes.port]\ntype = \"tcp\"\ntargets = [\"shop.example:443\"]\ntls = true\n\
         [probes.ping]\ntype = \"icmp\"\nhosts = [\"shop.example\"]\n\
         [probes.name]\ntype = \"dns\"\nservers = [\"9.9.9.9:53\"]\nquery = \"shop.example\"\n",
    );
    spec + tables
}

/// The files of a spec.
///
/// # Panics
///
/// If it is refused.
#[track_caller]
pub(crate) fn files(text: &str) -> FileSet {
    let spec = SpecText { name: "stack.toml".to_owned(), text: text.to_owned() };
    let resolved = resolve(Input { spec: Some(spec), preset: None, own: vec![] });
    let said = || report(&resolved.diagnostics, &resolved.sources, Color::Never);
    let stack = resolved.accepted().unwrap_or_else(|| panic!("{}", said()));
    render(stack, &Place { to_spec: "..".to_owned() }).expect("an accepted spec renders")
}
