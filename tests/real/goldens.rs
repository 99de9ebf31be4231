//! Every golden, through every check. One test for each program, so that they run side by side.

use std::io::{self, Write};

use crate::placed::Placed;
use crate::support::cases;
use crate::support::tools::{self, Tool};
use crate::{Checked, alertmanager, blackbox, caddy, compose, prometheus, scan};

/// Puts every golden through a check, says how many there were, and fails with everything that is
/// wrong with any of them.
#[track_caller]
fn each(what: &str, docker_compose: &Tool, check: impl Fn(&Placed) -> Checked) {
    let goldens = cases::folders(&cases::repository("tests/snapshots"));
    let problems: Vec<String> = goldens
        .iter()
        .filter_map(|golden| {
            let checked = Placed::new(golden, docker_compose).and_then(|placed| check(&placed));
            checked.err().map(|problem| format!("{}: {problem}", cases::name(golden)))
        })
        .collect();
    assert!(problems.is_empty(), "{what}\n{}", problems.join("\n"));
    // Past libtest's capture: a check of nothing must not look like a check of all.
    let _ = writeln!(io::stderr(), "{what}: {} goldens accepted", goldens.len());
}

#[test]
fn promtool_accepts_every_configuration_and_rule() {
    let (Some(compose), Some(promtool)) = (tools::docker_compose(), tools::promtool()) else {
        return;
    };
    each("promtool check", compose, |placed| {
        prometheus::config(placed, promtool)?;
        prometheus::rules(placed, promtool)
    });
}

#[test]
fn promtool_passes_every_unit_test_of_a_rule() {
    let (Some(compose), Some(promtool)) = (tools::docker_compose(), tools::promtool()) else {
        return;
    };
    each("promtool test rules", compose, |placed| prometheus::tests(placed, promtool));
}

#[test]
fn amtool_accepts_every_configuration() {
    let (Some(compose), Some(amtool)) = (tools::docker_compose(), tools::amtool()) else { return };
    each("amtool check-config", compose, |placed| alertmanager::config(placed, amtool));
}

#[test]
fn compose_accepts_every_stack_and_the_scan_finds_nothing() {
    let Some(compose) = tools::docker_compose() else { return };
    each("docker-compose config", compose, |placed| {
        compose::config(placed, compose)?;
        scan::all(placed)
    });
}

#[test]
fn caddy_and_blackbox_exporter_accept_every_configuration() {
    let (Some(compose), Some(caddy), Some(blackbox)) =
        (tools::docker_compose(), tools::caddy(), tools::blackbox_exporter())
    else {
        return;
    };
    each("caddy validate, blackbox_exporter --config.check", compose, |placed| {
        caddy::config(placed, caddy)?;
        blackbox::config(placed, blackbox)
    });
}
