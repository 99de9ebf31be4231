use super::harness::{found, note, only, quiet, with};
use crate::docker::Facts;
use crate::doctor::{Finding, Severity, host_table};

const LISTED: &str = "[host]\nfile_systems = [\"/boot\"]\n";

fn old(facts: &mut Facts) {
    (facts.version, facts.api) = ("20.10.24".to_owned(), "1.41".to_owned());
}

fn of(findings: &[Finding]) -> &Finding {
    let mut of = findings.iter().filter(|finding| finding.code == "read-only-mounts");
    of.next().expect("it was looked at")
}

#[test]
fn old_engines_and_kernels_leave_mounts_below_writable() {
    let findings = with("", old);
    only(&findings, Severity::Warning, "read-only-mounts", &["node-exporter", "Docker 25"]);
    assert_eq!(host_table(&findings).as_deref(), Some("[host]\nfile_systems = [\"/boot\"]\n"));
    let kernel = |kernel: &'static str| with("", |it| it.kernel = kernel.to_owned());
    only(&kernel("5.10.0-28-amd64"), Severity::Warning, "read-only-mounts", &["5.12"]);
    quiet(&kernel("5.12.0"));
    only(&kernel("4.19.0"), Severity::Warning, "read-only-mounts", &[]);
    only(&kernel("unknown"), Severity::Warning, "read-only-mounts", &[]);
    let elsewhere = found("", |around| {
        around.machine = None;
        old(around.engine.as_mut().expect("an engine"));
    });
    assert_eq!(of(&elsewhere).host, Some("file_systems = []".to_owned()));
}

#[test]
fn with_a_list_of_file_systems_only_old_control_groups_remain() {
    quiet(&with(LISTED, old));
    let groups = with(LISTED, |it| {
        old(it);
        it.cgroup_version = "1".to_owned();
    });
    quiet(&groups);
    note(&groups, "read-only-mounts", &["cadvisor", "version 1"]);
    let finding = of(&groups);
    assert!(!format!("{finding:?}").contains("node-exporter"), "{finding:?}");
}
