//! Every check of `stackgen doctor` has its section in the document, and every section its check.

use std::collections::BTreeSet;
use std::fs;

use stackgen::doctor::CODES;

use crate::support::cases;

/// The names in backquotes of the headings of checks.
fn documented() -> BTreeSet<String> {
    let text = fs::read_to_string(cases::repository("docs/doctor.md")).expect("the document");
    let headings = text.lines().filter_map(|line| line.strip_prefix("### "));
    let names = |heading: &str| {
        heading.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    headings.flat_map(names).collect()
}

#[test]
fn every_check_of_the_doctor_has_its_section() {
    let known: BTreeSet<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(documented(), known);
}
