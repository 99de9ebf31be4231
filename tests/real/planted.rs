//! Every check accepts the sample stack, and refuses it with one mistake planted. A check that
//! cannot refuse proves nothing about the goldens.

use std::fs;

use tempfile::TempDir;

use crate::placed::Placed;
use crate::support::tools::{self, Tool};
use crate::{Checked, alertmanager, blackbox, caddy, compose, prometheus, sample, scan};

/// File, what to replace in it and by what, and a part of what has to be said about it.
type Mistake = (&'static str, &'static str, &'static str, &'static str);

/// The sample, rendered.
fn rendered() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in sample::FILES {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Holds a check against the sample without and with each mistake.
#[track_caller]
fn refuses(docker_compose: &Tool, check: impl Fn(&Placed) -> Checked, mistakes: &[Mistake]) {
    let judge =
        |folder: &TempDir| Placed::new(folder.path(), docker_compose).and_then(|it| check(&it));
    if let Err(problem) = judge(&rendered()) {
        panic!("the sample is refused: {problem}");
    }
    for (file, from, to, told) in mistakes {
        let folder = rendered();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?} to replace");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        match judge(&folder) {
            Ok(()) => panic!("{file} with {to:?} for {from:?} is accepted"),
            Err(problem) => assert!(problem.contains(told), "{told:?} is not in:\n{problem}"),
        }
    }
}

const PROMETHEUS: &str = "prometheus/prometheus.yml";
const ALERTMANAGER: &str = "alertmanager/alertmanager.yml";

#[test]
fn promtool_check_config() {
    let (Some(compose), Some(promtool)) = (tools::docker_compose(), tools::promtool()) else {
        return;
    };
    refuses(
        compose,
        |placed| prometheus::config(placed, promtool),
        &[
            (PROMETHEUS, "15s", "15", "not a valid duration string"),
            (PROMETHEUS, "job_name", "job", "field job not found"),
            (PROMETHEUS, "rules/*.yml", "rules/*.yaml", "finds no"),
            (
                PROMETHEUS,
                "/etc/prometheus/rules",
                "/etc/prom/rules",
                "finds no /etc/prom/rules/*.yml",
            ),
            (PROMETHEUS, "/run/secrets/backend", "/run/secrets/db", "finds no /run/secrets/db"),
            (PROMETHEUS, "rules/*.yml", "tests/*.yml", "FAILED"),
            (compose::FILE, "    secrets: [backend]\n", "", "finds no /run/secrets/backend"),
            (compose::FILE, "./prometheus:/etc/prometheus:ro", "./prometheus:/prom:ro", "finds no"),
            (
                compose::FILE,
                "./prometheus:/etc/prometheus:ro",
                "x:/etc/prometheus",
                "no service mounts prometheus/prometheus.yml",
            ),
        ],
    );
}

#[test]
fn a_rule_file_that_is_not_loaded() {
    let (Some(compose), Some(promtool)) = (tools::docker_compose(), tools::promtool()) else {
        return;
    };
    let folder = rendered();
    let rules = folder.path().join("prometheus/rules");
    fs::copy(rules.join("node.yml"), rules.join("extra.yaml")).unwrap();
    let placed = Placed::new(folder.path(), compose).unwrap();
    let problem = prometheus::config(&placed, promtool).unwrap_err();
    assert_eq!(problem, "prometheus/prometheus.yml does not load extra.yaml");
}

#[test]
fn promtool_check_rules() {
    let (Some(compose), Some(promtool)) = (tools::docker_compose(), tools::promtool()) else {
        return;
    };
    refuses(
        compose,
        |placed| prometheus::rules(placed, promtool),
        &[
            ("prometheus/rules/node.yml", "up == 0", "up ==", "could not parse expression"),
            ("prometheus/rules/node.yml", "$labels.instance", "$labels.", "TargetDown"),
        ],
    );
}

#[test]
fn promtool_test_rules() {
    let (Some(compose), Some(promtool)) = (tools::docker_compose(), tools::promtool()) else {
        return;
    };
    refuses(
        compose,
        |placed| prometheus::tests(placed, promtool),
        &[
            ("prometheus/rules/node.yml", "for: 5m", "for: 4m", "FAILED"),
            ("prometheus/rules/node.yml", "up == 0", "up == 1", "FAILED"),
            ("prometheus/tests/node.yml", "exp_labels: {instance: a}", "exp_labels: {}", "FAILED"),
        ],
    );
}

#[test]
fn amtool_check_config() {
    let (Some(compose), Some(amtool)) = (tools::docker_compose(), tools::amtool()) else { return };
    refuses(
        compose,
        |placed| alertmanager::config(placed, amtool),
        &[
            (ALERTMANAGER, "receiver: slack", "receiver: mail", "undefined receiver"),
            (
                ALERTMANAGER,
                "/etc/secrets/slack",
                "/run/secrets/slack",
                "finds no /run/secrets/slack",
            ),
            (ALERTMANAGER, "*.tmpl", "*.html", "finds no"),
            ("alertmanager/templates/mail.tmpl", "{{ end }}", "", "unexpected EOF"),
        ],
    );
}

#[test]
fn docker_compose_config() {
    let Some(compose) = tools::docker_compose() else { return };
    refuses(
        compose,
        |placed| compose::config(placed, compose),
        &[
            (compose::FILE, "image: prom/alertmanager:v0.34.0", "imag: a", "imag"),
            (compose::FILE, "image: caddy:2.11.4", "image: caddy:${TAG}", "expected no warning"),
            (compose::FILE, "name: sample", "version: '3'\nname: sample", "obsolete"),
            (compose::FILE, "./blackbox:", "./probes:", "mounts probes, which was not rendered"),
        ],
    );
}

#[test]
fn caddy_validate() {
    let (Some(compose), Some(caddy)) = (tools::docker_compose(), tools::caddy()) else { return };
    refuses(
        compose,
        |placed| caddy::config(placed, caddy),
        &[
            ("caddy/Caddyfile", "reverse_proxy", "reverse_prxy", "unrecognized directive"),
            ("caddy/Caddyfile", "/etc/secrets/", "/run/secrets/", "File to import not found"),
        ],
    );
}

#[test]
fn blackbox_exporter_config_check() {
    let (Some(compose), Some(blackbox)) = (tools::docker_compose(), tools::blackbox_exporter())
    else {
        return;
    };
    refuses(
        compose,
        |placed| blackbox::config(placed, blackbox),
        &[("blackbox/blackbox.yml", "timeout: 5s", "timeout: five", "Error loading config")],
    );
}

#[test]
fn the_scan() {
    let Some(compose) = tools::docker_compose() else { return };
    refuses(
        compose,
        scan::all,
        &[
            (
                compose::FILE,
                "v0.34.0",
                "latest",
                "alertmanager: image \"prom/alertmanager:latest\"",
            ),
            (
                compose::FILE,
                "v0.34.0",
                "v0.34.0\n    privileged: true",
                "alertmanager: it is privileged",
            ),
            (
                compose::FILE,
                "\"127.0.0.1:9090",
                "\"9090",
                "port 9090 is published on every address",
            ),
            (compose::FILE, "127.0.0.1:9090", "0.0.0.0:9090", "port 9090 is published on 0.0.0.0"),
            (
                compose::FILE,
                "v0.34.0",
                "v0.34.0\n    environment: [SMTP_PASSWORD=x]",
                "SMTP_PASSWORD holds",
            ),
            (
                PROMETHEUS,
                "password_file: /run/secrets/backend",
                "password: hunter2",
                "password holds",
            ),
        ],
    );
}
