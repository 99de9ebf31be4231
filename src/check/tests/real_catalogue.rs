//! The real catalogue gives no cause for complaint, whatever a spec makes of it.

use super::super::expression;
use super::harness;
use crate::catalog::{Catalog, Since};
use crate::diag::{Diagnostics, Sources};
use crate::value::Version;

/// What every spec of these tests does, so that only the catalogue is left to complain about.
const SOUND: &str = r##"
version = 1
name = "shop-monitoring"
[alertmanager]
smtp_smarthost = "smtp.shop.example:587"
smtp_from = "monitoring@shop.example"
[networks]
join = ["shop_default"]
[receivers.oncall]
type = "pagerduty"
routing_key_file = "secrets/pagerduty"
[receivers.slack]
type = "slack"
webhook_url_file = "secrets/slack"
channel = "#alerts"
[receivers.mail]
type = "email"
to = ["oncall@shop.example"]
[routing]
P0 = ["oncall"]
P1 = ["slack"]
P2 = ["mail"]
"##;

/// Every convention that needs no signals of the app's own, and one app that has none.
fn apps() -> String {
    let app = |name: &str, convention: &str| {
        format!("[apps.app-{name}]\ntargets = [\"{name}:8080\"]\n{convention}\n")
    };
    let names = Catalog::convention_names().into_iter().filter(|name| *name != "custom");
    let following = names.map(|name| app(name, &format!("convention = \"{name}\"")));
    following.chain([app("plain", "")]).collect()
}

const CUSTOM: &str = r#"
[apps.custom]
targets = ["custom:8080"]
convention = "custom"
latency_threshold = "500ms"
labels = { team = "checkout" }
[apps.custom.signals]
requests = "shop_requests_total"
errors = 'status=~"5.."'
duration = "shop_request_duration_seconds"
buckets = [0.1, 0.5, 1]
route = "page"
example_ok = 'status="200",page="/"'
example_error = 'status="500",page="/"'
"#;

const PROBES: &str = r#"
[probes.site]
urls = ["https://shop.example"]
[probes.db]
type = "tcp"
targets = ["db.shop.example:5432"]
[probes.gateway]
type = "icmp"
hosts = ["10.0.0.1"]
interval = "1m"
[probes.names]
type = "dns"
servers = ["10.0.0.1:53"]
query = "shop.example"
"#;

/// No problem at all.
#[track_caller]
fn clean(spec: &str) {
    let checked = harness::run_with(spec, vec![]);
    assert!(!checked.reading.has_errors(), "{}", checked.report());
    // The specs of these tests have more than anyone should.
    let allowed = ["alert-budget"];
    let wrong: Vec<_> =
        checked.codes().into_iter().filter(|code| !allowed.contains(code)).collect();
    let reports: Vec<_> = wrong.iter().map(|code| checked.report_of(code)).collect();
    assert!(wrong.is_empty(), "{wrong:?}\n{}", reports.join("\n"));
}

#[test]
fn presets_are_clean() {
    for preset in ["minimal", "standard"] {
        clean(&format!("preset = \"{preset}\"\n{SOUND}"));
    }
    clean(&format!("preset = \"production\"\n{SOUND}\nheartbeat = [\"heartbeat\"]"));
}

#[test]
fn everything_at_once_is_clean() {
    clean(&format!("{SOUND}{}{CUSTOM}{PROBES}", apps()));
}

#[test]
fn intervals_and_thresholds_are_up_to_the_user() {
    for interval in ["1s", "30s", "1m", "2m"] {
        let settings = format!(
            "[prometheus]\nscrape_interval = \"{interval}\"\nevaluation_interval = \"{interval}\"\nretention = {{ time = \"30d\" }}\n"
        );
        clean(&format!("{SOUND}{settings}{}", apps()));
    }
}

