//! Whole stacks, byte for byte: every preset alone, every example, and every valid case. `tests/real/` puts the same ones
//! before the real programs.

use std::collections::BTreeSet;
use std::fs;

use stackgen::spec::PresetName;

use crate::harness::Case;
use crate::support::cases;

#[test]
fn every_preset_alone_renders_its_golden() {
    for preset in PresetName::NAMES {
        Case::new()
            .args(["render", "--preset", preset])
            .run()
            .code(0)
            .golden("monitoring", &format!("preset-{preset}"));
    }
}

#[test]
fn every_example_renders_its_golden() {
    for example in cases::folders(&cases::repository("examples")) {
        Case::new()
            .copy_of(&example)
            .args(["check", "--deny-warnings"])
            .run()
            .code(0)
            .stderr("no problems found\n")
            .then()
            .args(["render"])
            .run()
            .code(0)
            .golden("monitoring", &cases::name(&example));
    }
}

/// What is nobody's example: machines of all kinds.
#[test]
fn every_valid_case_renders_its_golden() {
    for case in cases::folders(&cases::repository("tests/cases/valid")) {
        Case::new()
            .copy_of(&case)
            .args(["check", "--deny-warnings"])
            .run()
            .code(0)
            .then()
            .args(["render"])
            .run()
            .code(0)
            .golden("monitoring", &cases::name(&case));
    }
}

#[test]
fn every_example_has_a_readme_that_shows_how_to_run_it() {
    for example in cases::folders(&cases::repository("examples")) {
        let name = cases::name(&example);
        let readme = fs::read_to_string(example.join("README.md")).expect("there is a README");
        for step in [&format!("cd examples/{name}\n"), "stackgen render\n"] {
            assert!(readme.contains(step), "{name}: the README does not say {step:?}");
        }
    }
}

#[test]
fn every_golden_is_of_a_preset_an_example_or_a_valid_case() {
    let presets = PresetName::NAMES.iter().map(|name| format!("preset-{name}"));
    let examples = cases::folders(&cases::repository("examples"));
    let valid = cases::folders(&cases::repository("tests/cases/valid"));
    let folders = examples.iter().chain(&valid);
    let expected: BTreeSet<String> = presets.chain(folders.map(|path| cases::name(path))).collect();
    let goldens = cases::folders(&cases::repository("tests/snapshots"));
    let actual: BTreeSet<String> = goldens.iter().map(|path| cases::name(path)).collect();
    assert_eq!(actual, expected, "a golden that nothing renders tests nothing");
}
