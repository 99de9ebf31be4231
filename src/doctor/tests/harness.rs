//! An engine and a machine on which all is well, to be changed in one thing.

use crate::diag::{Color, report};
use crate::docker::Facts;
use crate::doctor::{Bind, Finding, Machine, Severity, Surroundings, examine};
use crate::pipeline::{Input, SpecText, resolve};
use crate::stack::Stack;

/// Everything that a stack needs, as an engine of today on Linux has it.
pub(super) fn facts() -> Facts {
    Facts {
        product: "Docker Engine - Community".to_owned(),
        version: "28.1.1".to_owned(),
        api: "1.49".to_owned(),
        os: "Debian GNU/Linux 12 (bookworm)".to_owned(),
        host_name: "web-1".to_owned(),
        kernel: "6.1.0".to_owned(),
        architecture: "x86_64".to_owned(),
        memory: 16 << 30,
        cpus: 8,
        root: "/var/lib/docker".to_owned(),
        cgroup_version: "2".to_owned(),
        cgroup_driver: "systemd".to_owned(),
        storage: "overlay2".to_owned(),
        forwards: true,
        log_driver: "json-file".to_owned(),
        log_drivers: vec!["json-file".to_owned(), "local".to_owned()],
        ahead: Some(0.01),
        ..Facts::default()
    }
}

/// The machine of a stack on which that engine runs.
pub(super) fn around(facts: Facts, stack: Option<&Stack>) -> Surroundings {
    let services = || stack.iter().flat_map(|stack| &stack.services);
    let paths = services().flat_map(|it| it.host.paths());
    let paths = paths.map(|path| (path.to_owned(), true)).collect();
    let published = services().flat_map(|service| &service.published);
    Surroundings {
        address: Some("unix:///var/run/docker.sock (the usual place)".to_owned()),
        engine: Ok(facts),
        taken: None,
        socket: Some("/var/run/docker.sock".to_owned()),
        machine: Some(Machine {
            paths,
            root_propagates: Some(true),
            file_systems: vec!["/boot".to_owned()],
            free: Some(100 << 30),
        }),
        ports: published.map(|port| (port.address(), Bind::Free)).collect(),
        secrets: vec![],
        rendered: None,
    }
}

/// The stack of a spec.
#[track_caller]
pub(super) fn stack(tables: &str) -> Stack {
    let text = format!("version = 1\nname = \"shop-monitoring\"\npreset = \"standard\"\n{tables}");
    let spec = SpecText { name: "stack.toml".to_owned(), text };
    let resolved = resolve(Input { spec: Some(spec), ..Input::default() });
    let said = report(&resolved.diagnostics, &resolved.sources, Color::Never);
    assert!(resolved.accepted().is_some(), "{said}");
    resolved.stack.expect("it was accepted")
}

/// What is found on that machine once it is changed, for a stack.
pub(super) fn found(tables: &str, change: impl FnOnce(&mut Surroundings)) -> Vec<Finding> {
    let stack = stack(tables);
    let mut around = around(facts(), Some(&stack));
    change(&mut around);
    examine(&around, Some(&stack))
}

/// What is found once the engine is changed.
pub(super) fn with(tables: &str, change: impl FnOnce(&mut Facts)) -> Vec<Finding> {
    found(tables, |around| change(around.engine.as_mut().expect("there is an engine")))
}

/// The one finding that is more than a note is this, with these words in what is said.
#[track_caller]
pub(super) fn only(findings: &[Finding], severity: Severity, code: &str, words: &[&str]) {
    let bad: Vec<_> = findings.iter().filter(|it| it.severity > Severity::Note).collect();
    let [finding] = bad.as_slice() else { panic!("expected one {code}: {bad:#?}") };
    assert_eq!((finding.severity, finding.code), (severity, code), "{finding:#?}");
    has(finding, words);
}

/// A finding says these words.
#[track_caller]
pub(super) fn has(finding: &Finding, words: &[&str]) {
    let text = format!("{finding:?}").replace("\\\"", "\"");
    for word in words {
        assert!(text.contains(word), "{word:?} is not in {finding:#?}");
    }
}

/// Nothing is worse than a note, and there is this note.
#[track_caller]
pub(super) fn note(findings: &[Finding], code: &str, words: &[&str]) {
    quiet(findings);
    let notes = findings.iter().filter(|it| it.severity == Severity::Note && it.code == code);
    let notes: Vec<_> = notes.collect();
    let [finding] = notes.as_slice() else { panic!("expected one {code}: {findings:#?}") };
    has(finding, words);
}

/// Nothing is worse than a note.
#[track_caller]
pub(super) fn quiet(findings: &[Finding]) {
    let bad: Vec<_> = findings.iter().filter(|it| it.severity > Severity::Note).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    assert!(findings.len() > 10, "little was looked at: {findings:#?}");
}