#[test]
fn whatever_label_stackgen_sets_or_selects_targets_by_is_reserved() {
    use crate::stack::target_label::RESERVED;
    use std::collections::BTreeSet;
    let spec = format!("{SOUND}{}{CUSTOM}{PROBES}", apps());
    let stack = harness::run_with(&spec, vec![]).stack.expect("the spec is sound");
    let mut of_targets: BTreeSet<String> =
        stack.jobs.iter().flat_map(crate::stack::Job::label_names).collect();
    assert!(of_targets.remove("team"), "the one label that is the user's");
    let reserved: BTreeSet<String> = RESERVED.map(str::to_owned).into();
    assert_eq!(of_targets, reserved);
    let mut selected = BTreeSet::new();
    for expression in expression::all(&stack) {
        let expr = expression.expr().expect("the catalogue can be read");
        for used in expr.selectors() {
            let selector = used.selector();
            let own = |label: &str| {
                let metrics = stack.parts.iter().flat_map(|part| &part.metrics);
                let named = metrics.filter(|metric| selector.may_select(&metric.name));
                let mut labels = named.flat_map(|metric| &metric.labels);
                labels.any(|known| known == label) && !reserved.contains(label)
            };
            let labels = selector.matchers().iter().map(crate::promql::Matcher::label);
            let of_alerts = selector.metric().is_some_and(|name| name.starts_with("ALERTS"));
            selected.extend(
                labels
                    .filter(|label| !own(label) && !of_alerts && *label != "__name__")
                    .map(str::to_owned),
            );
        }
    }
    assert!(selected.len() > 3, "{selected:?}");
    assert!(selected.is_subset(&reserved), "{selected:?}");
}

/// Every flag that a built-in service can be given is known to exist since some version, so that a
/// spec's older image is noticed.
#[test]
fn every_flag_has_its_first_version() {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(vec![], &mut sources, &mut problems);
    let mut lacking = Vec::new();
    for name in catalog.integration_names() {
        let loaded = catalog.integration(&name, &mut sources, &mut problems).unwrap();
        for service in &loaded.integration.services {
            let pin = catalog.pin(service.image.as_str(), &mut sources, &mut problems).unwrap();
            assert!(Version::of_image(&pin.image).is_some(), "{}", pin.image);
            for argument in &service.command {
                // One under a condition stands within its braces.
                let argument = argument.as_str();
                let Some(start) = argument.find("--") else { continue };
                let flag = argument[start..].split(['=', '{']).next().unwrap_or_default();
                let known = |since: &&Since| {
                    since.flag.as_ref().is_some_and(|known| known.as_str() == flag)
                };
                if !pin.since.iter().any(|since| known(&since)) {
                    lacking.push(format!("{name}: {flag}"));
                }
            }
            // What is pinned must be good enough for what is rendered for it, and not bad.
            let version = Version::of_image(&pin.image).unwrap();
            assert!(pin.since.iter().all(|since| since.version <= version), "{name}");
            let bad = pin.bad.iter().flat_map(|bad| &bad.versions);
            assert!(!bad.into_iter().any(|range| range.contains(version)), "{name}");
        }
    }
    assert!(problems.is_empty(), "{problems:?}");
    assert!(lacking.is_empty(), "presets/images.toml has no `since` for:\n{}", lacking.join("\n"));
}

/// Folders that a stack says it has are those into which its files are rendered.
#[test]
fn folders_are_those_of_the_rendered_files() {
    let bare = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n[integrations.node]\nenabled = false\n";
    let proxied =
        "[proxy]\nenabled = true\n[grafana]\nbind = \"0.0.0.0\"\ndomain = \"g.shop.example\"\n";
    let probed = format!("{SOUND}{PROBES}");
    for spec in [SOUND.to_owned(), bare.to_owned(), format!("{SOUND}{proxied}"), probed] {
        let checked = harness::run_with(&spec, vec![]);
        let stack = checked.stack.as_ref().unwrap();
        let place = crate::render::Place { to_spec: "..".to_owned() };
        let files = crate::render::render(stack, &place).unwrap();
        let above = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let rendered: std::collections::BTreeSet<String> =
            files.paths().filter_map(|path| above(path.as_str())).collect();
        let said = stack.folders().into_iter().map(str::to_owned).collect();
        assert_eq!(rendered, said, "{spec}");
        for service in &stack.services {
            for mount in &service.mounts {
                let folder = &mount.folder;
                assert!(stack.has_folder(folder), "{} mounts {folder}: {spec}", service.name);
            }
        }
    }
}

#[test]
fn each_access_to_the_host_has_its_reason_on_every_host() {
    for host in [
        "",
        "kmsg = false",
        "userns_remap = true",
        "selinux = true\nrslave = false",
        "docker_socket = \"/run/user/1000/docker.sock\"",
        "docker_socket = \"/run/user/1000/docker.sock\"\ncontainerd_socket = \"/run/user/1000/containerd.sock\"",
        "docker_root = \"/srv/docker\"",
    ] {
        for preset in ["minimal", "standard", "production"] {
            let spec = format!(
                "preset = \"{preset}\"\n{SOUND}\n[host]\n{host}\n[proxy]\nenabled = true\n"
            );
            harness::silent(&harness::run_with(&spec, vec![]), "host-access");
        }
    }
}
